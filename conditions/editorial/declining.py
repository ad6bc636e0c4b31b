"""A reading that will not come: whoever was asked says no, or has lost the role. Nobody waits for it any more."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions import chores
from conditions.editorial import reading_letters, rounds, rows
from conditions.editorial.drafts import stream
from conditions.models import Reading, User
from conditions.permissions import may
from conditions.stale import Stale

ACTION = "read_plainly"
REASONS = [reason for reason in Reading.Reason.values if reason != Reading.Reason.ROLE]  # which they can choose


@transaction.atomic
def decline(reading: Reading, because: str, *, by: User, at: datetime.datetime) -> Reading:
    """The lay reader will not, also after their role ended.

    Raises: PermissionDenied; Stale; ValidationError for a reason that is none.
    """
    now = waiting_for(reading, by=by)
    if because not in REASONS:
        raise ValidationError({"declined_because": _("Choose one of the reasons.")})
    return over(now, because, by=by, at=at)


def end_without_role(*, at: datetime.datetime) -> int:
    """Waits no longer for those who lost the role: the editor who asked is told. Returns how many readings ended."""
    waiting = Reading.objects.waiting().select_related("round__answer__condition", "reader").order_by("pk")
    return chores.each(
        [each for each in waiting if not may_read(each, at=at)], lambda each: _end_without_role(each, at=at)
    )


@transaction.atomic
def _end_without_role(reading: Reading, *, at: datetime.datetime) -> int:
    rounds.lock(reading.round.answer)
    now = in_full(reading)
    if not now.is_waiting or may_read(now, at=at):
        return 0
    over(now, Reading.Reason.ROLE, by=None, at=at)
    reading_letters.needless(now, at=at)
    return 1


def over(now: Reading, because: str, *, by: User | None, at: datetime.datetime) -> Reading:
    """Part of a move: no answer comes any more."""
    rows.once(now, declined_at=at, declined_because=because)
    told: dict[str, Any] = {"by": by, "at": at, "round": now.round_id}
    if because == Reading.Reason.ROLE:
        rows.tell("lay role lost", now, stream=stream(now.round.answer), **told)
    else:
        rows.tell("lay reading declined", now, stream=stream(now.round.answer), **told)
    reading_letters.declined(now, at=at)
    return now


def waiting_for(reading: Reading, *, by: User) -> Reading:
    """Their own, which waits, its answer locked; with or without the role.

    Raises: PermissionDenied; Stale if nothing waits for them.
    """
    rounds.opened(reading.round)
    now = in_full(reading)
    if now.reader_id != by.pk:
        raise PermissionDenied(_("Somebody else was asked to read this text."))
    if not now.is_waiting:
        raise Stale
    return now


def in_full(reading: Reading) -> Reading:
    """As it is now, with all that a move and its letters read."""
    found = Reading.objects.select_related("revision", "round__answer__condition", "reader", "asked_by")
    return found.get(pk=reading.pk)


def may_read(reading: Reading, *, at: datetime.datetime) -> bool:
    about = reading.round.answer
    return may(reading.reader, ACTION, about.condition, on=timezone.localdate(at), language=about.language)
