"""Words that many searched for and nobody found: what they are, decided on a page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conditions.editorial.listings import SEARCHES
from conditions.forms.searches import Settle
from conditions.models import FailedSearch
from conditions.permissions import may
from conditions.views.desk.decisions import Place, decide


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """What was settled meanwhile says so; what is only marks is not there."""
    if not may(request.user, Settle.needs, on=timezone.localdate()):
        raise PermissionDenied
    found = get_object_or_404(FailedSearch, pk=pk, kept_on__isnull=False)
    back = reverse("desk:listing", args=[SEARCHES.name])
    return decide(request, Settle, found, Place(None, "", str(SEARCHES.title), back))
