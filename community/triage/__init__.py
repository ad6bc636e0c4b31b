"""Rules that mark places in a story for its author and for a moderator: explainable, none of them decides (M4, M14).

A rule finds words, and says why they matter in one sentence for each of the two. It raises how carefully a story is
looked at, and never refuses one. Each reads English and Spanish, whatever the language of the story: people mix them.
How often they are right is measured in tests/community/triage and told in docs/decisions/0056-triage.md.
"""

from typing import NamedTuple

from community.models import Finding
from community.models.relations import OWN
from community.triage.marks import HEIGHTS, Mark, covered
from community.triage.rules import RULES, Rule
from community.triage.seen import seen

NEVER_PUBLIC = ("contact", "address", "birth")  # unless a person says, for these words, that it is none (C16)
WORRYING = ("danger", "child")  # beside these words stands who can help, and nobody asks to change them (M11)
BY_NAME = {each.name: each for each in RULES}
MOST = 40  # of one rule in one text: who looks at the first forty needs no more of them


def read(text: str) -> list[Mark]:
    """Every place that a rule marks, in the order of the text; of two at one place by one rule the more serious."""
    searched = seen(text)
    found: dict[tuple[int, str], Mark] = {}
    for rule in RULES:
        of_rule = sorted(rule.marks(searched.text), key=lambda mark: (-HEIGHTS[mark.level], mark.place))
        for mark in map(searched.back, of_rule[:MOST]):
            found.setdefault((mark.place, rule.name), mark)
    return sorted(found.values())


class Marked(NamedTuple):
    """A mark, in which part of what readers see, and the words at the place."""

    part: str
    mark: Mark
    words: str


def read_all(*, title: str, text: str, ties: str, relation: str) -> list[Marked]:
    """What is marked in all that an author wrote, in that role. A company is meant to be named in `ties`, so only what
    never comes before readers is looked for there."""
    parts = {Finding.Part.TITLE: title, Finding.Part.TEXT: text, Finding.Part.TIES: ties}
    return [
        Marked(part, each, said[each.place : each.place + each.length])
        for part, said in parts.items()
        for each in read(said)
        if part != Finding.Part.TIES or each.rule in NEVER_PUBLIC
        if relation in OWN or not BY_NAME[each.rule].is_of_own
    ]


def rule(name: str) -> Rule | None:
    """The rule of that name; none for one that the site had once."""
    return BY_NAME.get(name)


def version(name: str) -> int:
    """By which version of the rule something is found now."""
    return BY_NAME[name].version


__all__ = [
    "HEIGHTS",
    "NEVER_PUBLIC",
    "RULES",
    "WORRYING",
    "Mark",
    "Marked",
    "Rule",
    "covered",
    "read",
    "read_all",
    "rule",
    "version",
]
