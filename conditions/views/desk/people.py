"""Who works here: by role, and person by person; and what nobody can do because a role is empty (E23)."""

import datetime
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from conditions.accounts.door import signed_in
from conditions.forms.grants import End, Give
from conditions.health.people import BLOCKED
from conditions.models import Condition, Grant, Reviewer, User
from conditions.models.people import Role
from conditions.permissions import may
from conditions.views.desk.decisions import Place, decide

ASKS = require_http_methods(["GET", "HEAD", "POST"])
MOST = 100  # grants of one role on the page; the others are found by name
NOT_NEEDED = _("Nobody has this role yet. Nothing stands still without it.")


class Held(NamedTuple):
    """A role, who holds it, and what nobody can do where that is nobody."""

    role: Role
    grants: list[Grant]
    has_more: bool
    blocks: Any


def _administrator(request: HttpRequest) -> None:
    if not may(signed_in(request), "manage_people", on=timezone.localdate()):
        raise PermissionDenied


def _grants(language: str) -> QuerySet[Grant]:
    named = Prefetch("condition", Condition.objects.named(language))
    return Grant.objects.select_related("user", "granted_by").prefetch_related(named)


@require_GET
@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    """Every role with those who hold it today; or those found by a part of their name or address."""
    _administrator(request)
    words, today = request.GET.get("q", "").strip()[:100], timezone.localdate()
    in_force = _grants(request.LANGUAGE_CODE).in_force(today)  # type: ignore[attr-defined]
    if words:
        in_force = in_force.filter(Q(user__name__icontains=words) | Q(user__email__icontains=words))
    above = User.objects.filter(is_superuser=True, is_active=True)
    shown = {
        "roles": [_held(role, in_force, above) for role in Role],
        "above": above.order_by("name", "pk"),
        "words": words,
    }
    return render(request, "desk/people.html", shown)


def _held(role: Role, in_force: QuerySet[Grant], above: QuerySet[User]) -> Held:
    found = list(in_force.filter(role=role).order_by("user__name", "user__email", "pk")[: MOST + 1])
    is_empty = not found and not (role == Role.ADMINISTRATOR and above)
    return Held(role, found[:MOST], len(found) > MOST, BLOCKED.get(role, NOT_NEEDED) if is_empty else "")


@require_GET
@never_cache
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague, with every role that they hold, will hold or held."""
    _administrator(request)
    found, today = _colleague(pk), timezone.localdate()
    shown = {
        "person": found,
        "grants": [(each, _state(each, today)) for each in _grants(request.LANGUAGE_CODE).filter(user=found)],
        "profile": Reviewer.objects.filter(user=found).first(),
        "is_own": found.pk == signed_in(request).pk,
    }
    return render(request, "desk/person.html", shown)


def _colleague(pk: int) -> User:
    """Somebody who has or had a role. Members are none: nobody is looked through here."""
    return get_object_or_404(User.objects.filter(Q(grants__isnull=False) | Q(is_superuser=True)).distinct(), pk=pk)


def _state(grant: Grant, on: datetime.date) -> str:
    if grant.starts_on > on:
        return "open"
    return "valid" if grant.ends_on is None or grant.ends_on >= on else "ended"


@never_cache
@ASKS
def give(request: HttpRequest, pk: int) -> HttpResponse:
    _administrator(request)
    found = _colleague(pk)
    return decide(request, Give, found, Place(None, "", str(found), reverse("desk:person", args=[pk])))


@never_cache
@ASKS
def end(request: HttpRequest, pk: int) -> HttpResponse:
    _administrator(request)
    grant = get_object_or_404(_grants(request.LANGUAGE_CODE), pk=pk)
    back = reverse("desk:person", args=[grant.user_id])
    return decide(request, End, grant, Place(None, "", str(grant.user), back))
