"""Reports of a story are closed alone, or at once where nothing is to be done, and each receipt says why (M8)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from community.moderation import publications, reports
from tests import factories, stories
from tests.community.views.desk.test_cases import NONE, TEXT, address, pressed, shown, sitting
from tests.shared import made_once

pytestmark = pytest.mark.django_db
HARD = f"{stories.WORDS} Most nights I want to kill myself."


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
    answer = browser.post(address(case, "close_reports"), {"seen": seen, "outcome": "unsaid"})
    assert (answer.status_code, case.reports.open().count()) == (409, 2)


def test_case_without_reports_leads_to_none_that_could_be_closed(world):
    assert address(world.case, "close_reports") not in shown(world.people.moderator, world.case)
    assert "No report of this story waits." in shown(world.people.moderator, world.case, "close_reports")


def offered(person, address):
    """Which outcomes the page lets somebody choose."""
    return [value for value, _label in sitting(person).get(address).context["form"].fields["outcome"].choices]


@pytest.mark.promise("M8")
def test_page_offers_only_how_a_report_may_end_now(world):
    now, person = timezone.now(), world.people.moderator
    stories.decided(world.case, world.people.second, at=now, **NONE)
    first, second = (reports.report(world.case.story, reason=reason, at=now) for reason in ("advert", "hate"))
    alone = reverse("desk:stories:report", args=[first.number])
    assert offered(person, alone) == offered(person, address(first.case, "close_reports")) == ["no-report", "unsaid"]
    refused = sitting(person).post(alone, {"outcome": "unchanged", "reply": "It stays."}).content.decode()
    assert ("Say how it was handled." in refused, "It stays." in refused) == (True, True)
    stories.decided(first.case, world.people.second, "keep", at=now, **NONE)
    third = reports.report(world.case.story, reason="other", at=now)
    known = ["no-report", "known", "unsaid"]
    assert offered(person, address(third.case, "close_reports")) == known
    publications.take_down(world.case.story, by=world.case.story.author.user, at=now)
    assert offered(person, reverse("desk:stories:report", args=[third.number])) == ["changed", "no-report", "unsaid"]
    assert second.case_id == first.case_id


@pytest.mark.promise("M8")
def test_reports_that_a_closed_case_left_open_are_asked_how_they_end(world):
    now, person = timezone.now(), world.people.moderator
    stories.decided(world.case, world.people.second, at=now, **NONE)
    case = reports.report(world.case.story, reason="advert", at=now).case
    publications.take_down(world.case.story, by=world.case.story.author.user, at=now)
    assert "Close the reports that are left" in shown(person, case)
    page = shown(person, case, "close_reports")
    assert ("How do they end?" in page, "The case is closed already" in page) == (True, True)
    assert [said for said in ("nothing is to be done", "Nothing is decided") if said in page] == []
    assert pressed(person, case, "close_reports", outcome="changed")["Location"] == address(case)
    assert case.reports.get().outcome == "changed"


@pytest.mark.promise("M8", "M16")
def test_reports_of_hard_words_are_not_closed_before_the_words_were_opened(world):
    now, person = timezone.now(), world.people.moderator
    story = stories.published(world.people, factories.member("Calm heron"), world.case.story.condition, text=HARD)
    case = reports.report(story, reason="advert", at=now).case
    assert address(case, "close_reports") not in shown(person, case)
    assert "You have not opened the text of this story today." in shown(person, case, "close_reports")
    sitting(person).post(address(case, "open_text"))
    assert address(case, "close_reports") in shown(person, case)
    assert pressed(person, case, "close_reports", outcome="unsaid")["Location"] == address(case)
    assert not case.reports.open().exists()
