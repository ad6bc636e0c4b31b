"""What the pages of stories share: they show what happened, when and by whom, and no word of a member.

Nobody finds their own story here, nor what others did about it: who decided, and the steps that were taken for their
safety without their knowledge, they would learn by their role alone (M9, M11).

Words are read at the desk, where they are covered until somebody asks for them (M16), and not in lists of rows.
"""

from typing import Any, ClassVar

from django.db import models

from conditions.admin.base import Evidence


class Wordless(Evidence):
    """Rows of evidence without the columns that hold words of a member, or of what was said to them."""

    sees = "moderate"
    to_story: ClassVar[str] = "story"
    words: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.to_place = f"{cls.to_story}__" if cls.to_story else ""

    def get_queryset(self, request: Any) -> models.QuerySet[Any]:
        """Those of stories that somebody else wrote."""
        return super().get_queryset(request).exclude(**{f"{self.to_place}author__user": request.user.pk})

    def get_exclude(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return (*self.words, "salt")
