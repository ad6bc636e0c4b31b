"""Reports of readers about a story: what was read then, what they say, and how one or all of them end (M8, M9)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.forms.reports import CloseAll, CloseLeft, HandleReport
from community.models import Case, StoryReport
from community.moderation import exposure, reports
from community.views.desk.cases import place, reads_words, seen_case
from conditions.accounts.door import signed_in
from conditions.views.desk import decisions as asking
from conditions.views.desk import kept

Outcome = StoryReport.Outcome


@kept.keeps(StoryReport)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def handle(request: HttpRequest, number: str) -> HttpResponse:
    """Closes one that is not about the story, or that its case left open."""
    found = get_object_or_404(StoryReport.objects.select_related("publication__text", "handled_by"), number=number)
    case = seen_case(request, found.case_id)
    first = {
        "outcome": Outcome.NO_REPORT,
        "reply": reports.usual_reply(found, Outcome.NO_REPORT, on=timezone.localdate()),
        "is_personal": found.reason == StoryReport.Reason.QUESTION,
    }
    form = HandleReport(case, request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid():
        try:
            reports.handle(found, **form.cleaned_data, by=signed_in(request), at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The report is closed."))
            return redirect("desk:stories:queue")
    shown = {"report": found, "case": case, "form": form, **_words(request, case)}
    return render(request, "desk/stories/report.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close_all(request: HttpRequest, pk: int) -> HttpResponse:
    """All reports of a story at once, without a decision on it: nothing is to be done, or it is closed already."""
    found = seen_case(request, pk)
    return asking.decide(request, CloseLeft if found.closed_at else CloseAll, found, place(found))


def _words(request: HttpRequest, case: Case) -> dict[str, bool]:
    """Whether the words are still theirs to read, and whether they are hard and were not opened today (M16)."""
    is_covered = exposure.must_open(case, signed_in(request), on=timezone.localdate())
    return {"is_read": reads_words(request, case.story), "is_covered": is_covered}
