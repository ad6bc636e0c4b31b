"""Old stories: the words about which their author is asked stay as they are, and what has ended does not come back."""

from conditions.guards import KeepsRows, Key, Refuses
from conditions.guards.kinds import Rule

OLD_STORIES: tuple[Rule, ...] = (
    KeepsRows(
        name="oldstory_stays",
        table="community_oldstory",
        promise="C8",
        says="That there was an old story stays known, so that no import brings it back. Its words go when it ends.",
        keeps=("reference", "language", "condition_id", "question_id", "relation", "year", "imported_at"),
        changes=("email", "title", "text", "asked_at", "until", "digest", "draft_id"),
        once=(("ended_at", "ending"), ("story_id",)),
        unique=(Key(("reference",)), Key(("draft_id",)), Key(("story_id",))),
    ),
    Refuses(
        name="oldstory_is_asked_as_it_is",
        table="community_oldstory",
        promise="C1",
        says="Its author is asked about these very words, at this address. They stay until they are erased.",
        events=("UPDATE",),
        when=(
            'NEW."ended_at" IS NULL AND (NEW."email" IS DISTINCT FROM OLD."email"'
            ' OR NEW."title" IS DISTINCT FROM OLD."title" OR NEW."text" IS DISTINCT FROM OLD."text")'
        ),
    ),
)
