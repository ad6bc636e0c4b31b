"""Asks for a text and tells what was found and by which words."""

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from rapidfuzz.distance import OSA

from conditions import names
from conditions.models import Code
from conditions.search import statement
from conditions.search.answered import MOST, Told
from conditions.search.entries import RELATIONS
from conditions.search.query import Query, Way, indexed, understand
from conditions.search.statement import Beside
from conditions.search.vocabulary import Shelf, load

PAGES = 50
SHORT = 3  # a word that is begun with fewer letters could be anything
UNTYPED = 3  # letters of a word that may be missing or wrong where its reader still said it


class Said(NamedTuple):
    """A name and the language that it is in."""

    language: str
    text: str


@dataclass(frozen=True)
class Hit:
    """One condition, with the name or code by which it was found.

    `is_typed`: whether all of that was typed. A name to search by may be the word of one editor alone, and is
    never read out to anybody who did not say it first (E7).
    """

    slug: str
    name: Said
    matched: Said
    system: str
    relation: str
    family: Said | None
    is_family: bool
    is_answered: bool
    is_typed: bool

    @property
    def other_name(self) -> Said | None:
        """The other name that matched; none where the condition's own did."""
        return None if self.system or self.matched.text.casefold() == self.name.text.casefold() else self.matched

    @property
    def code(self) -> str:
        """The code that matched, with its system."""
        return f"{Code.System(self.system).label} {self.matched.text}" if self.system else ""

    def get_absolute_url(self) -> str:
        return reverse("conditions:condition", args=[self.slug])


@dataclass(frozen=True)
class Found:
    """A page of conditions, and the answers beside the first one, as the rows of `told` that `find` was given.

    `instead` is what was searched where nothing has the words as typed.
    """

    typed: str
    was_cut: bool
    instead: str
    hits: list[Hit]
    page: int
    has_more: bool
    answers: list[dict[str, Any]]
    has_more_answers: bool
    answers_hold_all: bool
    answers_are_meant: bool
    beside: list[dict[str, Any]]

    @property
    def answers_first(self) -> bool:
        """A condition and a topic were typed; or answers hold all of it, and the conditions are a guess."""
        return self.answers_are_meant or (self.answers_hold_all and bool(self.instead))

    @property
    def others(self) -> bool:
        """Whether there is more than one to tell apart."""
        return len(self.hits) > 1 or self.page > 1


def find(text: str, *, language: str, page: int = 1, told: Told | None = None, beside: Beside | None = None) -> Found:
    """What the text may mean, best first. Takes one query, unless the vocabulary has changed.

    Answers are found with the first page of conditions, if it is said how to tell of them (`told`). So is what another
    app brings, which `beside` asks for by the words.
    """
    page = min(max(page, 1), PAGES)
    told, beside = (told, beside) if page == 1 else (None, None)
    vocabulary = Shelf.vocabulary if Shelf.vocabulary.version else load()
    query = understand(text, vocabulary)
    rows = statement.run(query, language=language, page=page, told=told, beside=beside)
    if rows[0][0] != vocabulary.version:
        query = understand(text, load())
        rows = statement.run(query, language=language, page=page, told=told, beside=beside)
    *_, is_held, is_meant, answers, others = rows[0]
    told_of = _read(answers)
    hits = [row[1:-4] for row in rows if row[1] is not None]
    return Found(
        typed=query.typed,
        was_cut=query.was_cut,
        instead=_instead(query, hits[0], is_held=bool(is_held)) if hits else "",
        hits=[_hit(row, indexed(query.folded)) for row in hits[: statement.PAGE]],
        page=page,
        has_more=len(hits) > statement.PAGE and page < PAGES,
        answers=told_of[:MOST],
        has_more_answers=len(told_of) > MOST,
        answers_hold_all=bool(is_held),
        answers_are_meant=bool(is_meant),
        beside=_read(others),
    )


def _read(rows: Any) -> list[dict[str, Any]]:
    """JSON of the statement, which one engine gives as text."""
    return list(json.loads(rows) if isinstance(rows, str) else rows or [])


def _hit(row: tuple[Any, ...], typed: list[str]) -> Hit:
    slug, name, family, matched, system, language, place, _, _, is_family, is_answered = row
    return Hit(
        slug=slug,
        name=Said(*name.split(" ", 1)) if name else Said("en", slug),
        matched=Said(language, matched),
        system=system,
        relation=RELATIONS[place] if system else "",
        family=Said(*family.split(" ", 1)) if family else None,
        is_family=bool(is_family),
        is_answered=bool(is_answered),
        is_typed=_was_typed(indexed(names.fold(matched)), typed),
    )


def _was_typed(words: list[str], typed: list[str]) -> bool:
    """Whether somebody typed each of the words, or all of them joined, but for how they end."""
    if "".join(words) == "".join(typed):
        return True
    return all(any(_is_alike(word, each) for each in typed) for word in words)


def _is_alike(word: str, typed: str) -> bool:
    is_begun = word.startswith(typed) and len(word) - len(typed) <= UNTYPED
    return word == typed or (len(typed) >= SHORT and (is_begun or typed.startswith(word)))


def _instead(query: Query, row: tuple[Any, ...], *, is_held: bool) -> str:
    """The words that the best row was found by, where they are not those that were typed.

    That a name lacks some of them is no news where answers hold them all. A word that stands in no shown name is read
    out to those alone who nearly typed it (E7).
    """
    *_, system, _, _, words, as_typed, _, _ = row
    if system or (as_typed and not query.altered):
        return ""
    held = [(word, next((way for way in word.ways if _holds(words, way)), None)) for word in query.words]
    known = {*indexed(names.fold(row[1] or "")), query.folded.replace(" ", "")}
    said = " ".join(dict.fromkeys(_told(word.typed, way, known) for word, way in held if way))
    is_lesser = set(said.split()) <= set(query.folded.split())
    return "" if said == query.folded or (is_held and is_lesser) else said


def _told(typed: str, way: Way, known: set[str]) -> str:
    is_said = any(way.text in each for each in known) or OSA.distance(typed, way.text) <= UNTYPED
    return way.text if way.is_whole and is_said else typed


def _holds(words: str, way: Way) -> bool:
    """What `statement` asks of the database, asked here of the best row."""
    return f" {way.text}{'' if way.is_start else ' '}" in f" {words} "
