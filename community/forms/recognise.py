"""Could someone recognise you? Words that a rule marks, each for the author to change or to keep (M14).

Nothing is decided and nothing is scored. A draft keeps the words that its author chose to keep, and no finding.
"""

import datetime
from typing import Any

from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from community import triage
from community.forms.steps import Step, one_of
from community.models import Finding, StoryDraft
from conditions import rendering

CHANGE, KEEP = "change", "keep"
MOST = 60  # letters of a place that are shown; the rest of a long one tells nobody more


def marks(draft: StoryDraft) -> list[triage.Marked]:
    """What the rules mark in all that would be sent, as it would be."""
    title, ties = rendering.line(draft.title), rendering.line(draft.ties)
    return triage.read_all(title=title, text=rendering.shown(draft.text), ties=ties, relation=draft.relation)


def is_hard(draft: StoryDraft) -> bool:
    """Whether somebody may be in danger, by the words: then help stands beside them, and in no way (M11)."""
    return any(each.mark.rule in triage.WORRYING for each in marks(draft))


def marked(draft: StoryDraft) -> dict[str, str]:
    """The words at the marked places, each once, and why they are marked; what worries us is not asked about here."""
    told = {rule.name: str(rule.to_author) for rule in triage.RULES}
    found: dict[str, list[str]] = {}
    for _part, mark, words in marks(draft):
        if mark.rule not in triage.WORRYING:
            found.setdefault(words, []).append(told[mark.rule])
    return {words: " ".join(dict.fromkeys(sentences)) for words, sentences in found.items()}


class Recognise(Step):
    slug = "recognise"
    heading = gettext_lazy("Could someone recognise you?")
    hint = gettext_lazy(
        "With a rare condition people who know you often recognise you by a few words. Moderators look at such words "
        "too. It is your choice."
    )

    def __init__(self, draft: StoryDraft, data: QueryDict | None = None, *, on: datetime.date) -> None:
        super().__init__(draft, data, on=on)
        found = marked(draft)
        self.words = list(found)
        for number, words in enumerate(self.words):
            choices = [(CHANGE, gettext_lazy("Change it")), (KEEP, gettext_lazy("Keep it"))]
            label = format_lazy(gettext_lazy("“{words}”"), words=words if len(words) <= MOST else f"{words[:MOST]}…")
            self.fields[f"mark-{number}"] = one_of(label, choices, help_text=found[words])
            self.initial[f"mark-{number}"] = KEEP if words in draft.keeps else None

    @classmethod
    def fits(cls, draft: StoryDraft) -> bool:
        return bool(marked(draft))

    @classmethod
    def lacks(cls, draft: StoryDraft) -> bool:
        return bool(set(marked(draft)) - set(draft.keeps))

    def chosen(self, what: str) -> list[str]:
        return [words for number, words in enumerate(self.words) if self.cleaned_data.get(f"mark-{number}") == what]

    def typed(self) -> dict[str, Any]:
        return {"keeps": self.chosen(KEEP)}

    def leads_to(self) -> str:
        changed = set(self.chosen(CHANGE))
        parts = {each.part for each in marks(self.draft) if each.words in changed}
        if parts == {Finding.Part.TIES}:
            return "links"
        return "story" if parts else ""
