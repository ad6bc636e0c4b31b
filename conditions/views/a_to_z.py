"""Every condition from A to Z, in parts that stay light on a slow line."""

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Mod, RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from conditions.models import Name
from conditions.models.catalogue import FIGURES, LATIN, OTHER
from conditions.views.reading import page_number, reading_page

PART = 200
ORDER = ("folded", "text", "pk")
LETTERS = [*LATIN, FIGURES, OTHER]


def parts(names: QuerySet[Name]) -> dict[str, list[str]]:
    """For each letter the name that opens each of its parts, as the guide words of a dictionary do."""
    place = Window(RowNumber(), partition_by=[F("letter")], order_by=list(ORDER))
    firsts = names.annotate(rest=Mod(place, PART)).filter(rest=1).order_by(*ORDER)
    starts: dict[str, list[str]] = {}
    for letter, text in firsts.values_list("letter", "text"):
        starts.setdefault(letter, []).append(text)
    return starts


@reading_page
def a_to_z(request: HttpRequest) -> HttpResponse:
    letter, page = request.GET.get("letter", ""), page_number(request)
    names = Name.objects.listed(request.LANGUAGE_CODE).with_letter()
    starts = parts(names)
    opened = starts.get(letter, [])
    if letter not in ["", *LETTERS] or page > max(len(opened), 1):
        raise Http404
    under = names.filter(Q(letter=letter)).select_related("condition").order_by(*ORDER)
    shown = {
        "letters": [known for known in LETTERS if known in starts],
        "letter": letter,
        "parts": opened,
        "page": page,
        "has_more": page < len(opened),
        "names": under[(page - 1) * PART : page * PART] if opened else [],
    }
    return render(request, "conditions/a_to_z.html", shown)
