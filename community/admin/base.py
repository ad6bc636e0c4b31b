"""What the pages of stories share: they show what happened, when and by whom, and no word of a member.

Words are read at the desk, where they are covered until somebody asks for them (M16), and not in lists of rows.
"""

from typing import Any, ClassVar

from community.models import Story
from conditions.admin.base import Evidence
from conditions.models import Condition


class Wordless(Evidence):
    """Rows of evidence without the columns that hold words of a member, or of what was said to them."""

    sees = "moderate"
    to_story: ClassVar[str] = "story"
    words: ClassVar[tuple[str, ...]] = ()

    def get_exclude(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return (*self.words, "salt")

    def condition_of(self, row: Any) -> Condition | None:
        story = row
        for step in self.to_story.split("__"):
            story = getattr(story, step) if step else story
        return story.condition if isinstance(story, Story) else None

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return self._may(request, self.sees, self.condition_of(obj) if obj else None)
