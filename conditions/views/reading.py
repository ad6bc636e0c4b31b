"""The pages that readers see: no cookie, no script needed, one copy for everybody."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from conditions.models import Condition, Question
from conditions.outside import links
from conditions.views.former import redirect_to_now

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]

MEMBERS = 100


def reading_page(view: View[Arguments]) -> View[Arguments]:
    """One copy serves all readers, but each asks whether it still holds: what we take down is gone at once.

    Squeezing is safe here, because a page without a cookie or a token has no secret to guess.
    """
    kept = cache_control(public=True, no_cache=True)(conditional_page(require_safe(view)))
    squeezed: View[Arguments] = gzip_page(kept)
    return squeezed


def page_number(request: HttpRequest) -> int:
    """Which part of a long list is asked for, from 1. Raises: Http404 for anything else."""
    given = request.GET.get("page", "1")
    if not (given.isascii() and given.isdigit() and int(given[:6]) > 0 and len(given) < 6):
        raise Http404
    return int(given)


def names_in(language: str, names: list[dict[str, str]]) -> list[dict[str, str]]:
    """The names in the reader's language or, if there are none, the English ones."""
    own = [name for name in names if name["language"] == language]
    return own or [name for name in names if name["language"] == "en"]


@reading_page
def below_condition(request: HttpRequest, slug: str, rest: str) -> HttpResponse:
    """An address below a condition that no page has, perhaps because the condition has moved."""
    return redirect_to_now(request, slug)


@reading_page
def condition(request: HttpRequest, slug: str) -> HttpResponse:
    page, language = page_number(request), request.LANGUAGE_CODE
    part = slice((page - 1) * MEMBERS, page * MEMBERS)
    found = Condition.objects.described(language, members=part).filter(slug=slug).first()
    if found is None:
        return redirect_to_now(request, slug)
    if page > 1 and not found.members:
        raise Http404
    questions = Question.objects.none()
    if not found.is_grouping:
        questions = Question.objects.asked().applying_to(found).worded(language)
    shown = {
        "condition": found,
        "also_called": names_in(language, found.shown_names),
        "questions": questions,
        "outside": links(found.name, [(code["system"], code["value"]) for code in found.listed_codes]),
        "page": page,
        "has_more": page * MEMBERS < found.member_count,
    }
    return render(request, "conditions/condition.html", shown)
