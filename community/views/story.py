"""One story, for its author: how it stands, its words, and what can be done with it (C5, C8)."""

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from community import happened, stages
from community.forms.turns import HIDDEN, Meanwhile, Sure
from community.models import Decision, Story, StoryText
from community.moderation import appeals, erasures, holds, publications, statements, threads, writing
from community.stages import Stage, Standing
from community.triage import WORRYING
from community.views import help_near
from conditions.accounts.door import signed_in
from conditions.models import Condition
from conditions.stale import Stale

SETTLED = (Stage.PUBLIC, Stage.DECLINED, Stage.REMOVED)


@require_safe
@login_required
@never_cache
def story(request: HttpRequest, code: str) -> HttpResponse:
    found, today = own(request, code), timezone.localdate()
    (standing,) = stages.of(Story.objects.filter(pk=found.pk), on=today)
    text = threads.current(found)
    shown = {
        "standing": standing,
        "story": found,
        "condition": name(found),
        "text": text,
        **_decided(found, standing, text, on=today),
        "kept": holds.told(found.author, on=today).get(found.pk, ""),
        "lines": happened.lines(found),
        "is_new": "taken-down" in request.GET and standing.stage == Stage.TAKEN_DOWN,
        "receipt": publications.receipt(found),
    }
    return render(request, "community/my_story.html", shown)


@require_safe
@login_required
@never_cache
def found(request: HttpRequest, pk: int) -> HttpResponse:
    """Where mail leads, which does not say by which code readers know the story."""
    theirs = get_object_or_404(Story, pk=pk, author__user=signed_in(request))
    return redirect("community:story", theirs.code)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """New words begin with the last ones. Of what is public its author says what readers see until then."""
    found, form = own(request, code), None
    if _is_asked(found, on=timezone.localdate()):
        form = Meanwhile(request.POST if request.method == "POST" else None, label_suffix="")
        if not form.is_valid():
            return asked(request, form, found, heading=_("Change the words"), says=[], button=_("Go on"))
    elif request.method == "GET":
        return redirect("community:story", code)
    hides = form is not None and form.cleaned_data["old_words"] == HIDDEN
    try:
        draft = writing.edit(found, by=signed_in(request), at=timezone.now(), hides=hides)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("community:story", code)
    return redirect("community:story_step", draft.pk, "story")


def _is_asked(story: Story, *, on: datetime.date) -> bool:
    """Readers see it, and nobody has begun to change it."""
    return Story.objects.published(on).filter(pk=story.pk, draft__isnull=True).exists()


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def take_down(request: HttpRequest, code: str) -> HttpResponse:
    """One press and one confirmation (C5)."""
    found = own(request, code)
    form = Sure(request.POST if request.method == "POST" else None)
    try:
        if happens(form, lambda: publications.take_down(found, by=signed_in(request), at=timezone.now())):
            return redirect(f"{request.path.removesuffix('take-down/')}?taken-down")
    except Stale:
        return moved(request, found)
    says = [_("It leaves our pages at once. You keep the text.")]
    return asked(request, form, found, heading=_("Take it down now?"), says=says, button=_("Take it down"))


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Another choice than taking it down, and for good (C8)."""
    found = own(request, code)
    form = Sure(request.POST if request.method == "POST" else None)
    try:
        if happens(form, lambda: erasures.erase(found, by=signed_in(request), at=timezone.now())):
            messages.success(request, _("Every word of it is gone."))
            return redirect("community:story", code)
    except Stale:
        return moved(request, found)
    says = [
        _("We delete every word of it, in every version, and what you and moderators wrote about it."),
        _("Nobody can bring it back. What stays is when it came and went, and a receipt."),
    ]
    closed = holds.in_the_way(found, on=timezone.localdate())
    told = {"heading": _("Delete the text too?"), "says": says, "button": _("Delete every word"), "closed": closed}
    return asked(request, form, found, **told)


def _decided(story: Story, standing: Standing, text: StoryText, *, on: datetime.date) -> dict[str, Any]:
    """What was decided last, as its author reads it, the newest first; and whether they can contest it (M6, M7)."""
    decision = statements.last(story) if standing.stage in SETTLED else None
    answer = statements.answered(story, since=decision.at if decision else text.created_at)
    said = [answer] if answer else []
    can_contest = decision is not None and not appeals.hindrance_for(decision, story, on=on)
    if decision and (standing.is_public or decision.kind != Decision.Kind.PUBLISH):
        said.append(statements.of(decision, is_public=standing.is_public, can_contest=can_contest))
    return {"decision": decision, "said": said, "can_contest": can_contest, **_near(story, standing, text, on=on)}


def _near(story: Story, standing: Standing, text: StoryText, *, on: datetime.date) -> dict[str, Any]:
    """Help beside a refusal of words that worried us (M11)."""
    is_refused = standing.stage in (Stage.DECLINED, Stage.REMOVED)
    if not is_refused or not text.findings.filter(rule__in=WORRYING).exists():
        return {}
    return {"is_hard": True, "near": help_near.help_for(story.author, text.country, on=on), "today": on}


def own(request: HttpRequest, code: str) -> Story:
    """The story, if it is theirs. Raises: Http404."""
    stories = Story.objects.select_related("author__user", "condition", "question", "thanks")
    return get_object_or_404(stories, code=code, author__user=signed_in(request))


def name(story: Story) -> str:
    return str(Condition.objects.named(story.language).get(pk=story.condition_id))


def happens(form: forms.Form, move: Callable[[], Any]) -> bool:
    """Whether it happened; if not, the form says why. Raises: Stale."""
    if not form.is_valid():
        return False
    try:
        move()
    except ValidationError as refusal:
        by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
        for field, sentences in by_field.items():
            form.add_error(field if field in form.fields else None, sentences)
        return False
    return True


def moved(request: HttpRequest, story: Story) -> HttpResponse:
    """A second press, or another window: the page says how it stands now."""
    messages.info(request, _("This changed meanwhile, so nothing was done. Here is how it stands now."))
    return redirect("community:story", story.code)


def asked(request: HttpRequest, form: forms.Form, story: Story, **shown: Any) -> HttpResponse:
    """The page that asks once: `heading`, what it `says` will happen, and the `button`."""
    return render(request, "community/story_ask.html", {"form": form, "story": story, **shown})
