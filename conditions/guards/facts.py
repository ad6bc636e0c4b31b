"""What answers rest on and quote: sources, and shared facts of which one value is in force (E7, E16, R27)."""

from conditions.guards.kinds import AppendOnly, KeepsRows, Key, Refuses, Rule

REPLACED_IN_A_RING = (
    'NEW."replaced_by_id" IS NOT NULL AND NEW."id" IN (WITH RECURSIVE next(id) AS (SELECT NEW."replaced_by_id" UNION'
    ' SELECT s."replaced_by_id" FROM next JOIN "conditions_source" AS s ON s."id" = next.id'
    ' WHERE s."replaced_by_id" IS NOT NULL) SELECT id FROM next)'
)

LIVE_QUOTES = (
    'EXISTS (SELECT 1 FROM "conditions_publication" AS p'
    ' JOIN "conditions_quotation" AS q ON q."revision_id" = p."revision_id"'
    ' JOIN "conditions_factversion" AS v ON v."id" = q."version_id"'
    ' WHERE p."ended_at" IS NULL AND'
)

FACTS: tuple[Rule, ...] = (
    KeepsRows(
        name="source_stays",
        table="conditions_source",
        promise="E1",
        says="A source is never deleted, and keeps its key, because answers cite it. Mark it as replaced or retracted.",
        keeps=("key", "added_by_id", "added_at"),
        changes=(
            "title",
            "publisher",
            "published",
            "doi",
            "pmid",
            "url",
            "read_on",
            "note",
            "retracted_on",
            "retraction_note",
            "replaced_by_id",
        ),
        unique=(
            Key(("key",)),
            Key(("doi",), where="{row}.\"doi\" <> ''"),
            Key(("pmid",), where="{row}.\"pmid\" <> ''"),
            Key(("url",), where="{row}.\"url\" <> ''"),
        ),
    ),
    Refuses(
        name="source_no_ring",
        table="conditions_source",
        promise="E16",
        says="A source does not replace itself, by whatever way round. Look again at what replaces what.",
        events=("INSERT", "UPDATE"),
        when=REPLACED_IN_A_RING,
        queue="sources",
    ),
    AppendOnly(
        name="fact_stays",
        table="conditions_fact",
        promise="R27",
        says="A fact keeps its key and its scope, because answers quote it. Propose a new value, or another fact.",
        unique=(Key(("condition_id", "key")),),
    ),
    KeepsRows(
        name="factversion_stays",
        table="conditions_factversion",
        promise="E7",
        says="What was proposed, accepted and in force stays on record. Propose a new value.",
        keeps=("fact_id", "number", "reason", "origin", "proposed_by_id", "proposed_at"),
        once=(
            ("accepted_at", "accepted_by_id"),
            ("in_force_at",),
            ("ended_at",),
            ("dropped_at", "dropped_by_id", "dropped_because"),
        ),
        unique=(
            Key(("fact_id", "number")),
            Key(("fact_id",), where='{row}."in_force_at" IS NOT NULL AND {row}."ended_at" IS NULL'),
            Key(("fact_id",), where='{row}."in_force_at" IS NULL AND {row}."dropped_at" IS NULL'),
        ),
    ),
    Refuses(
        name="factversion_begins_proposed",
        table="conditions_factversion",
        promise="E7",
        says="A value begins as a proposal. Another editor accepts it.",
        events=("INSERT",),
        when='NEW."accepted_at" IS NOT NULL OR NEW."dropped_at" IS NOT NULL',
    ),
    Refuses(
        name="factversion_ends_for_another",
        table="conditions_factversion",
        promise="R27",
        says="A value ends when another that was accepted takes its place, and while no live answer quotes it.",
        events=("UPDATE",),
        when=(
            'OLD."ended_at" IS NULL AND NEW."ended_at" IS NOT NULL AND (NOT EXISTS ('
            'SELECT 1 FROM "conditions_factversion" AS f WHERE f."fact_id" = NEW."fact_id"'
            ' AND f."accepted_at" IS NOT NULL AND f."in_force_at" IS NULL AND f."dropped_at" IS NULL)'
            f' OR {LIVE_QUOTES} q."version_id" = NEW."id"))'
        ),
        reads=("conditions_publication", "conditions_quotation"),
        queue="publications",
    ),
    Refuses(
        name="factversion_in_force",
        table="conditions_factversion",
        promise="R27",
        says="A live answer quotes another value of this fact. Publish its new version in the same step.",
        events=("UPDATE",),
        when=(
            f'OLD."in_force_at" IS NULL AND NEW."in_force_at" IS NOT NULL AND {LIVE_QUOTES}'
            ' v."fact_id" = NEW."fact_id" AND v."id" <> NEW."id")'
        ),
        reads=("conditions_publication", "conditions_quotation"),
        queue="publications",
    ),
    AppendOnly(
        name="factvalue_stays",
        table="conditions_factvalue",
        promise="R27",
        says="A value that was proposed never changes. Propose a new one.",
        unique=(Key(("version_id", "language", "position")),),
    ),
    Refuses(
        name="factvalue_before_acceptance",
        table="conditions_factvalue",
        promise="E7",
        says="This version was decided on already. Propose a new one with this value.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_factversion" AS v WHERE v."id" = NEW."version_id"'
            ' AND (v."accepted_at" IS NOT NULL OR v."dropped_at" IS NOT NULL))'
        ),
        reads=("conditions_factversion",),
        queue="publications",
    ),
    Refuses(
        name="factversion_has_a_value",
        table="conditions_factversion",
        promise="E7",
        says="Nobody accepts a version without a value. Propose one.",
        events=("UPDATE",),
        when=(
            'OLD."accepted_at" IS NULL AND NEW."accepted_at" IS NOT NULL AND NOT EXISTS ('
            'SELECT 1 FROM "conditions_factvalue" AS x WHERE x."version_id" = NEW."id")'
        ),
        reads=("conditions_factvalue",),
        queue="publications",
    ),
    Refuses(
        name="quotation_of_its_condition",
        table="conditions_quotation",
        promise="R27",
        says="A text quotes facts of its own condition, by their key, in a value that somebody accepted.",
        events=("INSERT",),
        when=(
            'NOT EXISTS (SELECT 1 FROM "conditions_factversion" AS v'
            ' JOIN "conditions_fact" AS f ON f."id" = v."fact_id"'
            ' JOIN "conditions_answer" AS a ON a."condition_id" = f."condition_id"'
            ' JOIN "conditions_revision" AS t ON t."answer_id" = a."id"'
            ' WHERE v."id" = NEW."version_id" AND t."id" = NEW."revision_id" AND f."key" = NEW."key"'
            ' AND v."accepted_at" IS NOT NULL AND v."dropped_at" IS NULL)'
        ),
        reads=("conditions_factversion", "conditions_fact", "conditions_answer", "conditions_revision"),
    ),
)
