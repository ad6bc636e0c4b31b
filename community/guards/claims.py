"""One moderator works on a case at a time, and nobody else decides on it meanwhile (M1)."""

from community.guards.cases import CONTESTED, OPEN, STEPPED_BACK, of_case
from community.guards.stories import author
from conditions.guards import KeepsRows, Key, Refuses
from conditions.guards.kinds import Rule

CLAIMS: tuple[Rule, ...] = (
    KeepsRows(
        name="claim_stays",
        table="community_claim",
        promise="M1",
        says="Who worked on a case stays on record, and it ends once. Begin anew.",
        keeps=("case_id", "by_id", "at", "until"),
        once=(("ended_at", "ending", "because"),),
        unique=(Key(("case_id",), where='{row}."ended_at" IS NULL'),),
    ),
    Refuses(
        name="claim_by_who_may_decide",
        table="community_claim",
        promise="M7",
        says="Only who may decide on a story works on it, and only while its case is open.",
        events=("INSERT",),
        when=(
            f'NEW."ended_at" IS NOT NULL OR NOT EXISTS ({OPEN})'
            f' OR NEW."by_id" = {author(of_case("NEW.case_id"))}'
            f" OR EXISTS ({STEPPED_BACK})"
            f' OR EXISTS ({CONTESTED} AND o."by_id" = NEW."by_id")'
        ),
        reads=(
            "community_appeal",
            "community_case",
            "community_decision",
            "community_member",
            "community_steppedback",
            "community_story",
        ),
        queue="stories",
    ),
    Refuses(
        name="decision_while_nobody_else_works_on_it",
        table="community_decision",
        promise="M1",
        says="Somebody else works on this story now. Wait until they are done, or take it over with a reason.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "community_claim" AS h WHERE h."case_id" = NEW."case_id"'
            ' AND h."ended_at" IS NULL AND h."until" > NEW."at" AND h."by_id" <> NEW."by_id")'
        ),
        reads=("community_claim",),
        queue="stories",
    ),
    Refuses(
        name="appeal_while_nobody_else_works_on_it",
        table="community_appeal",
        promise="M1",
        says="Somebody else works on this appeal now. Wait until they are done, or take it over with a reason.",
        events=("UPDATE",),
        when=(
            'NEW."decided_by_id" IS NOT NULL AND OLD."decided_by_id" IS NULL AND'
            ' EXISTS (SELECT 1 FROM "community_claim" AS h WHERE h."case_id" = NEW."case_id"'
            ' AND h."ended_at" IS NULL AND h."until" > NEW."decided_at" AND h."by_id" <> NEW."decided_by_id")'
        ),
        reads=("community_claim",),
        queue="stories",
    ),
    Refuses(
        name="case_closed_once_nobody_works_on_it",
        table="community_case",
        promise="M1",
        says="Somebody works on this case. End their claim in the same move as the case.",
        events=("UPDATE",),
        when=(
            'NEW."closed_at" IS NOT NULL AND OLD."closed_at" IS NULL AND EXISTS (SELECT 1 FROM "community_claim" AS h'
            ' WHERE h."case_id" = NEW."id" AND h."ended_at" IS NULL)'
        ),
        reads=("community_claim",),
    ),
)
