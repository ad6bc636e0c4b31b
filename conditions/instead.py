"""What readers find at the address of an answer in a language in which nothing of it is live."""

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject

from conditions import surfaces
from conditions.models import Condition, FormerSlug, Notice, Publication, Question, Seal
from conditions.models.lists import Rows


class Taken(NamedTuple):
    """That the words were taken down (E20). A seal may have taken the reason too, and then gives its own (E19)."""

    on: datetime.date
    reason: str
    advice: str
    sealed_because: str


@dataclass(frozen=True, kw_only=True)
class Instead:
    """The condition as it is called and addressed now, and what is known of the question there.

    `is_asked`: of this condition and by this site. `languages` are those in which an answer is live;
    `aside` is what other apps bring.
    """

    slug: str
    name: str
    question: str
    is_asked: bool
    applies: bool
    is_for_stories: bool
    is_sensitive: bool
    taken: Taken | None
    languages: tuple[str, ...]
    aside: dict[str, Any]


def found(slug: str, question: str, language: str, *, on: datetime.date) -> Instead | None:
    """What there is at the address, in one query; nothing if no condition has or had it."""
    moved = FormerSlug.objects.filter(condition=OuterRef("pk"), slug=slug)
    told = Condition.objects.named(language).annotate(
        sought=Value(question),
        asked=_asked(question, language),
        applies=_applies(question),
        taken=_taken(question, language),
        spoken=_spoken(question),
    )
    here: Any = surfaces.NO_ANSWER.told(told, on, language).filter(Q(slug=slug) | Exists(moved)).first()
    if here is None:
        return None
    asked = here.asked[0] if here.asked else {}
    return Instead(
        slug=here.slug,
        name=here.name,
        question=asked.get("text") or "",
        is_asked=bool(asked.get("is_asked")) and not here.is_grouping,
        applies=here.applies,
        is_for_stories=asked.get("kind") == Question.Kind.EXPERIENCE,
        is_sensitive=bool(asked.get("is_sensitive")),
        taken=_told(here.taken[0]) if here.taken else None,
        languages=tuple(row["language"] for row in here.spoken),
        aside=surfaces.NO_ANSWER.of(here),
    )


def _asked(question: str, language: str) -> Rows:
    """The question as it is worded now."""
    same = Question.objects.filter(slug=question).worded(language, keep_unworded=True)
    return Rows(same.values(row=JSONObject(text="text", kind="kind", is_asked="is_asked", is_sensitive="is_sensitive")))


def _applies(question: str) -> Exists:
    """Whether the question makes sense for the condition (R28)."""
    return Exists(Question.objects.filter(slug=question).applying_to(OuterRef(OuterRef("pk"))))


def _taken(question: str, language: str) -> Rows:
    """The notice that stands in the place of the words."""
    notices = Notice.objects.standing().filter(
        publication__answer__condition=OuterRef("pk"),
        publication__answer__question__slug=question,
        publication__answer__language=language,
    )
    sealed = Seal.objects.filter(revision=OuterRef("publication__revision"), sealed_at__isnull=False)
    because = Subquery(sealed.values("reason")[:1])
    row = JSONObject(on="on", reason="reason", advice="advice", is_sealed="is_sealed", because=because)
    return Rows(notices.values(row=row))


def _told(row: dict[str, Any]) -> Taken:
    on = datetime.date.fromisoformat(row["on"])
    return Taken(on, row["reason"], row["advice"], row["because"] if row["is_sealed"] else "")


def _spoken(question: str) -> Rows:
    live = Publication.objects.live().filter(answer__condition=OuterRef("pk"), answer__question__slug=question)
    return Rows(live.order_by("answer__language").values(row=JSONObject(language="answer__language")))
