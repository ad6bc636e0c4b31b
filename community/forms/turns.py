"""What an author types about a story that was sent: an answer, another look, another few years."""

import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.template.defaultfilters import linebreaks_filter
from django.utils.translation import gettext_lazy

from community.forms.permission import AFTER_DEATH, NEEDED, Worded, on_screen, years
from community.forms.steps import TOO_LONG, one_of
from community.models import Consent, ConsentDocument, Purpose
from community.models.cases import MESSAGE
from community.moderation import renewals

Attests = Consent.Attests
STAYS, HIDDEN = "stay", "hide"
LONG = 12  # figures: no key of ours has as many


class Sure(forms.Form):
    """Nothing to type: one press, after it was said what happens. `seen` is what was on screen, if that matters."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class Meanwhile(forms.Form):
    """Of a public story that is about to be changed: what readers see of it until then."""

    old_words = one_of(
        gettext_lazy("What do readers see until a moderator has read the new words?"),
        [
            (STAYS, gettext_lazy("The old words, as now")),
            (HIDDEN, gettext_lazy("Nothing: hide the story now")),
        ],
        help_text=gettext_lazy(
            "Hidden, it leaves our pages at once. It comes back when you have sent new words, with your permission for "
            "them, and a moderator has published those."
        ),
    )


class Turn(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=MESSAGE,
        widget=forms.Textarea({"rows": 8, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write an answer."), "max_length": TOO_LONG},
    )


class Contest(Worded):
    """Why somebody else should look, and what is allowed anew: it ended with the decision (C4, M7)."""

    text = forms.CharField(
        label=gettext_lazy("Why should somebody else look again?"),
        max_length=MESSAGE,
        widget=forms.Textarea({"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy("Another person than before reads it."),
        error_messages={
            "required": gettext_lazy("Say in a few words what they should look at."),
            "max_length": TOO_LONG,
        },
    )

    def __init__(
        self, data: QueryDict | None = None, *, documents: list[ConsentDocument], typed: dict[str, Any]
    ) -> None:
        self.documents, self.on_screen = documents, on_screen(documents)
        super().__init__(data, label_suffix="", initial={**typed, "words": self.on_screen})
        for document in documents:
            self.fields[document.purpose] = forms.BooleanField(
                label=document.label,
                help_text=linebreaks_filter(document.text),
                required=document.purpose == Purpose.DISPLAY,
                error_messages={"required": NEEDED},
            )

    def purposes(self) -> list[str]:
        return [each.purpose for each in self.documents if self.cleaned_data.get(each.purpose)]


class Renew(forms.Form):
    """For how long now, and what they wish if they die (C10); of a child who is of age, or soon will be, whether they
    agree (C14).
    """

    seen = forms.CharField(widget=forms.HiddenInput)
    years = forms.TypedChoiceField(
        label=gettext_lazy("Ask me again in"),
        choices=years,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose when we ask you again.")},
    )
    after_death = one_of(gettext_lazy("If I die"), AFTER_DEATH)
    attests = one_of(
        gettext_lazy("The child is of age, or soon will be. Do they agree?"),
        [
            (Attests.AGREED, gettext_lazy("They agree")),
            (Attests.CANNOT, gettext_lazy("They cannot decide, and I act for them")),
            (Attests.GUARDIAN, gettext_lazy("They are not of age yet, and I am their parent or guardian")),
        ],
    )

    def __init__(self, data: QueryDict | None = None, *, former: Consent, on: datetime.date, seen: str) -> None:
        super().__init__(data, initial={"seen": seen, "after_death": former.after_death}, label_suffix="")
        attests = self.fields["attests"]
        if not renewals.must_say_anew(former, on=on):
            del self.fields["attests"]
        elif not renewals.may_speak_on(former, on=on):
            attests.choices = [each for each in attests.choices if each[0] != Attests.GUARDIAN]  # type: ignore[attr-defined]

    def read(self) -> list[int]:
        """The keys of the words of consent that were on screen."""
        keys = self.cleaned_data["seen"].split(",")
        return [int(key) for key in keys if key.isdecimal() and len(key) < LONG]
