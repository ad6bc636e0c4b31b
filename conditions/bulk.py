"""Writes many rows in few statements: a catalogue has 250,000, and one by one they take the database thrice as long.

Every guard and constraint of the table is asked of each row, as it is of a single one.
"""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models

PARAMETERS = 999  # in one statement, as many as every SQLite takes


def write(rows: Sequence[models.Model]) -> None:
    """Inserts rows of one model, whose values stand as the database takes them and whose numbers nobody waits for."""
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if not isinstance(field, models.AutoField)]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    into = f"{connection.ops.quote_name(rows[0]._meta.db_table)} ({columns})"
    values = map(attrgetter(*[field.attname for field in fields]), rows)
    if connection.vendor == "postgresql":
        _copy(into, values)
    else:
        _insert(into, list(values))


def _copy(into: str, values: Iterator[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


def _insert(into: str, values: list[tuple[Any, ...]]) -> None:
    """In statements of many rows: after each one SQLite brings the index of words up to date."""
    each = f"({', '.join(['%s'] * len(values[0]))})"
    at_once = PARAMETERS // len(values[0])
    with connection.cursor() as cursor:
        for start in range(0, len(values), at_once):
            part = values[start : start + at_once]
            marks = ", ".join([each] * len(part))
            cursor.execute(f"INSERT INTO {into} VALUES {marks}", [value for row in part for value in row])  # noqa: S608 (names of ours)
