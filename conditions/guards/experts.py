"""Outside experts: a link serves one bundle until its day, and who vouches has no other part in the text (R9, E7)."""

from conditions.guards.answers import WRITTEN, wrote
from conditions.guards.kinds import KeepsRows, Key, Refuses, Rule

BUNDLED = ("conditions_round", "conditions_verification", "conditions_credential", "conditions_reviewer")
APPROVES = "NEW.\"decision\" = 'approve'"
VOUCHER_WROTE = wrote('NEW."voucher_id"')
SINCE_WROTE = wrote('k."voucher_id"', 'q."revision_id"')
LINKED = (
    'EXISTS (SELECT 1 FROM "conditions_expertlink" AS l JOIN "conditions_round" AS r ON r."bundle_id" = l."bundle_id"'
    ' WHERE r."id" = NEW."round_id" AND l."reviewer_id" = NEW."reviewer_id"'
    ' AND l."withdrawn_at" IS NULL AND l."asked_at" <= NEW."at" AND l."expires_at" > NEW."at"'
    ' AND (NEW."decision" <> \'approve\' OR l."verification_id" = NEW."verification_id"))'
)
VOUCHED = (
    'NEW."voucher_id" IS NOT NULL AND EXISTS (SELECT 1 FROM "conditions_verification" AS v'
    ' WHERE v."id" = NEW."verification_id" AND v."by_id" = NEW."voucher_id")'
)


def outside(column: str) -> str:
    """SQL: the column of the new row names somebody without an account."""
    return f'EXISTS (SELECT 1 FROM "conditions_user" AS u WHERE u."id" = NEW."{column}" AND u."is_outside")'


def of_expert(row: str) -> str:
    """SQL: the credential is that of somebody without an account."""
    return (
        'EXISTS (SELECT 1 FROM "conditions_reviewer" AS p JOIN "conditions_user" AS u ON u."id" = p."user_id"'
        f' WHERE p."id" = {row}."reviewer_id" AND u."is_outside")'
    )


