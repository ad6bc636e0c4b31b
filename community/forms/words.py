"""The words of a story, and what its author says beside them."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.forms.prompts import prompts
from community.forms.steps import TOO_LONG, Step, one_of
from community.models import Since
from community.models.stories import LONGEST as MOST_LETTERS
from community.moderation.sending import LONGEST, SHORTEST
from conditions import countries, rendering

FAR_TOO_LONG = gettext_lazy(
    "This is too long to be kept: it has more than {most} letters. Your text still stands here. Shorten it, or copy "
    "it somewhere safe first."
)


class Words(Step):
    """The story itself. Its draft keeps every letter, also while there are too few or too many words."""

    slug = "story"
    heading = gettext_lazy("Your story")
    hint = gettext_lazy("Write what you lived, not what others should do. You may name a treatment; leave out amounts.")

    title = forms.CharField(
        label=gettext_lazy("Title, if you like"),
        required=False,
        max_length=120,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Your story"),
        required=False,
        strip=False,
        max_length=MOST_LETTERS,
        help_text=gettext_lazy("50 to 1,000 words. Saved as you go; nobody reads a draft."),
        widget=forms.Textarea({"rows": 14, "dir": "auto", "class": "letter"}),
        error_messages={"max_length": format_lazy(FAR_TOO_LONG, most=MOST_LETTERS)},
    )

    @property
    def prompts(self) -> tuple[str | Promise, ...]:
        """Questions to begin with, by whose experience it is."""
        return prompts(self.draft.relation)

    def before(self) -> dict[str, Any]:
        return {"title": self.draft.title, "text": self.draft.text}

    def problems(self) -> dict[str, str]:
        count = len(rendering.shown(self.cleaned_data["text"]).split())
        if SHORTEST <= count <= LONGEST:
            return {}
        return {
            "text": _("Write from {shortest} to {longest} words. Yours has {count}. It is saved as it is.").format(
                shortest=SHORTEST, longest=LONGEST, count=count
            )
        }


class More(Step):
    slug = "more"
    heading = gettext_lazy("A little more")
    hint = gettext_lazy("Leave empty what you like. What you say here is shown with your story.")

    since = forms.ChoiceField(
        label=gettext_lazy("How long ago was the diagnosis?"),
        required=False,
        choices=Since.choices,
        widget=forms.RadioSelect,
    )
    country = forms.ChoiceField(label=gettext_lazy("Country or region"), required=False, choices=countries.choices)

    def before(self) -> dict[str, Any]:
        return {"since": self.draft.since, "country": self.draft.country}


class Ties(Step):
    """Links with companies: “no” is an answer, and nothing is taken for one."""

    slug = "links"
    heading = gettext_lazy("Links with companies")

    has_ties = one_of(
        gettext_lazy("Have you been paid or given anything by a company named here?"),
        [("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes"))],
    )
    ties = forms.CharField(
        label=gettext_lazy("If yes: by which, and what?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Shown with your story."),
        error_messages={"max_length": TOO_LONG},
    )

    def before(self) -> dict[str, Any]:
        said = "yes" if self.draft.ties else ("no" if self.has_been_passed() else None)
        return {"has_ties": said, "ties": self.draft.ties}

    def typed(self) -> dict[str, Any]:
        return {"ties": self.cleaned_data["ties"] if self.cleaned_data["has_ties"] == "yes" else ""}

    def problems(self) -> dict[str, str]:
        says_which = self.cleaned_data["has_ties"] == "no" or self.cleaned_data["ties"].strip()
        return {} if says_which else {"ties": _("Say which company, and what you were given.")}
