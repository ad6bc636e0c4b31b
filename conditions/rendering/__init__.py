"""Markdown of an answer to safe HTML, its citations and facts resolved once.

Done when a revision is made: what comes out is stored, hashed and signed, and never rendered again. So the same text
gives the same bytes, always (docs/decisions/0013-markdown-of-answers.md says by which rules).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from conditions.rendering.blocks import Block, blocks
from conditions.rendering.grammar import read
from conditions.rendering.layout import lay_out
from conditions.rendering.parts import PARTS, SHORT_ANSWER, ordered
from conditions.rendering.references import Numbering, Quoted, resolve
from conditions.rendering.refusals import refusals
from conditions.rendering.text import line, plain, shown, tidy
from conditions.rendering.writing import written

__all__ = [
    "PARTS",
    "Block",
    "Mentioned",
    "Quoted",
    "Rendered",
    "as_read",
    "blocks",
    "line",
    "mentioned",
    "plain",
    "render",
    "shown",
    "tidy",
]


@dataclass(frozen=True)
class Mentioned:
    """The keys that texts name, in reading order, before anything is looked up."""

    sources: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Rendered:
    """What readers get."""

    short_answer: str  # plain text, without any mark
    html: dict[str, str]  # by part; that of the short answer is the inside of a paragraph
    citations: tuple[str, ...]  # keys of sources, in the order of their numbers
    facts: tuple[str, ...]  # slugs of facts, in the order of their first mention


def mentioned(parts: Mapping[str, str]) -> Mentioned:
    """Which sources and facts the parts name, so that their rows can be fetched."""
    readings = [read(part, text) for part, text in ordered(parts).items()]
    sources = dict.fromkeys(key for reading in readings for key in reading.marks("citation"))
    facts = dict.fromkeys(key for reading in readings for key in reading.marks("fact"))
    return Mentioned(tuple(sources), tuple(facts))


def render(parts: Mapping[str, str], *, sources: Collection[str], facts: Mapping[str, Quoted]) -> Rendered:
    """The parts as HTML, in the language that is active.

    Raises: ValidationError, with what is wrong by part, such as a source that does not exist.
    """
    readings = {part: read(part, text) for part, text in ordered(parts).items()}
    wrong = {part: refusals(reading, sources=sources, facts=facts) for part, reading in readings.items()}
    if any(wrong.values()):
        raise ValidationError({part: found for part, found in wrong.items() if found})
    quoted = dict.fromkeys(key for reading in readings.values() for key in reading.marks("fact"))
    numbering = Numbering()
    html = {}
    for part, reading in readings.items():
        resolve(reading, facts, numbering)
        html[part] = written(lay_out(part, reading.tokens))
    return Rendered(" ".join(plain(html.get(SHORT_ANSWER, ""))), html, tuple(numbering.numbers), tuple(quoted))


def as_read(text: str, facts: Mapping[str, str]) -> str:
    """A short answer as its readers will count it, whatever is still wrong with it; an unknown fact stays a mark."""
    reading = read(SHORT_ANSWER, text)
    known = {key: Quoted(facts.get(key, f"{{fact:{key}}}"), ()) for key in reading.marks("fact")}
    resolve(reading, known, Numbering())
    return " ".join(plain(written(lay_out(SHORT_ANSWER, reading.tokens))))
