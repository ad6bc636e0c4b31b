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
WEIGHED = 500  # of those that hold all of a very common word, the rest is in no order

ANSWERED = """, mine AS MATERIALIZED (
    SELECT id FROM conditions_answer WHERE condition_id IN (SELECT condition_id FROM best)
), held AS MATERIALIZED (
    SELECT answer_id, {all} AS held, {asked} AS held_in_question FROM conditions_searchanswer
    WHERE language = %s AND {held}
    ORDER BY CASE WHEN answer_id IN (SELECT id FROM mine) THEN 0 ELSE 1 END, held_in_question DESC, answer_id
    LIMIT {weighed}
), near AS MATERIALIZED (
    SELECT answer_id, held, held_in_question FROM held UNION ALL
    SELECT answer_id, {words}, {asked} FROM conditions_searchanswer
    WHERE language = %s AND NOT EXISTS (SELECT 1 FROM held) AND answer_id IN (SELECT id FROM mine)
), answered AS MATERIALIZED (
    SELECT answer_id, row_number() OVER (
        ORDER BY held DESC, coalesce(worth, '9') {code_points}, held_in_question DESC, coalesce(start_here, 32767),
            position, conditions_condition.slug {code_points}, answer_id
    ) AS turn
    FROM near
    JOIN conditions_answer ON conditions_answer.id = answer_id
    JOIN conditions_condition ON conditions_condition.id = conditions_answer.condition_id
    JOIN conditions_question ON conditions_question.id = conditions_answer.question_id
    LEFT JOIN best ON best.condition_id = conditions_answer.condition_id
    ORDER BY turn LIMIT {limit}
)"""


def piece(query: Query, told: QuerySet[Any], *, language: str) -> tuple[Piece, Piece]:
    """The further tables of the statement, and the column that tells of what was found in them.

    `told`: publications as rows of JSON, of which the statement brings those that were found and are live.
    """
    all_words = all_of(word.ways for word in query.asked)
    held = indexed("conditions_searchanswerindex", all_words) if query.asked else NOTHING
    words, asked = _count(query.asked, "words"), _count(query.asked, "asked")
    sql = ANSWERED.format(
        code_points=code_points(),
        all=len(query.asked),
        limit=MOST + 1,
        weighed=WEIGHED,
        held=held.sql,
        words=words.sql,
        asked=asked.sql,
    )
    in_order = (*asked.values, language, *held.values, *words.values, *asked.values, language)
    found = told.filter(answer__in=RawSQL("SELECT answer_id FROM answered", ()))
    in_turn = RawSQL("SELECT turn FROM answered WHERE answered.answer_id = conditions_publication.answer_id", ())
    column = listed(found.order_by(in_turn))
    return Piece(sql, in_order), Piece(*column)


def _count(words: tuple[Word, ...], column: str) -> Piece:
    """How many of the words the column holds."""
    return total([_held(word, column) for word in words])


def _held(word: Word, column: str) -> Piece:
    ways = [holds(way, column) for way in word.ways]
    return Piece(f"CASE WHEN {' OR '.join(way.sql for way in ways)} THEN 1 ELSE 0 END", values(ways))
