"""Recurring work is done once when it is due, however long nobody did it (O2, E14)."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection

from conditions import chores, tasks
from conditions.models import Chore, Mail, SearchCount
from tests.conditions.test_outbox import AT, queue

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def diary(monkeypatch):
    """Only the chores that a test declares, and when each was done."""
    monkeypatch.setattr(chores, "declared", {})
    return []


def declare(diary, *, name="weigh", interval=DAY, before=lambda at: None):
    def work(at):
        before(at)
        diary.append((name, at))
        return 1

    work.__name__, work.__module__ = name, "conditions.tasks"
    chores.every(interval)(work)


def do(at):
    return chores.do_due(clock=lambda: at)


def fail(at):
    raise ValueError("reader@example.org")


def test_chore_is_done_when_its_interval_has_passed(diary):
    declare(diary)
    for at in (AT, AT + HOUR, AT + DAY - HOUR, AT + DAY):
        do(at)
    assert [at for _, at in diary] == [AT, AT + DAY]


@pytest.mark.promise("O2")
def test_worker_that_was_away_for_days_catches_up_once(diary):
    declare(diary)
    for at in (AT, AT + 9 * DAY, AT + 9 * DAY + HOUR):
        do(at)
    assert [at for _, at in diary] == [AT, AT + 9 * DAY]


def test_clock_that_was_years_ahead_does_not_stop_the_work_for_years(diary):
    declare(diary)
    do(AT + 3650 * DAY)
    do(AT)
    assert [at for _, at in diary] == [AT + 3650 * DAY, AT]


@pytest.mark.promise("O2")
def test_chore_held_by_one_worker_is_left_alone_by_another(diary):
    declare(diary, before=lambda at: do(at) if not Chore.objects.filter(done_at__isnull=False).exists() else None)
    assert do(AT) == 1
    assert diary == [("weigh", AT)]


def test_chore_of_a_dead_worker_is_taken_when_its_lease_has_run_out(diary):
    declare(diary)
    Chore.objects.create(name="conditions.weigh", leased_until=AT + HOUR)
    assert do(AT) == 0
    assert do(AT + HOUR) == 1


def test_chore_that_fails_does_not_stop_the_others(diary, caplog):
    declare(diary, name="break_down", before=fail)
    declare(diary)
    do(AT)
    assert [name for name, _ in diary] == ["weigh"]
    assert [(row.name, row.problem, row.failed_at) for row in chores.failing()] == [
        ("conditions.break_down", "ValueError", AT)
    ]


def test_chore_that_failed_is_tried_again_after_a_pause_and_forgiven(diary):
    declare(diary, before=lambda at: fail(at) if at == AT else None)
    do(AT)
    do(AT + datetime.timedelta(seconds=1))
    assert len(chores.failing()) == 1
    do(AT + chores.AGAIN_AFTER_FAILURE)
    assert (len(diary), chores.failing()) == (1, [])


def test_chore_that_nobody_declares_any_more_is_not_counted_as_failing(diary):
    Chore.objects.create(name="conditions.gone", failed_at=AT, problem="ValueError")
    assert chores.failing() == []


def test_worker_asked_to_stop_begins_no_other_chore(diary):
    declare(diary)
    assert chores.do_due(clock=lambda: AT, stopping=lambda: True) == 0


def test_idle_worker_asks_the_database_once(diary, django_assert_num_queries):
    declare(diary)
    do(AT)
    with django_assert_num_queries(1):
        assert do(AT + HOUR) == 0


def test_expired_sessions_are_cleared():
    for key, expires in (("old", AT - HOUR), ("new", AT + HOUR)):
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
    assert tasks.clear_sessions(AT) == 1
    assert Session.objects.get().session_key == "new"


def test_counts_of_past_searches_are_forgotten():
    minute = int(AT.timestamp()) // 60
    for source, span in (("a", minute - 60), ("b", minute)):
        SearchCount.objects.create(source=source, span=span, count=1)
    assert tasks.forget_searches(AT) == 1
    assert SearchCount.objects.get().source == "b"


def test_what_expired_in_the_cache_is_culled():
    cache.set_many({"short": 1}, timeout=60)
    cache.set_many({"long": 1}, timeout=3600)
    count = "SELECT COUNT(*) FROM diseasemaps_cache"
    with connection.cursor() as cursor:
        before = cursor.execute(count).fetchone()[0]
        tasks.cull_cache(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=2))
        assert before - cursor.execute(count).fetchone()[0] == 1
    assert cache.get("long") == 1


def test_old_mail_is_emptied_by_due_work():
    Mail.objects.filter(pk=queue().pk).update(sent_at=AT, handing_over_since=AT)
    assert tasks.empty_old_mail(AT + 30 * DAY) == 1
    assert Mail.objects.get().text == ""


def test_every_declared_chore_runs_on_an_empty_site():
    assert chores.do_due(clock=lambda: AT) == len(chores.declared) >= 5
    assert chores.failing() == []
    assert Chore.objects.get(name=chores.HEARTBEAT).done_at == AT
