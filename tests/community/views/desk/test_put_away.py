"""What nobody needs any more is read by nobody at the desk: a story taken back, with all that was said of it (C5)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from community.models import StoryReport
from community.moderation import holds, publications, reports, threads
from tests import factories, stories
from tests.community.views.desk.test_cases import shown, sitting
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
SAID = ("Tuesday", "telephone", "It sells tea.")  # of the story, of a decision about it, and of a report


class World:
    """A story that was declined, sent again, published, reported and taken back."""

    def __init__(self):
        self.now = timezone.now() - datetime.timedelta(days=2)
        self.people = stories.duty()
        self.case = stories.sent(factories.member("Quiet fern"), at=self.now)
        self.story = self.case.story
        stories.decided(self.case, self.people.moderator, "decline", at=self.now)

    def public(self):
        case = stories.resent(self.story, at=self.later(1))
        stories.decided(case, self.people.moderator, at=self.later(1))

    def taken_back(self):
        publications.take_down(self.story, by=self.story.author.user, at=self.later(2))

    def later(self, hours):
        return self.now + datetime.timedelta(hours=hours)


world = made_once(World)


def found(page):
    return [said for said in SAID if said in page]


@pytest.mark.promise("C5")
def test_story_that_was_taken_back_shows_no_word_at_the_desk(world):
    world.public()
    assert "Tuesday" in shown(world.people.moderator, world.case)
    world.taken_back()
    page = shown(world.people.moderator, world.case)
    assert "Readers do not see this story" in page
    assert (found(page), "Decline, " in page) == ([], True)


@pytest.mark.promise("C5")
def test_report_of_a_story_that_was_taken_back_is_read_until_it_is_closed(world):
    world.public()
    report = reports.report(world.story, reason="advert", words="It sells tea.", at=world.later(1))
    world.taken_back()
    page = reverse("desk:stories:report", args=[report.number])
    read = sitting(world.people.moderator).get(page).content.decode()
    assert found(read + shown(world.people.moderator, world.case)) == list(SAID)
    reports.handle(report, outcome="changed", reply="", by=world.people.second, at=world.later(3))
    read = sitting(world.people.moderator).get(page).content.decode()
    assert found(read + shown(world.people.moderator, world.case)) == []
    assert StoryReport.objects.get().words == "It sells tea."


@pytest.mark.promise("M7")
def test_refused_story_is_read_as_long_as_it_can_be_contested(world):
    assert "Tuesday" in shown(world.people.second, world.case)
    stories.appealed(world.case.decisions.get(), at=world.later(1))
    assert "Tuesday" in shown(world.people.second, threads.open_case(world.story))
    world.taken_back()
    assert found(shown(world.people.second, world.case)) == []


def test_refusal_that_nobody_can_contest_any_more_needs_no_words(world):
    long_ago = timezone.now() - datetime.timedelta(days=200)
    case = stories.sent(None, world.story.condition, at=long_ago)
    stories.decided(case, world.people.moderator, "decline", at=long_ago)
    assert found(shown(world.people.moderator, case)) == []


@pytest.mark.promise("C8")
def test_what_must_be_kept_is_read_by_the_safeguarding_lead_alone(world):
    world.public()
    until = timezone.localdate() + datetime.timedelta(days=9)
    world.taken_back()
    holds.hold(world.story, basis="A court", until=until, is_told=False, by=world.people.lead, at=world.later(3))
    assert found(shown(world.people.moderator, world.case)) == []
    assert "Tuesday" in shown(world.people.lead, world.case)
