"""Which terms of the glossary stand in a text. Nothing is stored: the terms are live and outside every digest (A6).

A page asks for them in a query that it makes anyway (`beside`): the sum of the terms' marks tells whether what this
process remembers still holds, and only if it does not does the query bring all terms along.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Case, F, JSONField, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, JSONObject
from django.db.models.lookups import Exact

from conditions import names
from conditions.models import GlossaryTerm, Revision
from conditions.models.catalogue import FIGURES, LATIN, OTHER
from conditions.models.lists import Rows
from conditions.names import SIGNS

COLUMNS = ("term", "slug", "forms", "explanation", "source_title", "source_url")
BREAK = re.compile(r"</?(?:p|li|[uod]l|d[td]|h[1-6]|t[dhr]|table|section|details|summary|blockquote|br|hr)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
# A word with its hyphens is one word: a “non-carrier” is no carrier. A sign between two words parts them.
WORD = re.compile(r"\w+(?:-\w+)*|[^\w\s]")
LETTERS = (*LATIN, FIGURES, OTHER)

Key = tuple[str, ...]


class Explained(NamedTuple):
    """A term that stands in a text, as readers are told."""

    term: str
    slug: str
    explanation: str
    source_title: str
    source_url: str

    @property
    def letter(self) -> str:
        """Under which it stands in a list from A to Z: a to z, 0-9, or other."""
        first = names.fold(self.term)[0]
        return first if first in LATIN else FIGURES if first.isdigit() else OTHER

    @property
    def place(self) -> tuple[int, str]:
        """Where in that list."""
        return LETTERS.index(self.letter), names.fold(self.term)


@dataclass(frozen=True)
class Known:
    """The terms of a language as they were when the sum of their marks was this one."""

    mark: int = 0
    terms: Mapping[Key, Explained] = field(default_factory=dict)
    lengths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


_remembered: dict[str, Known] = {}


class Glossary:
    """The terms of one language for one request, on what this process remembered when it began."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._known = _remembered.get(language, Known())

    def beside(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """The same rows, each with all terms of the language or, where they are known, with their mark alone."""
        there = GlossaryTerm.objects.shown(self.language).order_by()
        mark = Coalesce(Subquery(there.values("language").annotate(sum=Sum("mark")).values("sum")), Value(0))
        terms = Rows(there.values(row=JSONObject(**{name: F(name) for name in COLUMNS})))
        known = When(Exact(mark, self._known.mark), then=Value(None, JSONField()))
        told = Case(known, default=terms, output_field=JSONField())
        marked: QuerySet[Any] = found.annotate(glossary_mark=mark, glossary_terms=told)
        return marked

    def explained(self, row: Any, texts: Iterable[str]) -> list[Explained]:
        """The terms that stand in the texts (HTML or plain), from A to Z, for a row that `beside` brought."""
        if row.glossary_terms is not None:
            self._known = _remembered[self.language] = _known(row.glossary_mark, row.glossary_terms)
        known = self._known
        found = {known.terms[key] for text in texts for key in _met(key_of(_plain(text)), known)}
        return sorted(found, key=lambda each: each.place)


def listed(language: str) -> list[Explained]:
    """All terms of the language, from A to Z."""
    rows = GlossaryTerm.objects.shown(language).values_list(*Explained._fields)
    return sorted((Explained(*row) for row in rows), key=lambda each: each.place)


def texts(words: Revision) -> list[str]:
    """All that readers see of an answer, without its question and its sources."""
    sections = (words.urgent_help_html, words.body_html, words.sources_differ_html, words.unknowns_html)
    return [words.short_answer, *sections, *words.country_notes_html.values()]


def key_of(text: str) -> Key:
    """The words of the text as they are compared: whichever letters are large, however accents are put together."""
    same = unicodedata.normalize("NFC", text).translate(SIGNS).casefold()
    return tuple(WORD.findall(same))


def _plain(text: str) -> str:
    return html.unescape(TAG.sub(" ", BREAK.sub(" ¶ ", text)))


def _known(mark: int, rows: Iterable[Mapping[str, str]]) -> Known:
    terms: dict[Key, Explained] = {}
    lengths: dict[str, set[int]] = {}
    for row in rows:
        told = Explained(*(row[name] for name in Explained._fields))
        for key in filter(None, map(key_of, [row["term"], *row["forms"].splitlines()])):
            terms.setdefault(key, told)
            lengths.setdefault(key[0], set()).add(len(key))
    return Known(mark, terms, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()})


def _met(words: Key, known: Known) -> Iterable[Key]:
    """What of the terms stands there, the longest first: “liver biopsy” is not also a biopsy."""
    place = 0
    while place < len(words):
        lengths = known.lengths.get(words[place], ())
        met = next((key for n in lengths if (key := words[place : place + n]) in known.terms), ())
        if met:
            yield met
        place += len(met) or 1
