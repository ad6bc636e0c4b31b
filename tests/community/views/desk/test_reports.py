"""All reports of a story are closed at once where nothing is to be done, and each receipt says why (M8)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from community.moderation import reports
from tests import factories, stories
from tests.community.views.desk.test_cases import NONE, TEXT, address, pressed, shown, sitting
from tests.shared import made_once

pytestmark = pytest.mark.django_db


class World:
    """A public story, and a further one that waits."""

    def __init__(self):
        self.people = stories.duty()
        self.case = stories.sent(factories.member("Quiet fern"), text=TEXT)


world = made_once(World)


@pytest.mark.promise("M8")
def test_reports_are_closed_without_a_decision_and_the_receipt_says_why(client, world):
    now = timezone.now()
    stories.decided(world.case, world.people.second, at=now, **NONE)
    told = [reports.report(world.case.story, reason=reason, words=reason, at=now) for reason in ("advert", "hate")]
    case = told[0].case
    assert address(case, "close_reports") in shown(world.people.moderator, case)
    page = shown(world.people.moderator, case, "close_reports")
    assert ("It is an advert or a scam" in page, "It attacks people" in page) == (True, True)
    assert pressed(world.people.moderator, case, "close_reports", outcome="unsaid")["Location"] == address(case)
    receipt = client.get(reverse("stories:report_sent", args=[told[1].number])).content.decode()
    assert "It does not say what is wrong" in receipt
    page = shown(world.people.second, case)
    assert "nothing was to be decided" in page
    assert address(case, "close_reports") not in page


@pytest.mark.promise("E4")
def test_report_that_comes_meanwhile_is_not_closed_unread(world):
    now = timezone.now()
    stories.decided(world.case, world.people.second, at=now, **NONE)
    case, browser = reports.report(world.case.story, reason="advert", at=now).case, sitting(world.people.moderator)
    seen = browser.get(address(case, "close_reports")).context["form"]["seen"].value()
    reports.report(world.case.story, reason="hate", at=now)
    answer = browser.post(address(case, "close_reports"), {"seen": seen, "outcome": "known"})
    assert (answer.status_code, case.reports.open().count()) == (409, 2)


def test_case_without_reports_leads_to_none_that_could_be_closed(world):
    assert address(world.case, "close_reports") not in shown(world.people.moderator, world.case)
    assert "No report of this story waits." in shown(world.people.moderator, world.case, "close_reports")
