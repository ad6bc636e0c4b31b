"""Words of members: changed by nobody, and public only by a human decision on them and a consent (C1, C12, M1, M5)."""

from conditions.guards import AppendOnly, KeepsRows, Key, Refuses
from conditions.guards.kinds import Rule


def erased(story: str) -> str:
    """SQL: the author had every word of the story erased."""
    return f'EXISTS (SELECT 1 FROM "community_erasure" AS e WHERE e."story_id" = {story})'


def closed(member: str) -> str:
    """SQL: the member has closed the account."""
    return f'EXISTS (SELECT 1 FROM "community_erasure" AS e WHERE e."member_id" = {member} AND e."story_id" IS NULL)'


def left_behind(story: str) -> str:
    """SQL: whoever wrote the story has closed the account, and the story may stay without their name."""
    return (
        'EXISTS (SELECT 1 FROM "community_erasure" AS e JOIN "community_story" AS w ON w."author_id" = e."member_id"'
        f' WHERE w."id" = {story} AND e."story_id" IS NULL)'
    )


def unread(story: str) -> str:
    """SQL: nobody is left to whom the words that readers do not see belong."""
    return f"({erased(story)} OR {left_behind(story)})"


def author(story: str) -> str:
    """SQL: the account of who wrote the story."""
    return (
        '(SELECT m."user_id" FROM "community_member" AS m'
        f' JOIN "community_story" AS w ON w."author_id" = m."id" WHERE w."id" = {story})'
    )


def gone(table: str) -> Rule:
    """Nothing new is written about a story of which nothing is left, nor while it is being erased."""
    return Refuses(
        name=f"{table}_not_after_erasing",
        table=f"community_{table}",
        promise="C8",
        says="Every word of this story was erased. Nothing is added to it.",
        events=("INSERT",),
        when=erased('NEW."story_id"'),
        reads=("community_erasure",),
        queue="stories",
    )


def of_its_day(table: str, promise: str, says: str, *, day: str = "on", time: str = "at") -> Rule:
    """The day by which a rule judges is that of the time beside it: nobody dates a row to suit the rule."""
    return Refuses(
        name=f"{table}_of_its_day",
        table=f"community_{table}",
        promise=promise,
        says=says,
        events=("INSERT",),
        when=f'ABS(NEW."{day}" - (NEW."{time}" AT TIME ZONE \'UTC\')::date) > 1',
        when_sqlite=f'ABS(julianday(NEW."{day}") - julianday(substr(NEW."{time}", 1, 10))) > 1',
    )


# A decision to publish these very words, after which nobody refused or removed them.
PUBLISHED = (
    'SELECT 1 FROM "community_decision" AS d JOIN "community_case" AS c ON c."id" = d."case_id"'
    ' JOIN "community_storytext" AS t ON t."id" = d."text_id"'
    ' WHERE d."id" = NEW."{column}" AND d."kind" = \'publish\' AND d."digest" = t."digest"'
    ' AND t."id" = NEW."text_id" AND t."story_id" = NEW."story_id" AND c."story_id" = NEW."story_id"'
    ' AND NOT EXISTS (SELECT 1 FROM "community_decision" AS n WHERE n."text_id" = t."id" AND n."id" > d."id"'
    " AND n.\"kind\" IN ('decline', 'remove'))"
)
FIRST, SECOND = PUBLISHED.format(column="first_id"), PUBLISHED.format(column="second_id")
OF_DECISIONS = ("community_decision", "community_case", "community_storytext")
MARKED = 'SELECT 1 FROM "community_finding" AS m WHERE m."text_id" = NEW."text_id" AND m."level" <> \'usual\''

OLD_STORY = 'OLD."story_id"'

