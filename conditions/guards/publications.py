"""What readers get: the very words that were approved, by two people, on sources, in time (R2-R13, R27, E1-E7)."""

from conditions.guards.answers import WRITTEN, wrote
from conditions.guards.kinds import AppendOnly, KeepsRows, Key, Refuses, Rule

WHERE_APPROVED = (
    ' FROM "conditions_round" AS r JOIN "conditions_verdict" AS v ON v."round_id" = r."id"'
    ' JOIN "conditions_revision" AS t ON t."id" = r."revision_id"'
    ' WHERE r."id" = NEW."round_id" AND t."id" = NEW."revision_id" AND t."answer_id" = NEW."answer_id"'
    ' AND v."decision" = \'approve\' AND v."digest" = t."digest" AND NOT t."is_sealed"'
)
APPROVED = f"SELECT 1{WHERE_APPROVED}"
OF_REVIEW = ("conditions_round", "conditions_verdict", "conditions_revision")


def credential_holds(verdict: str, day: str) -> str:
    """SQL: the credential behind the verdict was valid on the day, looked up then or anew."""
    return (
        'EXISTS (SELECT 1 FROM "conditions_verification" AS u'
        ' JOIN "conditions_verification" AS w ON w."credential_id" = u."credential_id"'
        f' WHERE u."id" = {verdict}."verification_id" AND {day} BETWEEN w."verified_on" AND w."valid_until"'
        ' AND NOT EXISTS (SELECT 1 FROM "conditions_revocation" AS x'
        f' WHERE x."credential_id" = u."credential_id" AND x."on" <= {day}))'
    )


DAY = 'p."published_on"'
HOLDS = credential_holds("v", 'NEW."published_on"')
SIGNER_WROTE = wrote('v."by_id"')
OF_CREDENTIALS = ("conditions_verification", "conditions_revocation")
LAST = (
    'SELECT 1 FROM "conditions_publication" AS b WHERE b."id" = NEW."before_id" AND b."answer_id" = NEW."answer_id"'
    ' AND b."ended_at" IS NOT NULL'
)

