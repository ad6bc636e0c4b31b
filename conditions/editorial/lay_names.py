"""The name of a lay reader, and what they said of themselves: taken back, removed, or gone with their account."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conditions.editorial import declining, reading_letters, rounds, rows
from conditions.editorial.drafts import stream
from conditions.models import Comment, Reading, User
from conditions.stale import Stale


@transaction.atomic
def take_back_name(reading: Reading, *, by: User, at: datetime.datetime) -> Reading:
    """From now on readers are told of a reader: name and standpoint are gone for good, the answer stays.

    Raises: PermissionDenied for anybody else; Stale where there is nothing to take back.
    """
    if reading.reader_id != by.pk:
        raise PermissionDenied(_("Only whoever was named takes their name back."))
    return _taken_back(reading, by=by, at=at)


def take_back_again(reading: Reading, *, at: datetime.datetime) -> Reading:
    """Part of a move: a backup brought a name back that was gone. Raises: Stale where it did not."""
    return _taken_back(reading, by=None, at=at)


def _taken_back(reading: Reading, *, by: User | None, at: datetime.datetime) -> Reading:
    rounds.lock(reading.round.answer)
    now = Reading.objects.select_related("round__answer").get(pk=reading.pk)
    if not now.names:
        raise Stale
    rows.empty(now)
    rows.tell("name taken back", now, stream=stream(now.round.answer), by=by, at=at, round=now.round_id)
    return now


@transaction.atomic
def remove_name(reading: Reading, because: str, *, by: User, at: datetime.datetime) -> Reading:
    """An editor takes away a name and a standpoint that are false, or hurt somebody. The answer stays.

    Raises: PermissionDenied; Stale where there is nothing to take away; ValidationError for a reason that is none.
    """
    about = reading.round.answer
    rows.enter(by, "offer", about.condition, at=at, language=about.language)
    rounds.lock(about)
    now = declining.in_full(reading)
    if now.reader_id == by.pk:
        raise PermissionDenied(_("This name is your own: take it back yourself, in your account."))
    if not now.names:
        raise Stale
    if because not in Reading.Removal.values:
        raise ValidationError({"removed_because": _("Choose one of the reasons: whoever gave the name is told.")})
    rows.empty(now)
    rows.once(now, removed_at=at, removed_by=by, removed_because=because)
    rows.tell("name removed", now, stream=stream(about), by=by, at=at, round=now.round_id)
    reading_letters.removed(now, at=at)
    return now


def forget(person: User, *, at: datetime.datetime) -> None:
    """Part of a move that closes their account: what they said of themselves and of the text is gone, with the answers.

    That they were asked, on which day they said what, and the digest of what it was about stay.
    """
    theirs = Reading.objects.filter(reader=person)
    rounds.lock_all(theirs.values_list("round__answer", flat=True))
    for now in [declining.in_full(each) for each in theirs.order_by("round__answer", "pk")]:
        if now.is_waiting:
            declining.over(now, Reading.Reason.OTHER, by=person, at=at)
        if not now.is_sealed or _remarks(now):
            emptied = [rows.empty(row) for row in (now, *_remarks(now))]
            rows.tell("reader forgotten", *emptied, stream=stream(now.round.answer), by=person, at=at)


def _remarks(now: Reading) -> list[Comment]:
    """What they said about the words, and what was answered to that, which may quote it: first what is answered to."""
    said = Comment.objects.filter(round=now.round_id).order_by("at", "pk")
    found = list(said.filter(by=now.reader_id, weight=Comment.Weight.UNCLEAR))
    for each in found:
        found += said.filter(reply_to=each)
    return [each for each in found if not each.is_sealed]
