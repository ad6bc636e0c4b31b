"""How a moderator closes one report by itself, or all of a story at once without a decision on it (M8)."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from community.models import Case, StoryReport
from community.moderation import cases, claims, reports
from conditions.forms.decision import Decision
from conditions.forms.reports import Handling


class HandleReport(Handling):
    outcomes = StoryReport.Outcome.choices

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
        labels, endings = dict(StoryReport.Outcome.choices), reports.endings(about)
        self.fields["outcome"].choices = [(each, labels[each]) for each in endings]  # type: ignore[attr-defined]

    @cached_property
    def waiting(self) -> list[StoryReport]:
        """Those that the page shows and closes."""
        return list(self.about.reports.open())

    def rows(self) -> tuple[Case | StoryReport, ...]:
        return (self.about, *self.waiting)

    def hindrance(self) -> str:
        held = cases.holder(self.about, at=self.at)
        if held and held.by_id != self.by.pk:
            return claims.said(held)
        return reports.hindrance_together(self.about, self.by)

    def move(self) -> None:
        seen = [each.pk for each in self.waiting]
        reports.close_all(self.about, outcome=self.cleaned_data["outcome"], seen=seen, by=self.by, at=self.at)

    def shown(self) -> dict[str, Any]:
        return super().shown() | {"reports": self.waiting}
