"""Live texts sent to review again, many at once: those that cite a source, are due, or were chosen in the coverage."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conditions.accounts.door import signed_in
from conditions.editorial import again as sending
from conditions.editorial.listings.answers import DUE, due
from conditions.forms.again import SendAgain, SendWhatCites
from conditions.models import Publication, Source
from conditions.views.desk.decisions import Place, decide

KEY = 18  # digits: more are no key of a row
ASKS = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@ASKS
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """A source with all that rests on it, and the step that sends that out (E16)."""
    found = get_object_or_404(Source.objects.select_related("replaced_by"), pk=pk)
    live = Publication.objects.citing(found)
    about = sending.gathered(live, by=signed_in(request), at=timezone.now(), source=found)
    place = Place(None, None, _("Sources retracted or replaced"), reverse("desk:listing", args=["sources"]))
    return decide(request, SendWhatCites, about, place)


@never_cache
@ASKS
def again(request: HttpRequest) -> HttpResponse:
    """Those whose keys stand in the address, so that a list anywhere can lead here; else a part of what is due."""
    keys = [int(key) for key in request.GET.getlist("answer") if key.isascii() and key.isdecimal() and len(key) <= KEY]
    if keys:
        live = Publication.objects.live().filter(answer__in=keys)
        place = Place(None, None, _("Coverage"), reverse("desk:coverage"))
    else:
        part = DUE.chosen(request.GET.get("part", ""))
        live = due(part, timezone.localdate())
        place = Place(None, None, str(DUE.title), f"{reverse('desk:listing', args=['due'])}?part={part}")
    return decide(request, SendAgain, sending.gathered(live, by=signed_in(request), at=timezone.now()), place)
