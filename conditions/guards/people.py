"""Who may sign: credentials, who verified them, and what was declared (R9, R12, E12)."""

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
    ),
    Refuses(
        name="credential_once",
        table="conditions_credential",
        promise="R9",
        says="This credential was entered already, and nobody revoked it. Verify that one.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_credential" AS c WHERE c."reviewer_id" = NEW."reviewer_id"'
            ' AND c."register" = NEW."register" AND c."number" = NEW."number" AND c."title" = NEW."title"'
            ' AND NOT EXISTS (SELECT 1 FROM "conditions_revocation" AS x WHERE x."credential_id" = c."id"))'
        ),
        reads=("conditions_revocation",),
        queue="credential",
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
