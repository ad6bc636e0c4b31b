"""Was and will be of a name, of a new condition and of its place."""

from django.db import models
from django.utils.translation import gettext as _

from conditions.editorial.comparison.line import Difference, label, yes
from conditions.models import Code, Condition, Name, Proposal


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
        (_("Belongs to"), "; ".join(_here_or_told(wanted.get("families", {})))),
        (_("Members"), "; ".join(_here_or_told(wanted.get("members", {})))),
    ]
    return [Difference(what, "", becomes) for what, becomes in lines if becomes]


def of_place(proposal: Proposal) -> list[Difference]:
    now, wanted = Condition.objects.get(pk=proposal.key), proposal.wanted
    families = _called(Condition.objects.filter(children=now)) if "families" in wanted else ()
    chosen = _called(Condition.objects.filter(pk__in=wanted.get("families", ())))
    lines = [
        Difference(label(Condition, "slug"), now.slug, wanted.get("slug", now.slug)),
        Difference(
            label(Condition, "is_grouping"), yes(now.is_grouping), yes(wanted.get("is_grouping", now.is_grouping))
        ),
        Difference(_("Belongs to"), "; ".join(sorted(families)), "; ".join(sorted(chosen))),
    ]
    return [line for line in lines if line.was != line.becomes]


def rows_of_place(proposal: Proposal) -> list[models.Model]:
    """The condition, and what it will belong to with the names by which that was chosen."""
    now = Condition.objects.get(pk=proposal.key)
    return [now, *_with_names(Condition.objects.filter(pk__in=proposal.wanted.get("families", ())))]


def rows_of_condition(proposal: Proposal) -> list[models.Model]:
    """What is here of the families and members that an import names by their Mondo ids."""
    wanted = proposal.wanted
    ids = [*wanted.get("families", ()), *wanted.get("members", ())]
    return _with_names(Condition.objects.filter(codes__system=Code.System.MONDO, codes__value__in=ids))


def _with_names(found: models.QuerySet[Condition]) -> list[models.Model]:
    names = Name.objects.filter(condition__in=found, use=Name.Use.PREFERRED, language="en").order_by("pk")
    return [*found.order_by("pk"), *names]


def _called(found: models.QuerySet[Condition]) -> list[str]:
    return sorted(map(_by_address, Condition.objects.named().filter(pk__in=found)))


def _here_or_told(told: dict[str, str]) -> list[str]:
    """What is here under the Mondo id as it is called here, and the others, which come later, as the import tells."""
    here = dict(Code.objects.filter(system=Code.System.MONDO, value__in=told).values_list("value", "condition"))
    named = Condition.objects.named().in_bulk(here.values())
    return [_by_address(named[here[mondo]]) if mondo in here else name for mondo, name in told.items()]


def _by_address(condition: Condition) -> str:
    """Its name and its address: two may have one name."""
    return f"{condition} ({condition.slug})"
