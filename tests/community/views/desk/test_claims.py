"""A story is taken, let go and taken over; hard texts are opened on purpose (M1, M16)."""

import pytest
from django.utils import timezone

from community.models import Decision, Level, Opening
from community.moderation import cases, claims
from tests import factories, stories
from tests.community.views.desk.test_cases import WHY, address, pressed, shown, sitting
from tests.shared import made_once

pytestmark = pytest.mark.django_db
QUEUE, SAFETY = "/desk/stories/", "/desk/stories/safety/"


class World:
    def __init__(self):
        self.people = stories.duty()
        self.about = factories.condition()
        self.case, self.hard = [stories.sent(factories.member(), self.about) for _ in range(2)]
        cases.raise_level(self.hard, Level.DANGER, by=self.people.second, at=timezone.now())


world = made_once(World)


@pytest.mark.promise("M1")
def test_others_see_who_works_on_a_story_and_are_offered_no_decision(world):
    assert sitting(world.people.moderator).post(address(world.case, "take"))["Location"] == address(world.case)
    mine, theirs = (shown(each, world.case) for each in (world.people.moderator, world.people.second))
    assert ("You do, until" in mine, "Publish this story" in mine) == (True, True)
    assert ("works on this story until" in theirs, "Publish this story" in theirs) == (True, False)
    assert "Raise the risk" in theirs
    queues = [sitting(each).get(QUEUE).content.decode() for each in (world.people.moderator, world.people.second)]
    assert ["You work on it until" in each for each in queues] == [True, False]
    assert f"{world.people.moderator} works on it until" in queues[1]


@pytest.mark.promise("M1", "E4")
def test_who_lost_a_story_reads_so_and_keeps_what_they_typed(world):
    browser = sitting(world.people.moderator)
    browser.post(address(world.case, "take"))
    seen = browser.get(address(world.case, "decline")).context["form"]["seen"].value()
    pressed(world.people.second, world.case, "take_over", because="away")
    for do in ("look", "send"):
        answer = browser.post(address(world.case, "decline"), {"seen": seen, "do": do, **WHY})
        assert answer.status_code == 409
        assert f"{world.people.second} works on this story until" in answer.content.decode()
        assert "The telephone number." in answer.content.decode()
    assert not Decision.objects.exists()


def test_take_over_says_what_it_does_and_needs_a_reason(world):
    claims.take(world.case, by=world.people.moderator, at=timezone.now())
    assert "Say why you take it over." in pressed(world.people.second, world.case, "take_over").content.decode()
    assert "Nobody else works on it now." in shown(world.people.moderator, world.case, "take_over")
    refused = sitting(world.people.second).post(address(world.case, "take"), follow=True).content.decode()
    assert "Say why you take it over." in refused


def test_story_that_was_let_go_is_free(world):
    browser = sitting(world.people.moderator)
    browser.post(address(world.case, "take"))
    assert browser.post(address(world.case, "let_go"))["Location"] == address(world.case)
    assert "Nobody now." in shown(world.people.second, world.case)
    assert browser.post(address(world.case, "let_go")).status_code == 409


@pytest.mark.promise("M16")
def test_hard_text_is_read_before_it_is_decided_on(world):
    assert "Tuesday" not in shown(world.people.moderator, world.hard)
    assert "You have not opened the text of this story today." in shown(world.people.moderator, world.hard, "propose")
    assert sitting(world.people.moderator).post(address(world.hard, "open_text")).status_code == 302
    assert "Tuesday" in shown(world.people.moderator, world.hard)
    assert "Tuesday" in shown(world.people.moderator, world.hard, "propose")
    assert Opening.objects.get().by == world.people.moderator


@pytest.mark.promise("M16")
def test_what_the_author_wrote_beside_a_hard_story_is_covered_with_it(world):
    now, by = timezone.now(), world.people.moderator
    case = stories.sent(factories.member(), world.about, ties="Pills Inc.")
    cases.ask_author(case, "When?", by=by, at=now, seen=case.story.texts.get().digest)
    cases.answer(case, "After the pills.", by=case.story.author.user, at=now)
    appeal = stories.appealed(stories.decided(case, by, "decline", at=now, sentence="The pills are named."), at=now)
    hard = cases.raise_level(appeal.case, Level.DANGER, by=world.people.second, at=now)
    for page, words in ((case, ("After the pills.", "are named", "Pills Inc.")), (hard, ("a year", "are named"))):
        type(case).objects.filter(pk=page.pk).update(level="danger")
        before = shown(world.people.second, page)
        sitting(world.people.second).post(address(page, "open_text"))
        after = shown(world.people.second, page)
        assert [word for word in words if word in before or word not in after] == []
        assert ("Covered with the story" in before, "Covered with the story" in after) == (True, False)


@pytest.mark.promise("M16")
def test_who_opened_enough_is_given_what_is_not_hard_and_told_kindly(world, settings):
    settings.DISEASEMAPS = settings.DISEASEMAPS | {"hard_texts": 1}
    other = stories.sent(factories.member(), world.about)
    cases.raise_level(other, Level.DANGER, by=world.people.second, at=timezone.now())
    browser = sitting(world.people.moderator)
    browser.post(address(world.hard, "open_text"))
    page = browser.get(QUEUE)
    assert {key: cases for key, _title, cases in page.context["sections"]}["urgent"] == [world.hard]
    assert "1 story that may be hard to read is kept from you until tomorrow." in page.content.decode()
    refused = browser.post(address(other, "open_text"), follow=True).content.decode()
    assert ("That is enough for one day" in refused, "Tuesday" in refused) == (True, False)
    assert len(sitting(world.people.lead).get(QUEUE).context["sections"][0][2]) == 2


@pytest.mark.promise("M16")
def test_lead_sees_the_load_in_numbers_alone(world):
    sitting(world.people.moderator).post(address(world.hard, "open_text"))
    page = sitting(world.people.lead).get(SAFETY).content.decode()
    assert f"{world.people.moderator.name}: 1 today, 1 in seven days" in page
    assert world.hard.story.code not in page
