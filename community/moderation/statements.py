"""What the author is told of a decision, and why: shown to the moderator before it is made, word by word (M6)."""

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.models import Appeal, Decision, Sanction
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


def before(kind: str, *, rule: str, sentence: str, on: datetime.date) -> Statement:
    """What the author will read if it is decided so on the day."""
    return _said(kind, rule, sentence, contestable(kind, on=on))


def of(decision: Decision) -> Statement:
    """What the author reads of a decision that was made."""
    return _said(decision.kind, decision.rule, decision.sentence, decision.contest_until)


def of_appeal(outcome: str, sentence: str) -> Statement:
    """What the author reads after somebody else has looked."""
    if outcome == Appeal.Outcome.CHANGED:
        heading = _("Another person looked again, and changed the decision.")
    else:
        heading = _("Another person looked again, and the decision stands.")
    return Statement(heading, (_by_a_person(),), sentence=sentence)


def contestable(kind: str, *, on: datetime.date) -> datetime.date | None:
    """Until when a decision of the day can be contested (M7)."""
    return on + OPEN_FOR_APPEAL if kind in (Kind.DECLINE, Kind.REMOVE) else None


def _said(kind: str, rule: str, sentence: str, contest_until: datetime.date | None) -> Statement:
    heading, *lines = {
        Kind.PUBLISH: (_("Your story is public now. Thank you."), _("You can take it down at any time.")),
        Kind.KEEP: (_("Your story stays as it is."),),
        Kind.DECLINE: (
            _("We did not publish your story."),
            _("You keep the text. You can change it and send it again."),
        ),
        Kind.REMOVE: (_("We took your story down."), _("You keep the text. You can change it and send it again.")),
    }[Kind(kind)]
    contest = ""
    if contest_until:
        contest = _("Another person will look again if you ask by {day}.").format(day=date_format(contest_until))
    return Statement(heading, (*lines, _by_a_person()), sentence, str(Rule(rule).label) if rule else "", contest)


def _by_a_person() -> str:
    return _("A person read it and decided. No part of the decision was automatic.")
