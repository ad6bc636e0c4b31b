"""The page of a condition, and what an address below it leads to that no page has."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from conditions import contents, structured_data, surfaces
from conditions.contents import Contents
from conditions.glossary import Glossary
from conditions.models import Condition
from conditions.outside import links
from conditions.views.former import redirect_to_now
from conditions.views.reading import names_in, page_number, reading_page

MEMBERS = 100


@reading_page
def condition(request: HttpRequest, slug: str) -> HttpResponse:
    page, language, today = page_number(request), request.LANGUAGE_CODE, timezone.localdate()
    described = Condition.objects.described(language, members=slice((page - 1) * MEMBERS, page * MEMBERS))
    glossary = Glossary(language)
    told = glossary.beside(contents.told(described, language, today))
    found = surfaces.CONDITION.told(told, today, language).filter(slug=slug).first()
    if found is None:
        return redirect_to_now(request, slug)
    if page > 1 and not found.members:
        raise Http404
    held = None if found.is_grouping else contents.of(found, language, today)
    shown = _shown(found, held, language) | {
        "explained": glossary.explained(found, held.texts) if held else [],
        "page": page,
        "has_more": page * MEMBERS < found.member_count,
    }
    return render(request, "conditions/condition.html", shown)


def _shown(found: Any, held: Contents | None, language: str) -> dict[str, Any]:
    also_called = names_in(language, found.shown_names)
    return {
        "condition": found,
        "also_called": also_called,
        "contents": held,
        "structured": structured_data.of_condition(found, also_called, held),
        "outside": links(found.name, [(code["system"], code["value"]) for code in found.listed_codes]),
    }


@reading_page
def below_condition(request: HttpRequest, slug: str, rest: str) -> HttpResponse:
    """An address below a condition that no page has, perhaps because the condition has moved."""
    return redirect_to_now(request, slug)
