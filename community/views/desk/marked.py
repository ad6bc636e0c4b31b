"""A story with its marks: paragraphs in pieces, each piece with the rule that marked it, or none (M4, M14)."""

from collections.abc import Iterator
from typing import NamedTuple

from community import triage
from community.models import Finding, StoryText


class Piece(NamedTuple):
    text: str
    is_marked: bool


class Words(NamedTuple):
    text: str
    where: str  # the name of the part, where it is not the story itself


class Found(NamedTuple):
    """One rule, in the version by which it marked these words: a finding is never made again."""

    name: str
    rule: triage.Rule | None  # none for one that the site had once
    version: int | None  # none from before rules had versions
    words: list[Words]
    kept: list[str]

    @property
    def is_hard(self) -> bool:
        """Whether its words are shown only to who asks for them (M16)."""
        return self.name in triage.WORRYING

    @property
    def has_changed(self) -> bool:
        """Whether the rule finds otherwise now."""
        return self.rule is not None and self.version is not None and self.version < self.rule.version


def paragraphs(text: StoryText, findings: list[Finding]) -> Iterator[list[Piece]]:
    """The words as they stand, cut where a mark begins or ends."""
    here = [(each.place, each.place + each.length) for each in findings if each.part == Finding.Part.TEXT]
    marked = triage.covered(len(text.text), here)
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


def why(findings: list[Finding]) -> list[Found]:
    """What each rule marked, in the order of the rules; what a former one did comes last."""
    told = []
    for name in dict.fromkeys([*(rule.name for rule in triage.RULES), *(each.rule for each in findings)]):
        mine = [each for each in findings if each.rule == name]
        if mine:
            kept = [each.words() for each in mine if each.is_kept]
            places = dict.fromkeys(_words(each) for each in mine)
            told.append(Found(name, triage.rule(name), mine[0].version, list(places), kept))
    return told


def _words(finding: Finding) -> Words:
    return Words(finding.words(), finding.get_part_display() if finding.part else "")
