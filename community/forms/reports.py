"""How a moderator closes one report by itself, or all of a story at once without a decision on it (M8)."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from community.forms.cases import Before
from community.models import Case, StoryReport
from community.moderation import reports
from conditions.forms.decision import Decision
from conditions.forms.reports import Handling


def choices(case: Case) -> list[tuple[str, Any]]:
    """How a report of the case may end now, as it is said."""
    labels = dict(StoryReport.Outcome.choices)
    return [(each, labels[each]) for each in reports.endings(case)]


class HandleReport(Handling):
    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = choices(case)  # type: ignore[attr-defined]
        self.fields["reply"].help_text = _("Goes out only where the reader left an address. Say nothing of the author.")


class CloseAll(Decision):
    """`about` is the case. A report that comes meanwhile moves the page: nobody closes one unread (E4)."""

    about: Case
    page = "desk/stories/close_reports.html"
    needs = "moderate"
    title, button = _("Close the reports: nothing is to be done"), _("Close the reports")
    done = _("The reports are closed. Each receipt says why.")
    says = (
        _("Nothing is decided on the story, and its author is told nothing."),
        _(
            "Each reader finds on their receipt why nothing is to be done, and gets a mail where they left an address. "
            "A question about somebody’s own health gets the answer that it always gets."
        ),
    )
    outcome = forms.ChoiceField(
        label=_("Why is nothing to be done?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Say why nothing is to be done.")),
    )

    def __init__(self, about: Case, *args: Any, **given: Any) -> None:
        super().__init__(about, *args, **given)
        self.fields["outcome"].choices = choices(about)  # type: ignore[attr-defined]

    @cached_property
    def waiting(self) -> list[StoryReport]:
        """Those that the page shows and closes."""
        return list(self.about.reports.open())

    def rows(self) -> tuple[Case | StoryReport, ...]:
        return (self.about, *self.waiting)

    def hindrance(self) -> str:
        return self.hindered(Before(self.about, self.by, self.at))

    @classmethod
    def hindered(cls, before: Before) -> str:
        """Why this person does not close them now: like any decision, not under other hands, and not unread."""
        return before.held or reports.hindrance_together(before.case, before.by) or before.covered

    def move(self) -> None:
        seen = [each.pk for each in self.waiting]
        reports.close_all(self.about, outcome=self.cleaned_data["outcome"], seen=seen, by=self.by, at=self.at)

    def shown(self) -> dict[str, Any]:
        return super().shown() | {"reports": self.waiting}


class CloseLeft(CloseAll):
    """Those that a closed case left open: what became of the story answers them too."""

    title, done = _("Close the reports that are left"), _("The reports are closed. Each receipt says how they ended.")
    says = (
        _("The case is closed already, and nothing changes for the story. Its author is told nothing."),
        _(
            "Each reader finds on their receipt how it ended, and gets a mail where they left an address. A question "
            "about somebody’s own health gets the answer that it always gets."
        ),
    )
    outcome = forms.ChoiceField(
        label=_("How do they end?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Say how they end.")),
    )
