"""Events as moves write them, and what somebody can do to them who owns the tables."""

import datetime

from django.db import connection, transaction

from conditions import guards, ledger

AT = datetime.datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=datetime.UTC)


def record(stream="condition:1", **fields):
    """One event, in a transaction of its own."""
    with transaction.atomic():
        return ledger.record(stream, "condition.renamed", **{"by": None, "at": AT, "data": {"to": "Sjögren"}} | fields)


def run(*statements):
    """Raw SQL, one transaction, all or nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def tamper(sql):
    """Guards down, a change, guards up again."""
    guards.take_down(connection)
    run(sql)
    connection.check_constraints()  # PostgreSQL alters no table whose keys it has yet to check
    guards.install(connection)
