"""One question about one condition, as readers find it: the answer, its sheet of paper, or what is there instead."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import get_language_info

from conditions import beside, instead, paper, standing, structured_data, surfaces
from conditions.glossary import Glossary, texts
from conditions.instead import Instead
from conditions.models import Citation
from conditions.views.former import same_page
from conditions.views.reading import reading_page


@reading_page
def answer(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    today, glossary = timezone.localdate(), Glossary(request.LANGUAGE_CODE)
    live = _live(request, slug, question, today, glossary)
    if live is None:
        return _instead(request, slug, question)
    if live.revision.within_id:
        return _host(live, slug)
    shown = _shown(live, today)
    shown["newer"] = _newer(request, live, shown["beside"].languages)
    shown["spoken"] = _spoken(request, shown["beside"].spoken)
    shown["explained"] = glossary.explained(live, texts(live.revision))
    shown["structured"] = structured_data.of_answer(live, shown["standing"], shown["citations"])
    return render(request, "conditions/answer.html", shown)


@reading_page
def answer_print(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    """The same on one side of paper, for the visit to a doctor."""
    today = timezone.localdate()
    live = _live(request, slug, question, today)
    if live is None:
        return _instead(request, slug, question)
    if live.revision.within_id:
        return _host(live, slug)
    shown = _shown(live, today)
    shown["sheet"] = paper.sheet(live.revision, shown["standing"], shown["citations"])
    return render(request, "conditions/answer_print.html", shown)


def _live(request: HttpRequest, slug: str, question: str, on: datetime.date, glossary: Glossary | None = None) -> Any:
    """The publication at this address, with all that its page says of it but its sources."""
    asked = {"answer__condition__slug": slug, "answer__question__slug": question}
    told = beside.told(standing.told(on), on)
    if glossary:
        told = surfaces.ANSWER.told(glossary.beside(told), on, request.LANGUAGE_CODE)
    return told.filter(**asked, answer__language=request.LANGUAGE_CODE).first()


def _shown(live: Any, on: datetime.date) -> dict[str, Any]:
    cited = Citation.objects.filter(revision=live.revision_id).select_related("source__replaced_by")
    return {
        "publication": live,
        "words": live.revision,
        "slugs": [live.answer.condition.slug, live.answer.question.slug],
        "standing": standing.of(live, on),
        "beside": beside.of(live),
        "citations": list(cited),
    }


def _host(live: Any, slug: str) -> HttpResponse:
    """To the answer that holds the rest, which has a sheet of its own and lives while this one does."""
    return redirect("conditions:answer", slug, beside.of(live).host)


def _newer(request: HttpRequest, live: Any, languages: tuple[str, ...]) -> dict[str, Any] | None:
    """Where the text stands that a translation renders, if readers still have it (R23)."""
    source = live.revision.translates
    if source is None or source.answer.language not in languages:
        return None
    return _language(request, source.answer.language)


def _spoken(request: HttpRequest, spoken: tuple[beside.Spoken, ...]) -> list[dict[str, Any]]:
    """The same answer in other languages, with how each stands to what it translates (R23)."""
    return [
        {**_language(request, each.language), "freshness": each.freshness}
        for each in spoken
        if each.language != request.LANGUAGE_CODE
    ]


def _language(request: HttpRequest, code: str) -> dict[str, Any]:
    return {**get_language_info(code), "address": translate_url(request.path, code)}


def _instead(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    """What is there where nothing is live. What never was public answers like what never was (S6)."""
    place = instead.found(slug, question, request.LANGUAGE_CODE, on=timezone.localdate())
    if place is None:
        raise Http404
    if place.slug != slug:
        return same_page(request, slug, place.slug)
    if place.taken:
        return _left(request, "withdrawn", place, question, status=410)
    if place.languages:
        return _left(request, "elsewhere", place, question)
    if place.is_asked and not place.applies:
        return redirect("conditions:condition", slug)
    if place.is_asked and place.is_for_stories:
        return _left(request, "stories", place, question)
    raise Http404


def _left(request: HttpRequest, name: str, place: Instead, asked: str, status: int = 200) -> HttpResponse:
    """A page without an answer, which search engines do not list."""
    spoken = [_language(request, code) for code in place.languages]
    shown = {"place": place, "slugs": [place.slug, asked], "spoken": spoken}
    response = render(request, f"conditions/answer_{name}.html", shown, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
