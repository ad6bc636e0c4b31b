"""Who writes what search reads waits for their turn."""

from django.db import connection


def wait() -> None:
    """Held until the transaction ends, so that words become visible in the order of their numbers.

    The highest number tells every process whether its vocabulary is still the newest. And whoever writes the row of an
    answer reads the names of its condition as the last one left them. No row can stand for this lock, since
    rebuilding deletes them all; SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('search', 0))")
