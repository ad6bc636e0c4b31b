"""The log of a case of acute danger, and deputies of leads who are away: for safeguarding leads alone (M11)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.forms.safety_log import BeBack, NameDeputy, NoteStep
from community.models import SafetyStep, StandIn
from community.views.desk.cases import place, seen_case
from community.views.desk.safety import back, require_lead
from conditions.accounts.door import signed_in
from conditions.views.desk import decisions as asking
from conditions.views.desk import kept


@kept.keeps(SafetyStep)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """One line more in the log."""
    found = seen_case(request, pk)
    return asking.decide(request, NoteStep, found, place(found)._replace(condition=None, language=""))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def deputy(request: HttpRequest) -> HttpResponse:
    """Names who stands in while they are away."""
    require_lead(request)
    return asking.decide(request, NameDeputy, signed_in(request), back())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def be_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends that before the last day."""
    require_lead(request)
    return asking.decide(request, BeBack, get_object_or_404(StandIn.objects.select_related("lead"), pk=pk), back())
