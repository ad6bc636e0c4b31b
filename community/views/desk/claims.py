"""Who works on a story: taken, let go, taken over; and its hard words, shown to who asks for them (M1, M16)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from community.forms.claims import TakeOver
from community.models import Case
from community.moderation import claims, exposure
from community.views.desk.cases import place, seen_case
from conditions.accounts.door import signed_in
from conditions.views.desk import decisions as asking


@require_POST
@never_cache
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """For so many minutes nobody else decides on it."""
    return _pressed(request, pk, claims.take)


@require_POST
@never_cache
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody may take it."""
    return _pressed(request, pk, claims.let_go)


@require_POST
@never_cache
def open_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of a hard text, once they are asked for; that is counted."""
    return _pressed(request, pk, exposure.open_text, "#story")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Before the other one is done, with a reason."""
    found = seen_case(request, pk)
    return asking.decide(request, TakeOver, found, place(found))


def _pressed(request: HttpRequest, pk: int, move: Callable[..., Any], where: str = "") -> HttpResponse:
    """Part of a view: the move on a case that is theirs to see, and back to its page."""
    found: Case = seen_case(request, pk)
    try:
        move(found, by=signed_in(request), at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(reverse("desk:stories:case", args=[pk]) + where)
