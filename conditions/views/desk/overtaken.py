"""What a reviewer is told whose review ended before they decided: who moved what, and where it goes on (E4)."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions import differences
from conditions.models import Assignment, Revision, Round
from conditions.views.desk.reviews import own

Outcome = Round.Outcome


@dataclass(frozen=True)
class News:
    """How the review ended: a sentence, what changed in the words, and the review that came after it, if any."""

    sentence: str
    difference: differences.Difference | None
    next: Assignment | None


def news(assignment: Assignment) -> News | None:
    """Nothing as long as the review is open, and for whoever had their say before it ended."""
    round_ = assignment.round
    if round_.closed_at is None or assignment.declined_at or hasattr(assignment, "verdict"):
        return None
    changed = _changed(round_)
    waiting = Assignment.objects.waiting().filter(round__answer=round_.answer_id, reviewer=assignment.reviewer_id)
    return News(_sentence(round_, changed), changed, waiting.first())


def overtaken(request: HttpRequest, assignment: Assignment, form: forms.Form) -> HttpResponse:
    """The page for whoever pressed the button too late: nothing is applied, and what they typed is still there."""
    now = own(request, assignment.pk)
    shown = {"assignment": now, "news": news(now), "typed": _typed(form)}
    return render(request, "desk/review_overtaken.html", shown, status=409)


def _changed(round_: Round) -> differences.Difference | None:
    """What differs between the words of the review and the newest ones; nothing where these are the newest."""
    newest = Revision.objects.filter(answer=round_.answer_id).order_by("-number").values_list("pk", flat=True).first()
    if newest in {None, round_.revision_id}:
        return None
    return differences.between(*differences.pair(round_.revision_id, newest))


def _sentence(round_: Round, changed: differences.Difference | None) -> str:
    name = str(round_.closed_by)
    match round_.outcome:
        case Outcome.SUPERSEDED:
            places = changed.places if changed else 0
            told = ngettext(
                "%(name)s changed %(places)d place of the text while it lay with you.",
                "%(name)s changed %(places)d places of the text while it lay with you.",
                places,
            )
            return told % {"name": name, "places": places}
        case Outcome.PUBLISHED:
            return _("%(name)s published this text, which another reviewer had approved.") % {"name": name}
        case _dismissed:
            because = round_.closed_because
            return _("%(name)s ended this review. Why: “%(because)s”") % {"name": name, "because": because}


def _typed(form: forms.Form) -> list[tuple[str, str]]:
    """What was typed into the form, under the labels of its fields."""
    texts = (field for field in form if isinstance(field.field.widget, forms.Textarea))
    return [(str(field.label), str(field.value() or "")) for field in texts if field.value() not in {"", None}]
