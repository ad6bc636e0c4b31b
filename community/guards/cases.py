"""What moderators decide: on exact words, never on their own, and never twice by the same person (M1, M4, M6, M7)."""

from community.guards.stories import author, closed, gone, of_its_day, unread
from conditions.guards import AppendOnly, KeepsRows, Key, Refuses, Sealable
from conditions.guards.kinds import Rule


def of_case(case: str) -> str:
    """SQL: the story of a case."""
    return f'(SELECT k."story_id" FROM "community_case" AS k WHERE k."id" = {case})'


def height(row: str) -> str:
    """SQL: how high the risk is, as a number."""
    return f"(CASE {row}.\"level\" WHEN 'danger' THEN 2 WHEN 'high' THEN 1 ELSE 0 END)"


OPEN = 'SELECT 1 FROM "community_case" AS c WHERE c."id" = NEW."case_id" AND c."closed_at" IS NULL'
# Decisions in the case from which an appeal led to this one.
CONTESTED = (
    'SELECT 1 FROM "community_appeal" AS a JOIN "community_decision" AS d ON d."id" = a."decision_id"'
    ' JOIN "community_decision" AS o ON o."case_id" = d."case_id" WHERE a."case_id" = NEW."case_id"'
)
# Whoever writes the row said "not me" of this story, in this case or an earlier one.
STEPPED_BACK = (
    'SELECT 1 FROM "community_steppedback" AS b JOIN "community_case" AS e ON e."id" = b."case_id"'
    f' WHERE e."story_id" = {of_case("NEW.case_id")} AND b."by_id" = NEW."by_id"'
)
OF_APPEAL = 'SELECT d."case_id" FROM "community_decision" AS d WHERE d."id" = NEW."decision_id"'

