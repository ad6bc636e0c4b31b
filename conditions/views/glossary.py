"""The glossary: every term of the reader's language from A to Z, a letter at a time once there are many."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from conditions.glossary import LETTERS, listed
from conditions.views.reading import reading_page

WHOLE = 100


@reading_page
def glossary(request: HttpRequest) -> HttpResponse:
    """Who follows a term comes with its letter, which narrows the page only where it would be long."""
    letter = request.GET.get("letter", "")
    if letter not in {"", *LETTERS}:
        raise Http404
    terms = listed(request.LANGUAGE_CODE)
    parts = {first: list(those) for first, those in groupby(terms, key=lambda each: each.letter)}
    is_whole = len(terms) <= WHOLE
    now = "" if is_whole else letter or next(iter(parts))
    shown = {"letters": list(parts), "letter": now, "parts": parts if is_whole else {now: parts.get(now, [])}}
    return render(request, "conditions/glossary.html", shown)
