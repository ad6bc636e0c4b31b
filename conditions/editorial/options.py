"""What somebody may do with an answer now: each move, who may make it, and the sentence that says why not (E4).

A page offers what nothing hinders, and says the sentence to whoever comes by another way. The moves ask again.
"""

import datetime
from collections.abc import Callable, Collection
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.editorial import checks, publications, readings, withdrawals
from conditions.editorial.situations import Situation
from conditions.models import Caution, Publication, Revision, Seal, User

Hindrance = Callable[[Situation, User, datetime.datetime], str]


class Option(NamedTuple):
    """A move at the desk: its address, what it takes, and how its button reads."""

    name: str
    needs: str
    label: object
    hindrance: Hindrance


def open_to(situation: Situation, held: Collection[str], *, by: User, at: datetime.datetime) -> list[Option]:
    """What nothing hinders the person to do now, who holds these rights there, in the order in which it is offered."""
    return [option for option in OPTIONS if option.needs in held and not option.hindrance(situation, by, at)]


def _refusal(move: Callable[[], object]) -> str:
    """The sentence of what asks without writing; empty where nothing is against it."""
    try:
        move()
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def confirming(situation: Situation, by: User, at: datetime.datetime) -> str:
    notice = situation.notice
    if notice is None:
        return _("Nothing of this answer is withdrawn.")
    if hasattr(notice, "confirmation"):
        return _("%(who)s confirmed this withdrawal already.") % {"who": notice.confirmation.by}
    if notice.by_id == by.pk:
        return _("Whoever withdrew a text does not confirm it. Ask a colleague.")
    return ""


def publishing(situation: Situation, by: User, at: datetime.datetime) -> str:
    if situation.round is None:
        return _("No review of this answer is open, so there is nothing to publish.")
    opened, live = situation.round, situation.live
    return _refusal(lambda: publications.prepared(opened, live, by=by, at=at))


def planned(situation: Situation, by: User, at: datetime.datetime) -> str:
    return "" if situation.planned else _("No publication of this answer is planned.")


def in_review(situation: Situation, by: User, at: datetime.datetime) -> str:
    return "" if situation.round else _("No review of this answer is open. Send the words to review first.")


def offering(situation: Situation, by: User, at: datetime.datetime) -> str:
    if situation.round is None:
        return in_review(situation, by, at)
    asked = [each.reviewer_id for each in situation.round.assignments.all()]
    if checks.askable(situation.round.revision, at=at).exclude(pk__in=asked).exists():
        return ""
    return _(
        "Nobody else can sign these words today: it takes the role of a reviewer, a valid credential, and no part in "
        "the words."
    )


def asking_readers(situation: Situation, by: User, at: datetime.datetime) -> str:
    round_ = situation.round
    if round_ is None:
        return in_review(situation, by, at)
    if not round_.lay_reader:
        return _("This review asks for no lay reader. One is asked for when the words are sent.")
    asked = [each.reader_id for each in situation.readings]
    if readings.askable(round_.revision, at=at).exclude(pk__in=[*asked, by.pk]).exists():
        return ""
    return _(
        "There is nobody to ask: it takes the role of a lay reader for this condition and language, and no part in the "
        "words. Administrators give that role."
    )


def reconfirming(situation: Situation, by: User, at: datetime.datetime) -> str:
    if situation.live is None:
        return _("No text of this answer is live.")
    if situation.round:
        return _("This answer is in review already. Wait for that review, or dismiss it.")
    return _refusal(lambda: checks.in_force(situation.live.revision))


def over_live_text(situation: Situation, by: User, at: datetime.datetime) -> str:
    return "" if situation.live else _("No text of this answer is live.")


def restoring(situation: Situation, by: User, at: datetime.datetime) -> str:
    former = situation.last
    if former is None or former.ending != Publication.Ending.WITHDRAWN:
        return _("Nothing of this answer is withdrawn.")
    return _refusal(lambda: withdrawals.restorable(former, by=by, on=situation.on))


def standing(caution: Caution, at: datetime.datetime) -> str:
    is_over = caution.lifted_at or caution.ends_on < timezone.localdate(at)
    return _("This caution has ended.") if is_over else ""


def confirming_caution(caution: Caution, by: User) -> str:
    if caution.confirmed_at or not caution.words:
        return _("Readers see this caution already.")
    return _("Own words need a second person. Ask a colleague to confirm them.") if caution.by_id == by.pk else ""


def asking_seal(revision: Revision) -> str:
    if revision.is_sealed:
        return _("These words are sealed.")
    if Seal.objects.waiting().filter(revision=revision).exists():
        return _("A seal of this version was asked for already. Confirm that one.")
    return ""


def undecided(seal: Seal) -> str:
    return _("This seal was decided on already.") if seal.sealed_at or seal.refused_at else ""


def sealing(seal: Seal, by: User) -> str:
    if seal.asked_by_id == by.pk:
        return _("A seal takes two people. Ask a colleague to confirm it.")
    return undecided(seal)


CONFIRM = Option("confirm", "take_away", gettext_lazy("Confirm the withdrawal"), confirming)
PUBLISH = Option("publish", "publish", gettext_lazy("Publish"), publishing)
UNSCHEDULE = Option("undo-plan", "publish", gettext_lazy("Undo the planned publication"), planned)
OFFER = Option("offer", "offer", gettext_lazy("Ask reviewers"), offering)
ASK_READERS = Option("ask-readers", "offer", gettext_lazy("Ask lay readers"), asking_readers)
DISMISS = Option("dismiss", "offer", gettext_lazy("Dismiss the review"), in_review)
RESTORE = Option("restore", "publish", gettext_lazy("Put the text back"), restoring)
RECONFIRM = Option("reconfirm", "offer", gettext_lazy("Send to review again"), reconfirming)
CAUTION = Option("caution", "take_away", gettext_lazy("Put a caution over it"), over_live_text)
WITHDRAW = Option("withdraw", "take_away", gettext_lazy("Withdraw"), over_live_text)

OPTIONS = (CONFIRM, CAUTION, UNSCHEDULE, PUBLISH, OFFER, ASK_READERS, RESTORE, RECONFIRM, DISMISS, WITHDRAW)
