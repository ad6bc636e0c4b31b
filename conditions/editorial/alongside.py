"""A translation beside its source, block by block: which stands for which, whatever the languages say."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from conditions.differences.reading import LABELS
from conditions.editorial import typed
from conditions.models.answers import Words
from conditions.rendering.parts import COUNTRY_NOTES, SHORT_ANSWER
from conditions.rendering.places import markdown

MARK = re.compile(r"\[\^[^\]]+\]|\{fact:[^}]+\}")
SHAPE = re.compile(r"#+|[-*+](?= )|\||[0-9](?=[0-9]*[.)] )|:::")


class Block(NamedTuple):
    """A paragraph, a heading, a list or a table, as it was typed."""

    place: str
    text: str

    @property
    def kind(self) -> tuple[str, tuple[str, ...]]:
        """What it has in common with its translation: its shape, and the sources and facts that it names."""
        shape = SHAPE.match(self.text)
        return shape[0] if shape else "", tuple(sorted(MARK.findall(self.text)))


class Pair(NamedTuple):
    """A block of the source and what stands for it; nothing where there is no such block."""

    source: Block | None
    own: Block | None


class Part(NamedTuple):
    """A part of the answer; `country` is the code of that of which it is a note."""

    name: str
    country: str
    pairs: list[Pair]

    @property
    def label(self) -> str:
        return str(LABELS[self.name.partition("-")[0]])

    @property
    def field(self) -> str:
        """The field in which it is typed."""
        return typed.field(self.name)


def parts(source: Words, own: Words) -> list[Part]:
    """Every part that either has, in reading order."""
    theirs, ours = typed.parts(source), typed.parts(own)
    names = [name for name in {**theirs, **ours} if theirs.get(name, "").strip() or ours.get(name, "").strip()]
    return [
        Part(name, _country(name), paired(_blocks(name, theirs.get(name, "")), _blocks(name, ours.get(name, ""))))
        for name in names
    ]


def paired(source: Sequence[Block], own: Sequence[Block]) -> list[Pair]:
    """Those that name the same sources in the same shape stand together; between them, those in the same order."""
    matched = SequenceMatcher(a=[each.kind for each in source], b=[each.kind for each in own], autojunk=False)
    return [
        Pair(*both)
        for _how, a, after_a, b, after_b in matched.get_opcodes()
        for both in zip_longest(source[a:after_a], own[b:after_b])
    ]


def _blocks(part: str, text: str) -> list[Block]:
    """What holds other blocks, like folded figures, is shown by these."""
    if part == SHORT_ANSWER:
        return [Block(SHORT_ANSWER, text.strip())] if text.strip() else []
    return [Block(place, said) for place, said in markdown(part, text).items() if said and not said.startswith(":::")]


def _country(name: str) -> str:
    return name.removeprefix(COUNTRY_NOTES) if name.startswith(COUNTRY_NOTES) else ""
