"""Lists of answers: what is due, what rests on a source that is gone, what changed around it, what was taken away."""

import datetime
from collections.abc import Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.editorial.listings.listing import Cell, Listing
from conditions.models import Answer, Notice, Publication, Schedule, User
from conditions.models.context import name_now, wording_now
from conditions.models.notices import CONFIRMED_WITHIN
from conditions.models.publications import PublicationQuerySet
from conditions.permissions import reach

Rows = TypeVar("Rows", bound="QuerySet[Any, Any]")
LOOKED_AHEAD = 90  # days
CONDITION, QUESTION, LANGUAGE = gettext_lazy("Condition"), gettext_lazy("Question"), gettext_lazy("Language")
RISK, OWNER = gettext_lazy("Review policy"), gettext_lazy("Owner")


def about(answer: Answer, name: str, wording: str, page: str = "answer") -> list[Cell]:
    """The first three cells of every list of answers; the question leads to where the next step is."""
    question = wording.replace("{condition}", name) or answer.question.slug
    spoken = dict(settings.LANGUAGES).get(answer.language, answer.language)
    return [
        Cell(capfirst(name), language=answer.language),
        Cell(question, reverse(f"desk:{page}", args=[answer.pk]), answer.language),
        Cell(spoken),
    ]


def of_answers(rows: Rows) -> Rows:
    """Of rows that belong to answers, with what `about` says of each, by the same query."""
    named = rows.annotate(name=name_now(), wording=wording_now())
    return named.select_related("answer__question__policy", "answer__owner__user")


def owner(answer: Answer) -> Cell:
    held = getattr(answer, "owner", None)
    return Cell(str(held.user) if held else "")


def due(choice: str, on: datetime.date) -> PublicationQuerySet:
    """Live texts of that part of the list of what is due, whosever they are."""
    if choice == "overdue":
        return Publication.objects.overdue(on)
    return Publication.objects.due_by(on + datetime.timedelta(days=int(choice or LOOKED_AHEAD)))


def _due(person: User, on: datetime.date, choice: str) -> QuerySet[Any]:
    mine = due(choice, on).filter(reach(person, "offer", on=on, answer="answer__"))
    return of_answers(mine).order_by("next_due_on", "answer__question__policy__days", "answer")


def _of_due(rows: Iterable[Any], on: datetime.date) -> list[list[Cell]]:
    return [
        [
            *about(row.answer, row.name, row.wording, "reconfirm"),
            Cell(row.answer.question.policy.name),
            owner(row.answer),
            Cell(row.next_due_on),
            Cell(_("Overdue") if row.next_due_on < on else _("Due soon")),
        ]
        for row in rows
    ]


def _changed(person: User, on: datetime.date, choice: str) -> QuerySet[Any]:
    there = reach(person, "offer", on=on, answer="answer__")
    return of_answers(Publication.objects.context_changed().filter(there)).riskiest_first()


def _of_changed(rows: Iterable[Any], on: datetime.date) -> list[list[Cell]]:
    return [[*about(row.answer, row.name, row.wording), Cell(_why(row)), owner(row.answer)] for row in rows]


def _why(row: Any) -> str:
    said = {
        _("a figure that it quotes has a new value"): row.quotes_former_value,
        _("the condition has another name"): row.is_named_otherwise,
        _("the question is worded otherwise"): row.is_asked_otherwise,
    }
    return ", ".join(sentence for sentence, holds in said.items() if holds)


def _sources(person: User, on: datetime.date, choice: str) -> QuerySet[Any]:
    """A row for each live answer and each such source that it cites, what is most urgent to readers first (E16)."""
    source = "revision__citations__source"
    gone = Q(**{f"{source}__retracted_on__isnull": False}) | Q(**{f"{source}__replaced_by__isnull": False})
    there = reach(person, "offer", on=on, answer="answer__")
    cited: PublicationQuerySet = (
        Publication.objects.live()
        .filter(gone, there)
        .annotate(
            cited=F("revision__citations__title"),
            source=F(source),
            retracted_on=F(f"{source}__retracted_on"),
            successor=F(f"{source}__replaced_by__title"),
        )
    )
    return of_answers(cited).riskiest_first()


