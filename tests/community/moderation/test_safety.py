"""What leads do in acute danger stands in a log that is only added to; somebody stands in for who is away (M11)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from community import export, happened
from community.models import Level
from community.moderation import cases, erasures, holds, publications, safety
from conditions import ledger
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories, stories
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.promise("M11")]
DAY = datetime.timedelta(days=1)
NOTE = "She answered the phone, and her brother is with her."


class World:
    """A public story of which a moderator fears that somebody may be in danger."""

    def __init__(self):
        self.people = stories.duty()
        self.deputy = factories.holder(Role.SAFEGUARDING)
        self.story = stories.published(self.people)
        self.author = self.story.author.user
        again = stories.resent(self.story)
        self.case = cases.raise_level(again, Level.DANGER, by=self.people.moderator, at=NOON)


world = made_once(World)


def noted(world, kind="called", **changed):
    said = {"note": NOTE, "is_told": False, "by": world.people.lead, "at": NOON} | changed
    return safety.note_step(said.pop("case", world.case), kind=kind, **said)


def away(world, **said):
    told = {"from_on": TODAY, "until_on": TODAY + DAY, "by": world.people.lead, "at": NOON} | said
    return safety.stand_in(told.pop("deputy", world.deputy), **told)


def test_log_says_what_was_done_by_whom_and_when_and_how_it_ended(world):
    steps = [noted(world), noted(world, "safe", by=world.deputy, at=NOON + DAY)]
    assert [(each.kind, each.by, each.at) for each in steps] == [
        ("called", world.people.lead, NOON),
        ("safe", world.deputy, NOON + DAY),
    ]
    assert safety.outcome(steps) == steps[1]
    assert safety.outcome([*steps, noted(world, "read", note="")]) is None
    assert list(ledger.verify()) == []


def test_outcome_and_something_else_need_a_note(world):
    for kind in ("other", "safe", "none", "handed", "silent"):
        with pytest.raises(ValidationError, match="Say in a note what was done"):
            noted(world, kind, note=" ")
    assert noted(world, "lines", note="").note == ""


def test_only_a_lead_notes_and_only_in_danger(world):
    with pytest.raises(PermissionDenied):
        noted(world, by=world.people.moderator)
    with pytest.raises(ValidationError, match="your own story"):
        noted(world, by=factories.granted(world.author, Role.SAFEGUARDING))
    with pytest.raises(ValidationError, match="Raise the risk first"):
        noted(world, case=stories.sent(factories.member(), world.story.condition))


@pytest.mark.promise("C17")
def test_author_reads_what_they_may_know_and_never_the_note(world):
    noted(world, "authority")
    noted(world, "asked", is_told=True)
    lines = [line.what for line in happened.lines(world.story)]
    assert lines.count("Somebody who looks after safety asked how you are.") == 1
    assert not [line for line in lines if "protect" in line]
    mine = export.held_on(world.author)
    assert [each["kind"] for each in mine["stories"][0]["safety"]] == ["asked"]
    assert "brother" not in str(mine)


@pytest.mark.promise("C8")
def test_notes_are_kept_while_the_story_must_be_and_erased_with_it(world):
    step = noted(world)
    publications.take_down(world.story, by=world.author, at=NOON)
    told = {"basis": "A court", "until": TODAY + DAY, "is_told": True}
    held = holds.hold(world.story, **told, by=world.people.lead, at=NOON)
    with pytest.raises(ValidationError):
        erasures.erase(world.story, by=world.author, at=NOON)
    holds.lift(held, by=world.people.lead, at=NOON)
    erasures.erase(world.story, by=world.author, at=NOON)
    step.refresh_from_db()
    assert (step.note, step.salt, step.is_sealed, step.kind) == ("", "", True, "called")
    with pytest.raises(ValidationError, match="was erased"):
        noted(world)
    assert list(ledger.verify()) == []


def test_deputy_stands_in_while_the_lead_is_away(world):
    gone = away(world)
    there, missing = safety.on_duty(TODAY)
    assert (there.lead, there.away) == (world.deputy, None)
    assert (missing.lead, missing.away.deputy) == (world.people.lead, world.deputy)
    assert [each.away for each in safety.on_duty(TODAY + 2 * DAY)] == [None, None]
    safety.be_back(gone, by=world.people.lead, at=NOON)
    assert [each.away for each in safety.on_duty(TODAY)] == [None, None]
    with pytest.raises(Stale):
        safety.be_back(gone, by=world.people.lead, at=NOON)


def test_nobody_is_a_deputy_who_could_not_act(world):
    with pytest.raises(ValidationError, match="no safeguarding lead on these days"):
        away(world, deputy=world.people.moderator)
    with pytest.raises(ValidationError, match="These days are over"):
        away(world, from_on=TODAY - DAY, until_on=TODAY - DAY)
    away(world)
    with pytest.raises(ValidationError, match="named somebody for some of these days already"):
        away(world)
    with pytest.raises(ValidationError, match="away then as well"):
        away(world, deputy=world.people.lead, by=world.deputy)


def test_nobody_is_away_while_they_stand_in_for_somebody(world):
    gone, third = away(world), factories.holder(Role.SAFEGUARDING)
    with pytest.raises(ValidationError, match=f"You stand in for {world.people.lead} on some of these days"):
        away(world, deputy=third, by=world.deputy, from_on=TODAY + DAY, until_on=TODAY + 9 * DAY)
    later = {"from_on": TODAY + 2 * DAY, "until_on": TODAY + 9 * DAY}
    assert away(world, deputy=third, by=world.deputy, **later).lead == gone.deputy


def test_who_looks_after_safety_no_more_stands_in_for_nobody(world):
    away(world)
    world.deputy.grants.update(ends_on=TODAY - DAY)
    (missing,) = safety.on_duty(TODAY)
    assert (missing.lead, missing.away.deputy, missing.deputy) == (world.people.lead, world.deputy, None)
    assert [each.deputy for each in safety.ahead(TODAY)] == [None]
