"""Lists of reviewers: how quick and how busy each is, and which conditions have too few."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from statistics import median
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from conditions.editorial.listings.answers import CONDITION, LANGUAGE, QUESTION, about, of_answers
from conditions.editorial.listings.listing import Cell, Listing
from conditions.models import (
    Answer,
    Assignment,
    Condition,
    Grant,
    Reviewer,
    Round,
    SignOff,
    User,
    Verdict,
    Verification,
)
from conditions.models.people import Role
from conditions.permissions import reach

ENOUGH = 2  # where one is away or declines, another can be asked
YEAR, SILENT = datetime.timedelta(days=365), datetime.timedelta(days=14)


def signing(on: datetime.date) -> QuerySet[Reviewer]:
    """Those whose credential counts on the day, as somebody else verified it (R9)."""
    valid = Verification.objects.valid(on).filter(credential__reviewer=OuterRef("pk"))
    return Reviewer.objects.filter(Exists(valid.exclude(by=OuterRef("user"))))


def _load(person: User, on: datetime.date, choice: str) -> QuerySet[Any]:
    """Whoever has the role, or has still to decide on something."""
    granted = Grant.objects.in_force(on).filter(user=OuterRef("user"), role=Role.REVIEWER)
    waiting = _counted(Assignment.objects.waiting())
    signed = _counted(Verdict.objects.signed_since(on - YEAR).order_by())
    shown = Exists(SignOff.objects.filter(verdict__reviewer=OuterRef("pk")))  # else readers have no page of them
    known = Reviewer.objects.annotate(waiting=waiting, signed=signed, is_public=shown)
    return known.filter(Exists(granted) | Q(waiting__gt=0)).order_by("name", "pk")


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """How many belong to the reviewer."""
    of_them = rows.filter(reviewer=OuterRef("pk")).order_by().values("reviewer").annotate(n=Count("pk"))
    return Coalesce(Subquery(of_them.values("n")), 0)


def _of_load(rows: Iterable[Any], on: datetime.date) -> list[list[Cell]]:
    reviewers = list(rows)
    took = _days_taken(reviewers, on)
    return [
        [
            Cell(each.name, reverse("conditions:reviewer", args=[each.slug]) if each.is_public else ""),
            Cell(each.discipline),
            Cell(each.waiting),
            Cell(round(median(took[each.pk])) if took[each.pk] else ""),
            Cell(each.signed),
        ]
        for each in reviewers
    ]


def _days_taken(reviewers: list[Reviewer], on: datetime.date) -> dict[int, list[int]]:
    """From being asked to a decision, for each decision of the last year."""
    decided = Verdict.objects.filter(reviewer__in=reviewers, on__gte=on - YEAR)
    found: dict[int, list[int]] = defaultdict(list)
    for reviewer, asked, at in decided.order_by().values_list("reviewer", "assignment__offered_at", "at"):
        found[reviewer].append((at - asked).days)
    return found


def silent(on: datetime.date) -> QuerySet[Any]:
    """Who has not decided by the day that was wished for, or two weeks after being asked for none; longest first."""
    late = Q(round__due_on=None, offered_at__date__lte=on - SILENT) | Q(round__due_on__lt=on)
    return Assignment.objects.waiting().filter(late).order_by("offered_at", "pk")


def _silent(person: User, on: datetime.date, choice: str) -> QuerySet[Any]:
    there = reach(person, "offer", on=on, answer="round__answer__")
    return silent(on).filter(there).select_related("reviewer")


def _of_silent(rows: Iterable[Any], on: datetime.date) -> list[list[Cell]]:
    asked = list(rows)
    rounds: dict[int, Any] = of_answers(Round.objects.filter(assignments__in=asked).distinct()).in_bulk()
    told = [(each, rounds[each.round_id]) for each in asked]
    return [
        [
            *about(row.answer, row.name, row.wording, "offer"),
            Cell(each.reviewer.name),
            Cell(timezone.localdate(each.offered_at)),
            Cell(row.due_on or ""),
        ]
        for each, row in told
    ]


class Panel(NamedTuple):
    """Who can sign on a day: for every condition in a language, and for one condition besides."""

    general: dict[str, set[int]]
    special: dict[tuple[int, str], set[int]]

    def size(self, condition: int, language: str) -> int:
        return len(self.general[language] | self.special.get((condition, language), set()))

    def served(self) -> dict[str, list[int]]:
        """By language, the conditions that have enough people once those of the condition are counted."""
        found: dict[str, list[int]] = defaultdict(list)
        for condition, language in self.special:
            if self.size(condition, language) >= ENOUGH:
                found[language].append(condition)
        return found


def _panel(on: datetime.date) -> Panel:
    held = Grant.objects.in_force(on).filter(role=Role.REVIEWER, user__reviewer__in=signing(on))
    general: dict[str, set[int]] = defaultdict(set)
    special: dict[tuple[int, str], set[int]] = defaultdict(set)
    spoken = set(Answer.objects.order_by().values_list("language", flat=True).distinct()) | set(
        dict(settings.LANGUAGES)
    )
    for user, condition, only in held.values_list("user", "condition", "language"):
        for language in [only] if only else spoken:
            (special[condition, language] if condition else general[language]).add(user)
    return Panel(general, special)


def _few(person: User, on: datetime.date, choice: str) -> QuerySet[Any]:
    """Conditions with an answer in a language in which fewer than two people could sign one."""
    panel = _panel(on)
    begun = Answer.objects.filter(reach(person, "offer", on=on)).order_by()
    scarce = begun.exclude(language__in=[each for each, users in panel.general.items() if len(users) >= ENOUGH])
    for language, conditions in panel.served().items():
        scarce = scarce.exclude(language=language, condition__in=conditions)
    named: QuerySet[Any] = Condition.objects.named(get_language() or "en").filter(pk=OuterRef("condition"))
    rows = scarce.annotate(name=Subquery(named.values("name")), slug=F("condition__slug"))
    return rows.values("condition", "language", "slug", "name").distinct().order_by("name", "slug", "language")


def _of_few(rows: Iterable[Any], on: datetime.date) -> list[list[Cell]]:
    panel, spoken = _panel(on), dict(settings.LANGUAGES)
    return [
        [
            Cell(row["name"], f"{reverse('desk:condition', args=[row['slug']])}?language={row['language']}"),
            Cell(spoken.get(row["language"], row["language"])),
            Cell(panel.size(row["condition"], row["language"])),
        ]
        for row in rows
    ]


SILENCE = Listing(
    "silent",
    "offer",
    _("Reviewers who have not answered"),
    _("Asked two weeks ago, or for a day that has passed. The question leads to where you ask somebody else."),
    (CONDITION, QUESTION, LANGUAGE, _("Reviewer"), _("Asked on"), _("Wanted by")),
    _silent,
    _of_silent,
    pressing="",
)
LOAD = Listing(
    "reviewers",
    "offer",
    _("Reviewers: how quick, how busy"),
    _("The days run from being asked to a decision; half of the decisions of the last year took no longer."),
    (_("Reviewer"), _("Discipline"), _("Texts to check now"), _("Days to decide"), _("Sign-offs in a year")),
    _load,
    _of_load,
)
FEW = Listing(
    "few-reviewers",
    "offer",
    _("Conditions with fewer than two reviewers"),
    _("Counted are those who have the role there and a credential that is valid today."),
    (CONDITION, LANGUAGE, _("Reviewers who can sign")),
    _few,
    _of_few,
)
