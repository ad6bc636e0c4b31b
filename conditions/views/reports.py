"""Telling us about a problem, from any page, signed in or not; and that a page was clear (R19, M23)."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conditions import limits
from conditions.editorial import reports
from conditions.forms.reports import Report
from conditions.models import Publication, ReaderReport

LONGEST_PAGE = 300


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Reason first, then the words. What was typed stays, whatever the answer is."""
    page = page_of_ours(request.POST.get("page") or request.GET.get("page", ""))
    about = _read(page, request.POST.get("code", ""))
    first = {"reason": request.GET.get("reason"), "page": page, "code": about.code if about else ""}
    form = Report(request.POST) if request.method == "POST" else Report(initial=first)
    wait = 0
    if form.is_bound and form.is_valid():
        wait = limits.wait(limits.REPORTS, request, at=timezone.now())
        if not wait:
            told = {name: form.cleaned_data[name] for name in ("reason", "words", "email")}
            at, language = timezone.now(), request.LANGUAGE_CODE
            filed = reports.file_report(page, **told, publication=about, language=language, at=at)
            return redirect("conditions:report_sent", filed.number)
    shown = {"form": form, "page": page, "about": about, "minutes": wait // 60 + 1 if wait else 0}
    return render(request, "conditions/report.html", shown, status=429 if wait else 200)


@never_cache
@require_safe
def report_sent(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt, also later: how far the report is, and nothing of what it says."""
    found = get_object_or_404(ReaderReport.objects.select_related("handled_by"), number=number)
    by = timezone.localdate(found.at) + datetime.timedelta(days=settings.DISEASEMAPS["reading_days"])
    return render(request, "conditions/report_sent.html", {"report": found, "read_by": by})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def clear(request: HttpRequest, code: str) -> HttpResponse:
    """“Was this clear?” Yes: counted by version and day, and nothing else of the reader is kept."""
    found = get_object_or_404(_readable(), code=code)
    if request.method == "POST":
        if not limits.wait(limits.REPORTS, request, at=timezone.now()):
            reports.found_clear(found, at=timezone.now())
        return redirect(f"{request.path}?thanks=1")
    back = reverse("conditions:answer", args=[found.answer.condition.slug, found.answer.question.slug])
    return render(request, "conditions/clear.html", {"about": found, "back": back, "thanks": "thanks" in request.GET})


def page_of_ours(given: str) -> str:
    """The path of a page of this site; the home page for everything else: nobody is led elsewhere by a report."""
    try:
        path = urlsplit(given).path
    except ValueError:
        return "/"  # a host that cannot be one
    return path if len(path) <= LONGEST_PAGE and path.isprintable() and _found(path) else "/"


def _found(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _readable() -> QuerySet[Publication]:
    return Publication.objects.live().select_related("revision", "answer__condition", "answer__question")


def _read(page: str, code: str) -> Publication | None:
    """The version that was on screen when the form was opened; at first the one that is live at the address."""
    match = _found(page)
    if match is None or match.view_name != "conditions:answer":
        return None
    here = {"condition__slug": match.kwargs["slug"], "question__slug": match.kwargs["question"]}
    about = {f"answer__{name}": value for name, value in here.items()} | {"answer__language": get_language()}
    versions = Publication.objects.filter(**about).select_related("revision", "answer")
    return versions.filter(code=code).first() or versions.live().first()
