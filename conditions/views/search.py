"""The search page: one form, one list. It sets no cookie, and search engines leave it alone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from conditions import limits, listed, surfaces, unfound
from conditions.search import find
from conditions.views.home import Door
from conditions.views.reading import page_number


@gzip_page
@cache_control(private=True)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    typed, page = request.GET.get("q", "").replace("\0", " ").strip(), page_number(request)
    if not typed:
        return _page(request, {})
    wait = limits.wait(limits.SEARCHES, request, at=timezone.now())
    if wait:
        return _page(request, {"typed": typed, "wait": wait}, status=429, headers={"Retry-After": str(wait)})
    today, language = timezone.localdate(), request.LANGUAGE_CODE
    told = None if request.GET.get("door") else listed.searched(today)
    found = find(typed, language=language, page=page, told=told, beside=surfaces.SEARCH.beside(today, language))
    if page > 1 and not found.hits:
        raise Http404
    if told is not None and not (found.hits or found.answers or found.beside):
        unfound.note(request, typed, on=today)
    answers = [listed.unpacked(row, today) for row in found.answers]
    return _page(request, {"typed": typed, "found": found, "answers": answers})


def _page(
    request: HttpRequest, context: dict[str, object], *, status: int = 200, headers: dict[str, str] | None = None
) -> HttpResponse:
    door = request.GET.get("door", "")
    shown = {"door": Door(door) if door in Door.values else None}
    response = render(request, "conditions/search.html", shown | context, status=status)
    for name, value in {"X-Robots-Tag": "noindex", **(headers or {})}.items():
        response[name] = value
    return response
