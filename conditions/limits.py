"""Counts what one nameless source asks for, so that nobody takes the site from the others (S5).

No address is stored or logged (S7): a source is a keyed hash of it, and the key is another one every day.
"""

import datetime
import ipaddress
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from conditions.models import SearchCount

SPAN = 60  # seconds: the unit in which spans of time are counted
PATIENCE = 500  # milliseconds


class Limit(NamedTuple):
    """How often one source may do something in a span of so many minutes."""

    doing: str
    most: int
    minutes: int


SEARCHES = Limit("search", 60, 1)
REPORTS = Limit("report", 10, 60)
STORIES = Limit("story", 10, 60)
THANKS = Limit("thanks", 20, 60)
INVITATIONS = Limit("invitation", 30, 60)
EXPERT_LINKS = Limit("expert", 30, 60)
EXPERT_POSTS = Limit("expert-post", 120, 60)
DRAFTS = Limit("draft", 20, 60)
SAVES = Limit("save", 60, 1)
TURNS = Limit("turn", 20, 60)
LONGEST = REPORTS.minutes


def nameless(request: HttpRequest, *, on: datetime.date, doing: str = "") -> str:
    """Who asks, as 64 hexadecimal digits that lead back to no address and change with the day."""
    return salted_hmac(f"nameless source on {on:%Y-%m-%d}{doing}", _network(request), algorithm="sha256").hexdigest()


def wait(limit: Limit, request: HttpRequest, *, at: datetime.datetime) -> int:
    """Counts one time more; the seconds until the next is served, or 0 if this one is.

    Where SQLite has a long writer, an import say, the reader is let through uncounted (docs/decisions/0005).
    """
    second, seconds = int(at.timestamp()), limit.minutes * SPAN
    source = nameless(request, on=timezone.localdate(at), doing=limit.doing)
    try:
        with impatient():
            count = _count(source, second // seconds * limit.minutes)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
            raise
        return 0
    return seconds - second % seconds if count > limit.most else 0


def forget(*, at: datetime.datetime) -> int:
    """Deletes the counts of spans that are over; how many there were."""
    return SearchCount.objects.filter(span__lte=int(at.timestamp()) // SPAN - LONGEST).delete()[0]


def _count(source: str, span: int) -> int:
    """How often the source has done it in the span, this time included.

    One statement, so that no two processes read the same number.
    """
    table = connection.ops.quote_name(SearchCount._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (source, span, count) VALUES (%s, %s, 1) ON CONFLICT (source) DO UPDATE SET"  # noqa: S608
            f" count = CASE WHEN {table}.span = excluded.span THEN {table}.count + 1 ELSE 1 END,"
            " span = excluded.span RETURNING count",
            [source, span],
        )
        return int(cursor.fetchone()[0])


@contextmanager
def impatient() -> Iterator[None]:
    """On SQLite, which has one writer at a time: waits for it as long as a reader may, not as long as a move does."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    (usual,) = connection.connection.execute("PRAGMA busy_timeout").fetchone()
    connection.connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {usual}")


def _network(request: HttpRequest) -> str:
    """The address that the outermost of our own proxies saw; of an IPv6 address its first half, one home's share."""
    text = request.META.get("REMOTE_ADDR", "")
    hops = [hop for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if 0 < settings.TRUSTED_PROXIES <= len(hops):
        text = hops[-settings.TRUSTED_PROXIES]
    try:
        address = ipaddress.ip_address(_without_port(text.strip()))
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    return str(address) if address.version == 4 else f"{int(address) >> 64:x}"


def _without_port(text: str) -> str:
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
