"""A decision about somebody, shown first as they will read it, and sent by a second press (M6)."""

from typing import Any, ClassVar

from community.moderation.statements import Statement
from conditions.forms.decision import Decision

SEND = "send"


class Previewed(Decision):
    """What somebody will read is shown first, and sent by a second press."""

    page = "desk/stories/decide.html"
    name: ClassVar[str]
    is_said: ClassVar[bool] = True  # somebody reads of it, so it is previewed

    def moved(self) -> bool:
        """Only the button below the preview sends it; any other shows the preview again."""
        return (not self.is_said or self.data.get("do") == SEND) and super().moved()

    @property
    def is_ready(self) -> bool:
        """Whether there is something to preview and to send."""
        return not self.is_said or not self.asks or (self.is_bound and self.is_valid())

    @property
    def asks(self) -> bool:
        return bool(set(self.fields) - {"seen"})

    def given(self) -> dict[str, Any]:
        """What was typed, as far as it can be taken."""
        return getattr(self, "cleaned_data", {})

    def statement(self) -> Statement | None:
        """What they will read; none where no more than the typed words go out."""
        return None

    def shown(self) -> dict[str, Any]:
        return {"send": SEND, "statement": self.statement()}
