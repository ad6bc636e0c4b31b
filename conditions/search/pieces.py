"""Parts of the statement that finds, with their parameters, and the three places in which the two engines differ.

Those are how the index is asked, how a text is looked for within another, and what the order of plain code points
is called.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from conditions.search.query import Way


@dataclass(frozen=True)
class Piece:
    """A part of the statement with its parameters, in the order in which they stand."""

    sql: str
    values: tuple[Any, ...] = ()


NOTHING = Piece("1 = 0")


def values(pieces: Iterable[Piece]) -> tuple[Any, ...]:
    return tuple(value for piece in pieces for value in piece.values)


def total(pieces: list[Piece]) -> Piece:
    return Piece(" + ".join(piece.sql for piece in pieces) or "0", values(pieces))


def holds(way: Way, column: str = "words") -> Piece:
    """Whether the column holds the word so."""
    return within(column, f" {way.text}" if way.is_start else f" {way.text} ")


def within(column: str, text: str) -> Piece:
    position = "strpos" if is_postgresql() else "instr"
    return Piece(f"{position}(' ' || {column} || ' ', %s) > 0", (text,))


def indexed(index: str, question: str) -> Piece:
    """Asks the index of words of a table, whose rows it knows by their `id` and `words`."""
    if is_postgresql():
        return Piece("array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery", (question,))
    return Piece(f"id IN (SELECT rowid FROM {index} WHERE {index} MATCH %s)", (question,))  # noqa: S608


def any_of(ways: Iterable[Way]) -> str:
    """The ways as the index reads them. An indexed word holds no quote and no backslash, so quoting is enough."""
    quote, either, start = ("'", " | ", ":*") if is_postgresql() else ('"', " OR ", "*")
    return either.join(f"{quote}{way.text}{quote}{start if way.is_start else ''}" for way in ways)


def all_of(words: Iterable[Iterable[Way]]) -> str:
    """Each of the words, in any of its ways."""
    both = " & " if is_postgresql() else " AND "
    return both.join(f"({any_of(ways)})" for ways in words)


def code_points() -> str:
    return 'COLLATE "C"' if is_postgresql() else "COLLATE BINARY"


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"
