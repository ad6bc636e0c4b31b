"""Following, being told at most once a day, and stopping."""

import datetime

import pytest
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.models import Following
from community.moderation import followings, leaving
from conditions import outbox
from conditions.models import Mail, User
from tests import factories
from tests.factories import NOON
from tests.shared import made_once

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
SOON = NOON + followings.SETTLED


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
    assert followings.tell(at=SOON) == 1
    assert written() == [world.fern.email]
    mail = Mail.objects.get(purpose="follow-news")
    for never in (str(world.about), world.about.slug, world.asked.slug, world.live.revision.question):
        assert never not in f"{mail.subject} {mail.text} {mail.html}"


def test_mail_comes_at_most_once_a_day_and_again_only_for_what_is_new(world):
    follow(world)
    assert followings.tell(at=SOON) == 1
    assert followings.tell(at=NOON + 2 * DAY) == 0
    factories.withdrawn(world.live, at=NOON + DAY / 2)
    assert followings.tell(at=NOON + DAY * 0.9) == 0
    assert followings.tell(at=NOON + 2 * DAY) == 1


def test_what_was_still_being_written_is_told_the_next_time(world):
    follow(world)
    assert followings.tell(at=NOON + followings.SETTLED / 2) == 0
    assert followings.tell(at=SOON) == 1


def test_one_who_cannot_be_written_to_keeps_the_news_from_nobody_else(world):
    follow(world)
    follow(world, world.crow)
    User.objects.filter(pk=world.fern.pk).update(email="no address")
    with pytest.raises(ValidationError):
        followings.tell(at=SOON)
    assert written() == [world.crow.email]


def test_who_stopped_or_closed_their_account_is_told_nothing_and_leaves_nothing(world):
    followings.stop(follow(world, world.crow))
    follow(world)
    leaving.close_account(world.fern.member, "words", by=world.fern, at=NOON)
    assert followings.tell(at=NOON + DAY) == 0
    assert not Following.objects.exists()


def test_key_of_a_mail_ends_all_mail_also_what_waits_and_nothing_else(world):
    follow(world)
    follow(world, question=world.asked)
    theirs = follow(world, world.crow)
    followings.tell(at=SOON)
    followings.stop_mail(followings.of_key(followings.key(world.fern.member)), at=SOON)
    assert [each.by_mail for each in world.fern.member.followings.all()] == [False, False]
    assert Following.objects.get(pk=theirs.pk).by_mail
    waiting = Mail.objects.waiting().filter(purpose="follow-news")
    assert [each.recipient for each in waiting] == [world.crow.email]
    assert followings.tell(at=NOON + 2 * DAY) == 0


def test_key_of_nobody_or_of_somebody_who_left_is_none(world):
    key = followings.key(world.fern.member)
    assert followings.of_key(f"{world.crow.member.pk}{key[len(str(world.fern.member.pk)) :]}") is None
    assert followings.of_key("1") is None
    leaving.close_account(world.fern.member, "words", by=world.fern, at=SOON)
    assert followings.of_key(key) is None


def test_mail_says_how_to_end_it_to_readers_and_to_programs(world):
    follow(world)
    followings.tell(at=SOON)
    outbox.hand_over_due(clock=lambda: SOON)
    (sent,) = [mail for mail in django_mail.outbox if mail.to == [world.fern.email]]
    page = f"http://localhost:8000/me/following/stop/mail/{followings.key(world.fern.member)}/"
    assert sent.extra_headers["List-Unsubscribe"] == f"<{page}>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.body.endswith(f"You need not sign in:\n\n{page}")


def test_site_whose_host_has_no_dot_writes_too(world, settings):
    settings.DISEASEMAPS = settings.DISEASEMAPS | {"address": "http://diseasemaps:8000"}
    follow(world)
    assert followings.tell(at=SOON) == 1
    assert Mail.objects.get(purpose="follow-news").stop.startswith("http://diseasemaps:8000/me/following/stop/mail/")


def test_what_was_followed_since_is_not_told_anew(world):
    follow(world)
    since = NOON + followings.SETTLED / 2
    later = follow(world, question=world.asked, at=since)
    followings.tell(at=SOON)
    later.refresh_from_db()
    assert later.told_at == since


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only on PostgreSQL: SQLite has one writer at a time")
def test_who_ends_the_mail_waits_for_a_letter_that_is_being_written(world):
    follow(world)
    with CaptureQueriesContext(connection) as asked:
        followings.stop_mail(world.fern.member, at=SOON)
    places = [number for number, each in enumerate(asked) if "FOR NO KEY UPDATE" in each["sql"]]
    assert places[0] < next(number for number, each in enumerate(asked) if each["sql"].startswith("UPDATE"))


def test_account_that_is_shut_gets_no_mail(world):
    follow(world)
    User.objects.filter(pk=world.fern.pk).update(is_active=False)
    followings.tell(at=SOON)
    assert written() == []
