"""Where an answer stands: within another one whose address holds the rest, or as a translation (E18, R23)."""

from conditions.guards.kinds import Refuses, Rule


def stands(row: str) -> str:
    """SQL: the revision is the newest of its answer, or the live one."""
    return (
        f'(NOT EXISTS (SELECT 1 FROM "conditions_revision" AS n WHERE n."answer_id" = {row}."answer_id"'
        f' AND n."number" > {row}."number")'
        f' OR EXISTS (SELECT 1 FROM "conditions_publication" AS p'
        f' WHERE p."revision_id" = {row}."id" AND p."ended_at" IS NULL))'
    )


PLACES: tuple[Rule, ...] = (
    Refuses(
        name="revision_within_one_that_stands_alone",
        table="conditions_revision",
        promise="E18",
        says="An answer stands within one of its own condition and language, which stands in no other.",
        events=("INSERT",),
        when=(
            'NEW."within_id" IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM "conditions_answer" AS a'
            ' JOIN "conditions_answer" AS h ON h."condition_id" = a."condition_id" AND h."language" = a."language"'
            ' WHERE a."id" = NEW."answer_id" AND h."id" = NEW."within_id")'
            ' OR EXISTS (SELECT 1 FROM "conditions_revision" AS w'
            ' WHERE w."within_id" IS NOT NULL AND w."answer_id" = NEW."within_id"'
            f" AND {stands('w')})"
            ' OR EXISTS (SELECT 1 FROM "conditions_revision" AS w'
            f' WHERE w."within_id" = NEW."answer_id" AND {stands("w")}))'
        ),
        reads=("conditions_answer", "conditions_publication"),
        queue="places",
    ),
    Refuses(
        name="revision_translates_its_question",
        table="conditions_revision",
        promise="R23",
        says="A translation names a published answer to the same question on the same condition.",
        events=("INSERT",),
        when=(
            'NEW."machine_help" = \'translated\' AND NEW."translates_id" IS NULL'
            ' OR NEW."translates_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "conditions_publication" AS p'
            ' JOIN "conditions_answer" AS s ON s."id" = p."answer_id"'
            ' JOIN "conditions_answer" AS a ON a."condition_id" = s."condition_id"'
            ' AND a."question_id" = s."question_id" AND a."id" <> s."id"'
            ' WHERE p."id" = NEW."translates_id" AND a."id" = NEW."answer_id")'
        ),
        reads=("conditions_answer", "conditions_publication"),
    ),
    Refuses(
        name="publication_stands_in_live_text",
        table="conditions_publication",
        promise="E18",
        says="The answer within which this one stands is not live. Publish that one first.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_revision" AS t WHERE t."id" = NEW."revision_id"'
            ' AND t."within_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "conditions_publication" AS l'
            ' WHERE l."answer_id" = t."within_id" AND l."ended_at" IS NULL))'
        ),
        reads=("conditions_revision",),
        queue="publications",
    ),
    Refuses(
        name="publication_ends_with_those_within",
        table="conditions_publication",
        promise="E18",
        says="An answer within this one is live. Withdraw it in the same step.",
        events=("UPDATE",),
        when=(
            'OLD."ended_at" IS NULL AND NEW."ending" = \'withdrawn\' AND EXISTS ('
            'SELECT 1 FROM "conditions_publication" AS l JOIN "conditions_revision" AS t ON t."id" = l."revision_id"'
            ' WHERE l."ended_at" IS NULL AND t."within_id" = NEW."answer_id")'
        ),
        reads=("conditions_revision",),
        queue="publications",
    ),
)
