"""Rules that mark places in a story for its author and for a moderator: explainable, none of them decides (M4, M14)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from community.models import Level

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")
LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\w.,])\+?\d(?:[\s()./-]?\d){7,14}(?!\w)")


@dataclass(frozen=True, order=True)
class Mark:
    """A place in a text, by which rule, and how much care it asks for."""

    place: int
    length: int
    rule: str
    level: Level = Level.USUAL


def contact_data(text: str) -> Iterator[Mark]:
    """Addresses and numbers at which somebody can be reached (C16)."""
    for pattern in (EMAIL, LINK, NUMBER):
        for found in pattern.finditer(text):
            yield Mark(found.start(), len(found[0]), "contact")


RULES: tuple[Callable[[str], Iterator[Mark]], ...] = (contact_data,)


def read(text: str) -> list[Mark]:
    """Every place that a rule marks, in the order of the text; of two at one place by one rule the first."""
    marks: dict[tuple[int, str], Mark] = {}
    for rule in RULES:
        for mark in rule(text):
            marks.setdefault((mark.place, mark.rule), mark)
    return sorted(marks.values())
