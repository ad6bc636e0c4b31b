"""How often rules are right: over invented stories, each with the rules that are to find something in it."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from community import triage
from community.models import Level, Relation

CORPUS = Path(__file__).parent / "corpus"
SHAPED_ON = ("english", "spanish")
HELD_OUT = ("english_held_out", "spanish_held_out")
URGENT = "urgent"  # found by whichever rule: somebody is told at once


class Score(NamedTuple):
    """Of one rule: stories that it found rightly, those that it missed, and those that it found without a reason."""

    right: int
    missed: int
    wrong: int

    @property
    def recall(self) -> float:
        return self.right / max(self.right + self.missed, 1)

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)


def stories(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    for name in names:
        yield from tomllib.loads((CORPUS / f"{name}.toml").read_text(encoding="utf-8"))["story"]


def marked(story: dict[str, Any]) -> set[str]:
    """The rules that find something in it, and whether somebody is told at once."""
    relation = story.get("relation", Relation.PERSON)
    found = triage.read_all(title="", text=story["text"], ties="", relation=relation)
    urgent = {URGENT} if any(each.mark.level == Level.DANGER for each in found) else set()
    return {each.mark.rule for each in found} | urgent


def expected(story: dict[str, Any]) -> set[str]:
    return set(story.get("marks", ())) | ({URGENT} if story.get("urgent") else set())


def scores(names: Iterable[str]) -> dict[str, Score]:
    """Each rule's, counted by stories."""
    right, missed, wrong = Counter[str](), Counter[str](), Counter[str]()
    for story in stories(names):
        found, meant = marked(story), expected(story)
        right.update(found & meant)
        missed.update(meant - found)
        wrong.update(found - meant)
    rules = [*(rule.name for rule in triage.RULES), URGENT]
    return {rule: Score(right[rule], missed[rule], wrong[rule]) for rule in rules}
