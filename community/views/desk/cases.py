"""One story before a moderator: why it is here, the words with their marks, and what may be decided (M4, M6, M16)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community.forms.moderation import (
    Ask,
    DecideAppeal,
    Decline,
    Keep,
    OfCase,
    ProposeChange,
    Publish,
    RaiseRisk,
    Remove,
    between,
)
from community.models import Appeal, Case, Decision, Hold, Level, SteppedBack, Story, StoryText
from community.moderation import cases, decisions, sight
from community.views.desk import marked
from conditions.accounts.door import signed_in
from conditions.models import Condition
from conditions.permissions import may
from conditions.views.desk import decisions as asking
from conditions.views.desk import kept
from conditions.views.desk.decisions import Place

KINDS: tuple[type[OfCase], ...] = (DecideAppeal, Publish, Keep, Ask, ProposeChange, Decline, Remove, RaiseRisk)


@require_GET
@never_cache
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that a moderator decides by, on one page; what nobody needs any more stands on none."""
    found = seen_case(request, pk)
    person, now = signed_in(request), timezone.now()
    if not reads_words(request, found.story):
        return render(request, "desk/stories/put_away.html", {"case": found, "decided": decided(found.story)})
    may_decide = _moderates(request, found)
    kinds = [kind for kind in _kinds(request, found) if not kind(found, by=person, at=now).hindrance()]
    shown = {
        "case": found,
        "kinds": kinds,
        "hindrance": cases.hindrance_for(found, found.story, person) if may_decide else "",
        "may_decide": may_decide,
        "is_lead": may(person, "safeguard", on=timezone.localdate(now), language=""),
        **_words(found),
        **_around(found),
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
    return asking.decide(request, kind, found, where)


@require_POST
@never_cache
def step_back(request: HttpRequest, pk: int) -> HttpResponse:
    """“Not me”: no reason is asked (M16)."""
    found = seen_case(request, pk)
    try:
        cases.step_back(found, by=signed_in(request), at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("You will not see this story again. Another moderator reads it."))
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
    is_lead = may(request.user, "safeguard", on=timezone.localdate())
    return (Ask,) if is_lead and found.level == Level.DANGER else ()


def _moderates(request: HttpRequest, found: Case) -> bool:
    story = found.story
    return may(request.user, "moderate", story.condition, on=timezone.localdate(), language=story.language)


def _has_stepped_back(request: HttpRequest, found: Case) -> bool:
    return SteppedBack.objects.filter(case=found, by=signed_in(request)).exists()


def _words(found: Case) -> dict[str, Any]:
    """The words that are decided on, with their marks; what readers have, and what the author looks at, beside them."""
    text = decisions.words_for(found, Decision.Kind.PUBLISH)
    findings, live, offered = list(text.findings.all()), cases.live(found.story), cases.offered(found)
    why = marked.why(findings)
    approved = decisions.same(found, text, Decision.Kind.PUBLISH) + decisions.same(found, text, Decision.Kind.KEEP)
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


def _around(found: Case) -> dict[str, Any]:
    """What was said, allowed, reported and decided before."""
    story = found.story
    return {
        "thread": list(found.messages.select_related("by")),
        "consents": list(story.consents.filter(ended_at=None)),
        "reports": list(found.reports.all()),
        "decided": decided(story),
        "is_contested": Appeal.objects.filter(decision__case__story=story, decided_at=None).exists(),
        "appeal": Appeal.objects.filter(case=found).first(),
        "is_waiting": Case.objects.with_the_author().filter(pk=found.pk).exists(),
    }
