"""Public stories as readers get them: letters, how many there are and from whom, and their order of the day.

Everything begins at the one door, `Story.objects.published(on)`; words that search engines may meet at `listed(on)`.
"""

import datetime
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import MD5, Concat, JSONObject, Substr, TruncDate

from community.models import Consent, Finding, Level, Story
from community.models.stories import StoryQuerySet
from conditions.models import Condition, Publication
from conditions.models.lists import Nested, Rows

BESIDE = 3  # letters on the page of an answer or a condition
EXCERPT = 360  # characters of a letter in a list
BEGINNING = 60  # characters that stand for a title
PARAGRAPHS = re.compile(r"\n\s*\n")
OLD = datetime.timedelta(days=730)  # after which treatment may have changed
COLUMNS = (
    "code",
    "language",
    "title",
    "text",
    "relation",
    "since",
    "country",
    "ties",
    "name",
    "slug",
    "about",
    "written",
    "has_died",
)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One story, on a day. `name` is empty where none is shown; `asked` where no answer to its question is live."""

    on: datetime.date
    code: str
    language: str
    title: str
    text: str
    relation: str
    since: str
    country: str
    ties: str
    name: str
    slug: str
    about: str
    written: datetime.date
    has_died: bool
    rules: tuple[str, ...]
    is_grave: bool = False
    is_listed: bool = False
    is_sensitive: bool = False
    question: str = ""
    asked: str = ""

    @property
    def heading(self) -> str:
        """Its title or, without one, how it begins."""
        return self.title or _cut(" ".join(self.text.split()), BEGINNING)

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in PARAGRAPHS.split(self.text) if part.strip()]

    @property
    def excerpt(self) -> str:
        """The beginning, for a page that is about something else."""
        return _cut(" ".join(self.text.split()), EXCERPT)

    @property
    def is_hard(self) -> bool:
        """Whether somebody may need whom to talk to beside it (M12)."""
        return self.is_sensitive or self.is_grave

    @property
    def is_old(self) -> bool:
        return self.on - self.written > OLD


@dataclass(frozen=True)
class Letters:
    """What stands beside something else: how many stories there are, from whom, and the first ones of the day."""

    counts: tuple[tuple[str, int], ...] = ()
    shown: tuple[Letter, ...] = field(default=())

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def has_more(self) -> bool:
        return self.total > len(self.shown)


def in_turn(on: datetime.date) -> MD5:
    """The order of the day: drawn anew each day from the day and the code, so that it rewards nothing (M18)."""
    return MD5(Concat(Value(on.isoformat()), F("code"), output_field=CharField()))


def told(stories: StoryQuerySet, language: str) -> QuerySet[Any]:
    """The stories with the columns of a letter. What they are about is said in the language of the page."""
    about: QuerySet[Any] = Condition.objects.named(language).filter(pk=OuterRef("condition"))
    found: QuerySet[Any] = live(stories).annotate(
        title=F("live__text__title"),
        text=F("live__text__text"),
        since=F("live__text__since"),
        country=F("live__text__country"),
        ties=F("live__text__ties"),
        written=TruncDate("live__text__created_at"),
        attests=F("live__consent__attests"),
        name=F("author__display_name"),
        slug=F("condition__slug"),
        about=Subquery(about.values("name")[:1]),
        has_died=ExpressionWrapper(
            Q(author__death__isnull=False, live__consent__after_death=Consent.AfterDeath.KEEP),
            output_field=BooleanField(),
        ),
        is_sensitive=F("question__is_sensitive"),
        rules=Rows(_findings().order_by("rule").values(row=JSONObject(rule="rule", level="level"))),
    )
    return found


def live(stories: QuerySet[Any]) -> QuerySet[Any]:
    """The stories with their live publication and, of it, the role in which they were written."""
    joined = stories.annotate(live=FilteredRelation("publications", condition=Q(publications__ended_at__isnull=True)))
    found: QuerySet[Any] = joined.annotate(relation=F("live__text__relation"))
    return found


def in_full(stories: StoryQuerySet, on: datetime.date, language: str) -> QuerySet[Any]:
    """Besides, what the page of one story says: whether it may be listed, and which answer of ours it belongs to."""
    answered = Publication.objects.live().filter(
        answer__condition=OuterRef("condition"),
        answer__question=OuterRef("question"),
        answer__language=OuterRef("language"),
    )
    found: QuerySet[Any] = told(stories, language).annotate(
        is_listed=Exists(Story.objects.listed(on).filter(pk=OuterRef("pk"))),
        asked_slug=F("question__slug"),
        asked=Subquery(answered.values("revision__question")[:1]),
    )
    return found


def calm(stories: StoryQuerySet) -> StoryQuerySet:
    """Those that may meet somebody who came for something else: on no sensitive question, and nothing grave in them."""
    grave = _findings().exclude(level=Level.USUAL)
    return stories.exclude(question__is_sensitive=True).filter(~Exists(grave))


def counted(stories: StoryQuerySet) -> Rows:
    """How many there are from each role (M19)."""
    groups = live(stories).order_by("relation").values("relation").annotate(n=Count("pk"))
    return Rows(groups.values(row=JSONObject(relation="relation", n="n")))


def gathered(stories: StoryQuerySet, on: datetime.date, language: str, most: int) -> Rows:
    """The first ones of the day as rows of JSON, with no more of their words than an excerpt needs."""
    first = told(stories, language).order_by(in_turn(on))
    return Rows(first.values(row=row())[:most])


def row() -> JSONObject:
    columns: dict[str, Any] = {name: name for name in COLUMNS if name != "text"}
    return JSONObject(text=Substr("text", 1, 2 * EXCERPT), attests="attests", rules=Nested("rules"), **columns)


def beside(found: dict[str, Any], on: datetime.date) -> Letters:
    """What `counted` and `gathered` brought."""
    counts = tuple((each["relation"], each["n"]) for each in found["stories_counted"])
    return Letters(counts, tuple(letter(each, on) for each in found["letters"]))


def of_groups(groups: list[dict[str, Any]]) -> Letters:
    """The same from groups that are smaller than roles, without the letters."""
    counts: Counter[str] = Counter()
    for each in groups:
        counts[each["relation"]] += each["n"]
    return Letters(tuple(counts.items()))


def letter(row: dict[str, Any], on: datetime.date) -> Letter:
    """One story from its columns. Nobody is named whose story is about a child (C14)."""
    columns = {name: row[name] for name in COLUMNS}
    if isinstance(row["written"], str):
        columns["written"] = datetime.date.fromisoformat(row["written"])
    if row["attests"] == Consent.Attests.GUARDIAN:
        columns["name"] = ""
    return Letter(
        on=on,
        rules=tuple(dict.fromkeys(each["rule"] for each in row["rules"])),
        is_grave=any(each["level"] != Level.USUAL for each in row["rules"]),
        is_listed=bool(row.get("is_listed")),
        is_sensitive=bool(row.get("is_sensitive")),
        question=row.get("asked_slug") or "",
        asked=row.get("asked") or "",
        **columns,
    )


def _findings() -> "QuerySet[Finding]":
    """Of a story: what rules marked in the words that are public."""
    return Finding.objects.filter(text__publications__story=OuterRef("pk"), text__publications__ended_at__isnull=True)


def _cut(text: str, most: int) -> str:
    """The text, or as many whole words of it as fit."""
    if len(text) <= most:
        return text
    return f"{text[: most + 1].rsplit(' ', 1)[0][:most].rstrip(' ,;:.')} …"
