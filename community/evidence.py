"""Which rows of members' stories the ledger tells of, and what must hold of them besides (C8, C12, E11, M1)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from community import words
from community.models import (
    Appeal,
    Case,
    Claim,
    Consent,
    ConsentDocument,
    Decision,
    Erasure,
    Finding,
    Hold,
    Message,
    Reminder,
    SafetyStep,
    Sanction,
    SteppedBack,
    Story,
    StoryPublication,
    StoryText,
)
from community.models.members import Death, Member
from conditions.evidence import Family, Held, declare, name

STORIES = Family(
    "story",
    Story,
    {
        Story: "pk",
        StoryText: "story",
        Finding: "text__story",
        Case: "story",
        SteppedBack: "case__story",
        Claim: "case__story",
        SafetyStep: "case__story",
        Message: "case__story",
        Decision: "case__story",
        Appeal: "decision__case__story",
        Consent: "story",
        Reminder: "consent__story",
        StoryPublication: "story",
        Hold: "story",
    },
    key="code",
)
MEMBERS = Family("member", Member, {Sanction: "member", Death: "member", Erasure: "member"})
DOCUMENTS = Family("consent", ConsentDocument, {ConsentDocument: "pk"})


class Told(Held):
    """One story: that its digests are those of its words, and that what was public was decided on and accepted."""

    def wrong(self) -> Iterator[str]:
        yield from super().wrong()
        texts = {text.pk: text for text in self.of(StoryText)}
        for text in texts.values():
            if sentence := _misfit(text):
                yield self.says(sentence, name(text))
        decisions = {decision.pk: decision for decision in self.of(Decision)}
        for publication in self.of(StoryPublication):
            text, first = texts[publication.text_id], decisions[publication.first_id]
            if first.digest != text.digest or first.kind != Decision.Kind.PUBLISH or text.accepted_at is None:
                yield self.says(_("%(row)s was public without a decision on its words."), name(publication))


def _misfit(text: StoryText) -> str:
    if text.is_sealed:
        return _("%(row)s is erased, but has words.") if text.text or text.title or text.salt else ""
    return "" if words.digest(text) == text.digest else _("%(row)s has other words than its digest says.")


declare(STORIES, Told)
declare(MEMBERS)
declare(DOCUMENTS)
