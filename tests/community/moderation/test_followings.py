"""Following, being told at most once a day, and stopping."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from community.models import Following
from community.moderation import followings, leaving
from conditions.models import Mail
from tests import factories
from tests.factories import NOON
from tests.shared import made_once

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def prepared():
    desk = factories.desk()
    desk.fern, desk.crow = factories.member("Quiet fern"), factories.member("Calm crow")
    desk.live = factories.published(desk)
    desk.about, desk.asked = desk.live.answer.condition, desk.live.answer.question
    return desk


world = made_once(prepared)


def follow(world, member=None, question=None, *, by_mail=True, at=NOON - 2 * DAY):
    who = (member or world.fern).member
    return followings.follow(who, world.about, question, language="en", by_mail=by_mail, at=at)


def written():
    return list(Mail.objects.filter(purpose="follow-news").values_list("recipient", flat=True))


def test_pressing_twice_follows_once_and_can_turn_mail_off_and_on(world):
    first = follow(world)
    assert follow(world) == first
    assert not follow(world, by_mail=False).by_mail
    assert follow(world, by_mail=True, at=NOON).told_at == NOON
    assert Following.objects.get().begun_at == NOON - 2 * DAY


def test_nobody_follows_without_end(world, monkeypatch):
    monkeypatch.setattr(followings, "MOST", 1)
    follow(world)
    follow(world, by_mail=False)
    with pytest.raises(ValidationError, match="Stop following one"):
        follow(world, question=world.asked)


@pytest.mark.promise("M22")
def test_who_asked_for_mail_gets_one_that_names_nothing(world):
    follow(world)
    follow(world, question=world.asked)
    follow(world, world.crow, by_mail=False)
    assert followings.tell(at=NOON) == 1
    assert written() == [world.fern.email]
    mail = Mail.objects.get(purpose="follow-news")
    for never in (str(world.about), world.about.slug, world.asked.slug, world.live.revision.question):
        assert never not in f"{mail.subject} {mail.text} {mail.html}"


def test_mail_comes_at_most_once_a_day_and_again_only_for_what_is_new(world):
    follow(world)
    assert followings.tell(at=NOON) == 1
    assert followings.tell(at=NOON + 2 * DAY) == 0
    factories.withdrawn(world.live, at=NOON + DAY / 2)
    assert followings.tell(at=NOON + DAY * 0.9) == 0
    assert followings.tell(at=NOON + 2 * DAY) == 1


def test_who_stopped_or_closed_their_account_is_told_nothing_and_leaves_nothing(world):
    followings.stop(follow(world, world.crow))
    follow(world)
    leaving.close_account(world.fern.member, "words", by=world.fern, at=NOON)
    assert followings.tell(at=NOON + DAY) == 0
    assert not Following.objects.exists()
