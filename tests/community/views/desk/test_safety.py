"""The safeguarding lead alone keeps a story and notes a death, with the basis of each (C8, C10)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from community.models import Hold, Level, StandIn, Story
from community.models.members import Death
from community.moderation import cases, holds, safety
from conditions.models.people import Role
from tests import factories, stories
from tests.community.views.desk.test_cases import shown, sitting
from tests.shared import made_once

pytestmark = pytest.mark.django_db
SAFETY, HOLD, DEATH = "/desk/stories/safety/", "/desk/stories/safety/hold/", "/desk/stories/safety/death/"


class World:
    """A public story, and everybody who is on duty."""

    def __init__(self):
        self.people = stories.duty()
        self.story = stories.published(self.people, factories.member("Quiet fern"), at=timezone.now())
        self.author = self.story.author.user
        self.until = timezone.localdate() + datetime.timedelta(days=30)
        self.typed = {"code": self.story.code.lower(), "basis": "An order of a court", "until": str(self.until)}


world = made_once(World)


def pressed(person, page, **typed):
    browser = sitting(person)
    seen = browser.get(page).context["form"]["seen"].value()
    return browser.post(page, {"seen": seen, "do": "send", **typed})


def held(world, **said):
    said = {"basis": "An order of a court", "until": world.until, "is_told": True} | said
    return holds.hold(world.story, **said, by=world.people.lead, at=timezone.now())


@pytest.mark.promise("C8")
def test_lead_keeps_a_story_with_its_basis_and_its_end(world):
    assert pressed(world.people.lead, HOLD, **world.typed)["Location"] == SAFETY
    hold = Hold.objects.get()
    assert (hold.story, hold.basis, hold.until, hold.is_told) == (world.story, "An order of a court", world.until, True)
    page = sitting(world.people.lead).get(SAFETY).content.decode()
    assert "An order of a court" in page
    assert "Tuesday" not in page


@pytest.mark.promise("C8")
def test_author_reads_on_their_pages_that_a_story_is_kept_and_why(world):
    held(world)
    mine = factories.browser(world.author)
    for page in ("/me/stories/", f"/me/stories/{world.story.code}/"):
        assert "for somebody’s safety: An order of a court" in mine.get(page).content.decode()


@pytest.mark.promise("C8")
def test_author_does_not_read_of_a_hold_of_which_the_law_forbids_to_tell(world):
    assert pressed(world.people.lead, HOLD, hidden="on", **world.typed).status_code == 302
    mine = factories.browser(world.author)
    for page in ("/me/stories/", f"/me/stories/{world.story.code}/"):
        assert "An order of a court" not in mine.get(page).content.decode()
    assert "The author is not told" in sitting(world.people.lead).get(SAFETY).content.decode()


def test_story_that_is_nowhere_and_a_day_too_far_are_said_beside_what_was_typed(world):
    page = pressed(world.people.lead, HOLD, **world.typed | {"code": "NOWHERE0"}).content.decode()
    assert "No story has this code." in page
    assert "An order of a court" in page
    page = pressed(world.people.lead, HOLD, **world.typed | {"until": "2999-01-01"}).content.decode()
    assert "Choose a day within a year." in page
    assert not Hold.objects.exists()


@pytest.mark.promise("C8")
def test_hold_is_lifted_and_stays_on_record(world):
    lift = reverse("desk:stories:lift_hold", args=[held(world).pk])
    assert pressed(world.people.lead, lift)["Location"] == SAFETY
    page = sitting(world.people.lead).get(SAFETY).content.decode()
    assert ("Lifted on" in page, lift in page) == (True, False)
    assert "An order of a court" not in factories.browser(world.author).get("/me/stories/").content.decode()


@pytest.mark.promise("C10")
def test_death_is_noted_by_the_second_press_with_who_told_it(world):
    typed = {"who": "quiet FERN", "basis": "Her daughter, from the same address"}
    page = pressed(world.people.lead, DEATH, **typed | {"do": "look"}).content.decode()
    assert "1 story stays public, as they wished." in page
    assert not Death.objects.exists()
    assert pressed(world.people.lead, DEATH, **typed)["Location"] == SAFETY
    assert Death.objects.get().basis == "Her daughter, from the same address"
    assert "Her daughter" in sitting(world.people.lead).get(SAFETY).content.decode()


@pytest.mark.promise("C10")
def test_what_they_did_not_wish_kept_is_said_and_taken_down(world):
    story = stories.published(
        world.people, factories.member("Calm heron"), world.story.condition, after_death="remove", at=timezone.now()
    )
    typed = {"who": story.code, "basis": "Her brother"}
    assert "1 story is taken down now." in pressed(world.people.lead, DEATH, **typed, do="look").content.decode()
    pressed(world.people.lead, DEATH, **typed)
    assert story not in Story.objects.published(timezone.localdate())
    assert "It is noted already." in pressed(world.people.lead, DEATH, **typed).content.decode()


def test_nobody_of_that_name_is_said(world):
    page = pressed(world.people.lead, DEATH, who="Nobody here", basis="A letter").content.decode()
    assert "Nobody has this name, and no story this code." in page
    assert not Death.objects.exists()


@pytest.mark.promise("S6")
def test_nobody_but_the_lead_learns_of_it(world):
    lift = reverse("desk:stories:lift_hold", args=[held(world, is_told=False).pk])
    for person in (world.people.moderator, world.people.administrator):
        pages = (SAFETY, HOLD, DEATH, lift, reverse("desk:stories:lift_hold", args=[999]))
        assert {sitting(person).get(page).status_code for page in pages} == {403}
    assert "court" not in shown(world.people.moderator, world.story.cases.get())


def dangerous(world):
    """New words of the story, which a moderator found dangerous."""
    case = stories.resent(world.story, at=timezone.now())
    return cases.raise_level(case, Level.DANGER, by=world.people.moderator, at=timezone.now())


@pytest.mark.promise("M11")
def test_lead_notes_steps_which_others_see_without_the_notes(world):
    case = dangerous(world)
    step = reverse("desk:stories:safety_step", args=[case.pk])
    assert "No step is noted yet." in shown(world.people.lead, case)
    page = pressed(world.people.lead, step, kind="safe", note="  ").content.decode()
    assert "Say in a note what was done, or why it ends so." in page
    assert pressed(world.people.lead, step, kind="safe", note="She rang back.", is_told="on").status_code == 302
    lead, moderator = shown(world.people.lead, case), shown(world.people.moderator, case)
    assert ["Ended: they say that they are safe" in each for each in (lead, moderator)] == [True, True]
    assert ["She rang back." in each for each in (lead, moderator)] == [True, False]
    mine = factories.browser(world.author).get(f"/me/stories/{world.story.code}/").content.decode()
    assert ("You told us that you are safe." in mine, "She rang back." in mine) == (True, False)


@pytest.mark.promise("M11", "C8")
def test_log_shows_a_lead_why_the_words_must_be_kept(world):
    case = dangerous(world)
    held(world)
    assert "The words must be kept until" in shown(world.people.lead, case)
    assert "The words must be kept until" not in shown(world.people.moderator, case)


@pytest.mark.promise("M11")
def test_lead_who_will_be_away_names_a_deputy_and_comes_back(world):
    deputy, days = "/desk/stories/safety/deputy/", {"from_on": timezone.localdate(), "until_on": world.until}
    assert "There is no other safeguarding lead." in sitting(world.people.lead).get(deputy).content.decode()
    other = factories.holder(Role.SAFEGUARDING)
    assert pressed(world.people.lead, deputy, deputy=other.pk, **days)["Location"] == SAFETY
    assert f"{other} stands in" in sitting(other).get(SAFETY).content.decode()
    assert f"{other} stands in." in shown(world.people.moderator, dangerous(world))
    back = reverse("desk:stories:be_back", args=[StandIn.objects.get().pk])
    assert "Only who is away says that they are back." in sitting(other).get(back).content.decode()
    assert pressed(world.people.lead, back)["Location"] == SAFETY
    assert "there today" in sitting(other).get(SAFETY).content.decode()


@pytest.mark.promise("M11")
def test_deputy_who_lost_the_role_is_named_to_nobody(world):
    other, now = factories.holder(Role.SAFEGUARDING), timezone.now()
    days = {"from_on": timezone.localdate(), "until_on": world.until}
    safety.stand_in(other, **days, by=world.people.lead, at=now)
    other.grants.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    page = sitting(world.people.lead).get(SAFETY).content.decode()
    assert ("; nobody stands in" in page, "Nobody stands in." in page) == (True, True)
    assert ": nobody stands in." in shown(world.people.moderator, dangerous(world))
