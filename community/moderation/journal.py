"""What people had erased or ended, as lines that can be kept elsewhere and done again after a backup is put back (O3).

A line names no person: a story by its code, somebody by the moment at which their account was made.
"""

import datetime
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from community.models import Closure, Consent, Erasure, Member, OldStory, Purpose, Story
from community.moderation import erasures, holds, leaving, old_stories, publications, threads
from conditions.editorial import lay_names, rows
from conditions.models import Reading, User

Ending = Consent.Ending
# Consents that stay ended, and how what rested on them ends with them.
ENDED = {
    Ending.WITHDRAWN: publications.Ending.TAKEN_DOWN,
    Ending.REMOVED: publications.Ending.REMOVED,
    Ending.DIED: publications.Ending.DIED,
}
# What each kind of line says.
KEYS = {
    "ended": {"what", "at", "story", "purpose", "given_at", "ending"},
    "erased": {"what", "at", "story", "kind", "number", "member", "joined"},
    "old": {"what", "at", "reference", "ending"},
    "closed": {"what", "at", "number", "user", "joined"},
    "unnamed": {"what", "at", "reading", "asked_at"},
}


class Replayed(NamedTuple):
    """How many lines were done again, how many needed nothing, and why which receipts have to wait."""

    done: int
    idle: int
    waiting: dict[str, str]


def journal() -> Iterator[str]:
    """A line of JSON each: what ended, names taken back, what was erased, closed accounts, and old stories."""
    ended = Consent.objects.filter(ending__in=ENDED).select_related("story").order_by("ended_at", "pk")
    for consent in ended.iterator():
        told = {"story": consent.story.code, "purpose": consent.purpose, "given_at": consent.given_at.isoformat()}
        yield _line("ended", consent.ended_at, told | {"ending": consent.ending})
    unnamed = Reading.objects.filter(is_sealed=True, answered_at__isnull=False).order_by("answered_at", "pk")
    for reading in unnamed.iterator():
        yield _line("unnamed", reading.answered_at, {"reading": reading.pk, "asked_at": reading.asked_at.isoformat()})
    erased = Erasure.objects.select_related("member__user", "story").order_by("at", "pk")
    for erasure in erased.iterator():
        told = {"story": erasure.story.code if erasure.story else "", "kind": erasure.kind, "number": erasure.number}
        member = {"member": erasure.member_id, "joined": erasure.member.user.date_joined.isoformat()}
        yield _line("erased", erasure.at, told | member)
    for closure in Closure.objects.select_related("user").order_by("at", "pk").iterator():
        account = {"user": closure.user_id, "joined": closure.user.date_joined.isoformat()}
        yield _line("closed", closure.at, account | {"number": closure.number})
    for old in OldStory.objects.gone().order_by("ended_at", "pk").iterator():
        yield _line("old", old.ended_at, {"reference": old.reference, "ending": old.ending})


def check(lines: Iterable[str]) -> None:
    """Raises: ValueError that names the first line that is none of a journal, before anything is done by it."""
    for number, line in enumerate(lines, start=1):
        try:
            told = json.loads(line)
            _moment(told["at"])
            whole = told.keys() == KEYS[told["what"]]
        except (KeyError, TypeError, ValueError, AttributeError) as nonsense:
            raise _foreign(number) from nonsense
        if not whole:
            raise _foreign(number)


def replay(lines: Iterable[str]) -> Replayed:
    """Does again what the lines tell of and the database does not know. What it knows already it leaves alone.

    A line about a story or a member that the backup never had needs nothing. One that has to wait, for a hold or a role
    that was ended since, is named: end it again, and replay again.
    """
    done, idle, waiting = 0, 0, {}
    for line in lines:
        told = json.loads(line)
        try:
            moved = AGAIN[told["what"]](told)
        except ValidationError as refusal:
            waiting[str(told["number"])] = " ".join(refusal.messages)
        else:
            done, idle = done + moved, idle + (not moved)
    return Replayed(done, idle, waiting)


def _foreign(number: int) -> ValueError:
    return ValueError(_("line %(number)d is not as the journal was written.") % {"number": number})


def _line(what: str, at: datetime.datetime | None, told: dict[str, Any]) -> str:
    return json.dumps({"what": what, "at": at.isoformat() if at else "", **told}, sort_keys=True)


@transaction.atomic
def _ended(told: dict[str, Any]) -> bool:
    story = Story.objects.filter(code=told["story"]).first()
    if story is None:
        return False
    story, at, ending = threads.lock(story), _moment(told["at"]), Ending(told["ending"])
    same = story.consents.filter(purpose=told["purpose"], given_at=_moment(told["given_at"]), ended_at=None).first()
    if same is None:
        return False
    if same.purpose == Purpose.DISPLAY:
        moved = publications.leave(story, ENDED[ending], ending, at=at)
        rows.tell(publications.TAKEN_DOWN, *moved, stream=threads.stream(story), by=None, at=at, replayed=True)
    else:
        rows.once(same, ended_at=at, ending=ending)
        rows.tell("withdrawn", same, stream=threads.stream(story), by=None, at=at, replayed=True)
    return True


@transaction.atomic
def _erased(told: dict[str, Any]) -> bool:
    """Raises: ValidationError where it must wait."""
    made = {"pk": told["member"], "user__date_joined": _moment(told["joined"])}
    member = Member.objects.select_related("user").filter(**made).first()
    if member is None or Erasure.objects.filter(number=told["number"]).exists():
        return False
    at = _moment(told["at"])
    if not told["story"]:
        leaving.take_down_all(member, told["kind"], at=at)
        leaving.forget(member, told["number"], told["kind"], by=None, at=at)
        return True
    story = Story.objects.filter(code=told["story"], author=member, erasure__isnull=True).first()
    if story is None:
        return False
    story = threads.lock(story)
    if reason := holds.in_the_way(story, on=timezone.localdate(at)):
        raise ValidationError(reason)
    erasures.empty(story, told["number"], by=None, at=at)
    return True


def _erased_old(told: dict[str, Any]) -> bool:
    return old_stories.end_again(told["reference"], told["ending"], at=_moment(told["at"]))


@transaction.atomic
def _closed(told: dict[str, Any]) -> bool:
    """Raises: ValidationError where it must wait."""
    user = User.objects.filter(pk=told["user"], date_joined=_moment(told["joined"])).first()
    if user is None or Closure.objects.filter(user=user).exists():
        return False
    leaving.forget_account(user, told["number"], by=None, at=_moment(told["at"]))
    return True


@transaction.atomic
def _unnamed(told: dict[str, Any]) -> bool:
    there = Reading.objects.filter(pk=told["reading"], asked_at=_moment(told["asked_at"]), is_sealed=False)
    found = there.filter(answered_at__isnull=False).first()
    if found:
        lay_names.take_back_again(found, at=_moment(told["at"]))
    return found is not None


# How each kind of line is done again.
AGAIN: dict[str, Callable[[dict[str, Any]], bool]] = {
    "ended": _ended,
    "erased": _erased,
    "old": _erased_old,
    "closed": _closed,
    "unnamed": _unnamed,
}


def _moment(text: str) -> datetime.datetime:
    moment = parse_datetime(text)
    if moment is None:
        raise ValueError(f"“{text}” is no time. Replay the journal as it was written.")
    return moment
