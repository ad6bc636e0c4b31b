"""The one door of the desk and of the administration: a role, and a second factor used in this session (S4).

It stands in front of whole namespaces, so that a page added later is behind it without anybody thinking of it.
"""

from collections.abc import Callable
from enum import Enum, auto
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from conditions.models import User
from conditions.permissions import may, needs_second_factor

BEHIND = frozenset({"admin", "desk"})


class State(Enum):
    """How the door of the desk stands for somebody, in this session."""

    OPEN = auto()
    NOBODY = auto()
    NO_ROLE = auto()
    NO_SECOND_FACTOR = auto()


# Who has a second factor uses it before changing how they sign in: a password alone must not add another key.
FACTOR_CHANGES = frozenset(
    {
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_edit_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
    }
)


class Door:
    """Middleware: leads to signing in, to the second factor, or refuses, before the page is even called."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match and BEHIND.intersection(match.namespaces):
            return _desk(request)
        if match and match.url_name in FACTOR_CHANGES:
            return _factor_change(request)
        return None


def signed_in(request: HttpRequest) -> User:
    """Who is signed in. Raises: PermissionDenied if nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def used_second_factor(request: HttpRequest) -> bool:
    """Whether a code, key or passkey of this very user was used in this session."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def count_as_recent(request: HttpRequest) -> None:
    """Who has just signed in has just proved who they are: the next page does not ask for the same again."""
    if records := get_authentication_records(request, request.user):
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [*records[:-1], {**records[-1], "reauthenticated": True}]


def count_enrolment(request: HttpRequest, authenticator: Authenticator) -> None:
    """Setting up the first second factor proves that one holds it: it is not asked for again.

    A further one does not count, or a password alone would be enough to get in with a new key.
    """
    others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
    if not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        record_authentication(request, authenticator.user, "mfa", id=authenticator.pk, type=authenticator.type)


def state(request: HttpRequest) -> State:
    """Whether who asks may come in; else the first thing that they lack."""
    user = request.user
    if not isinstance(user, User):
        return State.NOBODY
    today = timezone.localdate()
    if user.is_outside or not may(user, "enter_desk", on=today):
        return State.NO_ROLE
    if not used_second_factor(request) and needs_second_factor(user, on=today):
        return State.NO_SECOND_FACTOR
    return State.OPEN


def _desk(request: HttpRequest) -> HttpResponse | None:
    if "%00" in request.get_full_path():
        raise Http404  # no page has such an address, and PostgreSQL refuses to look for one
    match state(request):
        case State.NOBODY:
            return redirect_to_login(request.get_full_path())
        case State.NO_ROLE:
            raise PermissionDenied
        case State.NO_SECOND_FACTOR:
            return _lead_to("second_factor", request)
        case _:
            return None


def _factor_change(request: HttpRequest) -> HttpResponse | None:
    user = request.user
    if user.is_authenticated and not used_second_factor(request) and Authenticator.objects.filter(user=user).exists():
        return _lead_to("second_factor", request)
    return None


def _lead_to(name: str, request: HttpRequest) -> HttpResponseRedirect:
    """To the page of that name, and back here afterwards; what was posted is not repeated by itself."""
    back = request.get_full_path() if request.method == "GET" else ""
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': back})}" if back else reverse(name))
