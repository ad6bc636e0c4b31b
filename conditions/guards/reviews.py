"""The review of words: what is signed stays what was signed, by whom it may be signed (R8-R12, E1-E3, E5, E19)."""

from conditions.guards.answers import WRITTEN, sealed, wrote
from conditions.guards.kinds import AppendOnly, KeepsRows, Key, Refuses, Rule, Sealable

# What a lay reader wrote who took their words back with their account, and what was answered to it, which may quote it.
FORGOTTEN = (
    'OLD."weight" = \'unclear\' AND EXISTS (SELECT 1 FROM "conditions_reading" AS g'
    ' WHERE g."round_id" = OLD."round_id" AND g."reader_id" = OLD."by_id" AND g."is_sealed")'
)
TO_FORGOTTEN = 'EXISTS (SELECT 1 FROM "conditions_comment" AS c WHERE c."id" = OLD."reply_to_id" AND c."is_sealed")'

REVIEWS: tuple[Rule, ...] = (
    KeepsRows(
        name="round_stays",
        table="conditions_round",
        promise="E1",
        says="A review stays on record, and ends once. Open a new one.",
        keeps=(
            "answer_id",
            "revision_id",
            "bundle_id",
            "kind",
            "policy_id",
            "second_clinician",
            "lay_reader",
            "question",
            "opened_by_id",
            "opened_at",
        ),
        changes=("due_on",),
        once=(("closed_at", "closed_by_id", "outcome", "closed_because"),),
        words=(("question", ""), ("closed_because", "")),
        sealed=sealed('OLD."revision_id"'),
        reads=("conditions_seal",),
        unique=(Key(("answer_id",), where='{row}."closed_at" IS NULL'),),
    ),
    Refuses(
        name="round_due_while_open",
        table="conditions_round",
        promise="E1",
        says="The day by which a review was wanted stays as it was when the review ended.",
        events=("UPDATE",),
        when='OLD."closed_at" IS NOT NULL AND NEW."due_on" IS DISTINCT FROM OLD."due_on"',
    ),
    Refuses(
        name="round_begins",
        table="conditions_round",
        promise="E5",
        says="A review begins open, over the newest revision or the live one, whose author is on record.",
        events=("INSERT",),
        when=(
            'NEW."closed_at" IS NOT NULL OR NEW."is_sealed" OR NOT EXISTS (SELECT 1 FROM "conditions_revision" AS t'
            ' WHERE t."id" = NEW."revision_id" AND t."answer_id" = NEW."answer_id" AND NOT t."is_sealed"'
            ' AND EXISTS (SELECT 1 FROM "conditions_contribution" AS c'
            ' WHERE c."revision_id" = t."id" AND c."role" <> \'suggested\')'
            ' AND (NOT EXISTS (SELECT 1 FROM "conditions_revision" AS n'
            ' WHERE n."answer_id" = t."answer_id" AND n."number" > t."number")'
            ' OR EXISTS (SELECT 1 FROM "conditions_publication" AS p'
            ' WHERE p."revision_id" = t."id" AND p."ended_at" IS NULL)))'
            ' OR NEW."kind" = \'wording\' AND NOT EXISTS (SELECT 1 FROM "conditions_publication" AS l'
            ' WHERE l."answer_id" = NEW."answer_id" AND l."ended_at" IS NULL AND l."revision_id" <> NEW."revision_id")'
        ),
        reads=WRITTEN,
    ),
    Refuses(
        name="round_under_its_policy",
        table="conditions_round",
        promise="R6",
        says="A medical review begins under the policy that rules for its question, and asks for whom that names.",
        events=("INSERT",),
        when=(
            'NEW."kind" = \'medical\' AND (NOT EXISTS (SELECT 1 FROM "conditions_answer" AS a'
            ' JOIN "conditions_question" AS q ON q."id" = a."question_id"'
            ' WHERE a."id" = NEW."answer_id" AND q."policy_id" IS NOT DISTINCT FROM NEW."policy_id")'
            ' OR EXISTS (SELECT 1 FROM "conditions_reviewpolicy" AS d WHERE d."id" = NEW."policy_id"'
            ' AND (d."second_clinician" = \'always\' AND NOT NEW."second_clinician"'
            ' OR d."second_clinician" = \'never\' AND NEW."second_clinician"'
            ' OR d."lay_reader" = \'always\' AND NOT NEW."lay_reader"'
            ' OR d."lay_reader" = \'never\' AND NEW."lay_reader")))'
            " OR NEW.\"kind\" = 'wording'"
            ' AND (NEW."policy_id" IS NOT NULL OR NEW."second_clinician" OR NEW."lay_reader")'
        ),
        reads=("conditions_answer", "conditions_question", "conditions_reviewpolicy"),
    ),
    AppendOnly(
        name="bundle_stays",
        table="conditions_bundle",
        promise="E1",
        says="What went out to review together stays on record. Send another bundle.",
    ),
    Refuses(
        name="round_in_its_bundle",
        table="conditions_round",
        promise="E1",
        says="A bundle holds texts of its condition and in its language.",
        events=("INSERT",),
        when=(
            'NEW."bundle_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "conditions_bundle" AS b'
            ' JOIN "conditions_answer" AS a ON a."condition_id" = b."condition_id" AND a."language" = b."language"'
            ' WHERE b."id" = NEW."bundle_id" AND a."id" = NEW."answer_id")'
        ),
        reads=("conditions_bundle", "conditions_answer"),
    ),
    KeepsRows(
        name="assignment_stays",
        table="conditions_assignment",
        promise="E1",
        says="Who was asked, and what they said, stays on record.",
        keeps=("round_id", "reviewer_id", "offered_by_id", "offered_at"),
        once=(("opened_at",), ("accepted_at",), ("declined_at", "declined_because")),
        unique=(Key(("round_id", "reviewer_id")),),
    ),
    AppendOnly(
        name="reviewreminder_stays",
        table="conditions_reviewreminder",
        promise="E14",
        says="Who was reminded stays on record, so that nobody is reminded twice.",
        unique=(Key(("assignment_id", "step", "at")),),
    ),
    AppendOnly(
        name="verdict_stays",
        table="conditions_verdict",
        promise="R10",
        says="What a reviewer decided never changes or vanishes. Open a new review.",
        unique=(Key(("assignment_id",)),),
    ),
    Refuses(
        name="verdict_fits",
        table="conditions_verdict",
        promise="E3",
        says="A verdict is on the very words in an open review, by a reviewer who was asked and did not decline.",
        events=("INSERT",),
        when=(
            'NOT EXISTS (SELECT 1 FROM "conditions_round" AS r'
            ' JOIN "conditions_revision" AS t ON t."id" = r."revision_id"'
            ' JOIN "conditions_assignment" AS a ON a."round_id" = r."id"'
            ' JOIN "conditions_reviewer" AS p ON p."id" = a."reviewer_id"'
            ' WHERE r."id" = NEW."round_id" AND r."closed_at" IS NULL AND t."id" = NEW."revision_id"'
            ' AND t."digest" = NEW."digest" AND NOT t."is_sealed" AND a."id" = NEW."assignment_id"'
            ' AND a."declined_at" IS NULL AND p."id" = NEW."reviewer_id" AND p."user_id" = NEW."by_id")'
        ),
        reads=("conditions_round", "conditions_revision", "conditions_assignment", "conditions_reviewer"),
    ),
    Refuses(
        name="verdict_of_its_day",
        table="conditions_verdict",
        promise="R9",
        says="A verdict is dated with the day on which it is given.",
        events=("INSERT",),
        when='ABS(NEW."on" - (NEW."at" AT TIME ZONE \'UTC\')::date) > 1',
        when_sqlite='ABS(julianday(NEW."on") - julianday(substr(NEW."at", 1, 10))) > 1',
    ),
    Refuses(
        name="verdict_not_by_a_writer",
        table="conditions_verdict",
        promise="R8",
        says="Whoever had a part in these words does not approve them. Ask another reviewer.",
        events=("INSERT",),
        when="NEW.\"decision\" = 'approve' AND " + wrote('NEW."by_id"'),
        reads=WRITTEN,
    ),
    Refuses(
        name="verdict_with_credential",
        table="conditions_verdict",
        promise="R9",
        says="Nobody signs without a credential that somebody else verified and that is valid that day.",
        events=("INSERT",),
        when=(
            'NEW."decision" = \'approve\' AND NOT EXISTS (SELECT 1 FROM "conditions_verification" AS v'
            ' JOIN "conditions_credential" AS c ON c."id" = v."credential_id"'
            ' WHERE v."id" = NEW."verification_id" AND c."reviewer_id" = NEW."reviewer_id"'
            ' AND v."by_id" <> NEW."by_id" AND NEW."on" BETWEEN v."verified_on" AND v."valid_until"'
            ' AND NEW."credential" = c."title" AND NEW."verified_on" = v."verified_on"'
            ' AND NOT EXISTS (SELECT 1 FROM "conditions_revocation" AS x'
            ' WHERE x."credential_id" = c."id" AND x."on" <= NEW."on"))'
        ),
        reads=("conditions_verification", "conditions_credential", "conditions_revocation"),
    ),
    Refuses(
        name="verdict_with_interests",
        table="conditions_verdict",
        promise="R12",
        says="Nobody signs without their latest declaration of interests for this condition.",
        events=("INSERT",),
        when=(
            'NEW."decision" = \'approve\' AND NOT EXISTS (SELECT 1 FROM "conditions_declaration" AS d'
            ' JOIN "conditions_revision" AS t ON t."id" = NEW."revision_id"'
            ' JOIN "conditions_answer" AS a ON a."id" = t."answer_id"'
            ' WHERE d."id" = NEW."declaration_id" AND d."reviewer_id" = NEW."reviewer_id"'
            ' AND d."condition_id" = a."condition_id" AND d."at" <= NEW."at"'
            ' AND NOT EXISTS (SELECT 1 FROM "conditions_declaration" AS e WHERE e."reviewer_id" = d."reviewer_id"'
            ' AND e."condition_id" = d."condition_id" AND e."at" > d."at" AND e."at" <= NEW."at"))'
        ),
        reads=("conditions_declaration", "conditions_revision", "conditions_answer"),
    ),
    Sealable(
        name="comment_stays",
        table="conditions_comment",
        promise="E1",
        says="What was said in a review never changes or vanishes. Write a further comment.",
        keeps=("round_id", "revision_id", "by_id", "at", "place", "weight", "reply_to_id"),
        words=(("text", ""), ("quote", ""), ("suggestion", ""), ("salt", "")),
        sealed="(" + sealed('OLD."revision_id"') + f" OR {FORGOTTEN} OR {TO_FORGOTTEN})",
        reads=("conditions_seal", "conditions_reading"),
    ),
    Refuses(
        name="comment_on_its_review",
        table="conditions_comment",
        promise="E1",
        says="A comment is about the words that are in review.",
        events=("INSERT",),
        when=(
            'NEW."is_sealed" OR NOT EXISTS (SELECT 1 FROM "conditions_round" AS r'
            ' WHERE r."id" = NEW."round_id" AND r."revision_id" = NEW."revision_id" AND r."closed_at" IS NULL)'
        ),
        reads=("conditions_round",),
    ),
)
