"""One story before a moderator: why it is here, the words with their marks, and what may be decided (M4, M6, M16)."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community.forms.cases import Before, OfCase
from community.forms.moderation import (
    Ask,
    DecideAppeal,
    Decline,
    Keep,
    ProposeChange,
    Publish,
    RaiseRisk,
    Remove,
    between,
)
from community.forms.reports import CloseAll
from community.models import Appeal, Case, Claim, Decision, Hold, Level, SafetyStep, SteppedBack, Story, StoryText
from community.moderation import cases, exposure, safety, sight
from community.moderation.standing import Standing
from community.views.desk import marked
from conditions.accounts.door import signed_in
from conditions.models import Condition, User
from conditions.permissions import may
from conditions.views.desk import decisions as asking
from conditions.views.desk import kept
from conditions.views.desk.decisions import Place

PASSED_ON = gettext_lazy("You will not see this story again. Another moderator reads it.")
STILL_THEIRS = gettext_lazy(
    "Another moderator decides on this story. As a safeguarding lead you still see it: somebody may be in danger."
)
KINDS: tuple[type[OfCase], ...] = (DecideAppeal, Publish, Keep, Ask, ProposeChange, Decline, Remove, RaiseRisk)


@require_GET
@never_cache
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that a moderator decides by, on one page; what nobody needs any more stands on none."""
    found = seen_case(request, pk)
    person, now = signed_in(request), timezone.now()
    if not reads_words(request, found.story):
        return render(request, "desk/stories/put_away.html", {"case": found, "decided": decided(found.story)})
    may_decide, before = _moderates(request, found), Before(found, person, now)
    shown = {
        "case": found,
        "kinds": [kind for kind in _kinds(request, found) if not kind.hindered(before)],
        "hindrance": before.away if may_decide else "",
        "may_decide": may_decide,
        "closes": may_decide and not CloseAll.hindered(before),
        "is_lead": may(person, "safeguard", on=timezone.localdate(now), language=""),
        **(words := _words(before.standing)),
        **_working(found, person, at=now),
        **_exposed(found, person, is_hard=words["is_hard"], on=timezone.localdate(now)),
        **_around(found, before.standing),
    }
    return render(request, "desk/stories/case.html", shown)


@kept.keeps(StoryText, Decision)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int, kind: type[OfCase]) -> HttpResponse:
    """A decision about a story, previewed and then sent."""
    found = seen_case(request, pk)
    where = place(found)
    if kind in _kinds(request, found) and not _moderates(request, found):
        where = where._replace(needs="safeguard")
    before = Before(found, signed_in(request), timezone.now())
    if request.method == "POST" and (held := kind.held(before)):
        return kept.page(request, kept.Why.CLAIMED, said=held)
    return asking.decide(request, kind, found, where)


@require_POST
@never_cache
def step_back(request: HttpRequest, pk: int) -> HttpResponse:
    """“Not me”: no reason is asked (M16)."""
    found, person, now = seen_case(request, pk), signed_in(request), timezone.now()
    try:
        cases.step_back(found, by=person, at=now)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        is_lead = cases.is_led_by(found, person, on=timezone.localdate(now))
        messages.success(request, STILL_THEIRS if is_lead else PASSED_ON)
    return redirect("desk:stories:queue")


def place(found: Case) -> Place:
    story = found.story
    heading = _("Story about %(condition)s") % {"condition": story.condition}
    return Place(story.condition, story.language, heading, reverse("desk:stories:case", args=[found.pk]))


def seen_case(request: HttpRequest, pk: int) -> Case:
    """The case, for whoever moderates there and has not stepped back; for the safeguarding lead one of danger, and
    one of a story that must be kept.

    Never for the author, who would read what others reported and what moderators say of it (M9).
    Raises: Http404, for one that is not theirs like for one that never was, so that nobody counts them (S6).
    """
    named = Prefetch("story__condition", Condition.objects.named(request.LANGUAGE_CODE))
    found: Case = get_object_or_404(Case.objects.select_related("story__author").prefetch_related(named), pk=pk)
    is_theirs = may(request.user, "safeguard", on=timezone.localdate()) and _is_of_safety(found)
    reads = is_theirs or (_moderates(request, found) and not _has_stepped_back(request, found))
    if not reads or found.story.author.user_id == request.user.pk:
        raise Http404
    return found


