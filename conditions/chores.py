"""Recurring work, declared in each app's `tasks.py`: due once its interval has passed since it was last done.

A worker that was away for days catches up once. Two workers do not do it twice, for each holds it by a
lease. A chore may be cut anywhere and done again, so it asks the rows what is still to do.
"""

import datetime
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q

from conditions.models import Chore

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime.datetime]
Work = Callable[[datetime.datetime], int]
Thing = TypeVar("Thing")

HEARTBEAT = "conditions.beat"  # done by every worker all the time, so its row says when one was last seen
LEASE = datetime.timedelta(minutes=15)
AGAIN_AFTER_FAILURE = datetime.timedelta(minutes=5)


@dataclass(frozen=True)
class Recurring:
    """What is done, and how often. The work returns how many things it dealt with."""

    name: str
    every: datetime.timedelta
    work: Work

    def is_due(self, row: Chore, at: datetime.datetime) -> bool:
        """Also when it was done in the future: then a clock was wrong, and waiting for it could take years."""
        return row.done_at is None or abs(at - row.done_at) >= self.every


declared: dict[str, Recurring] = {}


def every(interval: datetime.timedelta) -> Callable[[Work], Work]:
    """Declares the decorated function as recurring work, under its app's and its own name."""

    def declare(work: Work) -> Work:
        name = f"{work.__module__.partition('.')[0]}.{work.__name__}"
        declared[name] = Recurring(name, interval, work)
        return work

    return declare


def do_due(*, clock: Clock, stopping: Callable[[], bool] = lambda: False) -> int:
    """Does each chore that is due. One that fails stops neither the others nor the mail. Returns how many."""
    tried = 0
    for row in _free(at=clock()):
        chore = declared[row.name]
        if not stopping() and chore.is_due(row, clock()) and _claim(row, at=clock()):
            _do(chore, row, clock=clock)
            tried += 1
    return tried


def each(things: Iterable[Thing], work: Callable[[Thing], int]) -> int:
    """Does the work for each; one on which it breaks stops none of the others. Returns how many in all.

    Raises: the first error, once every one had its turn.
    """
    done, broke = 0, []
    for thing in things:
        try:
            done += work(thing)
        except Exception as error:
            broke.append(error)
    if broke:
        raise broke[0]
    return done


def failing() -> list[Chore]:
    """Chores whose last attempt failed, as far as any app still declares them."""
    return list(Chore.objects.filter(name__in=declared, failed_at__isnull=False))


def _free(*, at: datetime.datetime) -> list[Chore]:
    """Rows of the declared chores that no worker holds, made where they are missing."""
    rows = {row.name: row for row in Chore.objects.filter(name__in=declared)}
    if missing := declared.keys() - rows.keys():
        Chore.objects.bulk_create([Chore(name=name) for name in sorted(missing)], ignore_conflicts=True)
        return _free(at=at)
    return [row for row in rows.values() if row.leased_until is None or row.leased_until <= at]


def _claim(row: Chore, *, at: datetime.datetime) -> bool:
    """One conditional UPDATE. False: another worker took it since it was read."""
    seen = Q(pk=row.pk, done_at=row.done_at, leased_until=row.leased_until)
    row.leased_until = at + LEASE
    return Chore.objects.filter(seen).update(leased_until=row.leased_until) == 1


def _do(chore: Recurring, row: Chore, *, clock: Clock) -> None:
    mine = Chore.objects.filter(pk=row.pk, leased_until=row.leased_until)
    try:
        count = chore.work(clock())
    except Exception as error:
        problem, now = type(error).__name__, clock()
        mine.update(failed_at=now, problem=problem, leased_until=now + AGAIN_AFTER_FAILURE)
        logger.exception("chore failed", extra={"chore": chore.name, "problem": problem})
        return
    mine.update(done_at=clock(), leased_until=None, failed_at=None, problem="")
    if count:
        logger.info("chore done", extra={"chore": chore.name, "count": count})
