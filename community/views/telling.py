"""What any reader may tell of a story: the moderators, with a receipt (M8), or the author, that it helped."""

import datetime

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from community import letters
from community.forms.telling import StoryProblem
from community.models import Story, StoryReport
from community.moderation import reports, thanks, threads
from community.views.reading import gone
from conditions import limits
from conditions.models import User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, code: str) -> HttpResponse:
    """What was typed stays, whatever the answer is. A story that is not public has no such page (S6)."""
    at, today = timezone.now(), timezone.localdate()
    story, letter = _public(code, request.LANGUAGE_CODE, today)
    if story is None:
        return gone(request)
    form, wait = StoryProblem(request.POST if request.method == "POST" else None), 0
    if form.is_bound and form.is_valid():
        wait = limits.wait(limits.REPORTS, request, at=at)
        number = "" if wait else _filed(form, story, language=request.LANGUAGE_CODE, at=at)
        if number:
            return redirect("stories:report_sent", number)
    shown = {"form": form, "letter": letter, "minutes": wait // 60 + 1 if wait else 0}
    return render(request, "community/story_report.html", shown, status=429 if wait else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def helped(request: HttpRequest, code: str) -> HttpResponse:
    """One press is passed on; a second one from the same connection reads the same, and counts for nothing."""
    at, today = timezone.now(), timezone.localdate()
    story, letter = _public(code, request.LANGUAGE_CODE, today)
    if story is None:
        return gone(request)
    wait = limits.wait(limits.THANKS, request, at=at) if request.method == "POST" else 0
    if request.method == "POST" and not wait:
        _passed_on(request, story, at=at)
        return redirect(f"{request.path}?said")
    is_said, minutes = "said" in request.GET and not wait, wait // 60 + 1 if wait else 0
    shown = {"letter": letter, "is_said": is_said, "minutes": minutes}
    return render(request, "community/story_helped.html", shown, status=429 if wait else 200)


@never_cache
@require_safe
def report_sent(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt, also later: how far the report is, and nothing of what it says or of which story."""
    found = get_object_or_404(StoryReport, number=number)
    by = threads.due_on(found.at, is_urgent=found.reason in StoryReport.URGENT)
    return render(request, "community/story_report_sent.html", {"report": found, "read_by": by})


def _public(code: str, language: str, on: datetime.date) -> tuple[Story | None, letters.Letter | None]:
    """The story, if it is public, and as readers get it."""
    found = Story.objects.published(on).filter(code=code)
    row = letters.told(found, language).values().first()
    return found.first(), letters.letter(row, on) if row else None


def _filed(form: StoryProblem, story: Story, *, language: str, at: datetime.datetime) -> str:
    """The number of the report; empty, with the reason in the form, if it was refused."""
    try:
        return reports.report(story, at=at, language=language, **form.cleaned_data).number
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return ""


def _passed_on(request: HttpRequest, story: Story, *, at: datetime.datetime) -> None:
    """Once an hour for each story and connection; of that no more is kept, and no longer, than of any limit."""
    once = limits.THANKS._replace(doing=f"thanks {story.pk}", most=1)
    if not limits.wait(once, request, at=at):
        by = request.user if isinstance(request.user, User) else None
        thanks.thank(story, by=by, on=timezone.localdate(at))
