"""What is erased stays erased, and is not while somebody's safety demands that it be kept (C8, O3)."""

from community.guards.stories import gone, of_its_day
from conditions.guards import AppendOnly, KeepsRows, Key, Refuses
from conditions.guards.kinds import Rule

# Of a row about a story: it is the one that is erased, or one of a member of whom every word is.
ERASED = (
    't."story_id" = NEW."story_id" OR NEW."story_id" IS NULL AND NEW."kind" = \'words\' AND t."story_id" IN'
    ' (SELECT s."id" FROM "community_story" AS s WHERE s."author_id" = NEW."member_id")'
)


def left(table: str) -> Rule:
    """Nothing new belongs to somebody who left, nor while they are leaving."""
    return Refuses(
        name=f"{table}_not_after_leaving",
        table=f"community_{table}",
        promise="C8",
        says="This member closed their account. Nothing is added to it.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "community_member" AS m WHERE m."id" = NEW."member_id" AND m."left_on" IS NOT NULL)'
        ),
        reads=("community_member",),
        queue="stories",
    )


ERASURES: tuple[Rule, ...] = (
    AppendOnly(
        name="erasure_stays",
        table="community_erasure",
        promise="C8",
        says="The receipt of an erasure stays, so that what was erased stays erased after a backup is put back.",
        unique=(
            Key(("number",)),
            Key(("story_id",), where='{row}."story_id" IS NOT NULL'),
            Key(("member_id",), where='{row}."story_id" IS NULL'),
        ),
    ),
    AppendOnly(
        name="closure_stays",
        table="community_closure",
        promise="C8",
        says="The receipt of a closed account stays, so that it stays closed after a backup is put back.",
        unique=(Key(("number",)), Key(("user_id",))),
    ),
    Refuses(
        name="erasure_takes_down_first",
        table="community_erasure",
        promise="C6",
        says="A story that is public, allowed to be, or before moderators is taken down before it is erased.",
        events=("INSERT",),
        when=" OR ".join(
            f'EXISTS (SELECT 1 FROM "community_{table}" AS t WHERE t."{end}" IS NULL AND ({ERASED}))'
            for table, end in (("storypublication", "ended_at"), ("consent", "ended_at"), ("case", "closed_at"))
        ),
        reads=("community_storypublication", "community_consent", "community_case", "community_story"),
        queue="stories",
    ),
    Refuses(
        name="erasure_of_their_own",
        table="community_erasure",
        promise="C8",
        says="A story is erased for the member who wrote it.",
        events=("INSERT",),
        when=(
            'NEW."story_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "community_story" AS s'
            ' WHERE s."id" = NEW."story_id" AND s."author_id" = NEW."member_id")'
        ),
        reads=("community_story",),
    ),
    Refuses(
        name="erasure_not_held",
        table="community_erasure",
        promise="C8",
        says="This story must be kept for somebody's safety. It is erased when that ends.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "community_hold" AS h WHERE h."story_id" = NEW."story_id"'
            ' AND h."lifted_at" IS NULL AND h."until" >= NEW."on")'
        ),
        reads=("community_hold",),
        queue="stories",
    ),
    of_its_day("erasure", "C8", "A receipt is dated with the day on which the words were erased."),
    Refuses(
        name="member_stays_gone",
        table="community_member",
        promise="C8",
        says="This member closed their account, and has no name any more.",
        events=("UPDATE",),
        when='OLD."left_on" IS NOT NULL AND (NEW."left_on" IS NULL OR NEW."display_name" <> \'\')',
    ),
    left("storydraft"),
    left("membership"),
    left("following"),
    gone("hold"),
    KeepsRows(
        name="hold_stays",
        table="community_hold",
        promise="C8",
        says="A hold keeps its basis and its end. Lift it, or begin another one.",
        keeps=("story_id", "basis", "until", "is_told", "by_id", "at"),
        once=(("lifted_at", "lifted_by_id"),),
    ),
    AppendOnly(
        name="death_stays",
        table="community_death",
        promise="C10",
        says="That somebody has died stays noted.",
        unique=(Key(("member_id",)),),
    ),
)
