"""Where people with a role begin."""

from django.contrib.admin import site
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conditions.accounts.door import signed_in
from conditions.editorial import week
from conditions.editorial.listings import LISTINGS
from conditions.editorial.reports import theirs
from conditions.models import Assignment, Condition, Grant, Reading
from conditions.permissions import actions
from conditions.views.desk import reports, waiting

EDITS = frozenset({"offer", "take_away"})


@require_GET
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """What an editor does first; what else waits for them, which roles they hold, and what those open."""
    person, today = signed_in(request), timezone.localdate()
    named = Prefetch("condition", Condition.objects.named(request.LANGUAGE_CODE))
    grants, held = Grant.objects.in_force(today).filter(user=person), actions(person, on=today)
    shown = {
        "edits": bool(held & EDITS),
        "tasks": week.week(person, today) if held & EDITS else [],
        "listings": [each for each in LISTINGS if each.needs in held],
        "grants": grants.select_related("granted_by").prefetch_related(named),
        "sections": site.get_app_list(request) if site.has_permission(request) else [],
        "held": held,
        "handles_reports": bool(held & reports.HANDLES),
        "reviews": Assignment.objects.waiting().filter(reviewer__user=person).count(),
        "readings": Reading.objects.waiting().filter(reader=person).count() if "read_plainly" in held else 0,
        "reports": theirs(person, on=today).open().count() if held & reports.HANDLES else 0,
        "lines": waiting.lines(person, held),
        "rooms": waiting.rooms(held),
    }
    return render(request, "desk/start.html", shown)
