"""Nothing typed is lost (E4): where the desk cannot take what was posted, the page that says so keeps it.

It goes back into that page and nowhere else: no session, log or table holds it. `Keeper` stands before every page of
the desk, so that a page added later keeps what is typed there without anybody thinking of it; a page elsewhere says so
itself with `keeps` (docs/decisions/0025-nothing-typed-is-lost.md).
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from allauth.core.exceptions import ReauthenticationRequired
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, models
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.accounts import door
from conditions.models import (
    Caution,
    Comment,
    Credential,
    Declaration,
    Draft,
    Notice,
    ReaderReport,
    Reviewer,
    Round,
    Seal,
    Source,
    Verification,
)
from conditions.stale import Stale
from conditions.views.desk import moved

KEPT = frozenset({"desk", "expert"})  # where nothing that is typed is lost
LOOK_AGAIN = "look-again"
SEEN = "seen"  # the field in which a form says what was on screen
NEVER_REPEATED = "csrfmiddlewaretoken"
# What a field is called that stands once for each country, each remark, or each text of a bundle.
NOTE, REPLY, TEXT = "note-", "reply-", "text-"
# Whose texts are typed at the desk; where two call theirs alike, the first names it.
OF_TEXTS = (Draft, Comment, Round, Notice, Caution, Seal, Declaration, Source)
TYPED_INTO = (*OF_TEXTS, ReaderReport, Reviewer, Credential, Verification)
# What no column is called: a choice by its name where there are too many to list, and words that go into a mail.
NAMED = {
    "condition": gettext_lazy("Condition"),
    "credential": gettext_lazy("Credential"),
    "message": gettext_lazy("A sentence of your own"),
    "specialties": gettext_lazy("What you know best"),
    "why": gettext_lazy("Why?"),
    "written": gettext_lazy("How is the name written?"),
}


class Why(TextChoices):
    """Why what was posted could not be taken, in one sentence."""

    SIGNED_OUT = "signed-out", gettext_lazy("You were signed out, so nothing was saved. What you typed is still here.")
    SECOND_FACTOR = (
        "second-factor",
        gettext_lazy("Your second step is missing, so nothing was saved. What you typed is still here."),
    )
    PROOF = (
        "proof",
        gettext_lazy(
            "This takes a fresh proof that it is you, so nothing was done. What you chose and typed is still here."
        ),
    )
    TOKEN = (
        "token",
        gettext_lazy(
            "You signed in or out elsewhere, so nothing was saved. What you typed is still here: send it again."
        ),
    )
    FORBIDDEN = (
        "forbidden",
        gettext_lazy("Your role does not allow this any more. What you typed is still here to copy."),
    )
    MOVED = (
        "moved",
        gettext_lazy(
            "Somebody changed this while you were looking, so nothing was saved. What you typed is still here."
        ),
    )
    CLAIMED = "claimed", gettext_lazy("Somebody else works on this now. Nothing was saved, and your words are here.")
    BUSY = (
        "busy",
        gettext_lazy(
            "The site was busy for a moment, so nothing was saved. What you typed is still here: send it again."
        ),
    )


STATUS = {Why.MOVED: 409, Why.CLAIMED: 409, Why.BUSY: 503}


class Typed(NamedTuple):
    """Something that was typed, as its owner knows it."""

    label: str
    text: str


View = TypeVar("View", bound=Callable[..., HttpResponse])


def keeps(*models_typed_into: type[models.Model]) -> Callable[[View], View]:
    """A page beside the desk on which people type into these models, and lose nothing either."""

    def marked(view: View) -> View:
        view.typed_into = models_typed_into  # type: ignore[attr-defined]
        return view

    return marked


class Keeper:
    """Middleware, in front of the door: gives back what was posted to the desk where the desk cannot take it.

    It comes after the check of the form's token, so what it gives back was typed into a page of ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not _is_kept(request) or not given_back(request):
            return None
        if shut := _shut(request):
            return page(request, shut)
        if LOOK_AGAIN in request.POST:
            request.typed = request.POST  # type: ignore[attr-defined]
            request.method = "GET"
        return None

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """A move said no: what was on screen has moved, the role ended, or the database was busy.

        Or it takes a fresh proof of who they are, in the administration too. Whoever gives one presses again: nothing
        is repeated by itself, minutes later and perhaps unseen.
        """
        match problem:
            case ReauthenticationRequired() if request.method == "POST" and _is_behind_the_door(request):
                return page(request, Why.PROOF)
            case _ if not _is_kept(request):
                return None
            case Stale():
                return page(request, Why.MOVED)
            case OperationalError():
                return page(request, Why.BUSY)
            case PermissionDenied() if given_back(request):
                return page(request, Why.FORBIDDEN)
            case _:
                return None


def typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed before somebody pressed “Look again”: the initial values of the form that they get.

    What was on screen is not among it: they look at what is on screen now.
    """
    before = getattr(request, "typed", None) or QueryDict()
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in before.lists()
        if name not in {NEVER_REPEATED, LOOK_AGAIN, SEEN}
    }


def is_script(request: HttpRequest) -> bool:
    """Whether a script of ours asks, which saves while somebody types, and not a person who waits for a page."""
    return request.headers.get("Accept") == "application/json"


def page(request: HttpRequest, why: Why, *, said: str = "") -> HttpResponse:
    """What was typed, why it was not taken, and how it can be sent. A script gets the sentence and a token."""
    status = STATUS.get(why, 403)
    if is_script(request):
        return JsonResponse({"problem": str(why.label), "why": why.value, "token": get_token(request)}, status=status)
    shown = {
        "why": why,
        "moved": moved.lately(request) if why is Why.MOVED else None,
        "posted": _posted(request),
        "typed": given_back(request),
        "address": _came_from(request) if why is Why.MOVED else request.get_full_path(),
        "look_again": LOOK_AGAIN,
    }
    response = render(request, "desk/kept.html", {"said": said, **shown}, status=status)
    add_never_cache_headers(response)
    return response


def mistrusted(request: HttpRequest) -> HttpResponse | None:
    """The same where the token of a form does not hold: mostly after signing in in another tab.

    A browser says where a form comes from, and no page can make it say otherwise. What another site made it post is
    never shown as somebody's own words.
    """
    told = request.headers.get("Sec-Fetch-Site")
    here = f"{request.scheme}://{request.get_host()}"
    is_ours = told == "same-origin" if told else request.headers.get("Origin") == here
    if not (is_ours and _is_kept(request) and given_back(request)):
        return None
    return page(request, _shut(request) or Why.TOKEN)


def _is_kept(request: HttpRequest) -> bool:
    match = request.resolver_match
    return (
        request.method == "POST"
        and match is not None
        and (not KEPT.isdisjoint(match.namespaces) or hasattr(match.func, "typed_into"))
    )


def _is_behind_the_door(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and not door.BEHIND.isdisjoint(match.namespaces)


def _is_desk(match: ResolverMatch) -> bool:
    return "desk" in match.namespaces


def _shut(request: HttpRequest) -> Why | None:
    """Why the door would lead away from what was posted; a page beside it asks for no role."""
    match = request.resolver_match
    if match is None or "expert" in match.namespaces:
        return None
    if not _is_desk(match):
        return None if request.user.is_authenticated else Why.SIGNED_OUT
    return {
        door.State.NOBODY: Why.SIGNED_OUT,
        door.State.NO_ROLE: Why.FORBIDDEN,
        door.State.NO_SECOND_FACTOR: Why.SECOND_FACTOR,
    }.get(door.state(request))


def _came_from(request: HttpRequest) -> str:
    """The page of ours that somebody typed on; a button of it may post to another address."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return request.get_full_path()
    parts = urlsplit(page)
    if not _is_of_the_desk(parts.path):
        return request.get_full_path()
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _is_of_the_desk(path: str) -> bool:
    """What was typed is sent to a page of the desk and nowhere else, whatever a header says."""
    try:
        return "desk" in resolve(path).namespaces
    except Resolver404:
        return False


def _posted(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that a form of ours carries, to be carried again."""
    return [(name, str(value)) for name, values in request.POST.lists() if name != NEVER_REPEATED for value in values]


def given_back(request: HttpRequest) -> list[Typed]:
    """What was typed into the form that was posted, each with what its field is called."""
    match = request.resolver_match
    into = getattr(match.func, "typed_into", TYPED_INTO) if match else TYPED_INTO
    return [Typed(label, text) for name, text in _posted(request) if text.strip() and (label := _label(name, into))]


def _label(name: str, into: tuple[type[models.Model], ...]) -> str:
    """What a field of text is called; empty for what nobody types."""
    if name.startswith(NOTE):
        return _("Note for %(country)s") % {"country": name.removeprefix(NOTE)}
    if name.startswith(REPLY):
        return _("Reply")
    if name.startswith(TEXT):
        return _("What should change?")
    found = (capfirst(str(field.verbose_name)) for field in _texts(into) if field.name == name)
    return str(NAMED.get(name) or next(found, ""))


def _texts(into: tuple[type[models.Model], ...]) -> "Iterator[models.Field[Any, Any]]":
    for model in into:
        for field in model._meta.fields:
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                yield field
