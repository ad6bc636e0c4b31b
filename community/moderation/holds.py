"""A story that must be kept for somebody's safety, with its basis and its end: the one exception to erasing (C8)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.models import Erasure, Hold, Member, Story
from community.moderation import letters, threads
from conditions import rendering
from conditions.editorial import rows
from conditions.models import User

LONGEST = datetime.timedelta(days=366)  # then somebody looks again, and begins another one


@transaction.atomic
def hold(story: Story, *, basis: str, until: datetime.date, is_told: bool, by: User, at: datetime.datetime) -> Hold:
    """Keeps the words of a story from being erased until the day. The author is told, unless the law forbids it.

    Raises: PermissionDenied; ValidationError.
    """
    rows.enter(by, "safeguard", at=at)
    story = threads.lock(story)
    on = timezone.localdate(at)
    if Erasure.objects.filter(story=story).exists():
        raise ValidationError(_("Every word of this story was erased. There is nothing left to keep."))
    if not on < until <= on + LONGEST:
        raise ValidationError({"until": _("Choose a day within a year. Look again then, and begin another one.")})
    held = Hold(story=story, basis=rendering.line(basis), until=until, is_told=is_told, by=by, at=at)
    rows.tell("held", rows.write(held), stream=threads.stream(story), by=by, at=at)
    if is_told:
        letters.held(story, at=at)
    return held


@transaction.atomic
def lift(held: Hold, *, by: User, at: datetime.datetime) -> Hold:
    """The story need not be kept any more: its author may erase it.

    Raises: PermissionDenied; Stale if it was lifted already.
    """
    rows.enter(by, "safeguard", at=at)
    story = threads.lock(held.story)
    rows.once(held, lifted_at=at, lifted_by=by)
    rows.tell("hold lifted", held, stream=threads.stream(story), by=by, at=at)
    return held


def in_the_way(story: Story, *, on: datetime.date) -> str:
    """Why the story cannot be erased on the day, as a sentence for its author; empty if it can.

    Of a hold of which the author must not know, it says no more than that it cannot be done now.
    """
    held = Hold.objects.in_force(on).filter(story=story).order_by("-until").first()
    if held is None:
        return ""
    if not held.is_told:
        return _("We cannot erase this story at the moment. You can take it down, and then nobody sees it.")
    return sentence(held)


def told(member: Member, *, on: datetime.date) -> dict[int, str]:
    """Of each story of the member that must be kept, by its key: why and until when, where the law lets us say (C8)."""
    found = Hold.objects.in_force(on).filter(story__author=member, is_told=True).order_by("until")
    return {held.story_id: sentence(held) for held in found}


def sentence(held: Hold) -> str:
    """What the author reads of it."""
    return _(
        "We must keep the words of this story until %(day)s, for somebody’s safety: %(basis)s. You can take it down, "
        "and then nobody sees it. Erase it after that day."
    ) % {"day": date_format(held.until), "basis": held.basis.rstrip(".")}
