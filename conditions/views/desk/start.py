"""Where people with a role begin."""

from django.contrib.admin import site
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conditions.accounts.door import signed_in
from conditions.models import Condition, Grant
from conditions.permissions import may


@require_GET
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """What they hold and since when, and which pages of the administration that opens."""
    today = timezone.localdate()
    named = Prefetch("condition", Condition.objects.named(request.LANGUAGE_CODE))
    grants = Grant.objects.in_force(today).filter(user=signed_in(request))
    return render(
        request,
        "desk/start.html",
        {
            "grants": grants.select_related("granted_by").prefetch_related(named),
            "sections": site.get_app_list(request) if site.has_permission(request) else [],
            "sees_health": may(request.user, "see_health", on=today),
        },
    )