CASES: tuple[Rule, ...] = (
    KeepsRows(
        name="case_stays",
        table="community_case",
        promise="M6",
        says="A case keeps its story and cause, and is closed once. Open a new one.",
        keeps=("story_id", "cause", "opened_at"),
        changes=("level", "due_on"),
        once=(("lead_told_at",), ("closed_at", "outcome")),
        unique=(Key(("story_id",), where='{row}."closed_at" IS NULL'),),
    ),
    Refuses(
        name="case_level_rises",
        table="community_case",
        promise="M4",
        says="The risk of a case is never lowered: two people look at it, and decide.",
        events=("UPDATE",),
        when=f"{height('NEW')} < {height('OLD')}",
    ),
    AppendOnly(
        name="steppedback_stays",
        table="community_steppedback",
        promise="M16",
        says="Whoever stepped back from a case stays away from it.",
        unique=(Key(("case_id", "by_id")),),
    ),
    AppendOnly(
        name="finding_stays",
        table="community_finding",
        promise="M4",
        says="What a rule found in words that were sent stays on record.",
        unique=(Key(("text_id", "part", "rule", "place")),),
    ),
    Sealable(
        name="message_stays",
        table="community_message",
        promise="M6",
        says="A message never changes. Write another one.",
        keeps=("case_id", "by_id", "is_from_author", "at"),
        words=(("text", ""), ("salt", "")),
        sealed=unread(of_case('OLD."case_id"')),
        reads=("community_erasure", "community_case", "community_story"),
    ),
    Refuses(
        name="message_of_its_side",
        table="community_message",
        promise="M21",
        says="Only the author answers for the author, while a case is open.",
        events=("INSERT",),
        when=(
            'NEW."is_sealed" OR NEW."is_from_author" AND NEW."by_id" <> '
            f'{author(of_case("NEW.case_id"))} OR NOT NEW."is_from_author" AND NEW."by_id" = '
            f"{author(of_case('NEW.case_id'))} OR NOT EXISTS ({OPEN})"
        ),
        reads=("community_case", "community_member", "community_story"),
        queue="stories",
    ),
    Sealable(
        name="decision_stays",
        table="community_decision",
        promise="M6",
        says="A decision never changes or vanishes. Decide anew, or decide on an appeal.",
        keeps=("case_id", "text_id", "digest", "kind", "by_id", "at", "rule", "contest_until"),
        words=(("sentence", ""), ("cleared", ""), ("salt", "")),
        sealed=unread(of_case('OLD."case_id"')),
        reads=("community_erasure", "community_case", "community_story"),
        unique=(Key(("case_id", "text_id", "by_id", "kind")),),
    ),
    Refuses(
        name="decision_on_words",
        table="community_decision",
        promise="M1",
        says="A decision is on the very words that were on screen, in an open case of their story.",
        events=("INSERT",),
        when=(
            'NEW."is_sealed" OR NOT EXISTS (SELECT 1 FROM "community_storytext" AS t'
            ' JOIN "community_case" AS c ON c."story_id" = t."story_id"'
            ' WHERE t."id" = NEW."text_id" AND c."id" = NEW."case_id" AND c."closed_at" IS NULL'
            ' AND t."digest" = NEW."digest" AND NOT t."is_sealed")'
        ),
        reads=("community_storytext", "community_case"),
        queue="stories",
    ),
    Refuses(
        name="decision_clears_what_is_marked",
        table="community_decision",
        promise="C16",
        says="Words with contact data, an address or a birth date stay before nobody, unless a person says it is none.",
        events=("INSERT",),
        when=(
            "NEW.\"kind\" IN ('publish', 'keep') AND NEW.\"cleared\" = '' AND EXISTS (SELECT 1 FROM"
            ' "community_finding" AS f WHERE f."text_id" = NEW."text_id"'
            " AND f.\"rule\" IN ('contact', 'address', 'birth'))"
        ),
        reads=("community_finding",),
        queue="stories",
    ),
    Refuses(
        name="decision_contestable_for_long",
        table="community_decision",
        promise="M7",
        says="A refusal or a removal can be contested for six months. Give its author that time.",
        events=("INSERT",),
        when='NEW."contest_until" - (NEW."at" AT TIME ZONE \'UTC\')::date < 181',
        when_sqlite='julianday(NEW."contest_until") - julianday(substr(NEW."at", 1, 10)) < 181',
    ),
    Refuses(
        name="decision_by_another",
        table="community_decision",
        promise="M1",
        says="Nobody decides on their own story, after they stepped back, or on an appeal from themselves.",
        events=("INSERT",),
        when=(
            f'NEW."by_id" = {author(of_case("NEW.case_id"))} OR EXISTS ({STEPPED_BACK})'
            f' OR EXISTS ({CONTESTED} AND o."by_id" = NEW."by_id")'
        ),
        reads=("community_appeal", "community_case", "community_member", "community_story", "community_steppedback"),
    ),
    KeepsRows(
        name="appeal_stays",
        table="community_appeal",
        promise="M7",
        says="An appeal is decided once, and stays on record.",
        keeps=("decision_id", "case_id", "text", "at", "on", "salt"),
        once=(("decided_at", "decided_by_id", "outcome", "sentence"),),
        words=(("text", ""), ("sentence", ""), ("salt", "")),
        sealed=unread(of_case('(SELECT d."case_id" FROM "community_decision" AS d WHERE d."id" = OLD."decision_id")')),
        reads=("community_erasure", "community_case", "community_story", "community_decision"),
        unique=(Key(("decision_id",)), Key(("case_id",))),
    ),
    Refuses(
        name="appeal_in_time",
        table="community_appeal",
        promise="M7",
        says="A refusal or a removal can be contested for six months.",
        events=("INSERT",),
        when=(
            'NEW."decided_at" IS NOT NULL OR NEW."is_sealed" OR NOT EXISTS (SELECT 1 FROM "community_decision" AS d'
            ' WHERE d."id" = NEW."decision_id" AND d."contest_until" >= NEW."on")'
        ),
        reads=("community_decision",),
    ),
    Refuses(
        name="appeal_opens_a_case",
        table="community_appeal",
        promise="M7",
        says="An appeal is decided in a case of its own, of the same story.",
        events=("INSERT",),
        when=(f'NOT EXISTS ({OPEN} AND c."cause" = \'appealed\' AND c."story_id" = {of_case(f"({OF_APPEAL})")})'),
        reads=("community_case", "community_decision"),
        queue="stories",
    ),
    Refuses(
        name="appeal_by_another",
        table="community_appeal",
        promise="M7",
        says="Whoever decided on a story, or wrote it, does not decide on the appeal. Ask another moderator.",
        events=("UPDATE",),
        when=(
            'NEW."decided_by_id" IS NOT NULL AND OLD."decided_by_id" IS NULL AND ('
            'EXISTS (SELECT 1 FROM "community_decision" AS o'
            f' WHERE o."case_id" = ({OF_APPEAL}) AND o."by_id" = NEW."decided_by_id")'
            f' OR NEW."decided_by_id" = {author(of_case(f"({OF_APPEAL})"))})'
        ),
        reads=("community_decision", "community_case", "community_member", "community_story"),
    ),
    KeepsRows(
        name="storyreport_stays",
        table="community_storyreport",
        promise="M9",
        says="A report stays on record, with what was read then. It is handled once.",
        keeps=("number", "publication_id", "case_id", "language", "at"),
        changes=("reason", "words", "email", "reply", "emptied_at"),
        once=(("handled_at", "handled_by_id", "outcome"),),
        unique=(Key(("number",)),),
    ),
    Refuses(
        name="storyreport_on_what_was_read",
        table="community_storyreport",
        promise="M9",
        says="A report is about words that were public, in an open case of their story.",
        events=("INSERT",),
        when=(
            f'NOT EXISTS ({OPEN} AND c."story_id" = (SELECT p."story_id" FROM "community_storypublication" AS p'
            ' WHERE p."id" = NEW."publication_id"))'
        ),
        reads=("community_storypublication", "community_case"),
        queue="stories",
    ),
    Refuses(
        name="storyreport_words_only_go",
        table="community_storyreport",
        promise="M9",
        says="What a reader reported is never reworded, nor what they were answered. It can be deleted.",
        events=("UPDATE",),
        when=(
            'NEW."words" NOT IN (OLD."words", \'\') OR NEW."email" NOT IN (OLD."email", \'\')'
            ' OR OLD."reply" <> \'\' AND NEW."reply" NOT IN (OLD."reply", \'\')'
            ' OR OLD."emptied_at" IS NOT NULL AND NEW."emptied_at" IS DISTINCT FROM OLD."emptied_at"'
        ),
    ),
    Refuses(
        name="storyreport_reason_stays",
        table="community_storyreport",
        promise="M23",
        says="The reason of a report stays, unless whoever handles it finds that it was a personal medical question.",
        events=("UPDATE",),
        when=(
            'NEW."reason" <> OLD."reason" AND'
            ' (NEW."reason" <> \'question\' OR OLD."handled_at" IS NOT NULL OR NEW."handled_at" IS NULL)'
        ),
    ),
    KeepsRows(
        name="sanction_stays",
        table="community_sanction",
        promise="M15",
        says="A sanction stays on record with its reason. Lift it, or decide on another.",
        keeps=("member_id", "grade", "rule", "sentence", "until", "by_id", "at", "salt"),
        once=(("lifted_at", "lifted_by_id"),),
        words=(("sentence", ""), ("salt", "")),
        sealed=closed("OLD.member_id"),
        reads=("community_erasure",),
    ),
    of_its_day("appeal", "M7", "An appeal is dated with the day on which its author wrote it."),
    gone("case"),
)
