"""One page that says whether the site is well, and to administrators what to do if it is not."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from conditions.accounts.door import used_second_factor
from conditions.health import findings, is_ready
from conditions.permissions import may


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 or 503 for anybody, whatever is broken; administrators see why."""
    now = timezone.now()
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        ready = is_ready(now)
        return JsonResponse({"ready": ready}, status=200 if ready else 503)
    if _may_see_why(request):
        found = findings(now)
        stopping = [finding for finding in found if finding.stops]
        attention = [finding for finding in found if not finding.stops]
        told = {"stopping": stopping, "attention": attention}
        return render(request, "desk/health.html", told, status=503 if stopping else 200)
    ready = is_ready(now)
    page = render_to_string("conditions/health.html", {"ready": ready, "site": settings.DISEASEMAPS})
    return HttpResponse(page, status=200 if ready else 503)


def _may_see_why(request: HttpRequest) -> bool:
    """Administrators who used their second factor in this session (S4)."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    try:
        return may(request.user, "see_health", on=timezone.localdate()) and used_second_factor(request)
    except DatabaseError:
        request.session.accessed = False  # nothing was read: the middleware need not try again on the way out
        return False
