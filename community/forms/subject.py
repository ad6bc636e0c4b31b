"""What a story is about: a condition that the site's search found, and a question or something else."""

import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from community.forms.steps import NEEDED, Step, one_of
from community.models import StoryDraft
from conditions.models import Condition, Question
from conditions.models.questions import FROM_CATALOGUE


class Subject(Step):
    """Which condition: one of those that were found. A story that was sent stays with its own."""

    slug = "condition"
    heading = gettext_lazy("Which condition is it about?")

    condition = one_of(gettext_lazy("Choose one"), [])

    def __init__(
        self,
        draft: StoryDraft,
        data: QueryDict | None = None,
        *,
        on: datetime.date,
        found: list[tuple[str, str]] | None = None,
    ) -> None:
        super().__init__(draft, data, on=on)
        self.fields["condition"].choices = found or []  # type: ignore[attr-defined]

    @classmethod
    def fits(cls, draft: StoryDraft) -> bool:
        return draft.story_id is None

    @classmethod
    def lacks(cls, draft: StoryDraft) -> bool:
        return draft.condition_id is None

    @classmethod
    def is_skipped(cls, draft: StoryDraft) -> bool:
        """It was filled in where the author came from, and the next step offers to change it."""
        return draft.condition_id is not None

    def typed(self) -> dict[str, Any]:
        """A question about another condition is not asked of this one by itself."""
        chosen = Condition.objects.get(slug=self.cleaned_data["condition"])
        return {} if chosen == self.draft.condition else {"condition": chosen, "question": None}


class About(Step):
    slug = "about"
    heading = gettext_lazy("What is it about?")

    question = forms.ChoiceField(
        label=gettext_lazy("Which question does it answer?"),
        required=False,
        help_text=gettext_lazy("Your story then stands beside the answer to it."),
        error_messages={"invalid_choice": NEEDED},
    )

    def __init__(self, draft: StoryDraft, data: QueryDict | None = None, *, on: datetime.date) -> None:
        super().__init__(draft, data, on=on)
        self.fields["question"].choices = questions(draft)  # type: ignore[attr-defined]

    @classmethod
    def fits(cls, draft: StoryDraft) -> bool:
        return draft.story_id is None and draft.condition_id is not None

    def before(self) -> dict[str, Any]:
        return {"question": self.draft.question.slug if self.draft.question else ""}

    def typed(self) -> dict[str, Any]:
        return {"question": Question.objects.filter(slug=self.cleaned_data["question"]).first()}


def asked(draft: StoryDraft) -> Any:
    """The questions that the condition of the draft is asked, in its language."""
    found = Question.objects.asked().applying_to(draft.condition) if draft.condition else Question.objects.none()
    return found.exclude(slug__in=FROM_CATALOGUE).worded(draft.language).order_by("position")


def questions(draft: StoryDraft) -> list[Any]:
    """To choose from, under the names of their topics; something else comes first."""
    name = condition_name(draft)
    found = [(each.get_group_display(), each.slug, each.text.replace("{condition}", name)) for each in asked(draft)]
    groups = groupby(sorted(found, key=lambda each: _place(each[0])), key=lambda each: each[0])
    topics = [(topic, [(slug, text) for _topic, slug, text in each]) for topic, each in groups]
    return [("", gettext_lazy("Something else")), *topics]


def condition_name(draft: StoryDraft) -> str:
    """As it is called in the language of the draft; empty before one was chosen."""
    if draft.condition_id is None:
        return ""
    return str(Condition.objects.named(draft.language).get(pk=draft.condition_id))


def question_text(draft: StoryDraft) -> str:
    """The question with the name of the condition; empty for something else."""
    text = asked(draft).filter(pk=draft.question_id).values_list("text", flat=True).first()
    return text.replace("{condition}", condition_name(draft)) if text else ""


def _place(topic: Any) -> int:
    return [str(label) for label in Question.Group.labels].index(str(topic))
