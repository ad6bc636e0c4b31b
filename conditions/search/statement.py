"""The one statement that finds conditions: the same tiers, and so the same list, on SQLite and PostgreSQL.

The two engines differ in three places only: how the index is asked, how a text is looked for within another,
and what the order of plain code points is called.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from conditions.search.query import GENERIC, Query, Way, Word

PAGE = 20

TIERS = """CASE WHEN folded IN ({meant}) THEN CASE place WHEN 0 THEN 1 ELSE 2 END
    WHEN size <= {most} AND size <= {held} THEN 3
    WHEN {begins_with_words} THEN 4
    WHEN {begins_with_letters} THEN 5
    WHEN {has_words} THEN 6
    ELSE 7 END"""

# `best` compares one text a name: in eleven digits its tier, its place, its length and how long the condition is
# called, then its letters.
STATEMENT = """
WITH coded AS MATERIALIZED (
    SELECT condition_id, 2 * place + CASE lower(text) WHEN %s THEN 0 ELSE 1 END AS place, 0 AS size, called, folded,
        0 AS missing, 0 AS tier
    FROM conditions_searchentry WHERE kind = 'code' AND {is_code}
), exact AS MATERIALIZED (
    SELECT condition_id, place, size, called, folded, 0 AS missing, {tier} AS tier
    FROM conditions_searchentry WHERE kind = 'name' AND {exactly}
), found AS MATERIALIZED (
    SELECT * FROM coded UNION ALL SELECT * FROM exact UNION ALL
    SELECT condition_id, place, size, called, folded, {missing}, {tier}
    FROM conditions_searchentry WHERE kind = 'name' AND {loosely}
        AND NOT EXISTS (SELECT 1 FROM exact) AND NOT EXISTS (SELECT 1 FROM coded)
), best AS MATERIALIZED (
    SELECT condition_id,
        min((
            CAST(1000000 + tier * 100000 + place * 10000 + length(folded) AS text)
            || CAST(1000 + called AS text) || folded
        ) {code_points}) AS worth
    FROM found
    WHERE EXISTS (SELECT 1 FROM exact) OR missing = (
        SELECT missing FROM found
        ORDER BY missing + 40 * size + CASE WHEN tier <= 3 THEN 0 ELSE 650 END, missing LIMIT 1)
    GROUP BY condition_id ORDER BY worth, condition_id LIMIT %s OFFSET %s
), called AS NOT MATERIALIZED (
    SELECT condition_id AS called_id, text AS called, language || ' ' || text AS name,
        CASE language WHEN %s THEN 0 ELSE 1 END AS turn
    FROM conditions_name WHERE use = 'preferred' AND language IN ('en', %s)
)
SELECT version, slug, (SELECT name FROM called WHERE called_id = best.condition_id ORDER BY turn LIMIT 1), (
        SELECT name FROM conditions_condition_parents AS up JOIN called ON called_id = up.to_condition_id
        WHERE up.from_condition_id = best.condition_id
        ORDER BY turn, (
            SELECT count(*) FROM conditions_condition_parents AS down WHERE down.to_condition_id = called_id
        ), length(called), called {code_points} LIMIT 1
    ), entry.text, system, language, place, words, EXISTS (SELECT 1 FROM exact)
FROM (SELECT coalesce(max(id), 0) AS version FROM conditions_searchword) AS stand
LEFT JOIN best ON 1 = 1
LEFT JOIN conditions_condition ON conditions_condition.id = best.condition_id
LEFT JOIN conditions_searchentry AS entry ON entry.id = (
    SELECT id FROM conditions_searchentry AS one
    WHERE one.condition_id = best.condition_id AND one.folded = substr(worth, 12)
        AND one.kind = CASE substr(worth, 2, 1) WHEN '0' THEN 'code' ELSE 'name' END
    ORDER BY one.place, one.text {code_points}, one.language LIMIT 1
)
ORDER BY worth, best.condition_id
"""


@dataclass(frozen=True)
class Piece:
    """A part of the statement with its parameters, in the order in which they stand."""

    sql: str
    values: tuple[Any, ...] = ()


def run(query: Query, *, language: str, page: int) -> list[tuple[Any, ...]]:
    """The rows of the page and one more, if there are more; at least one row, which tells the vocabulary's version."""
    whole = statement(query, language=language, page=page)
    with connection.cursor() as cursor:
        cursor.execute(whole.sql, whole.values)
        return list(cursor.fetchall())


