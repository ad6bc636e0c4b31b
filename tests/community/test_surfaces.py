"""Stories beside what medicine says: counted exactly, and in words only where their authors allow it."""

import re

import pytest

from community import letters
from community.models import Story
from tests import factories, stories
from tests.community.views.test_reading import GUARDIAN, YEAR, at, text
from tests.conditions.views.conftest import clock  # noqa: F401 (a fixture)
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

HOME, CONDITION, ANSWER, ONLY_STORIES = (
    "/",
    "/conditions/gilbert-syndrome/",
    "/conditions/gilbert-syndrome/causes/",
    "/conditions/gilbert-syndrome/daily-life/",
)
UNLISTED = {"purposes": ["display"]}


def answered():
    """A live answer, and the people of whom stories take notice."""
    people, desk = stories.duty(), factories.desk()
    people.about, people.asked = factories.condition(), factories.question("causes", "What causes it?")
    people.daily = factories.question("daily-life", "What helps with {condition}?", kind="experience", policy=None)
    factories.published(desk, factories.started(desk, condition=people.about, question=people.asked))
    return people


world = made_once(answered)


def lived(world, asked=None, **typed):
    return stories.published(world, factories.member(), world.about, question=asked or world.asked, **typed)


@pytest.mark.promise("M19", "R26")
def test_answer_counts_its_public_stories_by_role(client, world):
    for told in ({}, UNLISTED, GUARDIAN, {"asked": world.daily}):
        lived(world, **told)
    stories.sent(factories.member(), world.about, question=world.asked)
    page = text(client, ANSWER)
    line = "3 first-person stories on this question: 2 from people with Gilbert syndrome, 1 from a parent."
    assert line in page
    assert page.index("Medically reviewed") < page.index(line) < page.index('id="sources"')


@pytest.mark.promise("M19")
def test_answer_counts_neither_what_sleeps_nor_what_is_in_another_language(client, world, clock):  # noqa: F811
    stories.asked(world.administrator, language="es")
    for told in ({}, {"years": 1}, {"language": "es"}):
        lived(world, **told)
    clock(NOON + 2 * YEAR)
    assert "1 first-person story on this question: 1 from a person with Gilbert syndrome." in text(client, ANSWER)


@pytest.mark.promise("C9")
def test_words_stand_on_an_indexed_page_only_where_their_author_allows_it(client, world):
    listed, unlisted = lived(world, title="A quiet sea"), lived(world, title="A loud storm", **UNLISTED)
    for page in (text(client, ANSWER), text(client, CONDITION), text(client, HOME)):
        assert "A quiet sea" in page
        assert at(listed) in page
        assert "A loud storm" not in page
        assert at(unlisted) not in page
    assert "All 2 stories" in text(client, ANSWER)


@pytest.mark.promise("C9")
def test_stories_of_which_no_word_may_stand_there_are_counted_and_linked(client, world):
    lived(world, **UNLISTED)
    page = text(client, ANSWER)
    assert '<article class="story"' not in page
    assert '<a href="/conditions/gilbert-syndrome/causes/stories/">Read 1 story</a>' in page


@pytest.mark.promise("M18")
def test_letters_beside_an_answer_stand_in_the_order_of_the_day(client, world):
    for _ in range(5):
        lived(world)
    drawn = [each.code for each in Story.objects.order_by(letters.in_turn(TODAY))]
    assert re.findall(r'class="story-title"><a href="/stories/(\w+)/', text(client, ANSWER)) == drawn[: letters.BESIDE]


def test_answer_without_stories_says_nothing_of_them(client, world):
    assert "first-person" not in text(client, ANSWER)


@pytest.mark.parametrize("items", [1, 3])
def test_pages_with_stories_cost_no_query_more(client, world, django_assert_num_queries, items):
    for _ in range(items):
        lived(world)
        lived(world, world.daily)
    for where, shown in ((HOME, 1), (CONDITION, min(2 * items, 3)), (ANSWER, items), (ONLY_STORIES, items)):
        with django_assert_num_queries(3):
            assert text(client, where).count('<article class="story"') == shown


@pytest.mark.promise("M17")
def test_letters_are_no_part_of_the_answer(client, world):
    lived(world)
    page = text(client, ANSWER)
    lived_part = page[page.index('id="lived"') :]
    assert "Personal experience. Read by a moderator, not medically reviewed." in lived_part
    assert page.index('id="sources"') < page.index('id="lived"')
    assert "wet Tuesday" not in page[: page.index("</head>")]


def test_question_for_stories_alone_shows_them(client, world):
    story = lived(world, world.daily, **UNLISTED)
    page = text(client, ONLY_STORIES)
    assert "Nobody has medically reviewed them." in page
    assert at(story) in page
    assert '<meta name="robots" content="noindex">' in page


def test_what_is_hard_to_read_meets_nobody_who_came_for_something_else(client, world):
    world.asked.is_sensitive = True
    world.asked.save()
    story = lived(world)
    assert at(story) in text(client, ANSWER)
    assert at(story) not in text(client, CONDITION)
    assert at(story) not in text(client, HOME)


def test_stories_in_another_language_stand_on_its_pages(client, world):
    stories.asked(world.administrator, language="es")
    story = lived(world, language="es")
    assert at(story) not in text(client, ANSWER)
    assert at(story) in text(client, "/es/conditions/gilbert-syndrome/stories/")


@pytest.mark.promise("C9")
def test_map_for_search_engines_holds_what_may_be_listed(client, world, settings):
    settings.DEMONSTRATION = False
    listed, unlisted = lived(world), lived(world, **UNLISTED)
    part = text(client, "/sitemap-stories.xml")
    assert at(listed) in part
    assert at(unlisted) not in part
    assert "sitemap-stories.xml" in text(client, "/sitemap.xml")
