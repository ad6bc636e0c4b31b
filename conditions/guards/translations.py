"""A text and those that translate it: they end together, and none translates itself (E10)."""

from conditions.guards.kinds import Refuses, Rule

# Whose live text a live text translates, and so on, beginning with what NEW translates.
SOURCES = (
    'WITH RECURSIVE above(answer) AS (SELECT s."answer_id" FROM "conditions_revision" AS t'
    ' JOIN "conditions_publication" AS s ON s."id" = t."translates_id" WHERE t."id" = NEW."revision_id"'
    ' UNION SELECT s."answer_id" FROM above JOIN "conditions_publication" AS l'
    ' ON l."answer_id" = above.answer AND l."ended_at" IS NULL'
    ' JOIN "conditions_revision" AS t ON t."id" = l."revision_id"'
    ' JOIN "conditions_publication" AS s ON s."id" = t."translates_id") SELECT answer FROM above'
)

TRANSLATIONS: tuple[Rule, ...] = (
    Refuses(
        name="publication_translates_no_ring",
        table="conditions_publication",
        promise="E10",
        says="This text would translate a text that translates it. Translate the one that was written first.",
        events=("INSERT",),
        when=f'NEW."answer_id" IN ({SOURCES})',
        reads=("conditions_revision",),
        queue="publications",
    ),
    Refuses(
        name="publication_source_text_stands",
        table="conditions_publication",
        promise="E10",
        says="The text that this one translates was withdrawn. Translate a version that is live.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_revision" AS t'
            ' JOIN "conditions_publication" AS s ON s."id" = t."translates_id"'
            ' WHERE t."id" = NEW."revision_id" AND NOT EXISTS (SELECT 1 FROM "conditions_publication" AS l'
            ' WHERE l."answer_id" = s."answer_id" AND l."ended_at" IS NULL))'
        ),
        reads=("conditions_revision",),
        queue="publications",
    ),
    Refuses(
        name="publication_ends_with_translations",
        table="conditions_publication",
        promise="E10",
        says="A translation of this text is live. Withdraw it in the same step.",
        events=("UPDATE",),
        when=(
            'OLD."ended_at" IS NULL AND NEW."ending" = \'withdrawn\' AND EXISTS ('
            'SELECT 1 FROM "conditions_publication" AS l JOIN "conditions_revision" AS t ON t."id" = l."revision_id"'
            ' JOIN "conditions_publication" AS s ON s."id" = t."translates_id"'
            ' WHERE l."ended_at" IS NULL AND l."id" <> NEW."id" AND s."answer_id" = NEW."answer_id")'
        ),
        reads=("conditions_revision",),
        queue="publications",
    ),
)
