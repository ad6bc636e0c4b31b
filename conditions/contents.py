"""What the page of a condition holds: what is answered there, by topic, and what is still being written."""

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from conditions import known, listed, standing
from conditions.known import Known
from conditions.listed import Listed
from conditions.models import Caution, Notice, Publication, Question
from conditions.models.cautions import CAUTION
from conditions.models.lists import Nested, Rows
from conditions.models.questions import FROM_CATALOGUE

WHAT_IT_IS, HELP_NOW = "what-is-it", "urgent-help"  # questions whose short answers stand on the page itself


class Asked(NamedTuple):
    """A question that the condition is asked, and of which nothing is live in the language of the reader.

    `taken_on`: when its answer was taken down. `elsewhere`: the languages in which one is live.
    """

    slug: str
    group: str
    position: int
    text: str
    taken_on: datetime.date | None
    elsewhere: tuple[str, ...]


class Item(NamedTuple):
    """A line under a topic: a live answer, within which other one it stands; or a question that leads elsewhere."""

    answer: Listed | None = None
    host: Listed | None = None
    asked: Asked | None = None


class Topic(NamedTuple):
    slug: str
    label: str
    items: tuple[Item, ...]


class Excerpt(NamedTuple):
    """An answer of which the page itself shows some words, and the cautions that stand over that answer alone."""

    answer: Listed
    cautions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """`cautions` stand over the whole condition; `unwritten` are questions under the labels of their topics."""

    cautions: tuple[str, ...]
    facts: tuple[Known, ...]
    what_it_is: Excerpt | None
    help_now: Excerpt | None
    start_here: tuple[Listed, ...]
    topics: tuple[Topic, ...]
    unwritten: tuple[tuple[str, tuple[str, ...]], ...]
    is_answered: bool

    @property
    def texts(self) -> list[str]:
        """The words of answers that stand on the page itself."""
        told = [self.what_it_is.answer.words.short_answer] if self.what_it_is else []
        if self.help_now:
            words = self.help_now.answer.words
            told.append(words.urgent_help_html or words.short_answer)
        return told

    @property
    def unwritten_count(self) -> int:
        return sum(len(questions) for _, questions in self.unwritten)


def told(conditions: QuerySet[Any], language: str, on: datetime.date) -> QuerySet[Any]:
    """The conditions with all that `of` reads beside their live answers, in the same query."""
    cautions = Caution.objects.shown(on).filter(condition=OuterRef("pk")).order_by("at", "pk")
    found: QuerySet[Any] = conditions.annotate(
        asked=_asked(language),
        known=known.told(language),
        cautioned=Rows(cautions.values(row=JSONObject(words="words"))),
    )
    return found


def of(condition: Any, language: str, on: datetime.date) -> Contents:
    """Of a condition that `told` brought; its live answers take one more query."""
    mine = standing.told(on).filter(answer__condition=condition.pk, answer__language=language)
    answers = listed.of(mine.order_by("answer__question__position"), on)
    by_question = {answer.asked.slug: answer for answer in answers}
    asked = [_question(row, condition.name) for row in condition.asked if row["slug"] not in by_question]
    unwritten = [each for each in asked if not (each.taken_on or each.elsewhere or each.slug in FROM_CATALOGUE)]
    cautions = tuple(dict.fromkeys(row["words"] or str(CAUTION) for row in condition.cautioned))
    return Contents(
        cautions=cautions,
        facts=known.of(condition.known, language),
        what_it_is=_excerpt(by_question.get(WHAT_IT_IS), cautions),
        help_now=_excerpt(by_question.get(HELP_NOW), cautions),
        start_here=_start_here(answers),
        topics=_topics(answers, [each for each in asked if each.taken_on or each.elsewhere]),
        unwritten=_unwritten(unwritten),
        is_answered=bool(answers),
    )


def _asked(language: str) -> Rows:
    """The questions that make sense for the condition (R28). Those for stories alone nobody writes."""
    here = OuterRef(OuterRef("pk"))
    taken = Notice.objects.standing().filter(
        publication__answer__condition=here,
        publication__answer__question=OuterRef("pk"),
        publication__answer__language=language,
    )
    live = Publication.objects.live().filter(answer__condition=here, answer__question=OuterRef("pk"))
    spoken = Rows(live.order_by("answer__language").values(row=JSONObject(language="answer__language")))
    questions = (
        Question.objects.asked()
        .exclude(kind=Question.Kind.EXPERIENCE)
        .applying_to(here)
        .worded(language)
        .order_by("position")
    )
    columns = ("slug", "group", "position", "text")
    row = JSONObject(
        taken_on=Subquery(taken.values("on")[:1]), elsewhere=Nested(spoken), **{name: name for name in columns}
    )
    return Rows(questions.values(row=row))


def _question(row: dict[str, Any], name: str) -> Asked:
    return Asked(
        slug=row["slug"],
        group=row["group"],
        position=row["position"],
        text=row["text"].replace("{condition}", name),
        taken_on=datetime.date.fromisoformat(row["taken_on"]) if row["taken_on"] else None,
        elsewhere=tuple(spoken["language"] for spoken in row["elsewhere"]),
    )


def _excerpt(answer: Listed | None, over_all: tuple[str, ...]) -> Excerpt | None:
    """Sensitive words wait behind their question, here too, and so do overdue ones whose policy says so."""
    if answer is None or answer.asked.is_sensitive or answer.standing.is_unlisted:
        return None
    return Excerpt(answer, tuple(caution for caution in answer.standing.cautions if caution not in over_all))


def _start_here(answers: list[Listed]) -> tuple[Listed, ...]:
    first = [answer for answer in answers if answer.asked.start_here]
    return tuple(sorted(first, key=lambda answer: int(answer.asked.start_here)))


def _topics(answers: list[Listed], asked: list[Asked]) -> tuple[Topic, ...]:
    """What leads somewhere, in the order in which a reader meets it."""
    hosts = {answer.publication.answer_id: answer for answer in answers}
    placed = [(each.group, each.position, Item(asked=each)) for each in asked]
    placed += [
        (answer.asked.group, answer.asked.position, Item(answer, hosts.get(answer.words.within_id)))
        for answer in answers
    ]
    placed.sort(key=lambda place: place[1])
    topics = (
        Topic(group, str(Question.Group(group).label), tuple(item for of, _, item in placed if of == group))
        for group in Question.Group.values
    )
    return tuple(topic for topic in topics if topic.items)


def _unwritten(asked: list[Asked]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = ((str(group.label), tuple(each.text for each in asked if each.group == group)) for group in Question.Group)
    return tuple((label, questions) for label, questions in found if questions)
