"""What a reviewer is told whose review ended before they decided: who moved what, and where it goes on (E4)."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from conditions import differences
from conditions.models import Assignment, Revision, Round


@dataclass(frozen=True)
class News:
    """How the review ended: by whom, what changed in the words, and the review that came after it, if any."""

    round: Round
    difference: differences.Difference | None
    next: Assignment | None

    @property
    def places(self) -> int:
        return self.difference.places if self.difference else 0


def news(assignment: Assignment) -> News | None:
    """Nothing as long as the review is open, and for whoever had their say before it ended."""
    had_their_say = assignment.declined_at or hasattr(assignment, "verdict")
    return None if had_their_say else _ended(assignment)


def _ended(assignment: Assignment) -> News | None:
    round_ = assignment.round
    if round_.closed_at is None:
        return None
    waiting = Assignment.objects.waiting().filter(round__answer=round_.answer_id, reviewer=assignment.reviewer_id)
    following = None if assignment.reviewer.user.is_outside else waiting.first()  # they need another link for that
    return News(round_, _changed(round_), following)


def overtaken(request: HttpRequest, assignment: Assignment, form: forms.Form, *, back: str = "") -> HttpResponse:
    """The page for whoever pressed the button too late: nothing is applied, and what they typed is still there.

    `back` is where they read the text, if not on its own page.
    """
    told = ("round__closed_by", "round__revision", "reviewer__user")
    now = Assignment.objects.select_related(*told).get(pk=assignment.pk)
    shown = {
        "assignment": now,
        "back": back or reverse("desk:review", args=[now.pk]),
        "news": _ended(now),
        "typed": _typed(form),
    }
    return render(request, "desk/review_overtaken.html", shown, status=409)


def _changed(round_: Round) -> differences.Difference | None:
    """What differs between the words of the review and those that ended it, and nothing of what was written later."""
    later = Revision.objects.filter(answer=round_.answer_id, number__gt=round_.revision.number).order_by("number")
    ended = later.values_list("pk", flat=True).first() if round_.outcome == Round.Outcome.SUPERSEDED else None
    return differences.between(*differences.pair(round_.revision_id, ended)) if ended else None


def _typed(form: forms.Form) -> list[tuple[str, str]]:
    """What was typed into the form, under the labels of its fields."""
    texts = (field for field in form if isinstance(field.field.widget, forms.Textarea))
    return [(str(field.label), str(field.value() or "")) for field in texts if field.value() not in {"", None}]
