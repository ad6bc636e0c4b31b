"""The part of the statement that finds answers, beside the conditions that it found.

Answers that hold all that was asked, in their question, the names of their condition or the short answer; where there
is none, those of the conditions found, so that a misspelt name leads to its answers too.
"""

from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from conditions.models.lists import listed
from conditions.search.pieces import NOTHING, Piece, all_of, code_points, holds, indexed, total, values
from conditions.search.query import Query, Word

MOST = 10

ANSWERED = """, held AS MATERIALIZED (
    SELECT answer_id, asked, words FROM conditions_searchanswer WHERE language = %s AND {held}
), near AS MATERIALIZED (
    SELECT answer_id, asked, words FROM held UNION ALL
    SELECT answer_id, asked, words FROM conditions_searchanswer
    WHERE language = %s AND NOT EXISTS (SELECT 1 FROM held) AND answer_id IN (
        SELECT id FROM conditions_answer WHERE condition_id IN (SELECT condition_id FROM best))
), weighed AS MATERIALIZED (
    SELECT answer_id, {words} AS words, {asked} AS asked, coalesce(start_here, 32767) AS start, position,
        conditions_condition.slug,
        coalesce((SELECT worth FROM best WHERE best.condition_id = conditions_answer.condition_id), '9') AS worth
    FROM near
    JOIN conditions_answer ON conditions_answer.id = answer_id
    JOIN conditions_condition ON conditions_condition.id = conditions_answer.condition_id
    JOIN conditions_question ON conditions_question.id = conditions_answer.question_id
), answered AS MATERIALIZED (
    SELECT answer_id, row_number() OVER (
        ORDER BY words DESC, worth {code_points}, asked DESC, start, position, slug {code_points}, answer_id) AS turn
    FROM weighed ORDER BY turn LIMIT {limit}
)"""


def piece(query: Query, told: QuerySet[Any], *, language: str) -> tuple[Piece, Piece]:
    """The further tables of the statement, and the column that tells of what was found in them.

    `told`: publications as rows of JSON, of which the statement brings those that were found and are live.
    """
    words = query.asked
    held = indexed("conditions_searchanswerindex", all_of(word.ways for word in words)) if words else NOTHING
    counted = {"words": _count(words, "words"), "asked": _count(words, "asked")}
    sql = ANSWERED.format(
        code_points=code_points(), limit=MOST + 1, held=held.sql, **{name: count.sql for name, count in counted.items()}
    )
    found = told.filter(answer__in=RawSQL("SELECT answer_id FROM answered", ()))
    in_turn = RawSQL("SELECT turn FROM answered WHERE answered.answer_id = conditions_publication.answer_id", ())
    column = listed(found.order_by(in_turn))
    tables = Piece(sql, (language, *held.values, language, *values(counted.values())))
    return tables, Piece(*column)


def _count(words: tuple[Word, ...], column: str) -> Piece:
    """How many of the words the column holds."""
    return total([_held(word, column) for word in words])


def _held(word: Word, column: str) -> Piece:
    ways = [holds(way, column) for way in word.ways]
    return Piece(f"CASE WHEN {' OR '.join(way.sql for way in ways)} THEN 1 ELSE 0 END", values(ways))
