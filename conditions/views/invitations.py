"""The page of an invitation: what it is to, who sent it, and how to accept it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from conditions import limits
from conditions.accounts import invited
from conditions.accounts.door import signed_in
from conditions.editorial import invitations
from conditions.forms.invitations import Come, Named
from conditions.models import Condition, Invitation
from conditions.models.people import Role

STATUS = {"unknown": 404, "open": 200}
GONE = 410


@never_cache
@require_safe
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the mail leads. The link is taken out of the address at once: other pages would be told of it."""
    if wait := limits.wait(limits.INVITATIONS, request, at=timezone.now()):
        return _page(request, None, "often", minutes=wait // 60 + 1)
    invited.remember(request, secret)
    return redirect("invitation")


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Nothing happens by opening it: programs that read mail open links too."""
    found, now = invited.remembered(request), timezone.now()
    state = found.state(now) if found else "unknown"
    if found is None or state != "open":
        return _page(request, found, state)
    if request.user.is_authenticated:
        return _by_account(request, found)
    posted = request.POST if request.method == "POST" else None
    form = None if invited.has_account(found) else Come(posted, email=found.email)
    if form and form.is_valid():
        if wait := limits.wait(limits.INVITATIONS, request, at=now):
            return _page(request, found, "often", minutes=wait // 60 + 1)
        return _by_form(request, found, form)
    return _page(request, found, state, form=form)


def _by_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Somebody who is signed in accepts by one press, if the address is theirs."""
    person, now = signed_in(request), timezone.now()
    fits = invited.is_theirs(found, person)
    hindrance = invitations.hindering(found, by=person, at=now) if fits else ""
    form = Named(request.POST if request.method == "POST" else None) if invited.lacks_name(found, person) else None
    if request.method == "POST" and fits and not hindrance and (form is None or form.is_valid()):
        try:
            invited.accept(found, person, at=now, name=form.cleaned_data["name"] if form else "")
        except ValidationError as refusal:
            return _as_it_is_now(request, found, fits=fits, hindrance=" ".join(refusal.messages))
        return _welcome(request, found)
    return _page(request, found, "open", fits=fits, hindrance=hindrance, form=form)


def _by_form(request: HttpRequest, found: Invitation, form: Come) -> HttpResponse:
    given, language = form.cleaned_data, get_language() or "en"
    try:
        user = invited.join(found, name=given["name"], password=given["password"], language=language, at=timezone.now())
    except ValidationError as refusal:
        form.add_error(None, " ".join(refusal.messages))
        return _as_it_is_now(request, found, form=form)
    there = _welcome(request, found)["Location"]
    return invited.sign_in(request, user, to=there)


def _as_it_is_now(request: HttpRequest, found: Invitation, **shown: Any) -> HttpResponse:
    """After a refusal: who pressed twice at once reads that they accepted, and not that the link is over."""
    now = invited.remembered(request) or found
    return _page(request, now, now.state(timezone.now()), **shown)


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    """To the desk, whose door asks for a second factor first; a reviewer begins with how readers will see them."""
    invited.done(request)
    messages.success(request, _("Welcome. You have the role now."))
    return redirect("desk:own" if found.role == Role.REVIEWER else "desk:start")


def _page(request: HttpRequest, found: Invitation | None, state: str, **shown: Any) -> HttpResponse:
    about = None
    if found and found.condition_id:
        about = Condition.objects.named(request.LANGUAGE_CODE).get(pk=found.condition_id)
    told = {"invitation": found, "state": state, "about": about, "for_review": Role.REVIEWER}
    status = 429 if state == "often" else STATUS.get(state, GONE)
    return render(request, "account/invitation.html", {**told, **shown}, status=status)