def _of_sources(rows: Iterable[Any], on: datetime.date) -> list[list[Cell]]:
    return [
        [
            *about(row.answer, row.name, row.wording),
            Cell(row.answer.question.policy.name),
            owner(row.answer),
            Cell(row.cited, reverse("desk:source", args=[row.source])),
            Cell(row.retracted_on or ""),
            Cell(row.successor or ""),
        ]
        for row in rows
    ]


def _withdrawals(person: User, on: datetime.date, choice: str) -> QuerySet[Any]:
    there = reach(person, "take_away", on=on, answer="publication__answer__")
    return Notice.objects.to_confirm().filter(there).order_by("at", "pk").select_related("by")


def _of_withdrawals(rows: Iterable[Any], on: datetime.date) -> list[list[Cell]]:
    """One's own too, though a colleague confirms them: whoever withdrew a text may remind somebody."""
    notices = list(rows)
    withdrawn: dict[int, Any] = of_answers(Publication.objects.filter(notices__in=notices)).in_bulk()
    told = [(notice, withdrawn[notice.publication_id]) for notice in notices]
    return [
        [
            *about(row.answer, row.name, row.wording, "confirm"),
            Cell(str(notice.by)),
            Cell(timezone.localdate(notice.at)),
            Cell(timezone.localdate(notice.at + CONFIRMED_WITHIN)),
        ]
        for notice, row in told
    ]


def _planned(person: User, on: datetime.date, choice: str) -> QuerySet[Any]:
    there = reach(person, "publish", on=on, answer="answer__")
    return of_answers(Schedule.objects.open().filter(there)).select_related("by").order_by("due_at", "pk")


def _of_planned(rows: Iterable[Any], on: datetime.date) -> list[list[Cell]]:
    return [
        [
            *about(row.answer, row.name, row.wording),
            Cell(row.by.name or row.by.email),
            Cell(timezone.localdate(row.due_at)),
            Cell(time_format(timezone.localtime(row.due_at), "TIME_FORMAT")),
        ]
        for row in rows
    ]


DUE = Listing(
    "due",
    "offer",
    gettext_lazy("Reviews that are due"),
    gettext_lazy("The question leads to where the words are sent to review again."),
    (CONDITION, QUESTION, LANGUAGE, RISK, OWNER, gettext_lazy("Review due"), gettext_lazy("State")),
    _due,
    _of_due,
    (
        ("90", gettext_lazy("Overdue and in 90 days")),
        ("60", gettext_lazy("In 60 days")),
        ("30", gettext_lazy("In 30 days")),
        ("overdue", gettext_lazy("Overdue")),
    ),
    pressing="60",
)
SOURCES = Listing(
    "sources",
    "offer",
    gettext_lazy("Sources retracted or replaced"),
    gettext_lazy("Live answers that cite one, those whose reviews are shortest first: they are the most urgent."),
    (
        CONDITION,
        QUESTION,
        LANGUAGE,
        RISK,
        OWNER,
        gettext_lazy("Source"),
        gettext_lazy("Retracted on"),
        gettext_lazy("Replaced by"),
    ),
    _sources,
    _of_sources,
    pressing="",
)
CHANGED = Listing(
    "changed",
    "offer",
    gettext_lazy("Something around the text changed"),
    gettext_lazy("What a reviewer signed is not what stands around it now, so it has to be confirmed again."),
    (CONDITION, QUESTION, LANGUAGE, gettext_lazy("What changed"), OWNER),
    _changed,
    _of_changed,
)
WITHDRAWALS = Listing(
    "withdrawals",
    "take_away",
    gettext_lazy("Withdrawals to confirm"),
    gettext_lazy("A second person looks at each within 24 hours. Until then, and after it, the text stays withdrawn."),
    (CONDITION, QUESTION, LANGUAGE, gettext_lazy("Withdrawn by"), gettext_lazy("On"), gettext_lazy("Confirm by")),
    _withdrawals,
    _of_withdrawals,
)
PLANNED = Listing(
    "planned",
    "publish",
    gettext_lazy("Planned publications"),
    gettext_lazy("Approved texts for which somebody chose the minute. Every rule is checked again at that minute."),
    (CONDITION, QUESTION, LANGUAGE, gettext_lazy("Planned by"), gettext_lazy("On"), gettext_lazy("At")),
    _planned,
    _of_planned,
)
