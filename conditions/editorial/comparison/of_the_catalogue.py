"""Was and will be of a name, of a new condition and of its place."""

from django.utils.translation import gettext as _

from conditions.editorial.comparison.line import Difference, label, yes
from conditions.models import Condition, Name, Proposal


def becomes_preferred(proposal: Proposal) -> bool:
    return bool(proposal.wanted["use"] == Name.Use.PREFERRED)


def of_name(proposal: Proposal) -> list[Difference]:
    name = Name.objects.get(proposals=proposal)
    becomes = str(Name.Use(proposal.wanted["use"]).label)
    lines = [Difference(name.text, name.get_use_display(), becomes)]
    if becomes_preferred(proposal):
        shown = str(Name.Use.SHOWN.label)
        lines += [
            Difference(former.text, former.get_use_display(), shown) for former in Name.objects.giving_way_to(name)
        ]
    return lines


def of_condition(proposal: Proposal) -> list[Difference]:
    wanted = proposal.wanted
    lines = [
        (_("Preferred name"), wanted["name"]),
        (label(Condition, "slug"), wanted["slug"]),
        (label(Condition, "is_grouping"), yes(wanted["is_grouping"])),
        (_("Belongs to"), "; ".join(wanted.get("families", {}).values())),
        (_("Members"), "; ".join(wanted.get("members", {}).values())),
    ]
    return [Difference(what, "", becomes) for what, becomes in lines if becomes]


def of_place(proposal: Proposal) -> list[Difference]:
    now, wanted = Condition.objects.get(pk=proposal.key), proposal.wanted
    families = map(str, Condition.objects.named().filter(children=now)) if "families" in wanted else ()
    chosen = wanted.get("families", {}).values()
    lines = [
        Difference(label(Condition, "slug"), now.slug, wanted.get("slug", now.slug)),
        Difference(
            label(Condition, "is_grouping"), yes(now.is_grouping), yes(wanted.get("is_grouping", now.is_grouping))
        ),
        Difference(_("Belongs to"), "; ".join(sorted(families)), "; ".join(sorted(chosen))),
    ]
    return [line for line in lines if line.was != line.becomes]
