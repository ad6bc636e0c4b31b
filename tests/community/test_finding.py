"""Stories are found by their words and by their condition, while they are public; and one door closes on all pages."""

import datetime
import re

import pytest
from django.core.management import call_command

from community import letters
from community.models import SearchStory, Story
from community.moderation import publications
from conditions import search as search_rows
from tests import factories, stories
from tests.community.test_surfaces import ANSWER, CONDITION, HOME, lived, world  # noqa: F401 (a fixture)
from tests.community.views.test_reading import YEAR, at, text
from tests.conditions.views.conftest import clock  # noqa: F401 (a fixture)
from tests.factories import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

A_DAY = datetime.timedelta(days=1)
STORM = {"title": "A loud storm", "text": f"{stories.WORDS} Then the thunderstorms came, and we laughed."}
LISTS = ("/conditions/gilbert-syndrome/stories/", "/conditions/gilbert-syndrome/causes/stories/")
FEEDS = tuple(f"{page.removesuffix('/')}.atom" for page in LISTS)
MACHINES = ("/sitemap-stories.xml", *FEEDS, "/changes.atom")


def search(client, words):
    return text(client, f"/search/?q={words}")


def test_story_is_found_by_its_words_and_after_what_is_checked(client, world):  # noqa: F811
    search_rows.index(world.about)
    mine, other = lived(world, **STORM), lived(world)
    page = search(client, "thunderstorm laughing")
    assert at(mine) in page
    assert at(other) not in page
    named = search(client, "gilbert")
    assert named.index('id="conditions"') < named.index('id="answers"') < named.index(at(other))


def test_story_on_something_hard_is_not_met_by_a_search(client, world):  # noqa: F811
    world.asked.is_sensitive = True
    world.asked.save()
    story = lived(world, **STORM)
    assert at(story) not in search(client, "thunderstorm")


def test_story_that_sleeps_is_found_no_more(client, world, clock):  # noqa: F811
    story = lived(world, years=1, **STORM)
    assert at(story) in search(client, "thunderstorm")
    clock(NOON + YEAR)
    assert SearchStory.objects.exists()
    assert at(story) not in search(client, "thunderstorm")


def test_rows_of_search_are_made_again(world):  # noqa: F811
    lived(world, **STORM)
    stories.sent(factories.member(), world.about)
    before = list(SearchStory.objects.values_list("story", "words"))
    SearchStory.objects.all().delete()
    call_command("rebuild_search")
    assert list(SearchStory.objects.values_list("story", "words")) == before
    assert len(before) == 1


@pytest.mark.promise("M18")
def test_search_lists_stories_in_the_order_of_the_day(client, world, clock):  # noqa: F811
    for _ in range(4):
        lived(world, **STORM)
    seen = []
    for day in range(4):
        clock(NOON + day * A_DAY)
        drawn = [each.code for each in Story.objects.order_by(letters.in_turn(TODAY + day * A_DAY))]
        shown = re.findall(r'class="story-title"><a href="/stories/(\w+)/', search(client, "thunderstorm"))
        assert shown == drawn
        seen.append(tuple(shown))
    assert len(set(seen)) > 1


@pytest.mark.parametrize("items", [1, 3])
def test_search_costs_no_query_more(client, world, django_assert_num_queries, items):  # noqa: F811
    search_rows.index(world.about)
    for _ in range(items):
        lived(world, **STORM)
    search(client, "thunderstorm")
    with django_assert_num_queries(3):
        assert search(client, "thunderstorm").count('<article class="story"') == items


@pytest.mark.promise("C6")
def test_story_leaves_every_surface_at_the_press_that_takes_it_down(client, world, settings):  # noqa: F811
    settings.DEMONSTRATION = False
    story = lived(world, **STORM)
    pages = [HOME, CONDITION, ANSWER, *LISTS, at(story), "/search/?q=thunderstorm", *MACHINES]
    before = [where for where in pages if at(story) in text(client, where) or where == at(story)]
    assert before == pages[:-1]  # the feed of answers lists no story, before or after
    assert "1 first-person story on this question" in text(client, ANSWER)
    publications.take_down(story, by=story.author.user, at=NOON + datetime.timedelta(seconds=1))
    assert not SearchStory.objects.exists()
    assert "There is no story here." in text(client, at(story), 404)
    left = [where for where in pages if where != at(story)]
    told = [
        (where, each)
        for where in left
        for each in (at(story), "A loud storm", "first-person")
        if each in text(client, where)
    ]
    assert told == []
