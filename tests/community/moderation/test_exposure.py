"""Hard texts that somebody really opened are counted by day, and there are only so many of them on one (M16)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from community import tasks
from community.models import Case, Level, Opening
from community.moderation import cases, exposure, threads
from conditions.models import User
from conditions.models.people import Role
from tests import factories, stories
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.promise("M16")]
DAY = datetime.timedelta(days=1)


class World:
    """Three stories: two of danger, and one that is not hard to read."""

    def __init__(self):
        self.people = stories.duty()
        about = factories.condition()
        sent = [stories.sent(factories.member(), about) for _ in range(2)]
        self.hard = [cases.raise_level(case, Level.DANGER, by=self.people.second, at=NOON) for case in sent]
        self.plain = stories.sent(factories.member(), about)


world = made_once(World)


@pytest.fixture(autouse=True)
def one_a_day(settings):
    settings.DISEASEMAPS = settings.DISEASEMAPS | {"hard_texts": 1}


def opened(case, by, at=NOON):
    return exposure.open_text(case, by=by, at=at)


def test_same_text_counts_once_on_a_day_and_again_on_the_next(world):
    case, by = world.hard[0], world.people.moderator
    assert opened(case, by) == opened(case, by)
    assert exposure.opened_on(by, TODAY) == 1
    opened(case, by, NOON + DAY)
    assert list(exposure.load(TODAY + DAY)) == [(by.name, 1, 2)]


def test_who_opened_enough_opens_no_further_one_until_tomorrow(world):
    by = world.people.moderator
    opened(world.hard[0], by)
    with pytest.raises(ValidationError, match="enough for one day"):
        opened(world.hard[1], by)
    assert opened(world.hard[0], by)
    assert opened(world.hard[1], by, NOON + DAY)


def test_deciding_counts_nothing(world):
    for _ in range(2):
        stories.decided(stories.sent(factories.member(), world.plain.story.condition), world.people.moderator)
    assert exposure.opened_on(world.people.moderator, TODAY) == 0


@pytest.mark.promise("M11")
def test_lead_is_counted_and_never_kept_from_danger(world):
    for case in world.hard:
        opened(case, world.people.lead)
    assert exposure.opened_on(world.people.lead, TODAY) == 2
    with pytest.raises(PermissionDenied):
        opened(world.plain, world.people.lead)


def test_nobody_opens_what_they_do_not_moderate(world):
    with pytest.raises(PermissionDenied):
        opened(world.hard[0], factories.holder(Role.EDITOR))
    assert not Opening.objects.exists()


def test_text_is_hard_by_the_last_words_and_not_by_those_before(world):
    author, hard = factories.member(), f"{stories.WORDS} My brother died by suicide."
    case = stories.sent(author, world.plain.story.condition, text=hard)
    assert (case.level, exposure.is_hard(case, threads.current(case.story))) == (Level.HIGH, True)
    assert set(Case.objects.filter(exposure.hard())) == {*world.hard, case}
    changed = {
        "title": "A day",
        "text": stories.WORDS,
        "because": "Too hard.",
        "seen": threads.current(case.story).digest,
    }
    cases.accept_change(cases.propose_change(case, **changed, by=world.people.moderator, at=NOON), by=author, at=NOON)
    assert exposure.is_hard(case, threads.current(case.story)) is False
    assert set(Case.objects.filter(exposure.hard())) == set(world.hard)


def test_words_that_are_not_hard_stand_there_and_use_up_none(world):
    assert opened(world.plain, world.people.moderator) is None
    assert exposure.opened_on(world.people.moderator, TODAY) == 0


def test_two_people_of_one_name_are_counted_each_for_themselves(world):
    User.objects.filter(pk=world.people.second.pk).update(name=world.people.moderator.name)
    for case, by in zip(world.hard, (world.people.moderator, world.people.second), strict=True):
        opened(case, by)
    assert [each.today for each in exposure.load(TODAY)] == [1, 1]


def test_what_was_opened_is_forgotten_after_90_days(world):
    opened(world.hard[0], world.people.moderator)
    assert tasks.forget_what_was_opened(NOON + 90 * DAY) == 0
    assert tasks.forget_what_was_opened(NOON + 91 * DAY) == 1
