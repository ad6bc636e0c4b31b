"""Reads the files of the demonstration's stories; `stories` says what stands in them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"
PERMISSIONS = Path(__file__).parent / "permissions.toml"


@dataclass(frozen=True, kw_only=True)
class Permission:
    """The words in which a purpose is asked for."""

    purpose: str
    language: str
    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    days_ago: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """Other words for some of the story, as a moderator proposes them."""

    days_ago: int
    was: str
    now: str
    because: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a reader wrote about a public story."""

    days_ago: int
    reason: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a safeguarding lead did, or how it ended."""

    days_ago: int
    hour: int
    kind: str
    by: str = "safeguarding"
    note: str = ""
    is_told: bool = False


@dataclass(frozen=True, kw_only=True)
class Story:
    by: str
    state: str
    question: str
    relation: str
    title: str
    text: str
    sent_days_ago: int
    language: str = "en"
    attests: str = ""
    of_age_in_years: int | None = None
    since: str = ""
    country: str = ""
    ties: str = ""
    keeps: list[str] = field(default_factory=list)
    purposes: list[str] = field(default_factory=lambda: ["display"])
    years: int = 3
    after_death: str = "keep"
    asked: Asked | None = None
    change: Change | None = None
    published_days_ago: int | None = None
    taken_down_days_ago: int | None = None
    report: list[Report] = field(default_factory=list)
    step: list[Step] = field(default_factory=list)
    is_claimed: bool = False  # by the other moderator, since the site was set up


@dataclass(frozen=True, kw_only=True)
class Draft:
    by: str
    question: str
    relation: str
    title: str
    text: str
    saved_days_ago: int
    step: str
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class Old:
    """What somebody sent before there was a site."""

    by: str
    reference: str
    relation: str
    title: str
    text: str
    year: int


@dataclass(frozen=True, kw_only=True)
class File:
    """What is told of one condition."""

    mondo: str
    story: list[Story]
    members: dict[str, int] = field(default_factory=dict)
    followed_by: list[str] = field(default_factory=list)
    draft: list[Draft] = field(default_factory=list)
    old: list[Old] = field(default_factory=list)


def files() -> Iterator[File]:
    """One a condition, in the order of their names. Raises: TypeError for a word that is unknown or missing."""
    for path in sorted(FOLDER.glob("*.toml")):
        told = _tidied(tomllib.loads(path.read_text(encoding="utf-8")))
        stories = [_story(each) for each in told["story"]]
        drafts = [Draft(**each) for each in told.get("draft", [])]
        given = {name: told[name] for name in ("mondo", "members", "followed_by") if name in told}
        old = [Old(**each) for each in told.get("old", [])]
        yield File(**given, story=stories, draft=drafts, old=old)


def permissions() -> list[Permission]:
    told = _tidied(tomllib.loads(PERMISSIONS.read_text(encoding="utf-8")))
    return [Permission(**each) for each in told["permission"]]


def _story(told: dict[str, Any]) -> Story:
    inner = {"asked": Asked, "change": Change}
    several = {"report": Report, "step": Step}
    told |= {name: kind(**told[name]) for name, kind in inner.items() if name in told}
    return Story(**told | {name: [kind(**each) for each in told.get(name, [])] for name, kind in several.items()})


def _tidied(told: Any) -> Any:
    """Without the line breaks at the edges, and with a paragraph in one line: as somebody types it."""
    if isinstance(told, dict):
        return {name: _tidied(value) for name, value in told.items()}
    if isinstance(told, list):
        return [_tidied(each) for each in told]
    if isinstance(told, str):
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in told.split("\n\n") if paragraph.strip())
    return told
