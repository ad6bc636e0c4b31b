"""What falls due again and again, whoever is or is not at their desk. The worker finds this module by its name."""

import datetime

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from conditions import limits, outbox, unfound
from conditions.chores import every
from conditions.editorial import (
    declining,
    expert_letters,
    invitations,
    news,
    reading_reminders,
    reminders,
    renewals,
    reports,
    schedules,
    withdrawals,
)


@every(datetime.timedelta(seconds=30))
def beat(at: datetime.datetime) -> int:
    """Shows that a worker lives: its row (`chores.HEARTBEAT`) says when it was last done."""
    return 0


@every(datetime.timedelta(hours=1))
def clear_sessions(at: datetime.datetime) -> int:
    return Session.objects.filter(expire_date__lt=at).delete()[0]


@every(datetime.timedelta(hours=1))
def forget_searches(at: datetime.datetime) -> int:
    return limits.forget(at=at)


@every(datetime.timedelta(hours=1))
def forget_failed_searches(at: datetime.datetime) -> int:
    """Marks when their month is over, words after a year."""
    return unfound.forget(on=timezone.localdate(at))


@every(datetime.timedelta(days=1))
def empty_old_mail(at: datetime.datetime) -> int:
    return outbox.empty_old(at=at)


@every(datetime.timedelta(minutes=10))
def escalate_withdrawals(at: datetime.datetime) -> int:
    return withdrawals.escalate(at=at)


@every(datetime.timedelta(seconds=20))
def publish_what_is_due(at: datetime.datetime) -> int:
    """A person chose each minute; a plan whose rules do not hold any more ends without a publication (E8, E9)."""
    return schedules.publish_due(at=at)


@every(datetime.timedelta(hours=1))
def remind_of_reviews(at: datetime.datetime) -> int:
    return reminders.remind(at=at) + reading_reminders.remind(at=at)


@every(datetime.timedelta(hours=1))
def gather_news(at: datetime.datetime) -> int:
    """One mail a week to each who wishes it, where anything happened."""
    return news.gather(at=at)


@every(datetime.timedelta(days=1))
def empty_personal_questions(at: datetime.datetime) -> int:
    return reports.empty_personal(at=at)


@every(datetime.timedelta(days=1))
def forget_invitations(at: datetime.datetime) -> int:
    return invitations.forget_old(at=at)


@every(datetime.timedelta(days=1))
def forget_outside_experts(at: datetime.datetime) -> int:
    """Their address; what they signed, and who vouched, stays (docs/decisions/0048)."""
    return expert_letters.forget_old(at=at)


@every(datetime.timedelta(hours=6))
def remind_of_rechecks(at: datetime.datetime) -> int:
    return renewals.remind(at=at)


@every(datetime.timedelta(hours=1))
def cull_cache(at: datetime.datetime) -> int:
    """Django drops what has expired only once the table is full; what counts people need not lie about so long."""
    cache = settings.CACHES["default"]
    if not cache["BACKEND"].endswith("DatabaseCache"):
        return 0
    table = connection.ops.quote_name(cache["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [connection.ops.adapt_datetimefield_value(at)])  # noqa: S608
        return int(cursor.rowcount)


@every(datetime.timedelta(minutes=10))
def empty_write_ahead_log(at: datetime.datetime) -> int:
    """SQLite keeps what was written lately in a file beside the database, also words that were erased since (C8)."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return 0


@every(datetime.timedelta(hours=1))
def end_readings_without_a_role(at: datetime.datetime) -> int:
    """So that no editor waits for a lay reader whose role has ended."""
    return declining.end_without_role(at=at)
