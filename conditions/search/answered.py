"""The part of the statement that finds answers, beside the conditions that it found.

Answers that hold all that was asked, in their question, the names of their condition or the short answer; where there
is none, those of the conditions found, so that a misspelt name leads to its answers too.
"""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from conditions.models.lists import listed
from conditions.search.pieces import NOTHING, Piece, all_of, code_points, holds, indexed, total, values
from conditions.search.query import Query, Word

MOST = 10
WEIGHED = 500  # of those that hold all of a very common word, the rest is in no order

ANSWERED = """, hidden (answer_id) AS MATERIALIZED ({hidden}), mine AS MATERIALIZED (
    SELECT id FROM conditions_answer WHERE condition_id IN (SELECT condition_id FROM best)
), held AS MATERIALIZED (
    SELECT answer_id, {all} AS held, {asked} AS held_in_question FROM conditions_searchanswer
    WHERE language = %s AND {held} AND answer_id NOT IN (SELECT answer_id FROM hidden)
    ORDER BY CASE WHEN answer_id IN (SELECT id FROM mine) THEN 0 ELSE 1 END, held_in_question DESC, answer_id
    LIMIT {weighed}
), near AS MATERIALIZED (
    SELECT answer_id, held, held_in_question FROM held UNION ALL
    SELECT answer_id, {words}, {asked} FROM conditions_searchanswer
    WHERE language = %s AND NOT EXISTS (SELECT 1 FROM held) AND answer_id IN (SELECT id FROM mine)
        AND answer_id NOT IN (SELECT answer_id FROM hidden)
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


class Told(NamedTuple):
    """`rows`: publications as rows of JSON, of which the statement brings those that were found and are live; `hidden`:
    the keys of the answers that are not to be found.
    """

    rows: QuerySet[Any]
    hidden: QuerySet[Any]


class Answers(NamedTuple):
    """Pieces of the statement: its further tables, and three columns that tell of them.

    `are_held`: whether answers hold all that was asked; `are_meant`: whether the first one is what was asked for.
    """

    tables: Piece
    told: Piece
    are_held: Piece
    are_meant: Piece


NONE = Answers(Piece(""), Piece("NULL"), NOTHING, NOTHING)


def pieces(query: Query, told: Told, *, language: str) -> Answers:
    hidden, without = told.hidden.query.sql_with_params()
    all_words = all_of(word.ways for word in query.asked)
    held = indexed("conditions_searchanswerindex", all_words) if query.asked else NOTHING
    words, asked = _count(query.asked, "words"), _count(query.asked, "asked")
    sql = ANSWERED.format(
        hidden=hidden,
        code_points=code_points(),
        all=len(query.asked),
        limit=MOST + 1,
        weighed=WEIGHED,
        held=held.sql,
        words=words.sql,
        asked=asked.sql,
    )
    in_order = (*without, *asked.values, language, *held.values, *words.values, *asked.values, language)
    found = told.rows.filter(answer__in=RawSQL("SELECT answer_id FROM answered", ()))
    in_turn = RawSQL("SELECT turn FROM answered WHERE answered.answer_id = conditions_publication.answer_id", ())
    return Answers(
        Piece(sql, in_order),
        Piece(*listed(found.order_by(in_turn))),
        Piece("EXISTS (SELECT 1 FROM held)"),
        _meant(query.asked),
    )


MEANT = """EXISTS (
    SELECT 1 FROM answered JOIN conditions_searchanswer AS first ON first.answer_id = answered.answer_id
    JOIN conditions_answer ON conditions_answer.id = first.answer_id
    WHERE turn = 1 AND ({named}) AND ({said}) AND ({asked})
)"""
NAMED = """EXISTS (
    SELECT 1 FROM conditions_searchentry AS entry
    WHERE entry.condition_id = conditions_answer.condition_id AND entry.kind = 'name' AND {holds}
)"""


def _meant(words: tuple[Word, ...]) -> Piece:
    """A condition and a topic: each word is one of a name of the condition or of the question, and both have theirs."""
    if not words:
        return NOTHING
    held = [_in_any_way(word, "entry.words") for word in words]
    named = [Piece(NAMED.format(holds=one.sql), one.values) for one in held]
    asked = [_in_any_way(word, "first.asked") for word in words]
    pairs = list(zip(asked, named, strict=True))
    said = [Piece(f"({one.sql} OR {other.sql})", values((one, other))) for one, other in pairs]
    topics = [Piece(f"({one.sql} AND NOT {other.sql})", values((one, other))) for one, other in pairs]
    parts = {"named": _joined(named, "OR"), "said": _joined(said, "AND"), "asked": _joined(topics, "OR")}
    return Piece(MEANT.format(**{name: part.sql for name, part in parts.items()}), values(parts.values()))


def _joined(pieces: list[Piece], by: str) -> Piece:
    return Piece(f" {by} ".join(piece.sql for piece in pieces), values(pieces))


def _in_any_way(word: Word, column: str) -> Piece:
    """Whether the column holds the word in one of its ways."""
    ways = [holds(way, column) for way in word.ways]
    return Piece(f"({' OR '.join(way.sql for way in ways)})", values(ways))


def _count(words: tuple[Word, ...], column: str) -> Piece:
    """How many of the words the column holds."""
    held = [_in_any_way(word, column) for word in words]
    return total([Piece(f"CASE WHEN {one.sql} THEN 1 ELSE 0 END", one.values) for one in held])
