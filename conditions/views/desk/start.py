"""Where people with a role begin."""

from django.contrib.admin import site
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conditions.accounts.door import signed_in
from conditions.models import Assignment, Condition, Grant
from conditions.permissions import actions


@require_GET
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """What waits for them, which roles they hold, and what those open."""
    today = timezone.localdate()
    named = Prefetch("condition", Condition.objects.named(request.LANGUAGE_CODE))
    grants = Grant.objects.in_force(today).filter(user=signed_in(request))
    return render(
        request,
        "desk/start.html",
        {
            "grants": grants.select_related("granted_by").prefetch_related(named),
            "sections": site.get_app_list(request) if site.has_permission(request) else [],
            "held": actions(request.user, on=today),
            "waiting": Assignment.objects.waiting().filter(reviewer__user=signed_in(request)).count(),
        },
    )
