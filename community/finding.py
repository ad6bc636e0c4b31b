"""Finds stories by their words or by the condition that was found, beside what else search finds (C6).

A row is written and deleted with the publication of its story. Sleep is computed, so `published` is asked each time.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import RawSQL

from community import letters
from community.models import SearchStory, Story, StoryText
from conditions import names
from conditions.search.query import Word, indexed
from conditions.search.vocabulary import stem

MOST = 5
# A part of the statement of `conditions.search`: the condition that fits best what was typed.
MEANT = "SELECT condition_id FROM best WHERE worth = (SELECT min(worth) FROM best)"


def index(story: Story, text: StoryText) -> None:
    """Part of a move: the story is found by these words from now on."""
    forget(story)
    _row(story, text.title, text.text).save()


def forget(story: Story) -> None:
    """Part of a move: no word of it is found any more."""
    SearchStory.objects.filter(story=story).delete()


def rebuild() -> int:
    """Writes all rows anew, in the caller's transaction; how many stories can be found."""
    SearchStory.objects.all().delete()
    stories = Story.objects.filter(publications__isnull=False, publications__ended_at__isnull=True)
    said = letters.live(stories).annotate(title=F("live__text__title"), text=F("live__text__text")).order_by("pk")
    return len(SearchStory.objects.bulk_create([_row(each, each.title, each.text) for each in said.iterator()]))


def found(asked: tuple[Word, ...], on: datetime.date, language: str) -> QuerySet[Any]:
    """As rows of JSON: those that hold all the words first, then those about the condition that was found."""
    held = Q(code="")  # no story has it: there was no word to look for
    if asked:
        held = Q()
        for word in asked:
            held &= _held(word)
    about = Q(condition__in=RawSQL(MEANT, ()))  # noqa: S611 (a constant)
    stories = letters.calm(Story.objects.published(on).filter(held | about, language=language))
    told = letters.told(stories, language).annotate(has_them=ExpressionWrapper(held, output_field=BooleanField()))
    rows: QuerySet[Any] = told.order_by("-has_them", letters.in_turn(on)).values(row=letters.row())
    return rows[:MOST]


def _held(word: Word) -> Q:
    """In any of its ways, as the search for answers takes them."""
    ways = Q()
    for way in word.ways:
        ways |= Q(search_story__words__contains=f" {way.text}{'' if way.is_start else ' '}")
    return ways


def _row(story: Story, title: str, text: str) -> SearchStory:
    words = dict.fromkeys(_words(f"{title} {text}", story.language))
    return SearchStory(story=story, words=f" {' '.join(words)} ")


def _words(text: str, language: str) -> Iterator[str]:
    words = indexed(names.fold(text))
    yield from words
    yield from filter(None, (stem(word, language) for word in words))
