"""How a live answer stands in a list: its question, how the short answer begins, and how it stands."""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from conditions import standing, surfaces
from conditions.models import Publication
from conditions.models.lists import Nested
from conditions.search.answered import Told
from conditions.sentences import opening
from conditions.standing import Standing

NEWEST, AMONG = 5, 100
# What a list never shows, and what may be long.
LONG = ("short", "urgent_help", "body", "sources_differ", "unknowns", "country_notes")
LONG_HTML = ("body_html", "sources_differ_html", "unknowns_html", "country_notes_html")
# What a list and `standing` read, where it comes as JSON.
TOLD = (
    *("kind", "is_reviewed", "is_unlisted", "rests_on_lapsed", "is_in_review_again"),
    *("quotes_former_value", "is_named_otherwise", "is_asked_otherwise"),
)
DAYS = ("reviewed_on", "edited_on", "next_due_on")
GATHERED = ("signed", "cautioned", "sources")
WORDS = ("question", "condition_name", "short_answer", "is_unknown", "searched_on")


@dataclass(frozen=True)
class Listed:
    """A publication that `of` brought, with its condition, its question and how it stands on the day."""

    publication: Any
    standing: Standing

    @property
    def words(self) -> Any:
        return self.publication.revision

    @property
    def asked(self) -> Any:
        return self.publication.answer.question

    @property
    def address(self) -> str:
        """Where the whole of it stands, in the language of the reader."""
        return reverse("conditions:answer", args=[self.publication.answer.condition.slug, self.asked.slug])

    @property
    def checked(self) -> str:
        """Where it stands what was checked."""
        return f"{self.address}#checked"

    @property
    def is_previewed(self) -> bool:
        """Nobody meets a sensitive answer by chance, nor one that is in doubt without the words that say so, nor an
        overdue one whose policy says so.
        """
        return not (self.asked.is_sensitive or self.standing.cautions or self.standing.is_unlisted)

    @property
    def is_sure(self) -> bool:
        """Whether nothing is to be said beside the words: then they may stand where there is no room for it."""
        return self.is_previewed and not (self.standing.is_overdue or self.standing.causes)

    @property
    def preview(self) -> str:
        """How the short answer begins, in whole sentences; empty where there is none."""
        return opening(self.words.short_answer) if self.is_previewed else ""


def of(publications: QuerySet[Any], on: datetime.date) -> list[Listed]:
    """Of publications that `standing.told(on)` brings, in one query."""
    brought = publications.select_related("answer__condition", "answer__question").defer(
        *(f"revision__{name}" for name in (*LONG, *LONG_HTML))
    )
    return [Listed(each, standing.of(each, on)) for each in brought]


@lru_cache(maxsize=2)
def packed(on: datetime.date) -> QuerySet[Any]:
    """What `standing.told(on)` brings as rows of JSON, for a statement that brings more than these.

    Nothing is asked here: it is the question alone, which takes longer to put than most answers, and stays the same all
    day.
    """
    columns: dict[str, Any] = {name: name for name in (*TOLD, *DAYS)}
    columns |= {name: Nested(name) for name in GATHERED} | {name: f"revision__{name}" for name in WORDS}
    here = {"slug": "answer__condition__slug", "asked": "answer__question__slug"}
    return standing.told(on).values(row=JSONObject(is_sensitive="answer__question__is_sensitive", **here, **columns))


def searched(on: datetime.date) -> Told:
    """Of which answers a search tells on the day, and which it does not find (R7)."""
    return Told(packed(on), Publication.objects.unlisted(on).order_by().values("answer"))


def unpacked(row: dict[str, Any], on: datetime.date) -> Listed:
    """One of them."""
    revision = SimpleNamespace(**{name: row[name] for name in WORDS})
    if revision.searched_on:
        revision.searched_on = datetime.date.fromisoformat(revision.searched_on)
    question = SimpleNamespace(slug=row["asked"], is_sensitive=row["is_sensitive"])
    answer = SimpleNamespace(condition=SimpleNamespace(slug=row["slug"]), question=question)
    days = {name: datetime.date.fromisoformat(row[name]) for name in DAYS}
    # Which lay reader understood it stands on its own page, and in no result of a search.
    publication = SimpleNamespace(**row | days, revision=revision, answer=answer, reading=None)
    return Listed(publication, standing.of(publication, on))


def newest_reviewed(language: str, on: datetime.date) -> list[Listed]:
    """The answers in the language that were reviewed last and may be called so on the day (R2); none is in doubt.

    Chosen among a hundred, in two queries: to ask of each answer of a large site whether it may takes a second.
    """
    in_date = Publication.objects.in_date(on).filter(answer__language=language).order_by("-reviewed_on", "-pk")
    newest = list(in_date.values_list("pk", flat=True)[:AMONG])
    if not newest:
        return []
    told = (
        surfaces.HOME.told(standing.told(on), on, language)
        .filter(pk__in=newest, is_reviewed=True)
        .order_by("-reviewed_on", "-pk")
    )
    return [answer for answer in of(told[: 2 * NEWEST], on) if not answer.standing.cautions][:NEWEST]
