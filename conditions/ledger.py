"""Writes events and proves that none was changed: a chain of hashes per stream (E11)."""

import datetime
from typing import Any

from django.db import transaction

from conditions.digest import canonical, sha256
from conditions.models import Event, User


def record(stream: str, action: str, *, by: User | None, at: datetime.datetime, data: dict[str, Any]) -> Event:
    """Appends to the stream, in the caller's transaction.

    `data` holds ids, digests, dates and reasons, never words of a member (C8): what stands here stays.
    Raises: TransactionManagementError outside a transaction; IntegrityError if somebody else appended
    to the stream in the same moment (the move that calls this has locked the stream's parent row).
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event is written in the transaction of what it tells of.")
    last = Event.objects.filter(stream=stream).order_by("-sequence").first()
    event = Event(
        stream=stream,
        sequence=last.sequence + 1 if last else 1,
        action=action,
        by=by,
        at=at,
        data=canonical(data),
        previous=last.hash if last else "",
    )
    event.hash = fingerprint(event)
    event.save(force_insert=True)
    return event


def fingerprint(event: Event) -> str:
    """The hash that the event must carry: over every stored column, `data` as the text it is stored as."""
    return sha256(
        canonical(
            {
                "action": event.action,
                "at": event.at,
                "by": event.by_id,
                "data": event.data,
                "previous": event.previous,
                "sequence": event.sequence,
                "stream": event.stream,
            }
        )
    )
