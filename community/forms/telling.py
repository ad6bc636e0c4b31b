"""What anybody types to report a story (M8, M10)."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import StoryReport

LONGEST = 4_000


class StoryProblem(forms.Form):
    """Reason first, then the words; an address only for an answer."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=StoryReport.Reason.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose what it is about.")),
    )
    words = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("Which words, and why. The author never learns who reported."),
        error_messages={"max_length": gettext_lazy("This has more than 4,000 letters. Shorten it.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=gettext_lazy("Only to answer you. We delete it with the answer."),
        error_messages={"invalid": gettext_lazy("Write the whole address, like name@example.org, or leave it empty.")},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("reason") == StoryReport.Reason.OTHER and not given.get("words", "").strip():
            self.add_error("words", _("Say in a few words what is wrong: nobody can guess it."))
        return given
