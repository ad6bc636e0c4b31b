"""Credentials at the desk: which have to be looked up, what was found when, and what rests on each (R9, E13)."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conditions.accounts.door import signed_in
from conditions.editorial import registered, renewals, rounds
from conditions.forms.credentials import OfCredential
from conditions.models import Credential, Publication, Round, User
from conditions.permissions import may
from conditions.stale import Stale
from conditions.views.desk.decisions import Place, decide
from conditions.views.reading import page_number

PART = 200
OVER = frozenset({"lapsed", "revoked", "new"})
SETTLED = frozenset({"valid", "ending", "revoked"})
ORDER = ("new", "lapsed", "due", "ending", "valid", "revoked")


def _colleague(request: HttpRequest) -> User:
    """Raises: PermissionDenied for whoever checks no credentials."""
    person = signed_in(request)
    if not may(person, "verify_credentials", on=timezone.localdate()):
        raise PermissionDenied
    return person


@require_GET
@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    """By what there is to do: those never looked up, lapsed or due soon first; the rest folded, page by page.

    However many have lapsed in peace, none of those that somebody has to look up is left out for them.
    """
    _colleague(request)
    today, page = timezone.localdate(), page_number(request)
    groups: dict[str, list[Credential]] = {state: [] for state in (*ORDER, "unused")}
    to_check = list(renewals.to_check(today)[: PART + 1]) if page == 1 else []
    settled = list(renewals.settled(today)[(page - 1) * PART : page * PART + 1])
    if page > 1 and not settled:
        raise Http404
    for each in to_check[:PART]:
        groups[renewals.state(each, today)].append(each)
    for each in settled[:PART]:
        state = renewals.state(each, today)
        groups[state if state in SETTLED else "unused"].append(each)
    shown = {"groups": groups, "page": page, "has_more": len(settled) > PART, "first": len(to_check) > PART and PART}
    return render(request, "desk/credentials.html", shown)


@require_GET
@never_cache
def credential(request: HttpRequest, pk: int) -> HttpResponse:
    """One credential: where to look, all that was found, and the answers that rest on it alone."""
    person, today = _colleague(request), timezone.localdate()
    found = get_object_or_404(renewals.queue(), pk=pk)
    state = renewals.state(found, today)
    resting = _resting(found, state, today)
    opened = Round.objects.filter(closed_at=None, answer__publications__in=resting).values_list("answer", flat=True)
    shown = {
        "credential": found,
        "state": state,
        "link": renewals.known_link(found),
        "history": found.verifications.select_related("by").order_by("-verified_on", "-pk"),
        "resting": resting.select_related("revision", "answer"),
        "opened": set(opened),
        "asks": state in OVER,
        "sends": may(person, "offer", on=today),
        "is_own": found.reviewer.user_id == person.pk,
    }
    return render(request, "desk/credential.html", shown)


def _resting(credential: Credential, state: str, on: datetime.date) -> QuerySet[Publication]:
    """What rests on it alone: what is to be reviewed again where it counts no more, else what would be."""
    if state in OVER:
        return registered.behind(Publication.objects.resting_only_on_lapsed(on), credential)
    return Publication.objects.resting_only_on(credential, on)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def on_credential(request: HttpRequest, pk: int, kind: type[OfCredential]) -> HttpResponse:
    found = get_object_or_404(Credential.objects.select_related("reviewer", "revocation"), pk=pk)
    back = reverse("desk:credential", args=[pk])
    return decide(request, kind, found, Place(None, "", found.reviewer.name, back))


@require_POST
@never_cache
def recheck(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One answer goes to review again, its words untouched; whom to ask is chosen on its page."""
    person = _colleague(request)
    found = get_object_or_404(Publication.objects.live().select_related("answer__condition"), code=code)
    question = _("The registration of whoever signed this no longer counts. Does the text still hold?")
    try:
        rounds.reconfirm(found, question=question, by=person, at=timezone.now())
    except Stale:
        messages.info(request, _("Readers have newer words by now. Nothing needs to be done."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("It is in review again. Now choose whom to ask."))
    return redirect("desk:credential", pk)