PUBLICATIONS: tuple[Rule, ...] = (
    KeepsRows(
        name="publication_stays",
        table="conditions_publication",
        promise="E1",
        says="What was published stays on record, ends once and is never revived. Publish a new version.",
        keeps=(
            "answer_id",
            "number",
            "code",
            "revision_id",
            "round_id",
            "kind",
            "policy_id",
            "reading_id",
            "before_id",
            "published_by_id",
            "published_at",
            "published_on",
            "reviewed_on",
            "edited_on",
            "next_due_on",
        ),
        once=(("ended_at", "ended_on", "ended_by_id", "ending"),),
        unique=(
            Key(("answer_id", "number")),
            Key(("code",)),
            Key(("before_id",), where='{row}."before_id" IS NOT NULL'),
            Key(("answer_id",), where='{row}."ended_at" IS NULL'),
        ),
    ),
    Refuses(
        name="publication_comes_next",
        table="conditions_publication",
        promise="E2",
        says="A publication begins live, after the last one of its answer has ended.",
        events=("INSERT",),
        when=(
            'NEW."ended_at" IS NOT NULL OR NEW."number" <> 1 + COALESCE((SELECT MAX(o."number")'
            ' FROM "conditions_publication" AS o WHERE o."answer_id" = NEW."answer_id"), 0)'
            ' OR NEW."before_id" IS NULL AND NEW."number" <> 1'
            f' OR NEW."before_id" IS NOT NULL AND NOT EXISTS ({LAST} AND b."number" = NEW."number" - 1)'
        ),
    ),
    Refuses(
        name="publication_of_its_day",
        table="conditions_publication",
        promise="R2",
        says="A publication is dated with the day on which it begins.",
        events=("INSERT",),
        when='ABS(NEW."published_on" - (NEW."published_at" AT TIME ZONE \'UTC\')::date) > 1',
        when_sqlite='ABS(julianday(NEW."published_on") - julianday(substr(NEW."published_at", 1, 10))) > 1',
    ),
    Refuses(
        name="publication_approved",
        table="conditions_publication",
        promise="E3",
        says="Only the very words that a reviewer approved are published, from a review that nothing has superseded.",
        events=("INSERT",),
        when=(
            f'NOT EXISTS ({APPROVED} AND (r."closed_at" IS NULL AND NEW."kind" <> \'restored\''
            " OR r.\"outcome\" = 'published' AND NEW.\"kind\" = 'restored'))"
        ),
        reads=OF_REVIEW,
    ),
    Refuses(
        name="publication_undisputed",
        table="conditions_publication",
        promise="E3",
        says="A reviewer of this round asked for changes first. Save a new revision, or dismiss the review.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_verdict" AS v'
            ' WHERE v."round_id" = NEW."round_id" AND v."decision" = \'changes\')'
        ),
        reads=("conditions_verdict",),
    ),
    Refuses(
        name="publication_reviewed_since",
        table="conditions_publication",
        promise="E7",
        says="These words were withdrawn after they were sent to this review. Put them back, or open a new review.",
        events=("INSERT",),
        when=(
            'NEW."kind" <> \'restored\' AND EXISTS (SELECT 1 FROM "conditions_publication" AS w'
            ' JOIN "conditions_round" AS r ON r."id" = NEW."round_id"'
            ' WHERE w."revision_id" = NEW."revision_id" AND w."ending" = \'withdrawn\''
            ' AND r."opened_at" < w."ended_at")'
        ),
        reads=("conditions_round",),
    ),
    Refuses(
        name="publication_by_two_people",
        table="conditions_publication",
        promise="E7",
        says="Whoever had a part in these words does not publish them. Ask another editor.",
        events=("INSERT",),
        when=wrote('NEW."published_by_id"'),
        reads=WRITTEN,
    ),
    Refuses(
        name="publication_signed_by_another",
        table="conditions_publication",
        promise="R8",
        says="Whoever approved these words has a part in them, since the version before was withdrawn. Ask another.",
        events=("INSERT",),
        when=f"NEW.\"kind\" <> 'restored' AND NOT EXISTS ({APPROVED} AND {HOLDS} AND NOT {SIGNER_WROTE})",
        reads=(*OF_REVIEW, *OF_CREDENTIALS, *WRITTEN),
    ),
    Refuses(
        name="publication_credential_holds",
        table="conditions_publication",
        promise="R2",
        says="The credential behind this approval is not valid any more. Send the text to review again.",
        events=("INSERT",),
        when=(
            f"NOT EXISTS ({APPROVED} AND {HOLDS})"
            " OR NEW.\"kind\" = 'restored' AND EXISTS ("
            'SELECT 1 FROM "conditions_signoff" AS b JOIN "conditions_verdict" AS m ON m."id" = b."verdict_id"'
            ' WHERE b."publication_id" = NEW."before_id" AND NOT EXISTS ('
            'SELECT 1 FROM "conditions_signoff" AS c JOIN "conditions_verdict" AS v ON v."id" = c."verdict_id"'
            ' WHERE c."publication_id" = NEW."before_id" AND v."round_id" = m."round_id"'
            f" AND {HOLDS}))"
        ),
        reads=(*OF_REVIEW, *OF_CREDENTIALS, "conditions_signoff"),
    ),
    Refuses(
        name="publication_dates_of_a_review",
        table="conditions_publication",
        promise="R4",
        says="Last reviewed is the day of the medical review, and a correction of wording alone leaves it as it is.",
        events=("INSERT",),
        when=(
            "NEW.\"kind\" IN ('new', 'reconfirmed') AND NOT EXISTS ("
            f'{APPROVED} AND r."kind" = \'medical\' AND v."on" = NEW."reviewed_on")'
            " OR NEW.\"kind\" IN ('wording', 'restored') AND NOT EXISTS ("
            f'{LAST} AND b."reviewed_on" = NEW."reviewed_on" AND b."next_due_on" = NEW."next_due_on")'
            f" OR NEW.\"kind\" = 'wording' AND NOT EXISTS ({APPROVED} AND r.\"kind\" = 'wording')"
            f" OR NEW.\"kind\" IN ('reconfirmed', 'restored') AND NOT EXISTS ({LAST}"
            ' AND b."revision_id" = NEW."revision_id" AND b."edited_on" = NEW."edited_on")'
        ),
        reads=OF_REVIEW,
    ),
    Refuses(
        name="publication_follows_its_kind",
        table="conditions_publication",
        promise="E3",
        says="Wording is corrected while text is live, and restored is what was withdrawn last.",
        events=("INSERT",),
        when=(
            f"NEW.\"kind\" IN ('wording', 'reconfirmed') AND NOT EXISTS ({LAST} AND b.\"ending\" = 'replaced')"
            f" OR NEW.\"kind\" = 'restored' AND NOT EXISTS ({LAST} AND b.\"ending\" = 'withdrawn'"
            ' AND b."round_id" = NEW."round_id" AND b."ended_by_id" <> NEW."published_by_id")'
        ),
    ),
    Refuses(
        name="publication_has_a_source",
        table="conditions_publication",
        promise="R13",
        says="Nothing is published without a source. Cite one.",
        events=("INSERT",),
        when='NOT EXISTS (SELECT 1 FROM "conditions_citation" AS c WHERE c."revision_id" = NEW."revision_id")',
        reads=("conditions_citation",),
    ),
    Refuses(
        name="publication_quotes_what_holds",
        table="conditions_publication",
        promise="R27",
        says="This text quotes a value that is not in force. Put the value in force together with all that quote it.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_quotation" AS q'
            ' JOIN "conditions_factversion" AS f ON f."id" = q."version_id"'
            ' WHERE q."revision_id" = NEW."revision_id" AND (f."in_force_at" IS NULL OR f."ended_at" IS NOT NULL))'
        ),
        reads=("conditions_quotation", "conditions_factversion"),
        queue="publications",
    ),
    Refuses(
        name="publication_applies",
        table="conditions_publication",
        promise="R28",
        says="An editor decided that this question does not apply to the condition. Change that decision first.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_applicability" AS d JOIN "conditions_answer" AS a'
            ' ON a."condition_id" = d."condition_id" AND a."question_id" = d."question_id"'
            ' WHERE a."id" = NEW."answer_id" AND NOT d."applies")'
        ),
        reads=("conditions_applicability", "conditions_answer"),
        queue="publications",
    ),
    Refuses(
        name="publication_is_asked",
        table="conditions_publication",
        promise="E7",
        says="Readers are not asked this question any more. Have it asked again first.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_question" AS q JOIN "conditions_answer" AS a'
            ' ON a."question_id" = q."id" WHERE a."id" = NEW."answer_id" AND NOT q."is_asked")'
        ),
        reads=("conditions_question", "conditions_answer"),
        queue="publications",
    ),
    Refuses(
        name="question_asked_while_live",
        table="conditions_question",
        promise="E7",
        says="An answer to this question is live. Withdraw it before readers are asked the question no more.",
        events=("UPDATE",),
        when=(
            'OLD."is_asked" AND NOT NEW."is_asked" AND EXISTS (SELECT 1 FROM "conditions_publication" AS p'
            ' JOIN "conditions_answer" AS a ON a."id" = p."answer_id"'
            ' WHERE p."ended_at" IS NULL AND a."question_id" = NEW."id")'
        ),
        reads=("conditions_publication", "conditions_answer"),
        queue="publications",
    ),
    Refuses(
        name="applicability_not_over_live_text",
        table="conditions_applicability",
        promise="R28",
        says="An answer to this question is live. Withdraw it before the question is marked as not applying.",
        events=("INSERT", "UPDATE"),
        when=(
            'NOT NEW."applies" AND EXISTS (SELECT 1 FROM "conditions_publication" AS p'
            ' JOIN "conditions_answer" AS a ON a."id" = p."answer_id" WHERE p."ended_at" IS NULL'
            ' AND a."condition_id" = NEW."condition_id" AND a."question_id" = NEW."question_id")'
        ),
        reads=("conditions_publication", "conditions_answer"),
        queue="publications",
    ),
    AppendOnly(
        name="signoff_stays",
        table="conditions_signoff",
        promise="E1",
        says="Who stands behind a publication never changes. Publish a new version.",
        unique=(Key(("publication_id", "verdict_id")),),
    ),
    Refuses(
        name="signoff_behind_these_words",
        table="conditions_signoff",
        promise="R2",
        says="Only a reviewer who approved these words, or the words that were merely reworded, stands behind them.",
        events=("INSERT",),
        when=(
            'NOT EXISTS (SELECT 1 FROM "conditions_publication" AS p'
            ' JOIN "conditions_verdict" AS v ON v."id" = NEW."verdict_id" AND v."decision" = \'approve\''
            f' WHERE p."id" = NEW."publication_id" AND (v."round_id" = p."round_id" AND {credential_holds("v", DAY)}'
            " OR p.\"kind\" IN ('wording', 'restored') AND EXISTS (SELECT 1 FROM \"conditions_signoff\" AS b"
            ' WHERE b."publication_id" = p."before_id" AND b."verdict_id" = v."id")))'
        ),
        reads=("conditions_publication", "conditions_verdict", *OF_CREDENTIALS),
    ),
)
