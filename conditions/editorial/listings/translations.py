"""The list of translations that are behind what they translate (R23)."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext_lazy

from conditions import freshness
from conditions.editorial.listings.answers import (
    CONDITION,
    LANGUAGE,
    OWNER,
    QUESTION,
    RISK,
    about,
    of_answers,
    owner,
)
from conditions.editorial.listings.listing import Cell, Listing
from conditions.freshness import Freshness
from conditions.models import Publication, User
from conditions.permissions import reach

ALL = "all"


def _behind(person: User, on: datetime.date, choice: str) -> QuerySet[Any]:
    """What says something else than its source comes first, then by risk, then by how long."""
    live = Publication.objects.live().filter(reach(person, "offer", on=on, answer="answer__"))
    if choice != ALL:
        live = live.filter(answer__language=choice)
    worse = Case(When(behind=Freshness.MEANING.value, then=Value(0)), default=Value(1))
    in_order = ("worse", "answer__question__policy__days", "behind_since", "answer")
    found: QuerySet[Any] = of_answers(freshness.behind(live)).annotate(worse=worse).order_by(*in_order)
    return found


def _of_behind(rows: Iterable[Any], on: datetime.date) -> list[list[Cell]]:
    return [
        [
            *about(row.answer, row.name, row.wording, "write"),
            Cell(row.answer.question.policy.name),
            owner(row.answer),
            Cell(Freshness(row.behind).word),
            Cell(row.behind_since),
        ]
        for row in rows
    ]


BEHIND = Listing(
    "translations",
    "offer",
    gettext_lazy("Translations that are behind"),
    gettext_lazy("The question leads to where one press takes the newest version of the source up."),
    (CONDITION, QUESTION, LANGUAGE, RISK, OWNER, gettext_lazy("How far"), gettext_lazy("Since")),
    _behind,
    _of_behind,
    ((ALL, gettext_lazy("All languages")), *settings.LANGUAGES),
)
