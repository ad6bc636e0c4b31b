"""A story with its marks: paragraphs in pieces, each piece with the rule that marked it, or none (M4, M14)."""

from collections.abc import Iterator
from typing import NamedTuple

from community import triage
from community.models import Finding, StoryText


class Piece(NamedTuple):
    text: str
    is_marked: bool


class Found(NamedTuple):
    """One rule, and the words that it marked."""

    rule: triage.Rule
    words: list[str]
    kept: list[str]


def paragraphs(text: StoryText, findings: list[Finding]) -> Iterator[list[Piece]]:
    """The words as they stand, cut where a mark begins or ends."""
    marked = triage.covered(len(text.text), [(each.place, each.place + each.length) for each in findings])
    place = 0
    for line in text.text.split("\n"):
        if line.strip():
            yield list(_pieces(line, marked[place : place + len(line)]))
        place += len(line) + 1


def _pieces(line: str, marked: bytearray) -> Iterator[Piece]:
    begin = 0
    for place in range(1, len(line) + 1):
        if place == len(line) or marked[place] != marked[begin]:
            yield Piece(line[begin:place], bool(marked[begin]))
            begin = place


def why(text: StoryText, findings: list[Finding]) -> list[Found]:
    """What each rule marked, in the order of the rules; those of a former set of rules are left out."""
    told = []
    for rule in triage.RULES:
        mine = [each for each in findings if each.rule == rule.name]
        if mine:
            kept = [_words(text, each) for each in mine if each.is_kept]
            told.append(Found(rule, list(dict.fromkeys(_words(text, each) for each in mine)), kept))
    return told


def _words(text: StoryText, finding: Finding) -> str:
    return text.text[finding.place : finding.place + finding.length]
