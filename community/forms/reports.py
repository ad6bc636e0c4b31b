"""How a moderator closes one report by itself (M8)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from community.models import StoryReport
from conditions.forms.reports import Handling


class HandleReport(Handling):
    outcomes = StoryReport.Outcome.choices

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].help_text = _("Goes out only where the reader left an address. Say nothing of the author.")
