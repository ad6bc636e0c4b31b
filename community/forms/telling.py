"""What anybody types to report a story (M8, M10)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.forms.steps import TOO_LONG
from community.models import StoryReport
from conditions.forms.reports import Problem


class StoryProblem(Problem):
    """A problem with a story, whose author never learns who reported it (M9)."""

    reasons = StoryReport.Reason.choices

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        words.help_text = gettext_lazy("Which words, and why. The author never learns who reported.")
        words.error_messages["max_length"] = TOO_LONG

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("reason") == StoryReport.Reason.OTHER and not given.get("words", "").strip():
            self.add_error("words", _("Say in a few words what is wrong: nobody can guess it."))
        return given