def statement(query: Query, *, language: str, page: int) -> Piece:
    tier = _tier(query)
    pieces = {
        "is_code": _is_code(query),
        "exactly": _exactly(query),
        "missing": _sum([_missing(word) for word in query.telling]),
        "tier": tier,
        "loosely": _loosely(query.telling),
    }
    in_order = [pieces["is_code"], tier, pieces["exactly"], pieces["missing"], tier, pieces["loosely"]]
    code_points = 'COLLATE "C"' if _is_postgresql() else "COLLATE BINARY"
    sql = STATEMENT.format(code_points=code_points, **{name: piece.sql for name, piece in pieces.items()})
    typed = query.typed.strip().lower() if query.code else ""
    return Piece(sql, (typed, *_values(in_order), PAGE + 1, (page - 1) * PAGE, language, language))


def _missing(word: Word) -> Piece:
    """What it costs that the name holds the word in the way it does, or in none."""
    ways = [_holds(way) for way in word.ways]
    costs = " ".join(f"WHEN {piece.sql} THEN {way.cost}" for piece, way in zip(ways, word.ways, strict=True))
    return Piece(f"CASE {costs} ELSE {word.missing} END", _values(ways))


def _held(word: Word) -> Piece:
    """How many words of the name are accounted for: a mere beginning does not count, nor does "disease"."""
    ways = [way for way in word.ways if not way.is_start and way.text not in GENERIC]
    if word.typed in GENERIC or not ways:
        return Piece("0")
    pieces = [_holds(way) for way in ways]
    return Piece(f"CASE WHEN {' OR '.join(piece.sql for piece in pieces)} THEN 1 ELSE 0 END", _values(pieces))


def _tier(query: Query) -> Piece:
    meant = query.phrasings
    held = _sum([_held(word) for word in query.words])
    holding = [_within("folded", f" {word.typed} ") for word in query.words]
    sql = TIERS.format(
        meant=", ".join(["%s"] * len(meant)),
        most=len(query.words),
        held=held.sql,
        begins_with_words=" OR ".join(["substr(folded, 1, %s) = %s"] * len(meant)),
        begins_with_letters="substr(folded, 1, %s) = %s",
        has_words=" AND ".join(piece.sql for piece in holding) or "1 = 0",
    )
    begins = [part for phrase in meant for part in (len(phrase) + 1, f"{phrase} ")]
    return Piece(sql, (*meant, *held.values, *begins, len(query.folded), query.folded, *_values(holding)))


def _is_code(query: Query) -> Piece:
    """The code that the text may be; one that is written as it was typed goes before one with other zeros or dots."""
    if not query.code:
        return Piece("1 = 0")
    if not query.code.systems:
        return Piece("folded = %s", (query.code.key,))
    among = ", ".join(["%s"] * len(query.code.systems))
    return Piece(f"folded = %s AND system IN ({among})", (query.code.key, *query.code.systems))


def _exactly(query: Query) -> Piece:
    """Names that hold all the words as typed, begun or in another form; words that occur nowhere yield to a code."""
    exact = [[way for way in word.ways if not way.cost] for word in query.words]
    both = " & " if _is_postgresql() else " AND "
    if not exact or not all(exact):
        return Piece("1 = 0")
    asked = _asked(both.join(f"({_any(ways)})" for ways in exact))
    without_code = f"{asked.sql} AND NOT EXISTS (SELECT 1 FROM coded)"  # noqa: S608
    return Piece(without_code, asked.values) if query.altered else asked


def _loosely(words: list[Word]) -> Piece:
    """Names that hold any of the words in any way, but not those that hold nothing but "of" or "syndrome"."""
    rare = [word for word in words if not word.is_common] or words
    return _asked(_any([way for word in rare for way in word.ways])) if words else Piece("1 = 0")


def _asked(question: str) -> Piece:
    if _is_postgresql():
        return Piece("array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery", (question,))
    return Piece("id IN (SELECT rowid FROM conditions_searchindex WHERE conditions_searchindex MATCH %s)", (question,))


def _any(ways: list[Way]) -> str:
    """The ways as the index reads them. An indexed word holds no quote and no backslash, so quoting is enough."""
    quote, either, start = ("'", " | ", ":*") if _is_postgresql() else ('"', " OR ", "*")
    return either.join(f"{quote}{way.text}{quote}{start if way.is_start else ''}" for way in ways)


def _holds(way: Way) -> Piece:
    """Whether the name holds the word so."""
    return _within("words", f" {way.text}" if way.is_start else f" {way.text} ")


def _within(column: str, text: str) -> Piece:
    position = "strpos" if _is_postgresql() else "instr"
    return Piece(f"{position}(' ' || {column} || ' ', %s) > 0", (text,))


def _sum(pieces: list[Piece]) -> Piece:
    return Piece(" + ".join(piece.sql for piece in pieces) or "0", _values(pieces))


def _values(pieces: list[Piece]) -> tuple[Any, ...]:
    return tuple(value for piece in pieces for value in piece.values)


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"
