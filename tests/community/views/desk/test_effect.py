"""Both moderators of a risky story are told before and after what their press does (M4, M7)."""

import pytest
from django.http import QueryDict
from django.utils import timezone

from community.forms.moderation import Publish
from community.models import Level
from community.moderation import cases
from tests import factories, stories
from tests.community.views.desk.test_cases import pressed, shown, sitting
from tests.shared import made_once

pytestmark = pytest.mark.django_db
DOES = "If you press “Publish”, readers see these words at once."


class World:
    def __init__(self):
        self.people = stories.duty()
        self.case = stories.sent(factories.member("Quiet fern"))


world = made_once(World)


@pytest.mark.promise("M4")
def test_both_are_told_before_and_after_what_their_press_does(world):
    first, second = world.people.moderator, world.people.second
    assert DOES in shown(first, world.case, "publish")
    cases.raise_level(world.case, Level.HIGH, by=second, at=timezone.now())
    assert DOES not in shown(first, world.case, "publish")
    kept = sitting(first).get(pressed(first, world.case, "publish")["Location"]).content.decode()
    assert "You decided first: somebody else decides now." in kept
    page = shown(second, world.case)
    assert f"{first} decided: Publish. If you decide the same, it is done at once." in page
    page = shown(second, world.case, "publish")
    assert f"and you are the second person. {DOES}" in page
    assert "one person is enough" in shown(second, world.case, "decline")


@pytest.mark.promise("M4")
@pytest.mark.parametrize(("level", "told"), [("usual", "Readers see it now."), ("high", "Nothing changes until")])
def test_after_the_press_it_is_said_whether_readers_see_it(world, level, told):
    if level == Level.HIGH:
        cases.raise_level(world.case, level, by=world.people.second, at=timezone.now())
    browser = sitting(world.people.moderator)
    address = f"/desk/stories/{world.case.pk}/publish/"
    seen = browser.get(address).context["form"]["seen"].value()
    assert told in browser.post(address, {"seen": seen, "do": "send"}, follow=True).content.decode()


@pytest.mark.promise("M4", "M7")
def test_who_decides_on_a_risky_appeal_is_told_that_it_takes_one_more(world):
    now = timezone.now()
    appeal = stories.appealed(stories.decided(world.case, world.people.moderator, "decline", at=now), at=now)
    assert "readers see these words at once" in shown(world.people.second, appeal.case, "appeal")
    cases.raise_level(appeal.case, Level.HIGH, by=world.people.second, at=now)
    assert "when a second moderator publishes them" in shown(world.people.second, appeal.case, "appeal")


@pytest.mark.promise("M4")
def test_two_who_press_at_once_are_each_told_what_came_of_it(world):
    case = cases.raise_level(world.case, Level.HIGH, by=world.people.second, at=timezone.now())
    pressed_by = [world.people.moderator, world.people.second]
    sent = [Publish(case, QueryDict("do=send"), by=each, at=timezone.now()) for each in pressed_by]
    assert [each.is_first and each.is_valid() for each in sent] == [True, True]
    for each in sent:
        each.move()
    assert [str(each.done)[:22] for each in sent] == ["Your decision is kept.", "Readers see it now. Th"]
