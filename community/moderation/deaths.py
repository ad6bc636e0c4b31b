"""A member has died: what they wished for their stories happens, and nobody asks them again (C10)."""

import datetime

from django.db import transaction

from community.models import Consent, Death, Member, Purpose, Story
from community.models.stories import StoryQuerySet
from community.moderation import publications, threads
from conditions import evidence, rendering
from conditions.editorial import rows
from conditions.models import User


@transaction.atomic
def note_death(member: Member, *, basis: str, by: User, at: datetime.datetime) -> Death:
    """Notes that somebody has died. Stories that they wished kept stay for good; the others are taken down at once.

    `basis` says who told us, and why we believe it.
    Raises: PermissionDenied; ValidationError; Stale if it was noted already.
    """
    rows.enter(by, "safeguard", at=at)
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)  # whoever sends a story holds the member first
    for story in [threads.lock(each) for each in leaving(member).order_by("pk")]:
        moved = publications.leave(story, publications.Ending.DIED, Consent.Ending.DIED, at=at)
        rows.tell("author died", *moved, stream=threads.stream(story), by=by, at=at)
    death = rows.write(Death(member=member, basis=rendering.line(basis), noted_by=by, noted_at=at))
    rows.tell("died", death, stream=evidence.home(death), by=by, at=at)
    return death


def leaving(member: Member) -> StoryQuerySet:
    """Stories that are allowed now, and that the member did not wish kept."""
    unkept = Consent.objects.filter(purpose=Purpose.DISPLAY, ended_at=None, after_death=Consent.AfterDeath.REMOVE)
    found: StoryQuerySet = Story.objects.filter(author=member, pk__in=unkept.values("story"))
    return found
