"""What a risk class asks of a review: each version stays as it was when texts were reviewed under it (R6)."""

from conditions.guards.answers import WRITTEN
from conditions.guards.kinds import AppendOnly, Key, Refuses, Rule
from conditions.guards.publications import HOLDS, LAST, OF_CREDENTIALS, OF_REVIEW, SIGNER_WROTE, WHERE_APPROVED

POLICIES: tuple[Rule, ...] = (
    AppendOnly(
        name="reviewpolicy_stays",
        table="conditions_reviewpolicy",
        promise="R6",
        says="A version of a review policy never changes, since reviews were given under it. Make the next version.",
        unique=(Key(("slug", "number")),),
    ),
    Refuses(
        name="reviewpolicy_comes_next",
        table="conditions_reviewpolicy",
        promise="R6",
        says="The versions of a review policy follow one another.",
        events=("INSERT",),
        when=(
            'NEW."number" <> 1 + COALESCE((SELECT MAX(o."number") FROM "conditions_reviewpolicy" AS o'
            ' WHERE o."slug" = NEW."slug"), 0)'
        ),
        queue="publications",
    ),
    Refuses(
        name="question_under_the_newest",
        table="conditions_question",
        promise="R6",
        says="A question stands under the newest version of its review policy.",
        events=("INSERT", "UPDATE"),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_reviewpolicy" AS d JOIN "conditions_reviewpolicy" AS n'
            ' ON n."slug" = d."slug" AND n."number" > d."number" WHERE d."id" = NEW."policy_id")'
        ),
        reads=("conditions_reviewpolicy",),
        queue="publications",
    ),
    Refuses(
        name="publication_under_its_policy",
        table="conditions_publication",
        promise="R6",
        says="A text stands under the version of the policy under which it was reviewed.",
        events=("INSERT",),
        when=(
            "NEW.\"kind\" IN ('new', 'reconfirmed') AND NOT EXISTS ("
            'SELECT 1 FROM "conditions_round" AS r JOIN "conditions_answer" AS a ON a."id" = r."answer_id"'
            ' JOIN "conditions_question" AS q ON q."id" = a."question_id" WHERE r."id" = NEW."round_id"'
            ' AND COALESCE(r."policy_id", q."policy_id") = NEW."policy_id")'
            " OR NEW.\"kind\" IN ('wording', 'restored') AND NOT EXISTS ("
            f'{LAST} AND b."policy_id" IS NOT DISTINCT FROM NEW."policy_id")'
        ),
        reads=("conditions_round", "conditions_answer", "conditions_question"),
    ),
    Refuses(
        name="publication_due_in_time",
        table="conditions_publication",
        promise="R6",
        says="The next review is due no later than the policy allows under which the text was reviewed.",
        events=("INSERT",),
        when=(
            'NEW."next_due_on" > NEW."reviewed_on" + COALESCE((SELECT d."days" FROM "conditions_reviewpolicy" AS d'
            ' WHERE d."id" = NEW."policy_id"), 0)'
            " AND NEW.\"kind\" IN ('new', 'reconfirmed')"
        ),
        when_sqlite=(
            'julianday(NEW."next_due_on") > julianday(NEW."reviewed_on") + COALESCE((SELECT d."days"'
            ' FROM "conditions_reviewpolicy" AS d WHERE d."id" = NEW."policy_id"), 0)'
            " AND NEW.\"kind\" IN ('new', 'reconfirmed')"
        ),
        reads=("conditions_reviewpolicy",),
    ),
    Refuses(
        name="publication_by_two_clinicians",
        table="conditions_publication",
        promise="R6",
        says="This review asks for a second clinician, and one alone has approved these words. Ask another reviewer.",
        events=("INSERT",),
        when=(
            'NEW."kind" <> \'restored\' AND EXISTS (SELECT 1 FROM "conditions_round" AS s'
            ' WHERE s."id" = NEW."round_id" AND s."second_clinician")'
            f' AND (SELECT COUNT(DISTINCT v."by_id"){WHERE_APPROVED} AND {HOLDS} AND NOT {SIGNER_WROTE}) < 2'
        ),
        reads=(*OF_REVIEW, *OF_CREDENTIALS, *WRITTEN),
    ),
)
