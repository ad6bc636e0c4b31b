"""What the page of a case costs: the same for a long story as for a short one, with much around it or little."""

import pytest
from django.utils import timezone

from community.moderation import reports
from tests import factories, stories
from tests.community.views.desk.test_cases import address, sitting
from tests.shared import made_once

pytestmark = pytest.mark.django_db
COST, REPORTED, ASKED = 35, 37, 25  # queries of a case, of a reported one, and of a page that asks for a decision
RISKY = " I stopped taking my tablets, and rang 020 7946 0123 on a wet Tuesday."


class World:
    def __init__(self):
        self.people = stories.duty()
        self.about = factories.condition()
        self.short = stories.sent(None, self.about)
        self.long = stories.sent(None, self.about, text=stories.WORDS + 9 * RISKY)


world = made_once(World)


@pytest.mark.parametrize("name", ["short", "long"])
def test_page_of_a_case_costs_the_same_however_long_the_story(world, name, django_assert_num_queries):
    case, browser = getattr(world, name), sitting(world.people.moderator)
    browser.get(address(case))
    with django_assert_num_queries(COST):
        page = browser.get(address(case)).content.decode()
    assert "Publish this story" in page
    with django_assert_num_queries(ASKED):
        browser.get(address(case, "decline"))


@pytest.mark.parametrize("n", [1, 7])
def test_page_of_a_reported_story_costs_the_same_for_many_reports(world, n, django_assert_num_queries):
    now, browser = timezone.now(), sitting(world.people.moderator)
    stories.decided(world.short, world.people.second, at=now)
    told = [reports.report(world.short.story, reason="hate", words=f"Bad {each}.", at=now) for each in range(n)]
    browser.get(address(told[0].case))
    with django_assert_num_queries(REPORTED):
        page = browser.get(address(told[0].case)).content.decode()
    assert page.count("Bad ") == n
