"""The last page before a story goes to a moderator, sending it, throwing its draft away, and the thanks."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from community.forms import as_read, people, permission, walk
from community.forms.permission import Send
from community.forms.recognise import is_hard
from community.forms.subject import condition_name, question_text
from community.models import Story, StoryDraft
from community.moderation import cases, sending, threads, writing
from community.triage import WORRYING
from community.views import help_near
from community.views.closed import closed_to
from community.views.writing import gone, theirs
from conditions import limits
from conditions.accounts.door import signed_in
from conditions.stale import Stale

# Where each thing that may be missing is said.
STEPS = {
    "relation": "whose",
    "attests": "person",
    "condition": "condition",
    "text": "story",
    "title": "story",
    "ties": "links",
    "purposes": "permission",
    "years": "permission",
    "after_death": "permission",
}


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything, each with “Change”, and the button that sends it."""
    draft = theirs(request, pk)
    if draft is None:
        return _gone(request)
    form, wait, problems = _form(request, draft), 0, list[str]()
    if form.is_bound and form.is_valid():
        wait = limits.wait(limits.STORIES, request, at=timezone.now())
        try:
            if not wait:
                case = sending.submit(draft, by=signed_in(request), at=timezone.now(), seen=form.cleaned_data["seen"])
                return redirect("community:story_sent", case.story.code)
        except Stale:
            return _page(request, draft, {"is_outrun": True}, status=409)
        except ValidationError as refusal:
            problems = refusal.messages
    more = {"minutes": wait // 60 + 1 if wait else 0, "problems": [*form.errors.get("words", []), *problems]}
    return _page(request, draft, more, status=429 if wait else 200)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once, and then deletes it for good."""
    draft = theirs(request, pk)
    if draft is None:
        return gone(request)
    if request.method == "POST":
        writing.discard(draft, by=signed_in(request))
        messages.success(request, _("The draft is deleted."))
        return redirect("community:stories")
    return render(request, "community/draft_discard.html", {"draft": draft, "condition": condition_name(draft)})


@require_safe
@login_required
@never_cache
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """The thanks, with the day by which somebody reads it, and help where the words worried us."""
    story = get_object_or_404(Story.objects.select_related("author"), code=code, author__user=signed_in(request))
    case, text = threads.open_case(story), threads.current(story)
    if case is None or text == cases.live(story):  # readers reported it, which is not the author's to know (M9)
        return redirect("community:story", story.code)
    near = help_near.help_for(story.author, text.country, on=timezone.localdate())
    hard = text.findings.filter(rule__in=WORRYING).exists()
    return render(request, "community/story_sent.html", {"case": case, "is_hard": hard, "near": near})


def _gone(request: HttpRequest) -> HttpResponse:
    """Pressed twice, the second press finds the draft gone because the first one sent it."""
    if request.method == "GET":
        return gone(request)
    messages.info(request, _("This draft is not there any more. If you sent it, you find it here as a story."))
    return redirect("community:stories")


def _form(request: HttpRequest, draft: StoryDraft) -> Send:
    words = permission.on_screen(permission.in_force(draft.language))
    return Send(request.POST if request.method == "POST" else None, initial={"seen": draft.version}, words=words)


def _page(request: HttpRequest, draft: StoryDraft, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    now = theirs(request, draft.pk) or draft
    documents = permission.in_force(now.language)
    shown = {
        "draft": now,
        "said": people.said(now),
        "form": Send(initial={"seen": now.version}, words=permission.on_screen(documents)),
        "condition": condition_name(now),
        "question": question_text(now),
        "allowed": [each for each in documents if each.purpose in now.purposes],
        "back": reverse("community:story_step", args=[now.pk, walk.before(now, walk.CHECK)]),
        "steps": {each.slug for each in walk.STEPS if each.fits(now)},
        "letter": as_read.letter(now, on=today),
        "is_hard": is_hard(now),
        "near": help_near.help_for(now.member, now.country, on=today),
        "days": settings.DISEASEMAPS["reading_days"],
    }
    shown |= more | _in_the_way(now, more.get("problems", []), on=today)
    return render(request, "community/story_check.html", shown, status=status)


def _in_the_way(draft: StoryDraft, problems: list[str], *, on: datetime.date) -> dict[str, Any]:
    """Why it cannot be sent: each reason once, and where it is put right if it can be."""
    missing, closed = _missing(draft, on=on), closed_to(draft.member, draft.language, on=on)
    said = {*closed, *(sentence for _address, sentence in missing)}
    return {"missing": missing, "closed": closed, "problems": [each for each in problems if each not in said]}


def _missing(draft: StoryDraft, *, on: datetime.date) -> list[tuple[str, str]]:
    """What keeps it from being sent, each with the address at which it is said."""
    try:
        sending.require_whole(draft, on=on)
    except ValidationError as refusal:
        by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {}
        steps = {name: reverse("community:story_step", args=[draft.pk, STEPS[name]]) for name in by_field}
        return [(steps[name], sentence) for name, sentences in by_field.items() for sentence in sentences]
    return []
