"""Reports of readers at the desk: those that wait, what each says, and how it is closed (R19, M23)."""

import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from conditions.accounts.door import signed_in
from conditions.editorial import reports
from conditions.forms.reports import Handling, HandlingTogether
from conditions.models import Answer, ReaderReport, User
from conditions.models.reports import ReaderReportQuerySet
from conditions.permissions import actions, may

CLOSED = 50
HANDLES = frozenset({"handle_reports", "handle_site_reports"})


class Task(NamedTuple):
    """What waits about one answer, however many reports it is."""

    first: ReaderReport  # danger to somebody first, then the oldest
    n: int
    reasons: list[str]
    oldest: datetime.datetime
    answers: int  # of them wait for an answer


@require_GET
@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    """What may harm somebody first, then the oldest, with all of one answer together; below it what was closed last."""
    _refuse_others(request)
    mine = _about(reports.theirs(signed_in(request), on=timezone.localdate()))
    closed = mine.exclude(handled_at=None).order_by("-handled_at", "-pk")[:CLOSED]
    waiting = [_task(each) for each in reports.joined(mine.open().defer("words"))]
    shown = {"waiting": waiting, "closed": closed.defer("words", "reply")}
    return render(request, "desk/reports.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
def of_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """All reports of one answer that wait, read together and closed with one reply to those who are ticked."""
    answer = get_object_or_404(Answer.objects.select_related("condition"), pk=pk)
    if not may(request.user, **reports.duty_about(answer), on=timezone.localdate()):
        raise PermissionDenied
    waiting = list(_about(ReaderReport.objects.filter(answer=answer).open()))
    alike = [each for each in waiting if each.reason != ReaderReport.Reason.QUESTION]
    form = HandlingTogether(alike, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (closed := _closed(form, answer, by=signed_in(request))):
        said = ngettext("%(n)d report is closed.", "%(n)d reports are closed.", closed) % {"n": closed}
        messages.success(request, said)
        return redirect("desk:reports")
    shown = {"answer": answer, "waiting": waiting, "alike": alike, "form": form}
    return render(request, "desk/reports_of_answer.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
def handle(request: HttpRequest, number: str) -> HttpResponse:
    _refuse_others(request)
    report = get_object_or_404(_about(ReaderReport.objects.all()), number=number)
    if not _may(request, report):
        raise PermissionDenied
    form = Handling(request.POST) if request.method == "POST" else Handling(initial=_first(report))
    if form.is_bound and form.is_valid():
        try:
            reports.handle_report(report, **form.cleaned_data, by=signed_in(request), at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The report is closed."))
            return redirect("desk:reports")
    return render(request, "desk/report.html", {"report": report, "form": form, "others": _others(report)})


def _task(found: list[ReaderReport]) -> Task:
    reasons = dict.fromkeys(str(each.get_reason_display()) for each in found)
    return Task(
        found[0], len(found), list(reasons), min(each.at for each in found), sum(bool(each.email) for each in found)
    )


def _closed(form: HandlingTogether, answer: Answer, *, by: User) -> int:
    """How many were closed; none, with the reason in the form, where that was refused."""
    try:
        return len(reports.handle_together(answer, **form.cleaned_data, by=by, at=timezone.now()))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return 0


def _first(report: ReaderReport) -> dict[str, Any]:
    """A question about somebody's own health begins with the standard answer, to be changed as needed (M23)."""
    if report.reason != ReaderReport.Reason.QUESTION:
        return {}
    reply = reports.standard_reply(report.language, on=timezone.localdate()) if report.email else ""
    return {"outcome": ReaderReport.Outcome.ANSWERED, "reply": reply, "is_personal": True}


def _others(report: ReaderReport) -> int:
    """How many more wait about the same answer."""
    same = ReaderReport.objects.filter(answer=report.answer_id).exclude(pk=report.pk)
    return same.open().count() if report.answer_id else 0


def _about(found: ReaderReportQuerySet) -> ReaderReportQuerySet:
    return found.select_related("answer__condition", "publication__revision", "handled_by")


def _may(request: HttpRequest, report: ReaderReport) -> bool:
    """What somebody wrote, and their address, only for who may handle this very report."""
    return may(request.user, **reports.duty(report), on=timezone.localdate())


def _refuse_others(request: HttpRequest) -> None:
    if actions(signed_in(request), on=timezone.localdate()).isdisjoint(HANDLES):
        raise PermissionDenied
