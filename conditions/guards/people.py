"""Who may sign: credentials, who verified them, what was declared (R9, R12, E12), and what answers rest on."""

from conditions.guards.kinds import AppendOnly, KeepsRows, Key, Refuses, Rule

REVIEWERS: tuple[Rule, ...] = (
    KeepsRows(
        name="reviewer_stays",
        table="conditions_reviewer",
        promise="E12",
        says="Whoever signed something keeps standing beside it. Change the profile instead.",
        keeps=("user_id",),
        changes=("slug", "name", "discipline", "workplace", "shows_workplace", "shows_number"),
        unique=(Key(("user_id",)), Key(("slug",))),
    ),
    AppendOnly(
        name="credential_stays",
        table="conditions_credential",
        promise="E12",
        says="A credential that was entered stays on record. Revoke it, and enter another.",
        unique=(Key(("reviewer_id", "register", "number", "title")),),
    ),
    AppendOnly(
        name="verification_stays",
        table="conditions_verification",
        promise="E1",
        says="Who verified a credential, and when, stays on record. Add a new verification, or revoke the credential.",
    ),
    Refuses(
        name="verification_by_another",
        table="conditions_verification",
        promise="R9",
        says="Nobody verifies their own credential. Ask a colleague.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_credential" AS c'
            ' JOIN "conditions_reviewer" AS p ON p."id" = c."reviewer_id"'
            ' WHERE c."id" = NEW."credential_id" AND p."user_id" = NEW."by_id")'
        ),
        reads=("conditions_credential", "conditions_reviewer"),
    ),
    Refuses(
        name="verification_days",
        table="conditions_verification",
        promise="R9",
        says="A verification is valid for as many days as it says, and for no more.",
        events=("INSERT",),
        when='NEW."valid_until" <> NEW."verified_on" + NEW."days"',
        when_sqlite='NEW."valid_until" <> date(NEW."verified_on", \'+\' || NEW."days" || \' days\')',
    ),
    AppendOnly(
        name="revocation_stays",
        table="conditions_revocation",
        promise="E1",
        says="A revocation stays on record. Enter the credential anew and have it verified.",
        unique=(Key(("credential_id",)),),
    ),
    AppendOnly(
        name="declaration_stays",
        table="conditions_declaration",
        promise="R10",
        says="What was declared stays on record. Declare again what is so now.",
    ),
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
        name="factversion_in_force",
        table="conditions_factversion",
        promise="R27",
        says="A live answer quotes another value of this fact. Publish its new version in the same step.",
        events=("UPDATE",),
        when=(
            'OLD."in_force_at" IS NULL AND NEW."in_force_at" IS NOT NULL AND EXISTS ('
            'SELECT 1 FROM "conditions_publication" AS p'
            ' JOIN "conditions_quotation" AS q ON q."revision_id" = p."revision_id"'
            ' JOIN "conditions_factversion" AS v ON v."id" = q."version_id"'
            ' WHERE p."ended_at" IS NULL AND v."fact_id" = NEW."fact_id" AND v."id" <> NEW."id")'
        ),
        reads=("conditions_publication", "conditions_quotation"),
        queue="facts",
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
    ),
)
