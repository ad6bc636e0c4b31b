"""What a later load would show to readers, as proposals: they see it when an editor accepts it (E22)."""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from conditions import names
from conditions.digest import canonical
from conditions.imports.catalogue import Catalogue, Term
from conditions.models import Code, Country, Event, HelpLine, Name, Proposal, Stream

STREAM = "catalogue"
LANGUAGE = "en"


def has_started() -> bool:
    """Whether there was a first load, with which a site starts. The guards ask the same (`guards.two_people`)."""
    return Stream.objects.filter(name=STREAM).exists()


def conditions(catalogue: Catalogue, known: dict[str, int], taken: set[str], at: datetime.datetime) -> list[Proposal]:
    """One for each condition that is not here and was never proposed: what was refused stays refused."""
    before = [proposal.wanted for proposal in Proposal.objects.filter(kind=Proposal.Kind.CONDITION)]
    asked = {wanted.get("mondo") for wanted in before}
    fresh = [term for term in catalogue.terms if term.mondo not in known and term.mondo not in asked]
    addresses = taken | {wanted["slug"] for wanted in before}
    made = []
    for values in _wanted(catalogue, fresh):
        slug = names.unused(names.slug(values["name"]), addresses, tail=f"mondo-{values['mondo']}")
        addresses.add(slug)
        made.append(_proposal(Proposal.Kind.CONDITION, slug, values | {"slug": slug}, catalogue.attribution, at))
    return made


def names_of(arriving: list[Name], origin: str, at: datetime.datetime) -> list[Proposal]:
    """One for each condition, with all of its names that were never proposed; while one waits, the next import asks."""
    before, waiting = _names_asked()
    fresh: dict[int, list[str]] = defaultdict(list)
    for name in arriving:
        if name.condition_id not in waiting and (name.condition_id, name.folded) not in before:
            fresh[name.condition_id].append(name.text)
    return _each(Proposal.Kind.NAMES, "names", fresh, origin, at)


def codes_of(arriving: list[Code], origin: str, at: datetime.datetime) -> list[Proposal]:
    """The same of codes. What an editor took away stays away as well."""
    asked = list(Proposal.objects.filter(kind=Proposal.Kind.CODES))
    before = {(int(each.key), code["system"], code["value"]) for each in asked for code in each.wanted["codes"]}
    before |= _codes_taken_away()
    waiting = {int(each.key) for each in asked if not each.outcome}
    fresh: dict[int, list[dict[str, str]]] = defaultdict(list)
    for code in arriving:
        if code.condition_id not in waiting and (code.condition_id, code.system, code.value) not in before:
            values = {"system": code.system, "value": code.value, "relation": code.relation}
            fresh[code.condition_id].append({name: str(value) for name, value in values.items()})
    return _each(Proposal.Kind.CODES, "codes", fresh, origin, at)


def _codes_taken_away() -> set[tuple[int, str, str]]:
    told = Event.objects.filter(action="code taken away").values_list("stream", "data")
    gone = [(int(stream.partition(":")[2]), json.loads(data)) for stream, data in told]
    return {(pk, code["system"], code["value"]) for pk, code in gone}


def _each(kind: str, column: str, fresh: dict[int, list[Any]], origin: str, at: datetime.datetime) -> list[Proposal]:
    called = Name.objects.filter(use=Name.Use.PREFERRED, language=LANGUAGE).values_list("condition_id", "text")
    titles = dict(called) if fresh else {}
    return [
        _proposal(kind, str(pk), {"name": titles.get(pk, ""), column: values}, origin, at)
        for pk, values in fresh.items()
    ]


def _names_asked() -> tuple[set[tuple[int, str]], set[int]]:
    """Every name that was ever proposed for a condition, folded, and the conditions for which some still wait."""
    asked = list(Proposal.objects.filter(kind=Proposal.Kind.NAMES))
    texts = {(int(each.key), names.fold(text)) for each in asked for text in each.wanted["names"]}
    return texts | _synonyms_asked(), {int(each.key) for each in asked if not each.outcome}


def _synonyms_asked() -> set[tuple[int, str]]:
    """Those that were proposed with a condition that is here by now: what was left out of them stays out."""
    begun = Proposal.objects.filter(kind=Proposal.Kind.CONDITION, outcome=Proposal.Outcome.ACCEPTED)
    found = [each.wanted for each in begun]
    here = dict(Code.objects.filter(system=Code.System.MONDO).values_list("value", "condition_id")) if found else {}
    return {
        (here[wanted["mondo"]], names.fold(text))
        for wanted in found
        if wanted.get("mondo") in here
        for text in wanted.get("synonyms", ())
    }


def countries(fresh: list[Country], origin: str, at: datetime.datetime) -> list[Proposal]:
    """One for each country that is not here, as `_not_asked` has it."""
    columns = ("emergency_numbers", "checked_on", "source_title", "source_url")
    read = {row.code: {name: getattr(row, name) for name in columns} for row in fresh}
    return _not_asked(Proposal.Kind.COUNTRY, read, origin, at)


def lines(fresh: list[HelpLine], origin: str, at: datetime.datetime) -> list[Proposal]:
    """The same of help lines."""
    columns = (*HelpLine.SAID, "source_title", "source_url")
    read = {row.slug: {name: getattr(row, name) for name in columns} | {"country": row.country_id} for row in fresh}
    return _not_asked(Proposal.Kind.LINE, read, origin, at)


def _not_asked(kind: str, read: dict[str, dict[str, Any]], origin: str, at: datetime.datetime) -> list[Proposal]:
    """What no editor was asked yet: nothing waits for the same thing, and no import had these very values decided on.

    What a person proposed, and took back or was refused, keeps no number of the release away.
    """
    waiting = set(Proposal.objects.open().filter(kind=kind).values_list("about", flat=True))
    outcomes = [Proposal.Outcome.ACCEPTED, Proposal.Outcome.REFUSED]
    decided = Proposal.objects.filter(kind=kind, outcome__in=outcomes).exclude(origin="")
    before = set(decided.values_list("about", "proposed"))
    asked = [_proposal(kind, key, values, origin, at) for key, values in read.items()]
    return [each for each in asked if each.about not in waiting and (each.about, each.proposed) not in before]


def _wanted(catalogue: Catalogue, fresh: list[Term]) -> Iterator[dict[str, Any]]:
    """The names of each, and by Mondo id what it belongs to and what belongs to it."""
    called = {term.mondo: term.name for term in catalogue.terms}
    members: dict[str, dict[str, str]] = defaultdict(dict)
    for term in catalogue.terms:
        for parent in term.parents:
            members[parent][term.mondo] = term.name
    for term in fresh:
        yield {
            "name": term.name,
            "is_grouping": term.is_grouping,
            "mondo": term.mondo,
            "families": {parent: called[parent] for parent in term.parents},
            "members": members[term.mondo],
            "synonyms": _spelt_once(term),
        }


def _spelt_once(term: Term) -> list[str]:
    """Its other names, each spelling once."""
    kept = {names.fold(text): text for text in reversed((term.name, *term.synonyms))}
    return [text for text in reversed(kept.values()) if text != kept[names.fold(term.name)]]


def _proposal(kind: str, key: str, values: dict[str, Any], origin: str, at: datetime.datetime) -> Proposal:
    """Nobody's, so that any editor may accept it."""
    return Proposal(kind=kind, about=f"{kind}:{key}", proposed=canonical(values), origin=origin, proposed_at=at)
