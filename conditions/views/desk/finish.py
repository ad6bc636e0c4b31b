"""The reviewer's decision on the very words that they saw, and what it leads to."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from conditions.editorial import checks, verdicts
from conditions.forms.reviews import Finish
from conditions.models import Answer, Assignment, Publication, Round, Verdict
from conditions.models.reviewers import latest
from conditions.stale import Stale
from conditions.views.desk.copies import Copy
from conditions.views.desk.overtaken import overtaken
from conditions.views.desk.reviews import own

Decision = Verdict.Decision


@require_http_methods(["GET", "POST"])
@never_cache
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = own(request, pk)
    form = _form(request, assignment)
    if over := _over(request, assignment, form):
        return over
    if form.is_valid():
        try:
            _decide(assignment, form, at=timezone.now())
        except Stale:
            return overtaken(request, assignment, form)
        except (ValidationError, PermissionDenied) as refusal:
            if over := _over(request, own(request, pk), form):
                return over
            form.refuse(refusal)
        else:
            return redirect("desk:signed", pk)
    return render(request, "desk/review_finish.html", {"form": form, **_told(assignment)})


def _form(request: HttpRequest, assignment: Assignment) -> Finish:
    revision = assignment.round.revision
    return Finish(
        request.POST if request.method == "POST" else None,
        reviews=[assignment.round],
        last=latest(assignment.reviewer, revision.answer.condition).first(),
        initial={"seen": revision.digest},
    )


def _over(request: HttpRequest, assignment: Assignment, form: Finish) -> HttpResponse | None:
    """Where nothing is left to decide: a second press of the button and the way back lead to what was decided."""
    if hasattr(assignment, "verdict"):
        told = {"day": date_format(assignment.verdict.on), "decision": assignment.verdict.get_decision_display()}
        already = _("You decided on these words already, on %(day)s: “%(decision)s”. Nothing more is needed.")
        messages.info(request, already % told)
        return redirect("desk:signed", assignment.pk)
    if assignment.declined_at:
        return redirect("desk:reviews")
    if assignment.round.closed_at is None:
        return None
    if request.method == "POST":
        return overtaken(request, assignment, form)
    return redirect("desk:review", assignment.pk)


def _decide(assignment: Assignment, form: Finish, *, at: datetime.datetime) -> Verdict:
    said, revision = form.cleaned_data, assignment.round.revision
    told: dict[str, Any] = {"by": assignment.reviewer.user, "at": at, "seen": said["seen"]}
    match said["decision"]:
        case Decision.APPROVE:
            signed = {"scopes": said["scopes"], "read_elsewhere": said["read_elsewhere"]}
            return verdicts.declare_and_approve(revision, interests=form.declared, **signed, **told)
        case Decision.CHANGES:
            return verdicts.request_changes(revision, because=said["text"], **told)
        case _recuse:
            return verdicts.recuse(revision, **told)


def _told(assignment: Assignment) -> dict[str, Any]:
    """What they should know before they sign: as whom they would, or why they cannot today."""
    mine, reviewer = Copy(assignment), assignment.reviewer
    verification, hindrance = None, ""
    try:
        verification = checks.eligible(reviewer, assignment.round, at=timezone.now())
    except ValidationError as refusal:
        hindrance = " ".join(refusal.messages)
    return {"copy": mine, "verification": verification, "hindrance": hindrance}


@require_GET
@never_cache
def signed(request: HttpRequest, pk: int) -> HttpResponse:
    """What they decided, and truthfully what comes next."""
    assignment = own(request, pk)
    if not hasattr(assignment, "verdict"):
        return redirect("desk:review", pk)
    shown = {"assignment": assignment, "verdict": assignment.verdict, **what_comes_next(assignment.verdict)}
    return render(request, "desk/review_signed.html", shown)


def what_comes_next(verdict: Verdict) -> dict[str, Any]:
    """The publication that the sign-off stands behind, if any, when it is due, and where readers have it."""
    begun = Publication.objects.filter(sign_offs__verdict=verdict).order_by("-number").first()
    stands = Publication.objects.live().filter(revision=verdict.revision_id).exists()
    told: dict[str, Any] = {"publication": begun, "due_on": _due_on(verdict, begun), "address": "", "stands": stands}
    if stands:
        told["address"] = _address(verdict.revision.answer)
    return told


def _due_on(verdict: Verdict, begun: Publication | None) -> datetime.date | None:
    """When the next review is due, or will be once the words are published. Corrected wording moves no such day."""
    if begun:
        return begun.next_due_on
    policy = verdict.round.policy or verdict.round.answer.question.policy
    if verdict.round.kind == Round.Kind.WORDING or policy is None:
        return None
    return verdict.on + datetime.timedelta(days=policy.days)


def _address(answer: Answer) -> str:
    """Where readers have the answer: in its own language."""
    with translation.override(answer.language):
        return reverse("conditions:answer", args=[answer.condition.slug, answer.question.slug])
