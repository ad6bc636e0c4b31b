"""Your permission: one box for each purpose, in the words of the day, none ticked beforehand (C2, C3, C4, C7, C10)."""

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.template.defaultfilters import linebreaks_filter
from django.utils.translation import gettext_lazy, ngettext

from community.forms.steps import Step, one_of
from community.models import Consent, ConsentDocument, Purpose, StoryDraft
from community.moderation.consents import YEARS

AFTER_DEATH = [
    (Consent.AfterDeath.KEEP, gettext_lazy("Keep it")),
    (Consent.AfterDeath.REMOVE, gettext_lazy("Take it down")),
]
NEEDED = gettext_lazy("Without your permission to show it on this site we cannot take it.")


def in_force(language: str) -> list[ConsentDocument]:
    """What is asked for now, showing it first."""
    places = {purpose: place for place, purpose in enumerate(Purpose.values)}
    return sorted(ConsentDocument.objects.in_force(language), key=lambda each: places[each.purpose])


def on_screen(documents: Iterable[ConsentDocument]) -> str:
    """Which words were on screen: what was allowed in other ones is not allowed in these (C11)."""
    return ",".join(str(each.pk) for each in documents)


def years() -> list[tuple[int, str]]:
    return [(each, ngettext("%(n)d year", "%(n)d years", each) % {"n": each}) for each in YEARS]


class Worded(forms.Form):
    """It carries which words of consent were on screen: nobody allows in words that they have not read (C11)."""

    words = forms.CharField(widget=forms.HiddenInput, required=False)
    on_screen: str
    changed: ClassVar[Any] = gettext_lazy(
        "We have just changed the words below. Please read them again, and then go on."
    )

    def clean(self) -> dict[str, Any]:
        """What was ticked beside other words is ticked no more, and the next press is about these."""
        given = super().clean() or {}
        if given.get("words") != self.on_screen:
            self.add_error("words", self.changed)
            if isinstance(self.data, QueryDict):
                self.data = self.data.copy()
                self.data["words"] = self.on_screen
                for purpose in Purpose.values:
                    self.data.pop(purpose, None)
        return given


class Permission(Worded, Step):
    slug = "permission"
    heading = gettext_lazy("Your permission")
    hint = gettext_lazy(
        "Readers see it by the first alone. Each of the others stands by itself: leave out what you like."
    )

    years = forms.TypedChoiceField(
        label=gettext_lazy("Ask me again in"),
        choices=years,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("We write to you before. Without your answer the story sleeps: hidden, not deleted."),
        error_messages={"required": gettext_lazy("Choose when we ask you again.")},
    )
    after_death = one_of(gettext_lazy("If I die"), AFTER_DEATH)

    def __init__(self, draft: StoryDraft, data: QueryDict | None = None, *, on: datetime.date) -> None:
        self.documents = in_force(draft.language)
        self.on_screen = on_screen(self.documents)
        super().__init__(draft, data, on=on)
        ticked = draft.purposes if self.has_been_passed() else []
        for document in self.documents:
            self.fields[document.purpose] = forms.BooleanField(
                label=document.label,
                help_text=linebreaks_filter(document.text),
                required=document.purpose == Purpose.DISPLAY,
                error_messages={"required": NEEDED},
                initial=document.purpose in ticked,
            )
        self.order_fields(["seen", "words", *(each.purpose for each in self.documents), "years", "after_death"])

    def before(self) -> dict[str, Any]:
        said = {"years": self.draft.years, "after_death": self.draft.after_death, "words": self.on_screen}
        return said if self.has_been_passed() else {"words": said["words"]}

    def typed(self) -> dict[str, Any]:
        ticked = [each.purpose for each in self.documents if self.cleaned_data.get(each.purpose)]
        chosen = {name: self.cleaned_data[name] for name in ("years", "after_death")}
        return {"purposes": ticked, **chosen}


class Send(Worded):
    """The last button. It carries what was on screen: the draft, and the words of what is allowed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    changed = gettext_lazy(
        "We have just changed the words of what you allow. Please read them again, and then send your story."
    )

    def __init__(self, data: QueryDict | None = None, *, words: str, initial: dict[str, Any]) -> None:
        self.on_screen = words
        super().__init__(data, initial={**initial, "words": words})
