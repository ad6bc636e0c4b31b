"""Whose experience a story tells, and what its author says of that person (C13, C14)."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.forms.steps import Step, one_of
from community.models import OWN, Consent, Relation, StoryDraft

Attests = Consent.Attests
COMES_OF_AGE = 18
MINE = "mine"
WHOSE = {
    MINE: gettext_lazy("Mine"),
    Relation.PARENT: gettext_lazy("My child’s"),
    Relation.CARER: gettext_lazy("That of someone I care for"),
    Relation.PARTNER: gettext_lazy("My partner’s"),
    Relation.RELATIVE: gettext_lazy("A relative’s"),
    Relation.BEREAVED: gettext_lazy("That of someone who has died"),
}
WHERE: dict[str, Any] = {
    Relation.PERSON: gettext_lazy("Diagnosed"),
    Relation.WAITING: gettext_lazy("Waiting for a diagnosis"),
    Relation.RISK: gettext_lazy("Carrier or at risk"),
    Relation.BEFORE: gettext_lazy("Had it before"),
    Relation.UNSAID: gettext_lazy("Rather not say"),
}


def said(draft: StoryDraft) -> dict[str, Any]:
    """In the words that were chosen from: whose experience it is and, of their own, where they are."""
    return {"whose": WHOSE.get(_whose(draft), ""), "where": WHERE.get(draft.relation, "")}


def _whose(draft: StoryDraft) -> str:
    return MINE if draft.relation in OWN else draft.relation


class Whose(Step):
    slug = "whose"
    asks_one = True
    heading = gettext_lazy("Whose experience is it?")

    whose = one_of(
        heading,
        list(WHOSE.items()),
        help_text=gettext_lazy("You are the one writing. Tell it from your side."),
    )

    def before(self) -> dict[str, Any]:
        return {"whose": _whose(self.draft)}

    def typed(self) -> dict[str, Any]:
        """What was said of another person is asked again once it is about somebody else."""
        whose = self.cleaned_data["whose"]
        if whose == MINE:
            relation = self.draft.relation if self.draft.relation in OWN else Relation.UNSAID
            return {"relation": relation, "attests": Attests.NOBODY, "comes_of_age": None}
        if whose == Relation.BEREAVED:
            return {"relation": whose, "attests": Attests.DIED, "comes_of_age": None}
        if whose == self.draft.relation:
            return {}
        return {"relation": whose, "attests": Attests.NOBODY, "comes_of_age": None}


class Person(Step):
    """About somebody else who is alive (C13)."""

    slug = "person"
    asks_one = True
    heading = gettext_lazy("Who is it about?")

    attests = one_of(
        heading,
        [
            (Attests.AGREED, gettext_lazy("An adult, who agrees that I write about it")),
            (Attests.CANNOT, gettext_lazy("An adult who cannot decide; I act for them")),
            (Attests.GUARDIAN, gettext_lazy("A child")),
        ],
        help_text=gettext_lazy("If they have not agreed, write about your own experience instead."),
    )

    @classmethod
    def fits(cls, draft: StoryDraft) -> bool:
        return bool(draft.relation) and draft.relation not in OWN and draft.relation != Relation.BEREAVED

    @classmethod
    def lacks(cls, draft: StoryDraft) -> bool:
        return draft.attests not in (Attests.AGREED, Attests.CANNOT, Attests.GUARDIAN)

    def before(self) -> dict[str, Any]:
        return {"attests": self.draft.attests}

    def typed(self) -> dict[str, Any]:
        said = self.cleaned_data["attests"]
        return {"attests": said, "comes_of_age": self.draft.comes_of_age if said == Attests.GUARDIAN else None}


class Child(Step):
    """A guardian's word, and the year in which the story is asked about again (C14)."""

    slug = "child"
    heading = gettext_lazy("A story about a child")
    hint = format_lazy(
        gettext_lazy("We show no name, age or photo, and ask you again before they turn {age}."), age=COMES_OF_AGE
    )

    guardian = forms.BooleanField(
        label=gettext_lazy("I am a parent or guardian."),
        error_messages={
            "required": gettext_lazy(
                "Only a parent or guardian can tell a child’s story. If you are neither, write about your own "
                "experience instead."
            )
        },
    )
    comes_of_age = forms.IntegerField(
        label=format_lazy(gettext_lazy("In which year will they turn {age}?"), age=COMES_OF_AGE),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": 4}),
        help_text=gettext_lazy("We keep the year and nothing more, and never show it."),
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Write a year with four figures.")),
    )

    @classmethod
    def fits(cls, draft: StoryDraft) -> bool:
        return Person.fits(draft) and draft.attests == Attests.GUARDIAN

    @classmethod
    def lacks(cls, draft: StoryDraft) -> bool:
        return draft.comes_of_age is None

    def before(self) -> dict[str, Any]:
        return {"comes_of_age": self.draft.comes_of_age, "guardian": self.has_been_passed()}

    def clean_comes_of_age(self) -> int:
        year: int = self.cleaned_data["comes_of_age"]
        first, last = self.on.year + 1, self.on.year + COMES_OF_AGE
        if not first <= year <= last:
            raise forms.ValidationError(
                _("Write a year from {first} to {last}. If they are of age already, go back and say so.").format(
                    first=first, last=last
                )
            )
        return year

    def typed(self) -> dict[str, Any]:
        return {"comes_of_age": self.cleaned_data["comes_of_age"]}


class Where(Step):
    slug = "where"
    asks_one = True
    heading = gettext_lazy("Where are you?")

    relation = one_of(
        heading,
        list(WHERE.items()),
        help_text=gettext_lazy("Shown with your story."),
    )

    @classmethod
    def fits(cls, draft: StoryDraft) -> bool:
        return draft.relation in OWN

    def before(self) -> dict[str, Any]:
        is_said = self.has_been_passed() or self.draft.relation != Relation.UNSAID
        return {"relation": self.draft.relation} if is_said else {}
