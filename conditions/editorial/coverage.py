"""Conditions against questions: how far each answer is, who looks after it, and until when it is in date."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from conditions import freshness, stages
from conditions.editorial import staged
from conditions.freshness import Freshness
from conditions.models import Answer, Applicability, Publication, Question, Schedule, User
from conditions.models.catalogue import ConditionQuerySet
from conditions.models.questions import FROM_CATALOGUE
from conditions.permissions import places, reach
from conditions.search import find
from conditions.stages import Cell, Stage

IN_DATE = frozenset({Stage.LIVE, Stage.DUE_SOON, Stage.UNKNOWN, Stage.RECHECKED})


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked at: answers in one language, perhaps of one topic, review policy, stage, owner, name or condition.

    `one` is the address of a condition: of that one alone, whatever else would choose it.
    """

    language: str
    topic: str = ""
    risk: str = ""
    state: str = ""
    mine: bool = False
    words: str = ""
    one: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether something is left out that stands in the same language."""
        return any((self.topic, self.risk, self.state, self.mine, self.words))


class Place(NamedTuple):
    """Where an answer stands or would stand, and all that is said of it."""

    condition: Any
    question: Any
    cell: Cell
    stage: Stage
    underway: Stage | None
    answer: Any

    @property
    def key(self) -> str:
        return f"{self.cell.condition}-{self.cell.question}"

    @property
    def owner(self) -> str:
        return str(self.answer.owner.user) if self.answer and hasattr(self.answer, "owner") else ""

    @property
    def due_on(self) -> datetime.date | None:
        return self.answer.due_on if self.answer else None

    @property
    def planned_at(self) -> datetime.datetime | None:
        """When it reaches readers, if an editor chose the minute."""
        return self.answer.planned_at if self.answer else None

    @property
    def behind(self) -> Freshness | None:
        """How far live text is from what it translates, where it is behind (R23)."""
        return Freshness(self.answer.behind) if self.answer and self.answer.behind else None


class Row(NamedTuple):
    condition: Any
    places: list[Place]

    @property
    def core(self) -> list[Place]:
        """What counts for completeness."""
        return [each for each in self.places if each.question.is_core and each.stage != Stage.NOT_APPLYING]

    @property
    def in_date(self) -> int:
        return sum(each.stage in IN_DATE for each in self.core)


class Tally(NamedTuple):
    """`conditions` were found; of `core` questions `in_date` have an answer that is."""

    conditions: int
    in_date: int
    core: int


def questions(wanted: Wanted) -> list[Any]:
    """The columns: by topic, core first; what only stories answer, or the catalogue, nobody writes."""
    asked = Question.objects.asked().exclude(kind=Question.Kind.EXPERIENCE).exclude(slug__in=FROM_CATALOGUE)
    if wanted.topic:
        asked = asked.filter(group=wanted.topic)
    if wanted.risk:
        asked = asked.filter(policy__slug=wanted.risk)
    topics = list(Question.Group.values)
    worded = asked.worded(wanted.language, keep_unworded=True)
    return sorted(worded, key=lambda each: (topics.index(each.group), not each.is_core, each.position))


def conditions(wanted: Wanted, columns: Sequence[Question], *, by: User, on: datetime.date) -> ConditionQuerySet:
    """The rows, by name: those in which anything was begun in the language, or those that were searched for."""
    here: Any = places(by, "offer", on=on, language=wanted.language).filter(is_grouping=False)
    if wanted.one:
        here = here.filter(slug=wanted.one)
    elif wanted.words:
        hits = find(wanted.words, language=wanted.language).hits
        here = here.filter(slug__in=[hit.slug for hit in hits])
    else:
        there = reach(by, "offer", on=on)
        begun = Answer.objects.filter(there, language=wanted.language, question__in=[each.pk for each in columns])
        here = here.filter(pk__in=begun.values("condition"))
    chosen = here if wanted.one else _chosen(here, wanted, columns, by, on)
    named: ConditionQuerySet = chosen.by_name(wanted.language)
    return named


def _chosen(
    here: ConditionQuerySet, wanted: Wanted, columns: Sequence[Question], by: User, on: datetime.date
) -> ConditionQuerySet:
    """Of the conditions those with an answer of the owner, or in the stage, that was asked for."""
    shown = Q(language=wanted.language, question__in=[each.pk for each in columns])
    if wanted.mine:
        here = here.filter(pk__in=Answer.objects.filter(shown, owner__user=by).values("condition"))
    match wanted.state:
        case "":
            return here
        case Stage.NOT_APPLYING:
            decided = Applicability.objects.filter(applies=False, question__in=columns)
            return here.filter(pk__in=decided.values("condition"))
        case Stage.MISSING:
            return here.filter(_lacks(wanted.language, columns))
    found = staged.answers(Stage(wanted.state), on).filter(shown)
    return here.filter(pk__in=found.values("condition"))


def _lacks(language: str, columns: Sequence[Question]) -> Exists:
    """Of a condition: one of the questions applies to it, and nobody has written a word of an answer."""
    written = Answer.objects.filter(
        Q(revisions__isnull=False) | Q(drafts__isnull=False),
        condition=OuterRef(OuterRef("pk")),
        question=OuterRef("pk"),
        language=language,
    )
    asked = Question.objects.filter(pk__in=[each.pk for each in columns]).applying_to(OuterRef(OuterRef("pk")))
    return Exists(asked.filter(~Exists(written)))


def rows(part: Iterable[Any], columns: Sequence[Any], language: str, *, on: datetime.date) -> list[Row]:
    """Each condition with its cells; any number of them takes as many queries."""
    shown, width = list(part), len(columns)
    found = standing([(condition, question) for condition in shown for question in columns], language, on=on)
    return [Row(condition, found[at * width : (at + 1) * width]) for at, condition in enumerate(shown)]


def standing(pairs: Sequence[tuple[Any, Any]], language: str, *, on: datetime.date) -> list[Place]:
    """How it stands with each of these questions of these conditions."""
    cells = [Cell(condition.pk, question.pk, language) for condition, question in pairs]
    facts, begun = stages.gather(cells), _answers(cells)
    return [
        Place(*pair, cell, stages.stage(facts[cell], on), stages.underway(facts[cell]), begun.get(cell))
        for pair, cell in zip(pairs, cells, strict=True)
    ]


def _answers(cells: list[Cell]) -> dict[Cell, Any]:
    """Those that were begun, with their owner, until when live text is in date, and how far a translation is behind."""
    live = Publication.objects.live().filter(answer=OuterRef("pk"))
    begun = Answer.objects.filter(
        condition__in={cell.condition for cell in cells},
        question__in={cell.question for cell in cells},
        language__in={cell.language for cell in cells},
    )
    planned = Schedule.objects.open().filter(answer=OuterRef("pk"))
    told = {
        "due_on": Subquery(live.values("next_due_on")[:1]),
        "planned_at": Subquery(planned.values("due_at")[:1]),
        "behind": Subquery(freshness.behind(live).values("behind")[:1]),
    }
    known: Any = begun.annotate(**told).select_related("owner__user")
    return {Cell.of(answer): answer for answer in known}


def tally(found: QuerySet[Any], wanted: Wanted, *, by: User, on: datetime.date) -> Tally:
    """How many rows were found; and of all that could be, how many core questions have an answer that is in date.

    Whatever state or owner was asked for: of those alone it would say nothing about the site, and SQLite takes no
    statement that is nested so deep.
    """
    core = Question.objects.asked().exclude(kind=Question.Kind.EXPERIENCE).filter(is_core=True)
    core = core.exclude(slug__in=FROM_CATALOGUE)
    all_of_them = replace(wanted, state="", mine=False)
    counted = conditions(all_of_them, questions(all_of_them), by=by, on=on).order_by()
    here, number = counted.values("pk"), counted.count()
    always = core.filter(applies=Question.Applies.ALWAYS)
    decided = Applicability.objects.filter(condition__in=here)
    more = decided.filter(applies=True, question__in=core).exclude(question__in=always).count()
    fewer = decided.filter(applies=False, question__in=always).count()
    answered = Publication.objects.in_date(on).filter(
        answer__language=wanted.language, answer__question__in=core, answer__condition__in=here
    )
    return Tally(found.count(), answered.count(), number * always.count() + more - fewer)
