"""What the author is told of a decision, and why: shown to the moderator before it is made, word by word (M6)."""

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.models import Appeal, Decision, Sanction, Story
from community.models.cases import OPEN_FOR_APPEAL, Rule

Kind, Grade = Decision.Kind, Sanction.Grade


@dataclass(frozen=True)
class Statement:
    """A heading, and lines below it. Which words it is about, and why, is the moderator's own sentence."""

    heading: str
    lines: tuple[str, ...]
    sentence: str = ""
    rule: str = ""
    contest: str = ""


def before(kind: str, *, rule: str, sentence: str, on: datetime.date, is_public: bool = False) -> Statement:
    """What the author will read if it is decided so on the day; `is_public`: readers see words of the story."""
    return _said(kind, rule, sentence, contestable(kind, on=on), is_public=is_public)


def of(decision: Decision, *, is_public: bool = False, can_contest: bool = True) -> Statement:
    """What the author reads of a decision that was made."""
    contest_until = decision.contest_until if can_contest else None
    return _said(decision.kind, decision.rule, decision.sentence, contest_until, is_public=is_public)


def last(story: Story) -> Decision | None:
    """The last decision of which the author reads: that a reported story stays is told to nobody else (M9)."""
    told = Decision.objects.filter(case__story=story, case__closed_at__isnull=False, is_sealed=False)
    return told.exclude(kind=Kind.KEEP).order_by("-at", "-pk").first()


def answered(story: Story, *, since: datetime.datetime) -> Statement | None:
    """What the author reads of their last appeal, if nothing has come after it (M7)."""
    appeal = Appeal.objects.filter(decision__case__story=story).order_by("-at", "-pk").first()
    if appeal is None or appeal.decided_at is None or appeal.is_sealed or appeal.decided_at < since:
        return None
    return of_appeal(appeal.outcome, appeal.sentence)


def of_appeal(outcome: str, sentence: str) -> Statement:
    """What the author reads after somebody else has looked."""
    if outcome == Appeal.Outcome.CHANGED:
        heading = _("Another person looked again, and changed the decision.")
    else:
        heading = _("Another person looked again, and the decision stands.")
    return Statement(heading, (_by_a_person(),), sentence=sentence)


def of_sanction(sanction: Sanction) -> str:
    """What a member reads of it: until when, by which rule, why in a person's words, and who looks again (M15)."""
    stays = _("What you have sent stays as it is: you can take it down, answer us and ask for another look.")
    lines = [_sanctioned(sanction), *([] if sanction.grade == Grade.WARNING else [stays]), _contested()]
    return " ".join(lines)


def _sanctioned(sanction: Sanction) -> str:
    reason = {"rule": sanction.get_rule_display(), "sentence": sanction.sentence}
    if sanction.grade == Sanction.Grade.WARNING:
        return _("This is a warning; you can go on writing. The rule: {rule}. Why: {sentence}").format(**reason)
    if sanction.until:
        until = date_format(sanction.until)
        return _("You cannot send stories until {until}. The rule: {rule}. Why: {sentence}").format(
            until=until, **reason
        )
    return _("You cannot send stories any more. The rule: {rule}. Why: {sentence}").format(**reason)


def _contested() -> str:
    return _(
        "A person decided it, and no part was automatic. If you do not agree, write to us as the page “Contact” says: "
        "another moderator looks again."
    )


def contestable(kind: str, *, on: datetime.date) -> datetime.date | None:
    """Until when a decision of the day can be contested (M7)."""
    return on + OPEN_FOR_APPEAL if kind in (Kind.DECLINE, Kind.REMOVE) else None


def _said(kind: str, rule: str, sentence: str, contest_until: datetime.date | None, *, is_public: bool) -> Statement:
    heading, *lines = {
        Kind.PUBLISH: (_("Your story is public now. Thank you."), _("You can take it down at any time.")),
        Kind.KEEP: (_("Your story stays as it is."),),
        Kind.DECLINE: _declined(is_public=is_public),
        Kind.REMOVE: (_("We took your story down."), _("You keep the text. You can change it and send it again.")),
    }[Kind(kind)]
    contest = ""
    if contest_until:
        contest = _("Another person will look again if you ask by {day}.").format(day=date_format(contest_until))
    return Statement(heading, (*lines, _by_a_person()), sentence, str(Rule(rule).label) if rule else "", contest)


def _declined(*, is_public: bool) -> tuple[str, ...]:
    if is_public:
        return (
            _("We did not publish your new words."),
            _("What was public before stays public. You keep the new words, and can change them and send them again."),
        )
    return _("We did not publish your story."), _("You keep the text. You can change it and send it again.")


def _by_a_person() -> str:
    return _("A person read it and decided. No part of the decision was automatic.")
