"""What somebody sent the operator before this site, for whoever opened the link in that mailbox alone."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.models import Member
from community.models.old_stories import OldStoryQuerySet
from community.moderation import old_stories
from conditions import limits
from conditions.accounts import closing
from conditions.models import Condition
from conditions.stale import Stale

KEPT_AS = "old_stories_opened"
OPEN_FOR = datetime.timedelta(hours=1)  # the browser may be one that others use as well


@never_cache
@require_safe
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the mail leads. The link is taken out of the address at once: other pages would be told of it."""
    if seconds := limits.wait(limits.OLD_STORIES, request, at=timezone.now()):
        return render(request, "community/old_stories.html", {"minutes": seconds // 60 + 1}, status=429)
    request.session.cycle_key()  # whoever knew this browser's session before has no part in what it may do now
    request.session[KEPT_AS] = [old_stories.digest(secret), (timezone.now() + OPEN_FOR).isoformat()]
    return redirect("stories:old")


@never_cache
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """All of theirs that wait. Nothing happens by opening it: programs that read mail open links too."""
    found, member = list(_theirs(request)), _member(request)
    known = closing.addresses(member.user) if member else set()
    names = Condition.objects.named(request.LANGUAGE_CODE).in_bulk({each.condition_id for each in found})
    shown = {
        "stories": [(each, names[each.condition_id], each.email.lower() in known) for each in found],
        "until": min((each.until for each in found), default=None),
        "is_member": member is not None,
    }
    return render(request, "community/old_stories.html", shown, status=200 if found else 404)


@never_cache
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Whoever uses this browser next finds nothing."""
    if request.session.pop(KEPT_AS, None):
        request.session.cycle_key()
    messages.success(request, _("Closed. Open the link in our mail to come back."))
    return redirect("stories:old")


@never_cache
@require_http_methods(["GET", "POST"])
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """It becomes a draft of theirs. Without an account the page says how to get one.

    Asks whether it is theirs first where it came from an address that their account has not: somebody else may have
    opened the link in this browser.
    """
    old, member = _theirs(request).filter(pk=pk).first(), _member(request)
    if old is None or member is None:
        return _moved(request)
    if request.method == "GET":
        return render(request, "community/old_story_take_over.html", {"old": old, "name": member.display_name})
    try:
        draft = old_stories.take_over(old, by=member, at=timezone.now())
    except Stale:
        return _moved(request)
    messages.success(request, _("It is a draft of yours now. Nobody sees it before you send it."))
    return redirect("community:draft", draft.pk)


@never_cache
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once. Whoever has the link needs no account to have their words erased (C8)."""
    old = _theirs(request).filter(pk=pk).first()
    if old is None:
        return _moved(request)
    if request.method == "GET":
        return render(request, "community/old_story_erase.html", {"old": old})
    try:
        old_stories.refuse(old, at=timezone.now())
    except Stale:
        return _moved(request)
    messages.success(request, _("Every word of it is gone."))
    return redirect("stories:old")


def _theirs(request: HttpRequest) -> OldStoryQuerySet:
    digest, until = request.session.get(KEPT_AS, ("", ""))
    is_open = bool(until) and timezone.now() < datetime.datetime.fromisoformat(until)
    return old_stories.of_link(digest if is_open else "", on=timezone.localdate())


def _member(request: HttpRequest) -> Member | None:
    if not request.user.is_authenticated:
        return None
    return Member.objects.select_related("user").filter(user=request.user).first()


def _moved(request: HttpRequest) -> HttpResponse:
    """A second press, another window, or a link that was not opened in this browser."""
    messages.info(request, _("This changed meanwhile, so nothing was done. Here is how it stands now."))
    return redirect("stories:old")
