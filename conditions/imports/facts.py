"""Reads shared facts from a TOML file and proposes them: nothing reaches readers until an editor accepts it (E15, E22).

What the file may hold is described in docs/facts.md. It is taken whole or refused with every mistake in it.
"""

import datetime
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions.editorial import facts
from conditions.imports.catalogue import BadFile, content
from conditions.models import Condition, Fact, Source

WHOLE = {"origin": str, "fact": list}
FACT = {"condition": str, "key": str, "label": str, "scope": str, "reason": str, "value": list} | {
    "labels": dict,
    "scopes": dict,
}
HEADING = ("label", "scope")
VALUE = {"source": str, "text": dict, "as_of": str}
OPTIONAL = {"as_of", "labels", "scopes"}


@dataclass(frozen=True)
class File:
    """What a file says: where it is from, and its facts, each with the columns of `FACT`."""

    origin: str
    facts: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Report:
    """How many values were proposed, and how many were here already."""

    proposed: int
    known: int

    def lines(self) -> Iterator[str]:
        told = ngettext(
            "%(number)d value was proposed. It waits in the administration until an editor accepts it.",
            "%(number)d values were proposed. They wait in the administration until an editor accepts them.",
            self.proposed,
        )
        yield told % {"number": self.proposed}
        if self.known:
            told = ngettext(
                "%(number)d value is in force, waits or was refused already, and was left as it is.",
                "%(number)d values are in force, wait or were refused already, and were left as they are.",
                self.known,
            )
            yield told % {"number": self.known}


def read(path: Path) -> File:
    """Raises: BadFile, with every place that is not as it should be."""
    try:
        whole = tomllib.loads(content(path).decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        told = {"path": path, "error": error}
        raise BadFile(_("%(path)s is no TOML file in UTF-8: %(error)s.") % told) from error
    wrong = list(_misfits(_("the file"), whole, WHOLE))
    if not wrong:
        for number, fact in enumerate(whole["fact"], start=1):
            wrong += _misfits_of_fact(number, fact)
    if wrong:
        raise _refusal(path, wrong)
    return File(whole["origin"], tuple(whole["fact"]))


@transaction.atomic
def load(path: Path, *, at: datetime.datetime) -> Report:
    """All of the file as proposals, or nothing of it. What is known here, or was refused, is not proposed again.

    Raises: BadFile, with every fact that cannot be proposed and why.
    """
    file, counts, wrong = read(path), Counter[str](), []
    for number, told in enumerate(file.facts, start=1):
        try:
            with transaction.atomic():
                counts[_propose(told, origin=file.origin, at=at)] += 1
        except ValidationError as refusal:
            wrong.append(f"{_place(number, told)}: {' '.join(refusal.messages)}")
    if wrong:
        raise _refusal(path, wrong)
    return Report(counts["proposed"], counts["known"])


def _propose(told: dict[str, Any], *, origin: str, at: datetime.datetime) -> str:
    condition = Condition.objects.filter(slug=told["condition"]).first()
    if condition is None:
        raise ValidationError(_("There is no condition at the address “%(slug)s”.") % {"slug": told["condition"]})
    values = list(_values(told))
    fact = Fact.objects.filter(condition=condition, key=told["key"]).first()
    if fact is None:
        fact = Fact(condition=condition, key=told["key"], label=told["label"], scope=told["scope"])
        facts.start_fact(fact, by=None, at=at, origin=origin)
    elif (fact.label, fact.scope) != (told["label"], told["scope"]):
        raise ValidationError(_("It is here with another label or scope. Take another key for what is another fact."))
    elif facts.is_known(fact, values):
        return "known"
    facts.propose_fact(fact, values, reason=told["reason"], by=None, at=at, origin=origin)
    return "proposed"


def _values(fact: dict[str, Any]) -> Iterator[facts.Value]:
    """Those of the fact; the first of a language says how it is headed there, where the file does."""
    told, headed = fact["value"], set[str]()
    keys = {value["source"] for value in told}
    sources = {source.key: source for source in Source.objects.filter(key__in=keys)}
    for key in sorted(keys - sources.keys()):
        raise ValidationError(_("There is no source “%(key)s”. Add it first, once you have read it.") % {"key": key})
    for value in told:
        for language, text in value["text"].items():
            heading = (
                {} if language in headed else {name: fact.get(f"{name}s", {}).get(language, "") for name in HEADING}
            )
            headed.add(language)
            yield facts.Value(language, text, sources[value["source"]], value.get("as_of", ""), **heading)


def _misfits_of_fact(number: int, fact: Any) -> Iterator[str]:
    place = _place(number, fact)
    wrong = list(_misfits(place, fact, FACT))
    yield from wrong
    if not wrong:
        for name in ("labels", "scopes"):
            yield from _misfits(place, fact.get(name, {}), dict.fromkeys(fact.get(name, {}), str))
        for value in fact["value"]:
            yield from _misfits(place, value, VALUE)
            if isinstance(value, dict) and isinstance(value.get("text"), dict):
                yield from _misfits(place, value["text"], dict.fromkeys(value["text"], str))


def _misfits(place: str, table: Any, columns: Mapping[str, type]) -> Iterator[str]:
    """What is missing, unknown or of another kind than it should be."""
    if not isinstance(table, dict):
        yield _("%(place)s: this is no table of keys and values.") % {"place": place}
        return
    for key in sorted(columns.keys() - OPTIONAL - table.keys()):
        yield _("%(place)s: “%(key)s” is missing.") % {"place": place, "key": key}
    for key in sorted(table.keys() - columns.keys()):
        yield _("%(place)s: “%(key)s” is not known here.") % {"place": place, "key": key}
    for key in sorted(columns.keys() & table.keys()):
        if not isinstance(table[key], columns[key]):
            yield _("%(place)s: “%(key)s” is not what it should be.") % {"place": place, "key": key}


def _place(number: int, fact: Any) -> str:
    named = fact.get("key", "") if isinstance(fact, dict) else ""
    return _("fact %(number)d (%(key)s)") % {"number": number, "key": named}


def _refusal(path: Path, wrong: list[str]) -> BadFile:
    return BadFile("\n".join([_("%(path)s was not taken, and nothing was changed:") % {"path": path}, *wrong]))