def _is_of_safety(found: Case) -> bool:
    return found.level == Level.DANGER or Hold.objects.in_force(timezone.localdate()).filter(story=found.story).exists()


def reads_words(request: HttpRequest, story: Story) -> bool:
    """Whether the words are theirs to read today."""
    today = timezone.localdate()
    return sight.is_needed(story, on=today, is_lead=may(request.user, "safeguard", on=today))


def decided(story: Story) -> list[Decision]:
    """Every decision about the story, the newest first."""
    return list(Decision.objects.filter(case__story=story).select_related("by").order_by("-pk"))


def _kinds(request: HttpRequest, found: Case) -> tuple[type[OfCase], ...]:
    """What may be decided by this person: in acute danger the safeguarding lead may ask how the author is (M11)."""
    if _moderates(request, found):
        return KINDS
    return (Ask,) if cases.is_led_by(found, signed_in(request), on=timezone.localdate()) else ()


def _moderates(request: HttpRequest, found: Case) -> bool:
    story = found.story
    return may(request.user, "moderate", story.condition, on=timezone.localdate(), language=story.language)


def _has_stepped_back(request: HttpRequest, found: Case) -> bool:
    return SteppedBack.objects.filter(case__story=found.story, by=signed_in(request)).exists()


def _words(standing: Standing) -> dict[str, Any]:
    """The words that are decided on, with their marks; what readers have, and what the author looks at, beside them."""
    found, text, live = standing.case, standing.words(Decision.Kind.PUBLISH), standing.live
    findings, offered = list(text.findings.all()), cases.offered(found)
    why = marked.why(findings)
    approved = standing.same(text, Decision.Kind.PUBLISH) + standing.same(text, Decision.Kind.KEEP)
    return {
        "text": text,
        "paragraphs": list(marked.paragraphs(text, findings)),
        "why": why,
        "is_hard": found.level == Level.DANGER or any(each.is_hard for each in why),
        "live": live,
        "changed": list(between(live, text.title, text.text)) if live and live != text else [],
        "offered": offered,
        "offered_change": list(between(text, offered.title, offered.text)) if offered else [],
        "first": approved[0] if approved and found.closed_at is None else None,
    }


def _working(found: Case, person: User, *, at: datetime.datetime) -> dict[str, Any]:
    """Who works on it, or did until a moment ago."""
    last = Claim.objects.filter(case=found, ended_at=None).select_related("by").first()
    return {
        "claim": last,
        "is_claimed": last is not None and last.until > at,
        "is_mine": last is not None and last.by_id == person.pk,
        "minutes": settings.DISEASEMAPS["lease"],
    }


def _exposed(found: Case, person: User, *, is_hard: bool, on: datetime.date) -> dict[str, Any]:
    """Whether the words stand there, and else whether they can be asked for (M16)."""
    is_shown = not is_hard or exposure.is_open(found, person, on=on)
    is_enough = not is_shown and exposure.is_enough(person, found, on=on)
    return {"is_shown": is_shown, "enough": exposure.enough(exposure.opened_on(person, on)) if is_enough else ""}


def _around(found: Case, standing: Standing) -> dict[str, Any]:
    """What was said, allowed, reported and decided before."""
    story = found.story
    return {
        "thread": list(found.messages.select_related("by")),
        "consents": list(story.consents.filter(ended_at=None)),
        "reports": [*found.reports.open(), *found.reports.exclude(handled_at=None)],
        "decided": decided(story),
        "is_contested": Appeal.objects.filter(decision__case__story=story, decided_at=None).exists(),
        "appeal": standing.appeal,
        "is_waiting": standing.is_asked,
        **_safe(found),
    }


def _safe(found: Case) -> dict[str, Any]:
    """The log where somebody may be in danger, how it ended, and why the words are kept."""
    if found.level != Level.DANGER:
        return {}
    steps = list(SafetyStep.objects.filter(case=found).select_related("by"))
    on = timezone.localdate()
    return {
        "steps": steps,
        "outcome": safety.outcome(steps),
        "holds": Hold.objects.in_force(on).filter(story=found.story),
        "duty": safety.on_duty(on),
    }
