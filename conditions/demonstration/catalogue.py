"""The six conditions of the demonstration: how readers there know them, and the codes that came by hand.

The names and codes are real. Codes were read in Mondo's mapping files of release 2025-09-02, the Spanish name in the
Human Disease Ontology (CC0).
"""

import datetime
from typing import NamedTuple

from django.db import transaction

from conditions.editorial import catalogue
from conditions.editorial.rows import version
from conditions.models import Code, Condition, Event, Name, User

System = Code.System


class Known(NamedTuple):
    """What the shipped catalogue does not tell readers about a condition."""

    mondo: str
    shown: tuple[str, ...]
    codes: tuple[tuple[System, str], ...]
    preferred: str = ""
    spanish: str = ""
    slug: str = ""


CONDITIONS = (
    Known(
        "0013282",
        ("AAT deficiency", "A1AD"),
        ((System.ORPHANET, "60"), (System.OMIM, "613490"), (System.ICD10CM, "E88.01"), (System.MESH, "D019896")),
        preferred="Alpha-1 antitrypsin deficiency",
    ),
    Known(
        "0007739",
        ("HD", "Huntington's chorea"),
        ((System.ORPHANET, "399"), (System.OMIM, "143100"), (System.ICD10, "G10"), (System.MESH, "D006816")),
    ),
    Known("0008310", ("HGPS", "Progeria"), ((System.ORPHANET, "740"), (System.OMIM, "176670"))),
    Known(
        "0005130",
        ("Celiac disease",),
        ((System.ICD10CM, "K90.0"), (System.MESH, "D002446")),
        preferred="Coeliac disease",
        spanish="Enfermedad celíaca",
        slug="coeliac-disease",
    ),
    Known(
        "0019632",
        ("Lyme borreliosis",),
        ((System.ORPHANET, "91546"), (System.ICD10CM, "A69.2"), (System.MESH, "D008193")),
    ),
    Known(
        "0007745",
        ("Gilbert's syndrome",),
        ((System.OMIM, "143500"), (System.ICD10CM, "E80.4"), (System.MESH, "D005878")),
    ),
)


@transaction.atomic
def load(*, by: User, at: datetime.datetime) -> int:
    """Names the six, by the moves of life; how many it named now. What somebody changed since stays changed.

    Those that the catalogue does not hold are left out.
    """
    named = 0
    for known in CONDITIONS:
        condition = Condition.objects.filter(codes__system=System.MONDO, codes__value=known.mondo).first()
        if condition and not Event.objects.filter(stream=catalogue.stream(condition)).exists():
            _name(condition, known, by, at)
            named += 1
    return named


def _name(condition: Condition, known: Known, by: User, at: datetime.datetime) -> None:
    if known.slug:
        catalogue.change_slug(condition, known.slug, by=by, at=at, seen=version(condition))
    if known.preferred:
        former = condition.names.get(language="en", use=Name.Use.PREFERRED)
        _use(condition, known.preferred, Name.Use.PREFERRED, by, at)
        _use(condition, former.text, Name.Use.SEARCH, by, at)
    for text in known.shown:
        _use(condition, text, Name.Use.SHOWN, by, at)
    if known.spanish:
        catalogue.add_name(condition, known.spanish, use=Name.Use.PREFERRED, language="es", by=by, at=at)
    for system, value in known.codes:
        if not condition.codes.filter(system=system, value=value).exists():
            catalogue.add_code(condition, system, value, by=by, at=at)


def _use(condition: Condition, text: str, use: Name.Use, by: User, at: datetime.datetime) -> None:
    """The name as it stands in the catalogue, or a new one, in that use."""
    name = condition.names.filter(language="en", text=text).first()
    if name is None:
        name = catalogue.add_name(condition, text, use=Name.Use.SEARCH, by=by, at=at)
    catalogue.change_use(name, use, by=by, at=at, seen=version(name))
