"""The one statement that finds: the same tiers, and so the same list, on SQLite and PostgreSQL."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from conditions.models.lists import listed
from conditions.search import answered
from conditions.search.answered import Told
from conditions.search.codes import ICD10
from conditions.search.pieces import (
    NOTHING,
    Piece,
    all_of,
    any_of,
    code_points,
    holds,
    indexed,
    total,
    values,
    within,
)
from conditions.search.query import GENERIC, Query, Word

PAGE = 20
Beside = Callable[[tuple[Word, ...]], QuerySet[Any]]

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
){answered}
SELECT version, slug, (SELECT name FROM called WHERE called_id = best.condition_id ORDER BY turn LIMIT 1), (
        SELECT name FROM conditions_condition_parents AS up JOIN called ON called_id = up.to_condition_id
        WHERE up.from_condition_id = best.condition_id
        ORDER BY turn, (
            SELECT count(*) FROM conditions_condition_parents AS down WHERE down.to_condition_id = called_id
        ), length(called), called {code_points} LIMIT 1
    ), entry.text, system, language, place, words, EXISTS (SELECT 1 FROM exact), is_grouping, EXISTS (
        SELECT 1 FROM conditions_searchanswer JOIN conditions_answer ON conditions_answer.id = answer_id
        WHERE conditions_answer.condition_id = best.condition_id AND conditions_searchanswer.language = %s
    ), {is_held}, {is_meant}, CASE WHEN worth IS NULL OR worth = (SELECT min(worth) FROM best) THEN {answers} END,
    CASE WHEN worth IS NULL OR worth = (SELECT min(worth) FROM best) THEN {beside} END
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


def run(
    query: Query, *, language: str, page: int, told: Told | None = None, beside: Beside | None = None
) -> list[tuple[Any, ...]]:
    """The rows of the page and one more, if there are more; at least one row, which tells the vocabulary's version.

    The first row brings those of `told` that were found, and those of `beside`.
    """
    whole = statement(query, language=language, page=page, told=told, beside=beside)
    with connection.cursor() as cursor:
        cursor.execute(whole.sql, whole.values)
        return list(cursor.fetchall())


def statement(
    query: Query, *, language: str, page: int, told: Told | None = None, beside: Beside | None = None
) -> Piece:
    tier = _tier(query)
    pieces = {
        "is_code": _is_code(query),
        "exactly": _exactly(query),
        "missing": total([_missing(word) for word in query.telling]),
        "tier": tier,
        "loosely": _loosely(query.telling),
    }
    in_order = [pieces["is_code"], tier, pieces["exactly"], pieces["missing"], tier, pieces["loosely"]]
    answers = answered.pieces(query, told, language=language) if told is not None else answered.NONE
    others = Piece(*listed(beside(query.asked))) if beside else Piece("NULL")
    sql = STATEMENT.format(
        code_points=code_points(),
        answered=answers.tables.sql,
        is_held=answers.are_held.sql,
        is_meant=answers.are_meant.sql,
        answers=answers.told.sql,
        beside=others.sql,
        **{name: piece.sql for name, piece in pieces.items()},
    )
    typed = query.typed.strip().lower() if query.code else ""
    before = (typed, *values(in_order), PAGE + 1, (page - 1) * PAGE, language, language)
    after = (*answers.are_meant.values, *answers.told.values, *others.values)
    return Piece(sql, (*before, *answers.tables.values, language, *after))


def _missing(word: Word) -> Piece:
    """What it costs that the name holds the word in the way it does, or in none."""
    ways = [holds(way) for way in word.ways]
    costs = " ".join(f"WHEN {piece.sql} THEN {way.cost}" for piece, way in zip(ways, word.ways, strict=True))
    return Piece(f"CASE {costs} ELSE {word.missing} END", values(ways))


def _held(word: Word) -> Piece:
    """How many words of the name are accounted for: a mere beginning does not count, nor does "disease"."""
    ways = [way for way in word.ways if not way.is_start and way.text not in GENERIC]
    if word.typed in GENERIC or not ways:
        return Piece("0")
    pieces = [holds(way) for way in ways]
    return Piece(f"CASE WHEN {' OR '.join(piece.sql for piece in pieces)} THEN 1 ELSE 0 END", values(pieces))


def _tier(query: Query) -> Piece:
    meant = query.phrasings
    held = total([_held(word) for word in query.words])
    holding = [within("folded", f" {word.typed} ") for word in query.words]
    sql = TIERS.format(
        meant=", ".join(["%s"] * len(meant)),
        most=len(query.words),
        held=held.sql,
        begins_with_words=" OR ".join(["substr(folded, 1, %s) = %s"] * len(meant)),
        begins_with_letters="substr(folded, 1, %s) = %s",
        has_words=" AND ".join(piece.sql for piece in holding) or "1 = 0",
    )
    begins = [part for phrase in meant for part in (len(phrase) + 1, f"{phrase} ")]
    return Piece(sql, (*meant, *held.values, *begins, len(query.folded), query.folded, *values(holding)))


def _is_code(query: Query) -> Piece:
    """The code that the text may be; one that is written as it was typed goes before one with other zeros or dots."""
    if not query.code:
        return NOTHING
    found = Piece("folded = %s", (query.code.key,))
    if query.code.systems:
        found = Piece(f"{found.sql} AND {_one_of('system', query.code.systems)}", (*found.values, *query.code.systems))
    if divided := query.code.divided:
        either = f"({found.sql} OR {_one_of('folded', divided)} AND {_one_of('system', ICD10)})"
        return Piece(either, (*found.values, *divided, *ICD10))
    return found


def _one_of(column: str, these: Sequence[str]) -> str:
    return f"{column} IN ({', '.join(['%s'] * len(these))})"


def _exactly(query: Query) -> Piece:
    """Names that hold all the words as typed, begun or in another form; words that occur nowhere yield to a code."""
    exact = [[way for way in word.ways if not way.cost] for word in query.words]
    if not exact or not all(exact):
        return NOTHING
    asked = indexed("conditions_searchindex", all_of(exact))
    without_code = f"{asked.sql} AND NOT EXISTS (SELECT 1 FROM coded)"  # noqa: S608
    return Piece(without_code, asked.values) if query.altered else asked


def _loosely(words: list[Word]) -> Piece:
    """Names that hold any of the words in any way, but not those that hold nothing but "of" or "syndrome"."""
    rare = [word for word in words if not word.is_common] or words
    return indexed("conditions_searchindex", any_of([way for word in rare for way in word.ways])) if words else NOTHING
