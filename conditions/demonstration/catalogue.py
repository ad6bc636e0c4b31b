"""The six conditions of the demonstration: how readers there know them, and the codes that came by hand.

The names and codes are real. Codes were read in Mondo's mapping files of release 2025-09-02; E88.0, under which
letters outside the United States have alpha-1, in the coding of the Australian government's statements of principles
(ICD-10-AM). The Spanish name of coeliac disease is that of the Human Disease Ontology (CC0), the others are those in
common use.
"""

import datetime
from typing import Any, NamedTuple

from django.db import transaction

from conditions.editorial import catalogue, codes, proposals
from conditions.editorial.comparison import screen
from conditions.editorial.rows import version
from conditions.models import Code, Condition, Event, Name, Proposal, User

System = Code.System


class Known(NamedTuple):
    """What the shipped catalogue does not tell readers about a condition."""

    mondo: str
    shown: tuple[str, ...]
    codes: tuple[tuple[System, str], ...]
    preferred: str = ""
    spanish: str = ""
    slug: str = ""
    broader: tuple[tuple[System, str], ...] = ()  # codes that mean more than the condition


CONDITIONS = (
    Known(
        "0013282",
        ("AAT deficiency", "A1AD"),
        ((System.ORPHANET, "60"), (System.OMIM, "613490"), (System.ICD10CM, "E88.01"), (System.MESH, "D019896")),
        preferred="alpha-1 antitrypsin deficiency",
        spanish="déficit de alfa-1 antitripsina",
        broader=((System.ICD10, "E88.0"),),
    ),
    Known(
        "0007739",
        ("HD", "Huntington’s chorea"),
        ((System.ORPHANET, "399"), (System.OMIM, "143100"), (System.ICD10, "G10"), (System.MESH, "D006816")),
        spanish="enfermedad de Huntington",
    ),
    Known(
        "0008310",
        ("HGPS", "Progeria"),
        ((System.ORPHANET, "740"), (System.OMIM, "176670")),
        spanish="síndrome de progeria de Hutchinson-Gilford",
    ),
    Known(
        "0005130",
        ("celiac disease",),
        ((System.ICD10CM, "K90.0"), (System.MESH, "D002446")),
        preferred="coeliac disease",
        spanish="enfermedad celíaca",
        slug="coeliac-disease",
    ),
    Known(
        "0019632",
        ("Lyme borreliosis",),
        ((System.ORPHANET, "91546"), (System.ICD10CM, "A69.2"), (System.MESH, "D008193")),
        spanish="enfermedad de Lyme",
    ),
    Known(
        "0007745",
        ("Gilbert's syndrome",),
        ((System.OMIM, "143500"), (System.ICD10CM, "E80.4"), (System.MESH, "D005878")),
        spanish="síndrome de Gilbert",
    ),
)


@transaction.atomic
def load(*, by: User, second: User, at: datetime.datetime) -> int:
    """Names the six, by the moves of life; how many it named now. What somebody changed since stays changed.

    What readers newly see the first proposes and the second accepts. Those that the catalogue lacks are left out.
    """
    named = 0
    for known in CONDITIONS:
        condition = Condition.objects.filter(codes__system=System.MONDO, codes__value=known.mondo).first()
        if condition and not Event.objects.filter(stream=catalogue.stream(condition)).exists():
            _name(condition, known, Editors(by, second, at))
            named += 1
    return named


class Editors(NamedTuple):
    """The two who name a condition, and when."""

    first: User
    second: User
    at: datetime.datetime

    def accept(self, proposal: Proposal) -> None:
        proposals.accept(proposal, by=self.second, at=self.at, seen=screen(proposal))


def _name(condition: Condition, known: Known, editors: Editors) -> None:
    who: dict[str, Any] = {"by": editors.first, "at": editors.at}
    if known.slug:
        editors.accept(proposals.propose_place(condition, {"slug": known.slug}, seen=version(condition), **who))
    if known.preferred:
        former = condition.names.get(language="en", use=Name.Use.PREFERRED)
        _show(condition, known.preferred, Name.Use.PREFERRED, editors)
        former.refresh_from_db()
        if former.use != Name.Use.PREFERRED:
            catalogue.lower_use(former, Name.Use.SEARCH, seen=version(former), **who)
    for text in known.shown:
        _show(condition, text, Name.Use.SHOWN, editors)
    if known.spanish:
        editors.accept(proposals.propose_name(condition, known.spanish, use=Name.Use.PREFERRED, language="es", **who))
    known_codes = [
        *((each, Code.Relation.EXACT) for each in known.codes),
        *((each, Code.Relation.BROADER) for each in known.broader),
    ]
    here = set(condition.codes.values_list("system", "value"))
    missing = [
        Code(system=system, value=value, relation=relation)
        for (system, value), relation in known_codes
        if (system, value) not in here
    ]
    if missing:
        editors.accept(codes.propose(condition, missing, **who))


def _show(condition: Condition, text: str, use: Name.Use, editors: Editors) -> None:
    """The name as it stands in the catalogue, or a new one, in that use."""
    name = condition.names.filter(language="en", text=text).first()
    if name is None:
        name = catalogue.add_name(condition, text, by=editors.first, at=editors.at)
    if name.would_show_more(use):
        editors.accept(proposals.propose_use(name, use, by=editors.first, at=editors.at, seen=version(name)))
