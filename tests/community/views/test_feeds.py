"""New stories about a condition, for readers of feeds: of those who allow it, and only while they stay (C6, C9)."""

import datetime

import pytest

from community.moderation import publications
from tests import factories, stories
from tests.conditions.views.conftest import clock  # noqa: F401 (a fixture)
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MINUTE = datetime.timedelta(minutes=1)
FEED = "/conditions/gilbert-syndrome/stories.atom"


@pytest.mark.promise("C6", "C9")
def test_feed_leads_to_stories_of_those_who_allow_it_until_they_are_taken_down(client, django_assert_num_queries):
    people, about = stories.duty(), factories.condition()
    listed = stories.published(people, factories.member(), about, title="A quiet sea")
    unlisted = stories.published(people, factories.member(), about, purposes=["display"])
    with django_assert_num_queries(2):
        told = client.get(FEED).content.decode()
    assert (told.count("<entry>"), f"/stories/{listed.code}/" in told, unlisted.code in told) == (1, True, False)
    assert "A quiet sea" not in told
    publications.take_down(listed, by=listed.author.user, at=NOON)
    assert "<entry>" not in client.get(FEED).content.decode()


def test_story_that_is_sent_again_is_no_new_one(client):
    people, about = stories.duty(), factories.condition()
    old = stories.published(people, factories.member(), about)
    newer = stories.decided(stories.sent(factories.member(), about), people.moderator, at=NOON + MINUTE).case.story
    stories.decided(stories.resent(old, at=NOON + 2 * MINUTE), people.moderator, at=NOON + 2 * MINUTE)
    for page in (FEED, "/conditions/gilbert-syndrome/stories/?order=newest"):
        told = client.get(page).content.decode()
        assert 0 < told.index(f"/stories/{newer.code}/") < told.index(f"/stories/{old.code}/")


def test_feed_of_a_question_leads_to_its_stories_alone(client):
    people, about, asked = stories.duty(), factories.condition(), factories.question("causes", "What causes it?")
    here = stories.published(people, factories.member(), about, question=asked)
    stories.published(people, factories.member(), about)
    told = client.get("/conditions/gilbert-syndrome/causes/stories.atom").content.decode()
    assert (told.count("<entry>"), f"/stories/{here.code}/" in told) == (1, True)
    assert "stories about What causes it? · Gilbert syndrome</title>" in told
    page = client.get("/conditions/gilbert-syndrome/causes/stories/").content.decode()
    assert 'href="/conditions/gilbert-syndrome/causes/stories.atom"' in page
    assert client.get("/conditions/gilbert-syndrome/never-there/stories.atom").status_code == 404


@pytest.mark.promise("E7")
def test_feed_tells_nobody_of_a_question_that_was_never_asked(client):
    factories.condition()
    factories.question("stop", "Stop it?", is_asked=False, was_asked=False)
    assert client.get("/conditions/gilbert-syndrome/stop/stories.atom").status_code == 404


def test_feed_is_linked_from_the_stories_and_follows_the_condition_to_its_new_address(client):
    about = factories.condition()
    assert f'href="{FEED}"' in client.get("/conditions/gilbert-syndrome/stories/").content.decode()
    assert client.get(FEED)["Content-Type"].startswith("application/atom+xml")
    assert client.get("/conditions/never-there/stories.atom").status_code == 404
    about.is_grouping = True
    about.save()
    assert client.get(FEED).status_code == 404
