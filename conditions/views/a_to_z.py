"""Every condition from A to Z, in parts that stay light on a slow line."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from conditions.models import Name
from conditions.models.catalogue import FIGURES, LATIN, OTHER
from conditions.views.reading import page_number, reading_page

PART = 200


@reading_page
def a_to_z(request: HttpRequest) -> HttpResponse:
    """The letters; under a letter its parts, each called by its first name as in a dictionary."""
    letter, page = request.GET.get("letter", ""), page_number(request)
    if letter not in {"", *LATIN, FIGURES, OTHER}:
        raise Http404
    listed = Name.objects.listed(request.LANGUAGE_CODE)
    ordered = listed.under(letter).order_by("folded", "text", "pk") if letter else Name.objects.none()
    names = list(ordered.values_list("text", "condition__slug", "language"))
    if page > 1 and (page - 1) * PART >= len(names):
        raise Http404
    shown = {
        "letters": listed.letters(),
        "letter": letter,
        "parts": [text for text, *_ in names[::PART]],
        "page": page,
        "has_more": page * PART < len(names),
        "names": names[(page - 1) * PART : page * PART],
    }
    return render(request, "conditions/a_to_z.html", shown)
