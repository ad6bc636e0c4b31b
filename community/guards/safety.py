"""The log of a case of acute danger is only added to, by others than its author (M11)."""

from community.guards.cases import of_case
from community.guards.stories import author, erased, unread
from conditions.guards import Refuses, Sealable
from conditions.guards.kinds import Rule

SAFETY: tuple[Rule, ...] = (
    Sealable(
        name="safetystep_stays",
        table="community_safetystep",
        promise="M11",
        says="What was done for somebody’s safety stays on record. Add another step.",
        keeps=("case_id", "kind", "is_told", "by_id", "at"),
        words=(("note", ""), ("salt", "")),
        sealed=unread(of_case('OLD."case_id"')),
        reads=("community_erasure", "community_case", "community_story"),
    ),
    Refuses(
        name="safetystep_of_danger",
        table="community_safetystep",
        promise="M11",
        says="Steps are noted where somebody may be in danger, by another than the author, until the words are erased.",
        events=("INSERT",),
        when=(
            'NEW."is_sealed" OR NOT EXISTS (SELECT 1 FROM "community_case" AS c'
            ' WHERE c."id" = NEW."case_id" AND c."level" = \'danger\')'
            f' OR NEW."by_id" = {author(of_case("NEW.case_id"))} OR {erased(of_case("NEW.case_id"))}'
        ),
        reads=("community_case", "community_erasure", "community_member", "community_story"),
        queue="stories",
    ),
)
