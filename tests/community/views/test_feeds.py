"""New stories about a condition, for readers of feeds: of those who allow it, and only while they stay (C6, C9)."""

import pytest

from community.moderation import publications
from tests import factories, stories
from tests.conditions.views.conftest import clock  # noqa: F401 (a fixture)
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
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


def test_feed_is_linked_from_the_stories_and_follows_the_condition_to_its_new_address(client):
    about = factories.condition()
    assert f'href="{FEED}"' in client.get("/conditions/gilbert-syndrome/stories/").content.decode()
    assert client.get(FEED)["Content-Type"].startswith("application/atom+xml")
    assert client.get("/conditions/never-there/stories.atom").status_code == 404
    about.is_grouping = True
    about.save()
    assert client.get(FEED).status_code == 404
