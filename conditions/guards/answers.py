"""The words of answers: what was saved stays what was saved, with all who wrote it (R8, E1, E3, E5, E19)."""

from conditions.guards.kinds import AppendOnly, Key, Refuses, Rule, Sealable


def sealed(revision: str) -> str:
    """SQL: two people sealed the revision."""
    seal = f'SELECT 1 FROM "conditions_seal" AS s WHERE s."revision_id" = {revision}'
    return f'EXISTS ({seal} AND s."sealed_at" IS NOT NULL)'


def wrote(person: str, revision: str = 'NEW."revision_id"') -> str:
    """SQL: the person had a part in the revision, or in one before it since the last version that was not withdrawn.

    Wording that a reviewer suggested and another person took over is no such part (R8).
    """
    return (
        'EXISTS (SELECT 1 FROM "conditions_revision" AS t'
        ' JOIN "conditions_revision" AS w ON w."answer_id" = t."answer_id" AND w."number" <= t."number"'
        ' AND w."number" > COALESCE((SELECT MAX(b."number") FROM "conditions_publication" AS p'
        ' JOIN "conditions_revision" AS b ON b."id" = p."revision_id"'
        ' WHERE p."answer_id" = t."answer_id" AND b."number" < t."number" AND p."ending" <> \'withdrawn\'), 0)'
        f' WHERE t."id" = {revision} AND (w."created_by_id" = {person} OR EXISTS ('
        'SELECT 1 FROM "conditions_contribution" AS c WHERE c."revision_id" = w."id"'
        f' AND c."user_id" = {person} AND c."role" <> \'suggested\')))'
    )


WRITTEN = ("conditions_publication", "conditions_revision", "conditions_contribution")
IN_REVIEW = 'EXISTS (SELECT 1 FROM "conditions_round" AS r WHERE r."revision_id" = NEW."revision_id")'


def with_its_revision(table: str, unless: str = IN_REVIEW) -> Rule:
    """Rows that come with a revision, and belong to its digest."""
    return Refuses(
        name=f"{table}_with_its_revision",
        table=f"conditions_{table}",
        promise="E3",
        says="This revision was sent to review as it is. Save a new one.",
        events=("INSERT",),
        when=unless,
        reads=("conditions_round",),
    )


def part(
    table: str, what: str, *unique: Key, keeps: tuple[str, ...], words: tuple[tuple[str, str], ...]
) -> tuple[Rule, ...]:
    """Such rows that hold words."""
    stays = Sealable(
        name=f"{table}_stays",
        table=f"conditions_{table}",
        promise="E1",
        says=f"{what} of a revision never changes or vanishes. Save a new revision.",
        keeps=("revision_id", *keeps),
        words=words,
        sealed=sealed('OLD."revision_id"'),
        reads=("conditions_seal",),
        unique=unique,
    )
    return stays, with_its_revision(table, f'NEW."is_sealed" OR {IN_REVIEW}')


WORDS: tuple[Rule, ...] = (
    AppendOnly(
        name="answer_stays",
        table="conditions_answer",
        promise="E18",
        says="An answer is never deleted or moved to another question. Withdraw it instead.",
        unique=(Key(("condition_id", "question_id", "language")),),
    ),
    Sealable(
        name="revision_stays",
        table="conditions_revision",
        promise="E1",
        says="The words of a revision never change or vanish. Save a new revision; two people can seal this one.",
        keeps=(
            "answer_id",
            "number",
            "based_on_id",
            "created_by_id",
            "created_at",
            "is_unknown",
            "searched_on",
            "machine_help",
            "within_id",
            "translates_id",
            "format",
            "digest",
        ),
        words=(
            ("short", ""),
            ("urgent_help", ""),
            ("body", ""),
            ("sources_differ", ""),
            ("unknowns", ""),
            ("country_notes", "{}"),
            ("change", ""),
            ("question", ""),
            ("condition_name", ""),
            ("short_answer", ""),
            ("short_answer_html", ""),
            ("urgent_help_html", ""),
            ("body_html", ""),
            ("sources_differ_html", ""),
            ("unknowns_html", ""),
            ("country_notes_html", "{}"),
        ),
        sealed=sealed('OLD."id"'),
        reads=("conditions_seal",),
        unique=(Key(("answer_id", "number")),),
    ),
    Refuses(
        name="revision_comes_next",
        table="conditions_revision",
        promise="E5",
        says="A revision follows the last one of its answer, after the review of that one has ended.",
        events=("INSERT",),
        when=(
            'NEW."is_sealed" OR NEW."number" <> 1 + COALESCE((SELECT MAX(o."number") FROM "conditions_revision" AS o'
            ' WHERE o."answer_id" = NEW."answer_id"), 0)'
            ' OR EXISTS (SELECT 1 FROM "conditions_round" AS r'
            ' WHERE r."answer_id" = NEW."answer_id" AND r."closed_at" IS NULL)'
            ' OR EXISTS (SELECT 1 FROM "conditions_revision" AS b'
            ' WHERE b."id" = NEW."based_on_id" AND b."answer_id" <> NEW."answer_id")'
        ),
        reads=("conditions_round",),
    ),
    AppendOnly(
        name="contribution_stays",
        table="conditions_contribution",
        promise="E1",
        says="Who wrote the words of a revision never changes or vanishes. Save a new revision.",
        unique=(Key(("revision_id", "user_id", "role")),),
    ),
    with_its_revision("contribution"),
    Refuses(
        name="contribution_by_name",
        table="conditions_contribution",
        promise="R8",
        says="Readers see who wrote by name, and never by an address. Put a name to the account first.",
        events=("INSERT",),
        when="NEW.\"name\" = '' OR NEW.\"name\" LIKE '%@%'",
    ),
    Refuses(
        name="contribution_was_suggested",
        table="conditions_contribution",
        promise="R8",
        says="Only wording that this person suggested in a review, and another person took over, is a suggestion.",
        events=("INSERT",),
        when=(
            'NEW."role" = \'suggested\' AND NOT EXISTS (SELECT 1 FROM "conditions_comment" AS m'
            ' JOIN "conditions_revision" AS s ON s."id" = m."revision_id"'
            ' JOIN "conditions_revision" AS t ON t."answer_id" = s."answer_id"'
            ' WHERE m."id" = NEW."comment_id" AND m."by_id" = NEW."user_id" AND t."id" = NEW."revision_id"'
            ' AND t."created_by_id" <> NEW."user_id" AND (m."suggestion" <> \'\' OR m."is_sealed"))'
        ),
        reads=("conditions_comment", "conditions_revision"),
    ),
    *part(
        "citation",
        "What the words rest on",
        Key(("revision_id", "position")),
        Key(("revision_id", "source_id")),
        keeps=("position", "source_id", "key", "read_on"),
        words=(("title", ""), ("publisher", ""), ("published", ""), ("link", ""), ("note", "")),
    ),
    *part(
        "quotation",
        "What the words quote",
        Key(("revision_id", "version_id")),
        Key(("revision_id", "key")),
        keeps=("version_id", "key"),
        words=(("text", ""),),
    ),
)
