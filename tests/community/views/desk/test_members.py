"""A moderator decides on a sanction, first as the member will read it, and lifts it (M15)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from community.models import Sanction
from community.moderation import sanctions
from conditions.models import Mail
from conditions.models.people import Role
from tests import factories, stories
from tests.community.views.desk.test_cases import address, pressed, shown, sitting
from tests.shared import made_once

pytestmark = pytest.mark.django_db
LIST = "/desk/stories/sanctions/"
BAN = {"grade": "ban", "rule": "advert", "sentence": "Three stories sold the same tea."}


class World:
    """A member with a story that waits, and two moderators."""

    def __init__(self):
        self.people = stories.duty()
        self.case = stories.sent(factories.member("Quiet fern"), at=timezone.now())
        self.member = self.case.story.author


world = made_once(World)


def imposed(world, **said):
    said = {"by": world.people.second, "at": timezone.now()} | BAN | said
    return sanctions.impose(world.member, **said)


@pytest.mark.promise("M15")
def test_ban_is_read_as_the_member_will_before_it_is_imposed(world):
    assert address(world.case, "author") in shown(world.people.moderator, world.case)
    assert address(world.case, "sanction") in shown(world.people.moderator, world.case, "author")
    page = pressed(world.people.moderator, world.case, "sanction", do="look", **BAN).content.decode()
    assert "As Quiet fern will read it" in page
    assert "You cannot send stories any more. The rule: It advertises something. Why: Three stories" in page
    assert not Sanction.objects.exists()


@pytest.mark.promise("M15")
def test_who_decides_sees_what_followed_before(world):
    assert "Mostly a warning comes first" in shown(world.people.moderator, world.case, "sanction")
    imposed(world, grade="warning")
    page = shown(world.people.moderator, world.case, "sanction")
    assert ("Mostly a warning comes first" in page, "Three stories sold the same tea." in page) == (False, True)
    imposed(world)
    assert "A ban stands already" in shown(world.people.moderator, world.case, "sanction")


@pytest.mark.promise("M2", "M15")
def test_rules_tell_everybody_what_follows(client):
    page = client.get("/moderation-rules/").content.decode()
    assert "Mostly a warning comes first." in page
    assert "another moderator looks again, and can lift it" in page


@pytest.mark.promise("M15")
def test_ban_is_imposed_by_the_second_press_and_the_member_is_told_why(world):
    answer = pressed(world.people.moderator, world.case, "sanction", **BAN)
    assert answer["Location"] == address(world.case, "author")
    assert Mail.objects.get(purpose="sanction").recipient == world.member.user.email
    read = factories.browser(world.member.user).get("/me/stories/").content.decode()
    assert "It advertises something. Why: Three stories sold the same tea." in read
    assert "Three stories sold the same tea." in shown(world.people.second, world.case, "author")


@pytest.mark.promise("M15")
def test_sanction_without_rule_reason_or_day_says_what_is_missing(world):
    page = pressed(world.people.moderator, world.case, "sanction", grade="pause").content.decode()
    for said in ("Say which rule was broken.", "Say in your own words what they did.", "Say when the pause ends."):
        assert said in page
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    page = pressed(world.people.moderator, world.case, "sanction", **BAN | {"grade": "pause", "until": str(yesterday)})
    assert "Choose a day that is still to come." in page.content.decode()
    assert not Sanction.objects.exists()


@pytest.mark.promise("E4")
def test_second_moderator_sees_what_a_colleague_imposed_meanwhile(world):
    browser = sitting(world.people.moderator)
    seen = browser.get(address(world.case, "sanction")).context["form"]["seen"].value()
    imposed(world, grade="warning")
    answer = browser.post(address(world.case, "sanction"), {"seen": seen, "do": "send", **BAN})
    assert (answer.status_code, Sanction.objects.count()) == (409, 1)
    assert "Three stories sold the same tea." in answer.content.decode()


@pytest.mark.promise("M15")
def test_sanctions_are_listed_and_lifted_and_stay_on_record(world):
    ban = imposed(world)
    browser = sitting(world.people.moderator)
    page = browser.get(LIST).content.decode()
    assert "Quiet fern: Ban" in page
    lift = reverse("desk:stories:lift_sanction", args=[ban.pk])
    assert lift in page
    seen = browser.get(lift).context["form"]["seen"].value()
    assert browser.post(lift, {"seen": seen})["Location"] == LIST
    read = browser.get(LIST).content.decode()
    assert ("No sanction stands today." in read, "Lifted on" in read, lift in read) == (True, True, False)
    assert Mail.objects.filter(purpose="sanction-lifted").count() == 1


@pytest.mark.promise("S6")
def test_who_moderates_one_condition_alone_sanctions_nobody_and_counts_none(world):
    ban = imposed(world)
    there = factories.holder(Role.MODERATOR, condition=world.case.story.condition)
    for person in (there, factories.holder(Role.EDITOR)):
        pages = [LIST, *(reverse("desk:stories:lift_sanction", args=[key]) for key in (ban.pk, 999))]
        assert {sitting(person).get(page).status_code for page in pages} == {403}
    assert "Three stories" not in shown(there, world.case, "author")
    assert sitting(there).get(address(world.case, "sanction")).status_code == 403


def test_author_page_tells_of_their_cases_that_are_somebodys_to_look_at(world):
    elsewhere = stories.sent(world.member.user, factories.condition("Lyme disease", "lyme"), at=timezone.now())
    there = factories.holder(Role.MODERATOR, condition=world.case.story.condition)
    assert address(elsewhere) in shown(world.people.moderator, world.case, "author")
    assert address(elsewhere) not in shown(there, world.case, "author")
