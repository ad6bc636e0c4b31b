"""Invitations at the desk: who was asked to work here, and what became of it."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from conditions.accounts.door import signed_in
from conditions.editorial import invitations
from conditions.forms.invitations import Invite, OfInvitation
from conditions.models import Condition
from conditions.permissions import may
from conditions.views.desk.decisions import Place, decide
from conditions.views.reading import page_number

ASKS = require_http_methods(["GET", "HEAD", "POST"])
PART = 50


def _place() -> Place:
    return Place(None, "", _("Invitations"), reverse("desk:invitations"))


@require_GET
@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    """The newest first, each with its state and what can be done about it."""
    now, page = timezone.now(), page_number(request)
    person = signed_in(request)
    if not may(person, "invite_reviewers", on=timezone.localdate(now)):
        raise PermissionDenied
    named = Prefetch("condition", Condition.objects.named(request.LANGUAGE_CODE))
    mine = invitations.theirs(person, on=timezone.localdate(now))
    found = mine.select_related("invited_by", "accepted_by").prefetch_related(named)
    part = list(found[(page - 1) * PART : page * PART + 1])
    if page > 1 and not part:
        raise Http404
    told = [(each, each.state(now)) for each in part[:PART]]
    shown = {"invitations": told, "page": page, "has_more": len(part) > PART}
    return render(request, "desk/invitations.html", shown)


@never_cache
@ASKS
def invite(request: HttpRequest) -> HttpResponse:
    return decide(request, Invite, None, _place())


@never_cache
@ASKS
def on_invitation(request: HttpRequest, pk: int, kind: type[OfInvitation]) -> HttpResponse:
    """What somebody may not see is not there: an editor learns of no invitation but those of reviewers."""
    mine = invitations.theirs(signed_in(request), on=timezone.localdate())
    return decide(request, kind, get_object_or_404(mine.select_related("invited_by"), pk=pk), _place())