STORIES: tuple[Rule, ...] = (
    AppendOnly(
        name="story_stays",
        table="community_story",
        promise="C8",
        says="A story keeps its author, condition and language, and is never deleted. Erase its words instead.",
        unique=(Key(("code",)),),
    ),
    KeepsRows(
        name="storytext_stays",
        table="community_storytext",
        promise="M5",
        says="The words of a member never change. Propose a change, which the author accepts or not.",
        keeps=(
            "story_id",
            "number",
            "proposed_by_id",
            "title",
            "text",
            "ties",
            "salt",
            "relation",
            "since",
            "country",
            "digest",
            "length",
            "created_at",
        ),
        changes=("because",),
        once=(("accepted_at",), ("refused_at",)),
        words=(("title", ""), ("text", ""), ("because", ""), ("ties", ""), ("salt", "")),
        sealed=(
            f"{erased(OLD_STORY)} OR {left_behind(OLD_STORY)} AND NOT EXISTS (SELECT 1"
            ' FROM "community_storypublication" AS p WHERE p."text_id" = OLD."id" AND p."ended_at" IS NULL)'
        ),
        reads=("community_erasure", "community_story", "community_storypublication"),
        unique=(Key(("story_id", "number")),),
    ),
    Refuses(
        name="storytext_comes_next",
        table="community_storytext",
        promise="C12",
        says="New words follow the last ones of their story. What somebody else proposes waits for the author.",
        events=("INSERT",),
        when=(
            'NEW."is_sealed" OR NEW."number" <> 1 + COALESCE((SELECT MAX(o."number") FROM "community_storytext" AS o'
            ' WHERE o."story_id" = NEW."story_id"), 0)'
            ' OR NEW."proposed_by_id" IS NOT NULL AND (NEW."accepted_at" IS NOT NULL OR NEW."refused_at" IS NOT NULL)'
            f' OR NEW."proposed_by_id" = {author("NEW.story_id")}'
        ),
        reads=("community_member", "community_story"),
    ),
    Refuses(
        name="storytext_reason_only_goes",
        table="community_storytext",
        promise="M5",
        says="The reason of a change is never reworded. It goes with the words, or when its author leaves.",
        events=("UPDATE",),
        when=f'NEW."because" <> OLD."because" AND (NEW."because" <> \'\' OR NOT {unread(OLD_STORY)})',
        reads=("community_erasure", "community_story"),
    ),
    gone("storytext"),
    gone("storydraft"),
    KeepsRows(
        name="storypublication_stays",
        table="community_storypublication",
        promise="C1",
        says="A story that was published stays on record, ends once and is never revived. Publish it anew.",
        keeps=("story_id", "text_id", "first_id", "second_id", "consent_id", "published_at", "published_on"),
        once=(("ended_at", "ending"),),
        unique=(Key(("story_id",), where='{row}."ended_at" IS NULL'),),
    ),
    Refuses(
        name="storypublication_decided",
        table="community_storypublication",
        promise="M1",
        says="No story is public before a person decided on these exact words, and on a risky one two.",
        events=("INSERT",),
        when=(
            f'NEW."ended_at" IS NOT NULL OR NOT EXISTS ({FIRST})'
            f' OR NEW."second_id" IS NOT NULL AND NOT EXISTS ({SECOND} AND d."by_id" <>'
            ' (SELECT f."by_id" FROM "community_decision" AS f WHERE f."id" = NEW."first_id"))'
            f' OR NEW."second_id" IS NULL AND (EXISTS ({FIRST} AND c."level" <> \'usual\') OR EXISTS ({MARKED}))'
        ),
        reads=(*OF_DECISIONS, "community_finding"),
        queue="stories",
    ),
    Refuses(
        name="storypublication_accepted",
        table="community_storypublication",
        promise="C12",
        says="The author has not accepted these words. Silence is no consent.",
        events=("INSERT",),
        when=(
            'NOT EXISTS (SELECT 1 FROM "community_storytext" AS t WHERE t."id" = NEW."text_id"'
            ' AND t."accepted_at" IS NOT NULL AND NOT t."is_sealed")'
        ),
        reads=("community_storytext",),
        queue="stories",
    ),
    Refuses(
        name="storypublication_allowed",
        table="community_storypublication",
        promise="C1",
        says="No story is public without its author's consent to show it, in force that day.",
        events=("INSERT",),
        when=(
            'NOT EXISTS (SELECT 1 FROM "community_consent" AS c JOIN "community_story" AS s ON s."id" = c."story_id"'
            ' WHERE c."id" = NEW."consent_id" AND s."id" = NEW."story_id" AND c."purpose" = \'display\''
            ' AND c."ended_at" IS NULL AND (c."until" >= NEW."published_on" OR c."after_death" = \'keep\''
            ' AND EXISTS (SELECT 1 FROM "community_death" AS g WHERE g."member_id" = s."author_id")))'
        ),
        reads=("community_consent", "community_story", "community_death"),
        queue="stories",
    ),
    of_its_day(
        "storypublication",
        "C1",
        "A publication is dated with the day on which it begins.",
        day="published_on",
        time="published_at",
    ),
)
