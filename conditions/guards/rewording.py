"""What a correction of wording leaves as it is, because nobody reviews it anew (R4)."""

from conditions.guards.kinds import Refuses, Rule

KEPT = ("is_unknown", "searched_on", "machine_help", "within_id")

# The two revisions translate other versions, and what the first of these says is not what the second says: between them
# stands new text, other than the words before it.
RENDERS_ANOTHER = (
    'n."translates_id" IS DISTINCT FROM o."translates_id" AND NOT EXISTS (SELECT 1 FROM "conditions_publication" AS x'
    ' JOIN "conditions_publication" AS y ON y."answer_id" = x."answer_id" AND y."number" > x."number"'
    ' WHERE x."id" = o."translates_id" AND y."id" = n."translates_id" AND NOT EXISTS ('
    'SELECT 1 FROM "conditions_publication" AS z WHERE z."answer_id" = x."answer_id"'
    ' AND z."number" > x."number" AND z."number" <= y."number" AND z."kind" = \'new\''
    ' AND NOT EXISTS (SELECT 1 FROM "conditions_publication" AS w'
    ' WHERE w."id" = z."before_id" AND w."revision_id" = z."revision_id")))'
)


def differs(table: str, columns: str) -> str:
    """SQL: of what came with the two revisions, one has something that the other has not."""
    mine = f'SELECT {columns} FROM "conditions_{table}" WHERE "revision_id" = NEW."revision_id"'
    former = f'SELECT {columns} FROM "conditions_{table}" WHERE "revision_id" = b."revision_id"'
    return f"EXISTS ({mine} EXCEPT {former}) OR EXISTS ({former} EXCEPT {mine})"


MORE_THAN_WORDS = " OR ".join(
    [
        *[f'n."{column}" IS DISTINCT FROM o."{column}"' for column in KEPT],
        RENDERS_ANOTHER,
        differs("citation", '"source_id", "published", "link"'),
        differs("quotation", '"version_id"'),
    ]
)

REWORDING: tuple[Rule, ...] = (
    Refuses(
        name="publication_wording_alone",
        table="conditions_publication",
        promise="R4",
        says="Sources, figures, and what a text says of itself are no matter of wording. Send it to medical review.",
        events=("INSERT",),
        when=(
            'NEW."kind" = \'wording\' AND NOT EXISTS (SELECT 1 FROM "conditions_publication" AS b'
            ' JOIN "conditions_revision" AS o ON o."id" = b."revision_id"'
            ' JOIN "conditions_revision" AS n ON n."id" = NEW."revision_id"'
            f' WHERE b."id" = NEW."before_id" AND NOT ({MORE_THAN_WORDS}))'
        ),
        reads=("conditions_revision", "conditions_citation", "conditions_quotation"),
    ),
)
