"""Sign-offs that an editor should look at (E17). A flag is a reason to ask, and stops nothing."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conditions import pace
from conditions.accounts.door import signed_in
from conditions.models import Verdict
from conditions.permissions import may, reach


@require_GET
@never_cache
def signoffs(request: HttpRequest) -> HttpResponse:
    today, user = timezone.localdate(), signed_in(request)
    if not may(user, "offer", on=today):
        raise PermissionDenied
    given = Verdict.objects.filter(reach(user, "offer", on=today, answer="revision__answer__"))
    shown = {
        "quick": pace.quick(given, on=today),
        "many": pace.many(given, on=today),
        "most": pace.MANY,
        "fastest": pace.FASTEST,
        "days": pace.LOOKED_BACK.days,
    }
    return render(request, "desk/signoffs.html", shown)
