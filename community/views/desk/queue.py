"""The queue of a moderator: what waits, by urgency, without a word of any story (M16)."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from community import waiting
from community.models import Case, Decision, Level, StoryReport
from community.moderation import threads
from conditions.accounts.door import signed_in
from conditions.models import Condition, User
from conditions.models.catalogue import ConditionQuerySet
from conditions.permissions import actions

MOST = 100
WEEK = datetime.timedelta(days=7)


@require_GET
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """Urgent, all others, answered questions and appeals, each by age; and what readers reported."""
    person, today = signed_in(request), timezone.localdate()
    held = actions(person, on=today)
    if held.isdisjoint({"moderate", "safeguard"}):
        raise PermissionDenied
    conditions = Condition.objects.named(request.LANGUAGE_CODE)
    found = list(waiting.queue(person, on=today).prefetch_related(Prefetch("story__condition", conditions))[:MOST])
    reports = _reports(person, conditions, on=today)
    shown = {
        "sections": sections(found),
        "reports": reports,
        "most": MOST if MOST in (len(found), len(reports)) else 0,
        "asked": waiting.theirs(person, on=today).with_the_author().count(),
        "second": sum(map(_is_decided, found)),
        "read": Decision.objects.filter(by=person, at__gte=timezone.now() - WEEK).count(),
        "today": today,
        "held": held,
    }
    return render(request, "desk/stories/queue.html", shown)


def _reports(
    person: User, conditions: ConditionQuerySet, *, on: datetime.date
) -> list[tuple[StoryReport, datetime.date]]:
    """Each with the day by which it is to be read."""
    found = waiting.reports(person, on=on).prefetch_related(Prefetch("case__story__condition", conditions))
    return [(each, threads.due_on(each.at, is_urgent=each.reason in StoryReport.URGENT)) for each in found[:MOST]]


def sections(found: list[Case]) -> list[tuple[str, str, list[Case]]]:
    """Each case once, in the first section that fits, unless they decided on it; a section without any is left out."""
    parts: dict[str, tuple[str, list[Case]]] = {
        "urgent": (_("Urgent"), []),
        "waiting": (_("Waiting"), []),
        "answered": (_("Question answered"), []),
        "appeals": (_("Appeals"), []),
    }
    for case in found:
        if not _is_decided(case):
            parts[_section(case)][1].append(case)
    return [(key, title, cases) for key, (title, cases) in parts.items() if cases]


def _is_decided(case: Any) -> bool:
    return bool(case.is_decided)


def _section(case: Case) -> str:
    if case.level == Level.DANGER:
        return "urgent"
    if case.cause == Case.Cause.APPEALED:
        return "appeals"
    return "answered" if getattr(case, "is_answered", False) else "waiting"
