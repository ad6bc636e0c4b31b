"""Counts what one nameless source asks for, so that nobody takes the site from the others (S5).

No address is stored or logged (S7): a source is a keyed hash of it, and the key is another one every day.
"""

import datetime
import ipaddress
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.conf import settings
from django.db import InternalError, OperationalError, connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from conditions.models import SearchCount

SPAN = 60  # seconds: the unit in which spans of time are counted
PATIENCE = 500  # milliseconds
# Bits of an IPv6 address. A provider gives a home 56 of its own as a rule, so to change the rest costs nobody anything;
# 48 is what it gives to one place at most.
HOME, PLACE = 56, 48
READ_ONLY = "25006"  # how PostgreSQL says so


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
OLD_STORIES = Limit("old-stories", 30, 60)
LONGEST = REPORTS.minutes


def nameless(request: HttpRequest, *, on: datetime.date, doing: str = "", share: int = HOME) -> str:
    """Who asks, as 64 hexadecimal digits that lead back to no address and change with the day.

    `share`: how much of an IPv6 address makes one connection. A limit counts homes, because it shuts out whoever is
    counted together; where being counted twice would be worse, it is the place.
    """
    salt = f"nameless source on {on:%Y-%m-%d}{doing}"
    return salted_hmac(salt, _network(request, share), algorithm="sha256").hexdigest()


def wait(limit: Limit, request: HttpRequest, *, at: datetime.datetime) -> int:
    """Counts one time more; the seconds until the next is served, or 0 if this one is or cannot be counted."""
    second, seconds = int(at.timestamp()), limit.minutes * SPAN
    source = nameless(request, on=timezone.localdate(at), doing=limit.doing)
    count = _count(source, second // seconds * limit.minutes)
    return seconds - second % seconds if count > limit.most else 0


def forget(*, at: datetime.datetime) -> int:
    """Deletes the counts of spans that are over; how many there were."""
    return SearchCount.objects.filter(span__lte=int(at.timestamp()) // SPAN - LONGEST).delete()[0]


def _count(source: str, span: int) -> int:
    """How often the source has done it in the span, this time included; 0 where it could not be counted.

    One statement, so that no two processes read the same number.
    """
    table = connection.ops.quote_name(SearchCount._meta.db_table)
    found = noted(
        f"INSERT INTO {table} (source, span, count) VALUES (%s, %s, 1) ON CONFLICT (source) DO UPDATE SET"  # noqa: S608
        f" count = CASE WHEN {table}.span = excluded.span THEN {table}.count + 1 ELSE 1 END,"
        " span = excluded.span RETURNING count",
        [source, span],
    )
    return int(found[0]) if found else 0


def noted(statement: str, told: Sequence[Any] | Mapping[str, Any]) -> Sequence[Any] | None:
    """Writes down what a reader's page can do without; the row that the statement returns, if it returns one.

    None, and the reader gets their page, where SQLite has a long writer, an import say (docs/decisions/0005), and where
    the database may only be read. PostgreSQL says that unasked, so nothing is tried: what fails would stand in its log.
    """
    if _may_only_be_read():
        return None
    try:
        with _impatient(), connection.cursor() as cursor:
            cursor.execute(statement, told)
            return cursor.fetchone() if cursor.description else None
    except (OperationalError, InternalError) as error:
        if not _is_no_fault(error.__cause__):
            raise
        return None


def _may_only_be_read() -> bool:
    """Whether the server says so of this connection: a standby, or one whose transactions only read."""
    if connection.vendor != "postgresql":
        return False
    connection.ensure_connection()
    said = connection.connection.info.parameter_status
    return "on" in {said("in_hot_standby"), said("default_transaction_read_only")}


def _is_no_fault(cause: BaseException | None) -> bool:
    busy = getattr(cause, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY}
    return busy or getattr(cause, "sqlstate", "") == READ_ONLY


@contextmanager
def _impatient() -> Iterator[None]:
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


def _network(request: HttpRequest, share: int) -> str:
    """The address that the outermost of our own proxies saw; of an IPv6 address what makes one connection."""
    text = request.META.get("REMOTE_ADDR", "")
    hops = [hop for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if 0 < settings.TRUSTED_PROXIES <= len(hops):
        text = hops[-settings.TRUSTED_PROXIES]
    try:
        address = ipaddress.ip_address(_without_port(text.strip()))
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    return str(address) if address.version == 4 else f"{int(address) >> (128 - share):x}"


def _without_port(text: str) -> str:
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
