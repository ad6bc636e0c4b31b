"""A draft as its readers would meet it, made by what makes public stories: nothing else is shown to its author."""

import datetime

from community.forms.recognise import marks
from community.forms.subject import condition_name
from community.letters import Letter
from community.models import Consent, Level, Purpose, StoryDraft
from conditions import rendering


def letter(draft: StoryDraft, *, on: datetime.date) -> Letter | None:
    """None before a word was written."""
    text = rendering.shown(draft.text)
    if not text:
        return None
    marked = [each.mark for each in marks(draft)]
    return Letter(
        on=on,
        code="",
        language=draft.language,
        title=rendering.line(draft.title),
        text=text,
        relation=draft.relation or "unsaid",
        since=draft.since,
        country=draft.country,
        ties=rendering.line(draft.ties),
        name="" if draft.attests == Consent.Attests.GUARDIAN else draft.member.display_name,
        slug="",
        about=condition_name(draft),
        written=on,
        has_died=False,
        rules=tuple(sorted({each.rule for each in marked})),
        is_grave=any(each.level != Level.USUAL for each in marked),
        is_listed=Purpose.INDEXING in draft.purposes,
    )
