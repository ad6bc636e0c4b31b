"""The pages that readers see: no cookie, no script needed, one copy for everybody."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


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
