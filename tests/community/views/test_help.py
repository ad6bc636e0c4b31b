"""Whom to call: beside a member's words that worry us (M11), and beside stories that may be hard to read (M12)."""

import datetime
import re

import pytest
from django.utils.html import strip_tags

from community.models import Finding, StoryDraft
from conditions.models import Country, HelpLine, Question
from tests import factories, stories
from tests.conditions.views.conftest import clock  # noqa: F401 (a fixture)
from tests.factories import TODAY
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HARD = f"{stories.WORDS} Most nights I want to kill myself."
LINE = "Listeners (United Kingdom): 116 123. For anybody who needs to talk, about anything. Day and night. In English."


def of_duty():
    people = stories.duty()
    people.about = factories.condition()
    people.asked = factories.question("life-expectancy", "How long do people live?")
    people.author = factories.member("Quiet fern")
    people.line = factories.help_line(factories.country(checked_on=TODAY), checked_on=TODAY)
    return people


world = made_once(of_duty)


def text(client, where):
    response = client.get(where)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def hard_draft(world, **typed):
    stories.draft(world.author, world.about, text=HARD, **typed)
    return f"/me/stories/draft/{StoryDraft.objects.get().pk}/"


@pytest.mark.promise("M11")
def test_help_of_their_country_stands_beside_hard_words_and_in_nobodys_way(world):
    page = text(phone := factories.browser(world.author), hard_draft(world, country="GB") + "story/")
    assert "This sounds very hard." in page
    assert (
        f"call 999 or 112 (United Kingdom) or Listeners 116 123, checked {TODAY:%B %Y}. You can go on writing." in page
    )
    assert phone.post(hard_address(), fields(phone, hard_address()) | {"text": HARD}).status_code == 302
    assert not Finding.objects.exists()


@pytest.mark.promise("M11")
def test_help_stands_beside_words_about_a_child_at_risk_and_nobody_asks_to_change_them(world):
    stories.draft(world.author, world.about, text=f"{stories.WORDS} My boyfriend hits my little boy.", country="GB")
    at, phone = f"/me/stories/draft/{StoryDraft.objects.get().pk}/", factories.browser(world.author)
    assert "or a child is in danger, call 999" in text(phone, f"{at}check/")
    assert phone.get(f"{at}recognise/").status_code == 404


def hard_address():
    return f"/me/stories/draft/{StoryDraft.objects.get().pk}/story/"


def fields(phone, at):
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', phone.get(at).content.decode())
    return dict(found) | {"title": "A title"}


@pytest.mark.promise("M11")
def test_line_that_nobody_checked_for_a_year_gives_way_to_the_number(world):
    HelpLine.objects.update(checked_on=TODAY - datetime.timedelta(days=366))
    page = text(factories.browser(world.author), hard_draft(world, country="GB") + "story/")
    assert "call 999 or 112 (United Kingdom), checked" in page
    assert "Listeners" not in page
    Country.objects.update(checked_on=TODAY - datetime.timedelta(days=366))
    assert "call the emergency number of the country you are in" in text(
        factories.browser(world.author), hard_address()
    )


@pytest.mark.promise("M11")
def test_where_the_country_is_not_known_the_lines_of_those_served_are_listed(world):
    assert LINE in text(factories.browser(world.author), hard_draft(world, country="") + "story/")


@pytest.mark.one_engine
@pytest.mark.promise("M11")
def test_help_stands_on_the_thanks_where_the_words_worried_us(world):
    phone = factories.browser(world.author)
    calm = stories.sent(world.author, world.about, country="GB").story
    assert '<div class="notice hard" id="hard" role="status" hidden>' in page_of(phone, calm)
    hard = stories.sent(world.author, world.about, country="GB", text=HARD).story
    assert '<div class="notice hard" id="hard" role="status">' in page_of(phone, hard)
    assert "Listeners 116 123" in text(phone, f"/me/stories/{hard.code}/sent/")


@pytest.mark.one_engine
@pytest.mark.promise("M11")
def test_help_stands_beside_the_refusal_of_words_that_worried_us(world):
    case = stories.sent(world.author, world.about, country="GB", text=HARD)
    where = f"/me/stories/{case.story.code}/"
    assert "This sounds very hard." not in text(factories.browser(world.author), where)
    stories.decided(case, world.moderator, "decline")
    assert "Listeners 116 123" in text(factories.browser(world.author), where)


def page_of(phone, story):
    return phone.get(f"/me/stories/{story.code}/sent/").content.decode()


@pytest.mark.promise("M12")
def test_help_lines_stand_beside_stories_on_a_sensitive_question(client, world, django_assert_num_queries):
    Question.objects.update(is_sensitive=True)
    story = stories.published(world, world.author, world.about, question=world.asked)
    pages = [f"/stories/{story.code}/", "/conditions/gilbert-syndrome/stories/"]
    pages.append("/conditions/gilbert-syndrome/life-expectancy/stories/")
    for page in pages:
        with django_assert_num_queries(3 if page.endswith("stories/") else 2):
            assert LINE in text(client, page), page


@pytest.mark.one_engine
@pytest.mark.promise("M12")
def test_help_lines_stand_beside_a_grave_story_and_not_beside_others(client, world):
    calm = stories.published(world, world.author, world.about)
    assert LINE not in text(client, f"/stories/{calm.code}/")
    grave = stories.published(world, world.author, world.about, text=HARD)
    assert LINE in text(client, f"/stories/{grave.code}/")
    assert LINE in text(client, "/conditions/gilbert-syndrome/stories/")
