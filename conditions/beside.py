"""What stands beside published words on their page: who wrote them, what changed, what to read next."""

import datetime
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject

from conditions import freshness, record
from conditions.freshness import Freshness
from conditions.models import Contribution, Notice, Publication
from conditions.models.lists import Nested, Rows
from conditions.models.people import spoken
from conditions.record import Happened

CHANGES = 3
NEXT = 3


class Part(NamedTuple):
    """What one person had to do with the words."""

    role: str
    name: str


class Change(NamedTuple):
    """What happened to the words, when and why."""

    happened: Happened
    on: datetime.date
    why: str


class Asked(NamedTuple):
    """Another question of the condition that has an answer."""

    slug: str
    question: str


class Spoken(NamedTuple):
    """A language in which the question is answered, and how a translation stands to what it translates."""

    language: str
    freshness: Freshness | None


@dataclass(frozen=True, kw_only=True)
class Beside:
    """`spoken` are the languages in which an answer is live, its own included; `host` is the question whose live answer
    holds the rest of one that is answered within it.
    """

    parts: tuple[Part, ...]
    changes: tuple[Change, ...]
    spoken: tuple[Spoken, ...]
    next: tuple[Asked, ...]
    host: str

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(each.language for each in self.spoken)


def told(publications: QuerySet[Any], on: datetime.date) -> QuerySet[Any]:
    """The publications with all that `of` reads on the day, in the same query."""
    read = publications.select_related("answer__condition", "answer__question", "revision__translates__answer")
    found: QuerySet[Any] = read.annotate(
        parts=parts(), changes=_changes(), spoken=_spoken(), asked_next=_next(on), host=_host()
    )
    return found


def of(publication: Any) -> Beside:
    """What stands beside a publication that `told` brought."""
    return Beside(
        parts=of_parts(publication),
        changes=tuple(_change(SimpleNamespace(**row)) for row in publication.changes),
        spoken=tuple(Spoken(row["language"], freshness.of(row["sources"])) for row in publication.spoken),
        next=tuple(Asked(**row) for row in publication.asked_next),
        host=publication.host or "",
    )


def parts() -> Rows:
    """Of a publication: who wrote, edited and translated, and whose wording was used (R8, R22)."""
    had = Contribution.objects.filter(revision=OuterRef("revision")).order_by("pk")
    return Rows(had.values(row=JSONObject(role="role", name="name")))


def of_parts(publication: Any) -> tuple[Part, ...]:
    """Those of a publication that `parts` was asked of."""
    return tuple(Part(row["role"], spoken(row["name"])) for row in publication.parts)


def _changes() -> Rows:
    """The last versions of the answer, newest first."""
    versions = Publication.objects.filter(answer=OuterRef("answer")).order_by("-number")
    told = Notice.objects.filter(publication=OuterRef("pk")).exclude(kind=Notice.Kind.WITHDRAWAL)
    row = JSONObject(
        kind="kind",
        before_id="before",
        revision_id="revision",
        revision_before="before__revision",
        on="published_on",
        told=Subquery(told.values("reason")[:1]),
        change="revision__change",
    )
    return Rows(versions.values(row=row)[:CHANGES])


def _change(version: SimpleNamespace) -> Change:
    """In the words of the whole record, of which it is the end."""
    happened = record.beginning(version)
    why = version.change if happened == Happened.REWORDED else version.told
    return Change(happened, datetime.date.fromisoformat(version.on), why or "")


def _spoken() -> Rows:
    same = Publication.objects.live().filter(
        answer__condition=OuterRef("answer__condition"), answer__question=OuterRef("answer__question")
    )
    row = JSONObject(language="answer__language", sources=Nested("sources"))
    return Rows(same.annotate(sources=freshness.sources()).order_by("answer__language").values(row=row))


def _host() -> Subquery:
    live = Publication.objects.live().filter(answer=OuterRef("revision__within"))
    return Subquery(live.values("answer__question__slug"))


def _next(on: datetime.date) -> Rows:
    """Questions of the same topic first, then in the order in which a reader meets them; never an unlisted one."""
    others = (
        Publication.objects.live()
        .filter(answer__condition=OuterRef("answer__condition"), answer__language=OuterRef("answer__language"))
        .exclude(pk=OuterRef("pk"))
        .exclude(pk__in=Publication.objects.unlisted(on).values("pk"))
    )
    topic = Case(When(answer__question__group=OuterRef("answer__question__group"), then=Value(0)), default=Value(1))
    row = JSONObject(slug="answer__question__slug", question="revision__question")
    in_order = others.annotate(topic=topic).order_by("topic", "answer__question__position")
    return Rows(in_order.values("topic", row=row)[:NEXT])