EXPERTS: tuple[Rule, ...] = (
    Refuses(
        name="user_outside_stays",
        table="conditions_user",
        promise="S4",
        says="Whoever was asked from outside never becomes somebody with an account, or the reverse. Invite them.",
        events=("UPDATE",),
        when='NEW."is_outside" <> OLD."is_outside"',
    ),
    Refuses(
        name="credential_of_one_expert",
        table="conditions_credential",
        promise="R9",
        says="Somebody else was asked from outside with this registration. Look the name and the number up again.",
        events=("INSERT",),
        when=(
            f'{of_expert("NEW")} AND EXISTS (SELECT 1 FROM "conditions_credential" AS c'
            ' WHERE c."reviewer_id" <> NEW."reviewer_id" AND LOWER(c."register") = LOWER(NEW."register")'
            f' AND LOWER(c."number") = LOWER(NEW."number") AND {of_expert("c")})'
        ),
        reads=("conditions_reviewer", "conditions_user"),
        queue="credential",
    ),
    KeepsRows(
        name="expertlink_stays",
        table="conditions_expertlink",
        promise="E12",
        says="Who was asked from outside, and who vouched for them, stays on record. Withdraw the link, and ask again.",
        keeps=("bundle_id", "reviewer_id", "verification_id", "asked_by_id", "asked_at", "digest"),
        changes=("expires_at",),
        once=(("withdrawn_at", "withdrawn_by_id"),),
        unique=(Key(("digest",)),),
    ),
    Refuses(
        name="expertlink_begins",
        table="conditions_expertlink",
        promise="R9",
        says="A link is for an outside expert who was asked with the bundle, and whom a colleague looked up.",
        events=("INSERT",),
        when=(
            'NEW."withdrawn_at" IS NOT NULL OR NOT EXISTS (SELECT 1 FROM "conditions_verification" AS v'
            ' JOIN "conditions_credential" AS c ON c."id" = v."credential_id" AND c."reviewer_id" = NEW."reviewer_id"'
            ' JOIN "conditions_reviewer" AS p ON p."id" = c."reviewer_id"'
            ' JOIN "conditions_user" AS u ON u."id" = p."user_id" AND u."is_outside"'
            ' JOIN "conditions_round" AS r ON r."bundle_id" = NEW."bundle_id"'
            ' JOIN "conditions_assignment" AS a ON a."round_id" = r."id" AND a."reviewer_id" = NEW."reviewer_id"'
            ' WHERE v."id" = NEW."verification_id")'
        ),
        reads=(*BUNDLED, "conditions_user", "conditions_assignment"),
    ),
    Refuses(
        name="expertlink_lasts_a_month",
        table="conditions_expertlink",
        promise="R9",
        says="A link for an outside expert works for a month at most.",
        events=("INSERT", "UPDATE"),
        when='NEW."expires_at" > NEW."asked_at" + INTERVAL \'31 days\'',
        when_sqlite='julianday(NEW."expires_at") > julianday(NEW."asked_at") + 31',
    ),
    Refuses(
        name="expertlink_stays_over",
        table="conditions_expertlink",
        promise="R9",
        says="A link that was withdrawn stays over. Ask again.",
        events=("UPDATE",),
        when='OLD."withdrawn_at" IS NOT NULL AND NEW."expires_at" <> OLD."expires_at"',
    ),
    Refuses(
        name="expertmailbox_address",
        table="conditions_expertmailbox",
        promise="S4",
        says="A link went to one address. It may be forgotten, never changed. Ask again.",
        events=("UPDATE",),
        when='NEW."email" <> OLD."email" OR NEW."link_id" <> OLD."link_id"',
    ),
    Refuses(
        name="grant_outside",
        table="conditions_grant",
        promise="S4",
        says="An outside expert reviews, on one condition and until a day. Invite them to work here instead.",
        events=("INSERT",),
        when=(
            f"{outside('user_id')}"
            ' AND (NEW."role" <> \'reviewer\' OR NEW."condition_id" IS NULL OR NEW."ends_on" IS NULL)'
        ),
        reads=("conditions_user",),
    ),
    Refuses(
        name="verdict_by_link",
        table="conditions_verdict",
        promise="R9",
        says="An outside expert decides by a link that still works, on its texts, and whoever sent it vouches.",
        events=("INSERT",),
        when=f"{outside('by_id')} AND NOT {LINKED}",
        reads=("conditions_user", "conditions_expertlink", "conditions_round"),
    ),
    Refuses(
        name="verdict_vouched_for",
        table="conditions_verdict",
        promise="R9",
        says="Somebody vouches for an outside expert who approves: whoever looked them up, and no author of the words.",
        events=("INSERT",),
        when=(
            f"{outside('by_id')} AND {APPROVES} AND (NOT ({VOUCHED}) OR {VOUCHER_WROTE})"
            f' OR NEW."voucher_id" IS NOT NULL AND NOT ({outside("by_id")} AND {APPROVES})'
        ),
        reads=("conditions_user", "conditions_verification", *WRITTEN),
    ),
    Refuses(
        name="signoff_voucher_apart",
        table="conditions_signoff",
        promise="E7",
        says="Whoever vouches for an outside expert neither wrote nor publishes the text. Ask another editor.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_verdict" AS k'
            ' JOIN "conditions_publication" AS q ON q."id" = NEW."publication_id"'
            ' WHERE k."id" = NEW."verdict_id" AND k."voucher_id" IS NOT NULL'
            f' AND (k."voucher_id" = q."published_by_id" OR {SINCE_WROTE}))'
        ),
        reads=("conditions_verdict", *WRITTEN),
    ),
    Refuses(
        name="signoff_voucher_signs_nothing",
        table="conditions_signoff",
        promise="E7",
        says="Whoever vouches for an outside expert does not approve the same text. Ask another reviewer.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_verdict" AS k'
            ' JOIN "conditions_signoff" AS s ON s."publication_id" = NEW."publication_id"'
            ' JOIN "conditions_verdict" AS o ON o."id" = s."verdict_id"'
            ' WHERE k."id" = NEW."verdict_id" AND (k."voucher_id" = o."by_id" OR o."voucher_id" = k."by_id"))'
        ),
        reads=("conditions_verdict",),
    ),
)
