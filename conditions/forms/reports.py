"""What a reader types to report a problem, and what an editor types to close the report."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.models import ReaderReport

LONGEST = 4_000
SAYS_ENOUGH = {ReaderReport.Reason.UNCLEAR, ReaderReport.Reason.LINK}
TOO_LONG = gettext_lazy("This has more than 4,000 letters. Shorten it, or send two reports.")


class Problem(forms.Form):
    """Reason first, then the words; an address only for an answer. The form of a kind of report says its reasons."""

    reasons: ClassVar[list[tuple[str, Any]]] = []

    reason = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose what it is about.")),
    )
    words = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("Please leave out your own health details. We cannot give personal advice."),
        error_messages={"max_length": TOO_LONG},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=gettext_lazy("Only to answer you. We delete it with the answer."),
        error_messages={"invalid": gettext_lazy("Write the whole address, like name@example.org, or leave it empty.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = self.reasons  # type: ignore[attr-defined]


class Report(Problem):
    """A problem with a page."""

    reasons = ReaderReport.Reason.choices

    page = forms.CharField(required=False, widget=forms.HiddenInput)
    code = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        is_guessing = given.get("reason", "unclear") not in SAYS_ENOUGH and not given.get("words", "").strip()
        if is_guessing and "words" not in self.errors:
            self.add_error("words", _("Say in a few words what is wrong: nobody can guess it."))
        return given


class Handling(forms.Form):
    """How whoever is responsible closes a report. The form of a kind of report says how one can end."""

    outcomes: ClassVar[list[tuple[str, Any]]] = ReaderReport.Outcome.choices

    outcome = forms.ChoiceField(
        label=gettext_lazy("How does it end?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Say how it was handled.")),
    )
    reply = forms.CharField(
        label=gettext_lazy("Answer to the reader"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 9}),
        help_text=gettext_lazy(
            "Goes out only where the reader left an address. Give no advice about one person’s own health."
        ),
        error_messages={"max_length": TOO_LONG},
    )
    is_personal = forms.BooleanField(
        label=gettext_lazy("It is a question about somebody’s own health"),
        required=False,
        help_text=gettext_lazy("Its words are deleted after 90 days."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [each for each in self.outcomes if each[0]]  # type: ignore[attr-defined]


class HandlingTogether(Handling):
    """Several reports of one answer, closed alike: `waiting` are those that can be ticked, and are at first."""

    is_personal = None  # type: ignore[assignment]  # such a report is closed by itself

    numbers = forms.MultipleChoiceField(
        label=gettext_lazy("Which reports do you close?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick the reports that you close."),
            "invalid_choice": gettext_lazy("A colleague closed one of these meanwhile. Look at what is still open."),
        },
    )
    field_order = ("numbers", "outcome", "reply")

    def __init__(self, waiting: Iterable[ReaderReport], *args: Any, **kwargs: Any) -> None:
        choices = [(each.number, ticked(each)) for each in waiting]
        super().__init__(*args, initial={"numbers": [number for number, _label in choices]}, **kwargs)
        self.fields["numbers"].choices = choices  # type: ignore[attr-defined]
        self.fields["reply"].label = _("Answer to these readers")
        self.fields["reply"].help_text = _(
            "The same for all of them, where they left an address. Give no advice about one person’s own health."
        )


def ticked(report: ReaderReport) -> str:
    """What stands beside the box of a report."""
    said = _("%(number)s: %(reason)s") % {"number": report.number, "reason": report.get_reason_display()}
    return _("%(said)s (waits for an answer)") % {"said": said} if report.email else said
