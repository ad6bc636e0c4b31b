"""What all rules share: a mark, how a phrase is written down, and whether its sentence denies it.

A phrase is searched in time that grows with the text alone: every repetition has a bound, and nothing repeated is
repeated again.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from community.models import Level

HEIGHTS = {Level.USUAL: 0, Level.HIGH: 1, Level.DANGER: 2}
BEFORE = 48  # letters, in which a word that denies what follows is looked for
DENIES = re.compile(
    r"\b(?:not|no|never|nobody|none|nor|without|cannot|neither|\w{2,6}n't|nunca|jamás|nadie|ningún|ninguna|sin|tampoco)"
    r"(?:\s{1,3}[\w'-]{1,20}){0,3}\s{1,3}$",
    re.IGNORECASE,
)
NAME = r"[A-ZÁÉÍÓÚÑÄÖÜ][\w'-]{1,30}"
LONGEST = 600  # letters of a sentence; a longer one is read in pieces
SENTENCE = re.compile(rf"[^.!?\n]{{1,{LONGEST}}}[.!?\n]?")
BARE = str.maketrans("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunAEIOUUN")
QUOTED = re.compile(r"[\"“«][^\"“”«»\n]{1,400}[\"”»]")


@dataclass(frozen=True, order=True)
class Mark:
    """A place in a text, by which rule, and how much care it asks for."""

    place: int
    length: int
    rule: str
    level: Level = Level.USUAL


def phrase(*ways: str, exact: bool = False, is_bare: bool = False) -> "re.Pattern[str]":
    """Any of the ways to say it: a blank is any short gap. `exact` where capital letters make the difference, `is_bare`
    to search in a text without accents."""
    said = "|".join(ways).replace(" ?", r"\s{0,3}").replace(" ", r"\s{1,3}")
    said = bare(said) if is_bare else said
    return re.compile(rf"(?<!\w)(?:{said})", 0 if exact else re.IGNORECASE)


def bare(text: str) -> str:
    """Letter for letter without accents, which many leave out who type in haste."""
    return text.translate(BARE)


def found(pattern: "re.Pattern[str]", text: str, *, within: tuple[int, int] | None = None) -> "Iterator[re.Match[str]]":
    """Where the text, or a part of it, says it and does not deny it just before."""
    for match in pattern.finditer(text, *(within or (0, len(text)))):
        if not is_denied(text, match.start()):
            yield match


def is_denied(text: str, place: int) -> bool:
    """Whether “not”, “never” and the like stand within three words before, in the same sentence."""
    before = re.split(r"[.!?;:\n]", text[max(0, place - BEFORE) : place])[-1]
    return DENIES.search(before) is not None


def mark(match: "re.Match[str]", rule: str, level: Level = Level.USUAL) -> Mark:
    return Mark(match.start(), match.end() - match.start(), rule, level)


def covered(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """For each letter whether one of the spans holds it: a look-up, however many spans there are."""
    letters = bytearray(length + 1)
    for begin, end in spans:
        letters[begin:end] = b"\x01" * (end - begin)
    return letters
