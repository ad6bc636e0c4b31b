"""One moderator works on a case at a time, for so many minutes; others wait, or take it over with a reason (M1)."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from community.models import Claim, Decision, Level
from community.moderation import cases, claims, leaving, publications, threads
from conditions import ledger
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories, stories
from tests.factories import NOON
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.promise("M1")]
HALF_AN_HOUR = datetime.timedelta(minutes=30)


class World:
    def __init__(self):
        self.people = stories.duty()
        self.case = stories.sent()


world = made_once(World)


def taken(world, by=None, at=NOON, **said):
    return claims.take(world.case, by=by or world.people.moderator, at=at, **said)


def test_claim_lasts_as_long_as_the_setting_says_and_keeps_others_from_deciding(world, settings):
    seen = threads.current(world.case.story).digest
    settings.DISEASEMAPS = settings.DISEASEMAPS | {"lease": 5}
    assert taken(world).until == NOON + datetime.timedelta(minutes=5)
    with pytest.raises(Stale):
        stories.decided(world.case, world.people.second)
    with pytest.raises(Stale):
        cases.ask_author(world.case, "When?", by=world.people.second, at=NOON, seen=seen)
    assert not Decision.objects.exists()
    later = NOON + datetime.timedelta(minutes=5)
    assert stories.decided(world.case, world.people.second, at=later).kind == "publish"


def test_who_holds_it_decides_and_so_lets_it_go(world):
    claim = taken(world)
    stories.decided(world.case, world.people.moderator, at=NOON + datetime.timedelta(minutes=1))
    claim.refresh_from_db()
    assert claim.ending == "decided"


def test_case_that_waits_for_a_second_person_is_free_for_them(world):
    cases.raise_level(world.case, Level.HIGH, by=world.people.second, at=NOON)
    taken(world)
    stories.decided(world.case, world.people.moderator)
    assert cases.holder(world.case, at=NOON) is None
    assert stories.decided(world.case, world.people.second).kind == "publish"


def test_before_its_end_it_is_taken_over_with_a_reason_alone(world):
    first = taken(world)
    with pytest.raises(ValidationError, match=r"works on this story until 12:30\. Say why you take it over"):
        taken(world, world.people.second)
    taken(world, world.people.second, because="agreed")
    first.refresh_from_db()
    assert (first.ending, first.because) == ("taken", "agreed")
    with pytest.raises(Stale):
        stories.decided(world.case, world.people.moderator)


def test_after_its_end_it_is_taken_without_one(world):
    first = taken(world)
    assert taken(world, world.people.second, NOON + HALF_AN_HOUR).by == world.people.second
    first.refresh_from_db()
    assert (first.ending, first.because) == ("over", "")


def test_who_holds_it_holds_it_for_longer_and_lets_it_go(world):
    taken(world)
    assert taken(world, at=NOON + datetime.timedelta(minutes=20)).until == NOON + datetime.timedelta(minutes=50)
    assert claims.let_go(world.case, by=world.people.moderator, at=NOON).ending == "released"
    with pytest.raises(Stale):
        claims.let_go(world.case, by=world.people.moderator, at=NOON)
    assert list(Claim.objects.order_by("pk").values_list("ending", flat=True)) == ["renewed", "released"]
    assert list(ledger.verify()) == []


@pytest.mark.parametrize(("minutes", "ending"), [(1, "released"), (30, "over")])
def test_nobody_works_any_more_on_what_the_author_took_back(world, minutes, ending):
    claim, later = taken(world), NOON + datetime.timedelta(minutes=minutes)
    publications.take_down(world.case.story, by=world.case.story.author.user, at=later)
    claim.refresh_from_db()
    assert (claim.ended_at, claim.ending) == (later, ending)
    assert list(ledger.verify()) == []


def test_claim_that_ran_out_ends_when_somebody_else_decides(world):
    claim = taken(world)
    stories.decided(world.case, world.people.second, at=NOON + HALF_AN_HOUR)
    claim.refresh_from_db()
    assert claim.ending == "over"


def test_closed_account_leaves_nobody_at_work_on_its_story(world):
    author = world.case.story.author.user
    claim = taken(world)
    leaving.close_account(author.member, "name", by=author, at=NOON)
    claim.refresh_from_db()
    assert claim.ending == "released"


def test_stepping_back_lets_it_go(world):
    taken(world)
    cases.step_back(world.case, by=world.people.moderator, at=NOON)
    assert Claim.objects.get().ending == "released"


@pytest.mark.promise("M7")
def test_who_decided_before_an_appeal_cannot_take_it(world):
    appeal = stories.appealed(stories.decided(world.case, world.people.moderator, "decline"))
    with pytest.raises(ValidationError, match="You decided on this story before"):
        claims.take(appeal.case, by=world.people.moderator, at=NOON)
    assert claims.take(appeal.case, by=world.people.second, at=NOON).case == appeal.case


@pytest.mark.promise("M11")
def test_in_acute_danger_nobody_waits_to_ask_how_the_author_is(world):
    case = cases.raise_level(world.case, Level.DANGER, by=world.people.second, at=NOON)
    taken(world)
    seen = threads.current(case.story).digest
    assert cases.ask_author(case, "How are you?", by=world.people.lead, at=NOON, seen=seen).by == world.people.lead


def test_nobody_takes_their_own_story_or_one_where_they_do_not_moderate(world):
    author = factories.granted(world.case.story.author.user, Role.MODERATOR)
    with pytest.raises(ValidationError, match="your own story"):
        taken(world, author)
    with pytest.raises(Exception, match="Your role does not allow this"):
        taken(world, factories.holder(Role.EDITOR))
