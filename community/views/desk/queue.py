"""The queue of a moderator: what waits, by urgency, without a word of any story (M16)."""

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Min, OuterRef, Prefetch, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from community import waiting
from community.models import Case, Decision, Level, StoryReport
from community.models.cases import CaseQuerySet
from community.moderation import exposure, threads
from conditions.accounts.door import signed_in
from conditions.models import Condition, User
from conditions.models.catalogue import ConditionQuerySet
from conditions.permissions import actions

MOST = 100
WEEK = datetime.timedelta(days=7)
URGENT = StoryReport.URGENT


@require_GET
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """Urgent, all others, answered questions and appeals, each by age; and what readers reported."""
    person, now, today = signed_in(request), timezone.now(), timezone.localdate()
    held = actions(person, on=today)
    if held.isdisjoint({"moderate", "safeguard"}):
        raise PermissionDenied
    conditions = Condition.objects.named(request.LANGUAGE_CODE)
    waits = waiting.queue(person, at=now).prefetch_related(Prefetch("story__condition", conditions))
    left, spared = _spared(waits, person, on=today, is_lead="safeguard" in held)
    reports = _reports(person, conditions, on=today)
    shown = {
        **spared,
        **_counted(waits, person, at=now),
        "sections": sections(found := list(left[:MOST])),
        "reports": reports,
        "most": MOST if MOST in (len(found), len(reports)) else 0,
        "today": today,
        "held": held,
    }
    return render(request, "desk/stories/queue.html", shown)


def _counted(waits: CaseQuerySet, person: User, *, at: datetime.datetime) -> dict[str, int]:
    """How many wait for their author, how many for somebody else, and how many this person decided on in a week."""
    return {
        "asked": waiting.theirs(person, on=timezone.localdate(at)).with_the_author().count(),
        "second": waits.filter(Q(is_decided=True)).count(),
        "read": Decision.objects.filter(by=person, at__gte=at - WEEK).count(),
    }


def _spared(
    waits: CaseQuerySet, person: User, *, on: datetime.date, is_lead: bool
) -> tuple[CaseQuerySet, dict[str, Any]]:
    """What is left for somebody today, who has not decided on it, and what is said of the rest (M16).

    Who has opened as many hard texts as anybody should is given no further one; a lead still gets those of danger.
    """
    found, opened = waits.filter(Q(is_decided=False)), exposure.opened_on(person, on)
    if opened < exposure.limit():
        return found, {"opened": opened, "spared": 0, "enough": ""}
    is_left = Q(is_hard=False) | Q(is_opened=True)
    if is_lead:
        is_left |= Q(level=Level.DANGER)
    return found.filter(is_left), {
        "opened": opened,
        "spared": found.exclude(is_left).count(),
        "enough": exposure.enough(opened),
    }


class Joined(NamedTuple):
    """All reports of one story that wait: one task, however many they are (M8)."""

    first: StoryReport  # danger to somebody first, then the oldest
    due: datetime.date
    n: int
    reasons: list[str]
    answers: int  # of them wait for an answer


def _reports(person: User, conditions: ConditionQuerySet, *, on: datetime.date) -> list[Joined]:
    """One a case, each with the day by which it is to be read; a flood of reports of one story is one line."""
    of_case = waiting.reports(person, on=on).order_by().values("case")
    told = of_case.annotate(
        n=Count("pk"),
        answers=Count("pk", filter=~Q(email="")),
        oldest=Min("at"),
        urgent=Min("at", filter=Q(reason__in=URGENT)),
    )
    tasks = list(told.order_by(F("urgent").asc(nulls_last=True), "oldest", "case")[:MOST])
    cases = [each["case"] for each in tasks]
    first, reasons = _first(cases, conditions), _reasons(cases)
    still = first.keys() & reasons.keys()  # others were handled a moment ago
    return [_joined(each, first[each["case"]], reasons[each["case"]]) for each in tasks if each["case"] in still]


def _joined(task: Mapping[str, Any], first: StoryReport, reasons: list[str]) -> Joined:
    due = threads.due_on(task["oldest"])
    if task["urgent"]:
        due = min(due, threads.due_on(task["urgent"], is_urgent=True))
    return Joined(first, due, task["n"], reasons, task["answers"])


def _first(cases: list[int], conditions: ConditionQuerySet) -> dict[int, StoryReport]:
    """Of each case the report that is named, without its words."""
    first = StoryReport.objects.open().filter(case=OuterRef("case")).values("pk")[:1]
    found = StoryReport.objects.filter(case__in=cases, pk=Subquery(first)).defer("words", "reply")
    named = Prefetch("case__story__condition", conditions)
    return {each.case_id: each for each in found.select_related("case__story").prefetch_related(named)}


def _reasons(cases: list[int]) -> dict[int, list[str]]:
    """Of each case why it was reported, danger to somebody first, then what was said first."""
    given = StoryReport.objects.open().filter(case__in=cases).order_by().values("case", "reason")
    told = given.annotate(at=Min("at"), number=Min("pk"))
    found: dict[int, list[str]] = {}
    for each in sorted(told, key=lambda each: (each["reason"] not in URGENT, each["at"], each["number"])):
        found.setdefault(each["case"], []).append(str(StoryReport.Reason(each["reason"]).label))
    return found


def sections(found: list[Case]) -> list[tuple[str, str, list[Case]]]:
    """Each case once, in the first section that fits; a section without any is left out."""
    parts: dict[str, tuple[str, list[Case]]] = {
        "urgent": (_("Urgent"), []),
        "waiting": (_("Waiting"), []),
        "answered": (_("Question answered"), []),
        "appeals": (_("Appeals"), []),
    }
    for case in found:
        parts[_section(case)][1].append(case)
    return [(key, title, cases) for key, (title, cases) in parts.items() if cases]


def _section(case: Case) -> str:
    if case.level == Level.DANGER:
        return "urgent"
    if case.cause == Case.Cause.APPEALED:
        return "appeals"
    return "answered" if getattr(case, "is_answered", False) else "waiting"
