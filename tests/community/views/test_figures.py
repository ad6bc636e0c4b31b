"""The page on which everybody reads what moderators did in each year (M20)."""

import pytest

from community.models import Case
from tests import factories, stories
from tests.conditions.views.conftest import clock  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = "/moderation-rules/figures/"


@pytest.mark.promise("M20")
def test_figures_are_public_linked_from_the_rules_and_say_how_far_they_go(client, django_assert_num_queries):
    stories.published(stories.duty())
    with django_assert_num_queries(2):
        page = client.get(PAGE).content.decode()
    assert '2026 <span class="part">so far</span>' in page
    assert '<th scope="row">Stories received</th><td>ten or fewer</td>' in page
    assert "A person made every decision that is counted here." in page
    assert ("How we count" in page, "median time" in page, "so many or more" in page) == (True, False, False)
    assert f'href="{PAGE}"' in client.get("/moderation-rules/").content.decode()


@pytest.mark.promise("M20")
def test_page_is_the_same_before_and_after_one_case_of_few(client):
    people, about = stories.duty(), factories.condition()
    stories.published(people, factories.member(), about)
    before = client.get(PAGE).content
    stories.decided(stories.sent(factories.member(), about), people.moderator, "decline")
    assert Case.objects.count() == 2
    assert client.get(PAGE).content == before


def test_new_site_says_that_nothing_has_been_sent(client):
    page = client.get(PAGE).content.decode()
    assert ("Nothing has been sent to us yet." in page, "How we count" in page) == (True, False)
