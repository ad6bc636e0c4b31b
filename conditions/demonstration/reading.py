"""Reads the files of the demonstration's answers; `answers` says what stands in them."""

import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

FOLDER = Path(__file__).parent / "content"


UNDERSTOOD = "understood"  # what a lay reader says; any other word leaves them waiting


@dataclass(frozen=True, kw_only=True)
class Source:
    key: str
    title: str
    publisher: str
    published: str
    read_days_ago: list[int]
    doi: str = ""
    pmid: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Value:
    text: str
    source: str
    language: str = "en"
    as_of: str = ""
    label: str = ""
    scope: str = ""


@dataclass(frozen=True, kw_only=True)
class Later:
    """A newer value that was accepted and waits until every text that quotes it is ready."""

    days_ago: int
    reason: str
    value: list[Value]


@dataclass(frozen=True, kw_only=True)
class Fact:
    key: str
    label: str
    scope: str
    days_ago: int
    value: list[Value]
    later: Later | None = None


@dataclass(frozen=True, kw_only=True)
class Applicability:
    question: str
    applies: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class Comment:
    text: str = ""
    place: str = ""
    weight: str = "should"
    quote: str = ""
    suggestion: str = ""


@dataclass(frozen=True, kw_only=True)
class Version:
    """What one person saved, and what became of it. Words that are left out stay as in the version before."""

    saved_days_ago: int
    ends: str = "published"
    kind: str = "new"
    by: str = "author"
    editor: str = "editor"
    reviewers: list[str] = field(default_factory=lambda: ["reviewer"])
    reviewed_days_ago: int = 0
    published_days_ago: int = 0
    planned_in_days: int = 0
    due_in_days: int = 0
    question_for_reviewer: str = ""
    scopes: list[str] = field(default_factory=lambda: ["accuracy", "sources", "balance", "safety", "missing"])
    comment: list[Comment] = field(default_factory=list)
    accepts_suggestions: bool = False
    lay_reader: str = ""
    searched_days_ago: int | None = None
    within: str = ""
    translates: str = ""
    short: str | None = None
    urgent_help: str | None = None
    body: str | None = None
    sources_differ: str | None = None
    unknowns: str | None = None
    country_notes: dict[str, str] | None = None
    is_unknown: bool | None = None
    machine_help: str | None = None
    change: str | None = None


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    days_ago: int
    reason: str
    advice: str
    by: str = "editor"
    confirmed_by: str = "kofi"


@dataclass(frozen=True, kw_only=True)
class Recheck:
    days_ago: int
    question: str
    reviewers: list[str]
    by: str = "editor"


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Live words that somebody from outside confirmed; `by` vouches for them, and `editor` publishes."""

    days_ago: int
    question: str
    by: str
    editor: str = "editor"


@dataclass(frozen=True, kw_only=True)
class Caution:
    days_ago: int
    reason: str
    by: str = "editor"


@dataclass(frozen=True, kw_only=True)
class Report:
    days_ago: int
    reason: str
    words: str
    email: str = ""
    handled_days_ago: int = 0
    outcome: str = ""
    reply: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    question: str
    state: str
    version: list[Version]
    underway: str = ""
    language: str = "en"
    withdrawal: Withdrawal | None = None
    recheck: Recheck | None = None
    outside: Outside | None = None
    caution: Caution | None = None
    report: list[Report] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class File:
    """What is told of one condition."""

    mondo: str
    source: list[Source] = field(default_factory=list)
    fact: list[Fact] = field(default_factory=list)
    applicability: list[Applicability] = field(default_factory=list)
    answer: list[Answer] = field(default_factory=list)


INNER: dict[str, Any] = {
    "source": Source,
    "fact": Fact,
    "value": Value,
    "later": Later,
    "applicability": Applicability,
    "answer": Answer,
    "version": Version,
    "comment": Comment,
    "withdrawal": Withdrawal,
    "recheck": Recheck,
    "outside": Outside,
    "caution": Caution,
    "report": Report,
}
T = TypeVar("T")


def files() -> Iterator[File]:
    """One a condition, in the order of their names. Raises: ValueError for a word that no file holds."""
    for path in sorted(FOLDER.glob("*.toml")):
        yield _made(File, tomllib.loads(path.read_text(encoding="utf-8")), path.name)


def _made(kind: type[T], table: dict[str, Any], where: str) -> T:
    """The table as what it tells of, and all within it."""
    known = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]
    strange = sorted(table.keys() - known.keys())
    missing = sorted(
        name
        for name, each in known.items()
        if name not in table and each.default is MISSING and each.default_factory is MISSING
    )
    if strange or missing:
        raise ValueError(f"{where}: unknown {strange}, missing {missing}.")
    return kind(**{name: _whole(name, value, f"{where}, {name}") for name, value in table.items()})


def _whole(name: str, value: Any, where: str) -> Any:
    if name not in INNER or isinstance(value, str):
        return value.strip() if isinstance(value, str) else value
    if isinstance(value, list):
        return [_made(INNER[name], each, f"{where} {number}") for number, each in enumerate(value, start=1)]
    return _made(INNER[name], value, where)
