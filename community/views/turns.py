"""What waits for the author of a story: a question, a change, a decision to contest, a consent that runs out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.forms.permission import in_force, on_screen
from community.forms.turns import Contest, Renew, Sure, Turn
from community.models import Appeal, Case, ConsentDocument, Decision, Message, Story, StoryPublication, StoryText
from community.moderation import appeals, cases, renewals, statements, threads
from community.views import too_often
from community.views.story import asked, happens, moved, name, own
from conditions import differences, limits
from conditions.accounts.door import signed_in
from conditions.stale import Stale
from conditions.views.desk import kept


@require_http_methods(["GET", "POST"])
@kept.keeps(Message)
@login_required
@never_cache
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """A moderator's question, and the author's answer (M21)."""
    story = own(request, code)
    case = Case.objects.open().filter(story=story).prefetch_related("messages").first()
    if case is None or not case.messages.all():  # nobody asked: that readers reported it is not theirs to know (M9)
        return gone(request, story, request.POST.get("text", ""))
    form = Turn(request.POST if request.method == "POST" else None, initial=kept.typed(request), label_suffix="")
    late = too_often.refused(form, limits.TURNS, request)
    told: dict[str, Any] = {"by": signed_in(request), "at": timezone.now()}
    if form.is_bound and happens(form, lambda: cases.answer(case, form.cleaned_data["text"], **told)):
        messages.success(request, _("Thank you. A moderator reads it next."))
        return redirect("community:story", code)
    shown = {"form": form, "story": story, "case": case}
    return render(request, "community/story_answer.html", shown, status=429 if late else 200)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def change(request: HttpRequest, code: str) -> HttpResponse:
    """What a moderator would change, beside why; nothing of it is public before the author agrees (C12)."""
    story = own(request, code)
    case = threads.open_case(story)
    offered = cases.offered(case) if case else None
    form = Sure(request.POST if request.method == "POST" else None, initial={"seen": offered.pk if offered else ""})
    if offered is None or (form.is_bound and request.POST.get("seen") != str(offered.pk)):
        return moved(request, story)
    move = cases.accept_change if request.POST.get("do") == "accept" else cases.refuse_change
    try:
        if form.is_bound and happens(form, lambda: move(offered, by=signed_in(request), at=timezone.now())):
            messages.success(request, _("Thank you. A moderator decides next."))
            return redirect("community:story", code)
    except Stale:
        return moved(request, story)
    return render(request, "community/story_change.html", {"form": form, **compared(story, offered)})


@require_http_methods(["GET", "POST"])
@kept.keeps(Appeal)
@login_required
@never_cache
def contest(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Asks that somebody else looks again at a refusal or a removal (M7)."""
    story = own(request, code)
    decision = get_object_or_404(Decision, pk=pk, case__story=story, contest_until__isnull=False)
    data = request.POST if request.method == "POST" else None
    form = Contest(data, documents=_ended(story), typed=kept.typed(request))
    if form.is_bound and happens(form, lambda: _contested(request, decision, form)):
        messages.success(request, _("Thank you. Another person looks at it again."))
        return redirect("community:story", code)
    hindrance = appeals.hindrance_for(decision, story, on=timezone.localdate())
    shown = {"form": form, "story": story, "statement": statements.of(decision), "hindrance": hindrance}
    return render(request, "community/story_contest.html", shown)


def _ended(story: Story) -> list[ConsentDocument]:
    """What is to be allowed anew: the permission ended with the decision."""
    standing = set(story.consents.filter(ended_at__isnull=True).values_list("purpose", flat=True))
    return [each for each in in_force(story.language) if each.purpose not in standing]


def _contested(request: HttpRequest, decision: Decision, form: Contest) -> Appeal:
    told = {"text": form.cleaned_data["text"], "purposes": form.purposes()}
    return appeals.appeal(decision, by=signed_in(request), at=timezone.now(), **told)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def renew(request: HttpRequest, code: str) -> HttpResponse:
    """The same words go on being public, under the permission in the words of today (C10, C11)."""
    story, today = own(request, code), timezone.localdate()
    live = StoryPublication.objects.live().filter(story=story).select_related("consent").first()
    if live is None:
        return moved(request, story)
    documents = renewals.asked_again(story)
    data = request.POST if request.method == "POST" else None
    form = Renew(data, former=live.consent, on=today, seen=on_screen(documents))
    try:
        if form.is_bound and happens(form, lambda: _renewed(request, story, form)):
            messages.success(request, _("Thank you. It goes on being public."))
            return redirect("community:story", code)
    except Stale:
        return moved(request, story)
    told = {"heading": _("Shall it go on being public?"), "button": _("Allow it again"), "documents": documents}
    return asked(request, form, story, says=[_("You allow this again, in these words:")], **told)


def _renewed(request: HttpRequest, story: Story, form: Renew) -> StoryPublication:
    said = form.cleaned_data
    told = {"years": said["years"], "seen": form.read(), "after_death": said["after_death"]}
    attests = said.get("attests", "")
    return renewals.renew(story, by=signed_in(request), at=timezone.now(), attests=attests, **told)


def compared(story: Story, offered: StoryText) -> dict[str, object]:
    """The words as they are, and what the change makes of them."""
    before = threads.current(story)
    return {
        "story": story,
        "condition": name(story),
        "offered": offered,
        "title": differences.texts(before.title, offered.title) if before.title != offered.title else (),
        "paragraphs": differences.texts(before.text, offered.text),
    }


def gone(request: HttpRequest, story: Story, text: str) -> HttpResponse:
    """Nobody waits for an answer any more: what was typed is not lost with it."""
    if not text.strip():
        return moved(request, story)
    return render(request, "community/story_no_question.html", {"story": story, "text": text}, status=409)
