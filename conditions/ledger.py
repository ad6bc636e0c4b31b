"""Writes events and proves that none was changed: a chain of hashes per stream (E11).

What it proves, and what it cannot, is said in docs/decisions/0003-what-the-ledger-proves.md.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, ngettext

from conditions import guards
from conditions.digest import canonical, moment, sha256, stored
from conditions.models import Event, Stream, User

CHUNK = 2_000


def record(stream: str, action: str, *, by: User | None, at: datetime.datetime, data: dict[str, Any]) -> Event:
    """Appends to the stream, in the caller's transaction; appends to one stream wait for each other.

    `data` holds ids, digests, dates and reasons, never words of a member (C8): what stands here stays.
    Raises: TransactionManagementError outside a transaction; GuardMissingError; ValidationError for a stream or
    an action without a name or with one too long; IntegrityError if two begin a stream in the same moment.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An event is written in the transaction of what it tells of.")
    guards.require(connection)
    end = Stream.objects.select_for_update().filter(name=stream).first()
    event = Event(
        stream=stream,
        sequence=end.length + 1 if end else 1,
        action=action,
        by=by,
        at=at,
        data=canonical(data),
        previous=end.head if end else "",
    )
    event.hash = fingerprint(event)
    event.clean_fields(exclude=["by"])
    event.save(force_insert=True)
    if end:
        Stream.objects.filter(pk=end.pk).update(length=event.sequence, head=event.hash)
    else:
        Stream.objects.create(name=stream, length=1, head=event.hash)
    return event


def fingerprint(event: Event) -> str:
    """The hash that the event must carry: over every column, as it is stored."""
    return sha256(
        stored(
            {
                "action": event.action,
                "at": moment(event.at),
                "by": event.by_id,
                "data": event.data,
                "previous": event.previous,
                "sequence": event.sequence,
                "stream": event.stream,
            }
        )
    )


@dataclass(frozen=True)
class Problem:
    """The first row of a stream (or of another kind of evidence) that does not hold, and a plain sentence."""

    where: str
    sentence: str


@dataclass(frozen=True)
class Evidence:
    """One kind of evidence that `manage.py verify` goes through, row by row and in constant memory.

    `problems` calls its argument once per row that it has looked at, for the progress bar; `holds` says in
    one sentence what held.
    """

    size: Callable[[], int]
    problems: Callable[[Callable[[], object]], Iterator[Problem]]
    holds: Callable[[], str]


EVIDENCE: dict[str, Evidence] = {}


def register(name: str, evidence: Evidence) -> None:
    """Adds a kind of evidence to what `manage.py verify` goes through.

    Raises: ValueError if the name is taken.
    """
    if name in EVIDENCE:
        raise ValueError(f"Two kinds of evidence are called {name}. Give each its own name.")
    EVIDENCE[name] = evidence


def verify(looked_at: Callable[[], object] = lambda: None) -> Iterator[Problem]:
    """Recomputes every hash and chain of the ledger, and names the first row of each stream that does not hold."""
    broken: set[str] = set()
    last: Event | None = None
    for event in Event.objects.order_by("stream", "sequence").iterator(chunk_size=CHUNK):
        before = last if last and last.stream == event.stream else None
        sentence = "" if event.stream in broken else _misfit(event, before)
        if sentence:
            broken.add(event.stream)
            yield Problem(event.stream, sentence)
        last = event
        looked_at()
    for problem in (*_cut_short(), *_without_end()):
        if problem.where not in broken:
            yield problem


def ends() -> Iterator[str]:
    """Where every stream ends now, a line each: to be kept where whoever runs the database cannot change it."""
    for stream in Stream.objects.order_by("name").iterator(chunk_size=CHUNK):
        yield f"{stream.head} {stream.length} {stream.name}"


def verify_ends(noted: Iterable[str]) -> Iterator[Problem]:
    """Compares lines that `ends` gave at some earlier time: each must still stand in its stream.

    It finds what the chain alone cannot: a stream that was written anew as a whole, or is gone as a whole.
    Raises: ValueError for a line that is none of those.
    """
    lines = iter(noted)
    while part := [_noted(line) for line in islice(lines, CHUNK // 4)]:
        standing = set(
            Event.objects.filter(hash__in=[head for head, _, _ in part]).values_list("hash", "sequence", "stream")
        )
        for head, length, stream in part:
            if (head, length, stream) not in standing:
                sentence = gettext("%(stream)s: event %(length)d is not the one that was noted, or is gone.")
                yield Problem(stream, sentence % {"stream": stream, "length": length})


def _noted(line: str) -> tuple[str, int, str]:
    head, length, stream = line.rstrip("\n").split(" ", 2)
    return head, int(length), stream


def _misfit(event: Event, before: Event | None) -> str:
    """Why the event does not stand where it stands, or nothing."""
    expected = before.sequence + 1 if before else 1
    named = {"stream": event.stream, "sequence": event.sequence, "expected": expected, "before": expected - 1}
    if event.sequence != expected:
        return gettext("%(stream)s: event %(expected)d is missing; the next that stands is %(sequence)d.") % named
    if event.hash != fingerprint(event):
        return gettext("%(stream)s: event %(sequence)d is not what was recorded: its hash does not match.") % named
    if event.previous != (before.hash if before else ""):
        return gettext("%(stream)s: event %(sequence)d does not join on to event %(before)d.") % named
    return ""


def _cut_short() -> Iterator[Problem]:
    """Streams that do not end with the event that was recorded last."""
    end = Event.objects.filter(stream=OuterRef("name"), sequence=OuterRef("length"), hash=OuterRef("head"))
    further = Event.objects.filter(stream=OuterRef("name"), sequence__gt=OuterRef("length"))
    for stream in Stream.objects.exclude(Exists(end) & ~Exists(further)).iterator(chunk_size=CHUNK):
        sentence = gettext("%(stream)s: event %(length)d, recorded as its last, is not where the stream ends.")
        yield Problem(stream.name, sentence % {"stream": stream.name, "length": stream.length})


def _without_end() -> Iterator[Problem]:
    """Streams of which nobody noted where they end."""
    noted = Stream.objects.filter(name=OuterRef("stream"))
    for event in Event.objects.filter(~Exists(noted), sequence=1).iterator(chunk_size=CHUNK):
        sentence = gettext("%(stream)s: event 1 stands, but nothing says where the stream ends.")
        yield Problem(event.stream, sentence % {"stream": event.stream})


def _holds() -> str:
    events, streams = Event.objects.count(), Stream.objects.count()
    within = ngettext("%(count)s stream", "%(count)s streams", streams) % {"count": f"{streams:,}"}
    sentence = ngettext("%(count)s event in %(streams)s holds.", "%(count)s events in %(streams)s hold.", events)
    return sentence % {"count": f"{events:,}", "streams": within}


register("events", Evidence(size=Event.objects.count, problems=verify, holds=_holds))
