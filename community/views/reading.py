"""Stories as readers meet them: one letter, the lists of a condition and of a question; and where members live."""

import datetime
from typing import Any

from django.db.models import Count, F, OuterRef
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from community import atlas, bands, letters
from community.forms.reading import Choice
from community.models import Story
from community.models.stories import StoryQuerySet
from conditions.addresses import public
from conditions.countries import country_name
from conditions.models import Condition, Question
from conditions.models.lists import Rows
from conditions.names import fold
from conditions.views.former import redirect_to_now
from conditions.views.reading import page_number, reading_page

PART = 20


@reading_page
def story(request: HttpRequest, code: str) -> HttpResponse:
    """A letter. What was removed, hidden, asleep or never there reads the same (S6)."""
    today = timezone.localdate()
    asked = letters.in_full(Story.objects.published(today).filter(code=code), today, request.LANGUAGE_CODE)
    row = asked.values().first()
    if row is None:
        return gone(request)
    letter = letters.letter(row, today)
    with override(letter.language):
        address = public(reverse("stories:story", args=[letter.code]))
    response = render(request, "community/story.html", {"letter": letter, "address": address})
    return response if letter.is_listed else _unlisted(response)


def gone(request: HttpRequest) -> HttpResponse:
    return _unlisted(render(request, "community/story_gone.html", status=404))


@reading_page
def of_condition(request: HttpRequest, slug: str) -> HttpResponse:
    return _list(request, slug)


@reading_page
def of_question(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    return _list(request, slug, question)


@reading_page
def countries(request: HttpRequest, slug: str) -> HttpResponse:
    """In which countries the members of a community live, where editors show it: only what `bands` shows (C18)."""
    about = Condition.objects.named(request.LANGUAGE_CODE).filter(slug=slug, is_grouping=False).first()
    if about is None:
        raise Http404
    found = bands.of(about, timezone.localdate())
    shown = {"about": about, "size": str(found)}
    if about.shows_countries and found.countries:
        listed = {code: (country_name(code), band) for code, band in found.countries.items()}
        listed = dict(sorted(listed.items(), key=lambda item: fold(item[1][0])))
        shown |= {"countries": listed.values(), "world": atlas.drawn(listed)}
    return _unlisted(render(request, "community/countries.html", shown))


def _list(request: HttpRequest, slug: str, question: str = "") -> HttpResponse:
    """What is left out of a list by a choice is still counted in its head."""
    language, today, page = request.LANGUAGE_CODE, timezone.localdate(), page_number(request)
    told = Story.objects.published(today).filter(**({"question__slug": question} if question else {}))
    place = _place(slug, question, language, told.filter(condition=OuterRef("pk")))
    if place is None or place.is_grouping:
        return redirect_to_now(request, slug)
    if question and not place.asked:
        return redirect("stories:of_condition", slug)
    choice = Choice(request.GET, groups=place.groups)
    here = told.filter(language=language, condition=place)
    found = _in_order(choice.among(here), choice, today, language)
    rows = list(found.values()[(page - 1) * PART : page * PART + 1])
    if page > 1 and not rows:
        raise Http404
    shown = {"place": place, "question": question, "choice": choice, "page": page, "has_more": len(rows) > PART}
    shown["beside"] = letters.of_groups(place.groups)
    shown["letters"] = read = [letters.letter(row, today) for row in rows[:PART]]
    shown["is_hard"] = any(each.is_hard for each in read)
    return _unlisted(render(request, "community/stories_read.html", shown))


def _place(slug: str, question: str, language: str, told: StoryQuerySet) -> Any:
    """The condition, its question, how many stories of each kind can be chosen, and those in other languages."""
    elsewhere = told.exclude(language=language).order_by("language").values("language").annotate(n=Count("pk"))
    groups = (
        letters.live(told.filter(language=language))
        .annotate(country=F("live__text__country"))
        .order_by("relation", "country")
    )
    counted = groups.values("relation", "country").annotate(n=Count("pk"))
    asked = Question.objects.asked().filter(slug=question).applying_to(OuterRef(OuterRef("pk"))).worded(language)
    about = Condition.objects.named(language).annotate(
        elsewhere=Rows(elsewhere.values(row=JSONObject(language="language", n="n"))),
        groups=Rows(counted.values(row=JSONObject(relation="relation", country="country", n="n"))),
        asked=Rows(asked.values(row=JSONObject(text="text", is_sensitive="is_sensitive"))),
    )
    return about.filter(slug=slug).first()


def _in_order(stories: StoryQuerySet, choice: Choice, on: datetime.date, language: str) -> Any:
    """By turns, or since when readers could first read each: sending it again moves no story up."""
    if choice.is_newest:
        dated: Any = stories.with_first_day()
        return letters.told(dated, language).order_by("-appeared", "-pk")
    return letters.told(stories, language).order_by(letters.in_turn(on))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Search engines leave it alone: it is not there, or its author did not allow them, or others' words are there."""
    response["X-Robots-Tag"] = "noindex"
    return response
