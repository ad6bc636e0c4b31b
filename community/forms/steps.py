"""A step in which a member writes a story: it keeps whatever was typed, and only then says what is missing."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from community.models import StoryDraft

ORDER = (
    "whose",
    "person",
    "child",
    "condition",
    "about",
    "where",
    "story",
    "more",
    "links",
    "recognise",
    "permission",
)
NEEDED = gettext_lazy("Choose one of these.")
TOO_LONG = gettext_lazy("This has more than %(limit_value)d letters. Shorten it.")


def has_passed(draft: StoryDraft, slug: str) -> bool:
    """Whether its author has been at the step, or at a later one."""
    return draft.step in ORDER and ORDER.index(draft.step) >= ORDER.index(slug)


class Step(forms.Form):
    """`fits`: whether the draft has to do with it at all; `lacks`: whether it must be answered again."""

    is_draft = True
    slug: ClassVar[str]
    heading: ClassVar[Any]
    hint: ClassVar[Any] = ""
    asks_one: ClassVar[bool] = False  # its one question is its heading too

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, draft: StoryDraft, data: QueryDict | None = None, *, on: datetime.date) -> None:
        self.draft, self.on = draft, on
        super().__init__(data, initial={**self.before(), "seen": draft.version}, label_suffix="")

    @classmethod
    def fits(cls, draft: StoryDraft) -> bool:
        return True

    @classmethod
    def lacks(cls, draft: StoryDraft) -> bool:
        return False

    def before(self) -> dict[str, Any]:
        """What was said here before."""
        return {}

    def typed(self) -> dict[str, Any]:
        """What the draft keeps, of what could be read."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def problems(self) -> dict[str, str]:
        """What keeps them from going on, by field, once everything typed is kept."""
        return {}

    def stands_on(self, draft: StoryDraft) -> None:
        """From now on what was typed here goes over this version of the draft."""
        self.draft = draft
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data["seen"] = str(draft.version)

    def leads_to(self) -> str:
        """The step to go on with, where it is not the next one."""
        return ""

    def has_been_passed(self) -> bool:
        return has_passed(self.draft, self.slug)


def one_of(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    """One choice out of a few, none of them chosen beforehand."""
    messages = dict.fromkeys(("required", "invalid_choice"), NEEDED)
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=messages, **more)
