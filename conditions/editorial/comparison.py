"""What a decision on a proposal rests on: how it was, how it will be, and which answers must be looked at again."""

from typing import Any, NamedTuple

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conditions.digest import canonical, sha256
from conditions.editorial import forecasts
from conditions.editorial.parts import parts
from conditions.editorial.rows import version
from conditions.models import Condition, Country, GlossaryTerm, HelpLine, Name, Proposal, Publication
from conditions.models.publications import PublicationQuerySet

ADDS = frozenset({Proposal.Kind.CONDITION, Proposal.Kind.NAMES, Proposal.Kind.CODES})  # and changes no row


class Difference(NamedTuple):
    """One line of the comparison; empty where there is nothing."""

    what: str
    was: str
    becomes: str


def differences(proposal: Proposal) -> list[Difference]:
    """All that will be otherwise, line by line, but for the `parts` of it."""
    match proposal.kind:
        case Proposal.Kind.NAME:
            return _of_name(proposal)
        case Proposal.Kind.COUNTRY:
            return _of_row(Country, Country.objects.filter(pk=proposal.key).first(), proposal.wanted)
        case Proposal.Kind.LINE:
            return _of_row(HelpLine, HelpLine.objects.filter(slug=proposal.key).first(), proposal.wanted)
        case Proposal.Kind.NAMES | Proposal.Kind.CODES:
            return []  # each of its parts is new
        case Proposal.Kind.TERM:
            return _of_row(GlossaryTerm, GlossaryTerm.objects.at(proposal.key).first(), proposal.wanted)
        case _:
            return _of_condition(proposal.wanted)


def forecast(proposal: Proposal) -> PublicationQuerySet:
    """What is live and will need to be confirmed anew: what was signed has the condition's name in it (E3)."""
    if proposal.kind != Proposal.Kind.NAME or not _becomes_preferred(proposal):
        return Publication.objects.none()
    name = Name.objects.select_related("condition").get(proposals=proposal)
    return forecasts.of_name(name.condition, name.text, name.language).select_related("answer", "revision")


def screen(proposal: Proposal) -> str:
    """The version of the page on which somebody decides: another one as soon as a row moves that will change."""
    stands = [*map(version, _rows(proposal)), *([part.place, part.is_here] for part in parts(proposal))]
    return sha256(canonical([proposal.pk, proposal.outcome, *stands]))[:16]


def has_moved(proposal: Proposal) -> bool:
    """Whether what it would change is not what was on screen when it was proposed, so that it can only be refused."""
    seen = "".join(version(row) for row in _rows(proposal)[:1])
    return proposal.kind not in ADDS and seen != proposal.seen


def _rows(proposal: Proposal) -> list[models.Model]:
    """The rows that will change, first the one that was on screen when it was proposed."""
    match proposal.kind:
        case Proposal.Kind.NAME:
            name = Name.objects.get(proposals=proposal)
            return [name, *(Name.objects.giving_way_to(name) if _becomes_preferred(proposal) else ())]
        case Proposal.Kind.COUNTRY:
            return list(Country.objects.filter(pk=proposal.key))
        case Proposal.Kind.LINE:
            return list(HelpLine.objects.filter(slug=proposal.key))
        case Proposal.Kind.TERM:
            return list(GlossaryTerm.objects.at(proposal.key))
        case _:
            return []


def _becomes_preferred(proposal: Proposal) -> bool:
    return bool(proposal.wanted["use"] == Name.Use.PREFERRED)


def _of_name(proposal: Proposal) -> list[Difference]:
    name = Name.objects.get(proposals=proposal)
    becomes = str(Name.Use(proposal.wanted["use"]).label)
    lines = [Difference(name.text, name.get_use_display(), becomes)]
    if _becomes_preferred(proposal):
        shown = str(Name.Use.SHOWN.label)
        lines += [
            Difference(former.text, former.get_use_display(), shown) for former in Name.objects.giving_way_to(name)
        ]
    return lines


def _of_row(model: type[models.Model], there: models.Model | None, wanted: dict[str, Any]) -> list[Difference]:
    columns = [field.name for field in model._meta.concrete_fields if field.name in wanted]
    return [
        Difference(_label(model, column), str(getattr(there, column, "")), str(wanted[column])) for column in columns
    ]


def _of_condition(wanted: dict[str, Any]) -> list[Difference]:
    lines = [
        (_("Preferred name"), wanted["name"]),
        (_label(Condition, "slug"), wanted["slug"]),
        (_label(Condition, "is_grouping"), _("Yes") if wanted["is_grouping"] else _("No")),
        (_("Belongs to"), "; ".join(wanted.get("families", {}).values())),
        (_("Members"), "; ".join(wanted.get("members", {}).values())),
    ]
    return [Difference(what, "", becomes) for what, becomes in lines if becomes]


def _label(model: type[models.Model], column: str) -> str:
    return capfirst(str(getattr(model._meta.get_field(column), "verbose_name", column)))
