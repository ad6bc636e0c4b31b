"""A member has died: what they wished for their stories happens, and nobody asks them again (C10)."""

import datetime

from django.db import transaction

from community.models import Consent, Death, Member, Purpose, Story
from community.moderation import publications, threads
from conditions import evidence
from conditions.editorial import rows
from conditions.models import User


@transaction.atomic
def note_death(member: Member, *, by: User, at: datetime.datetime) -> Death:
    """Notes that somebody has died. Stories that they wished kept stay for good; the others are taken down at once.

    Raises: PermissionDenied; Stale if it was noted already.
    """
    rows.enter(by, "safeguard", at=at)
    unkept = Consent.objects.filter(purpose=Purpose.DISPLAY, ended_at=None, after_death=Consent.AfterDeath.REMOVE)
    stories = Story.objects.filter(author=member, pk__in=unkept.values("story")).order_by("pk")
    for story in [threads.lock(each) for each in stories]:
        moved = publications.leave(story, publications.Ending.DIED, Consent.Ending.DIED, at=at)
        rows.tell("author died", *moved, stream=threads.stream(story), by=by, at=at)
    death = rows.write(Death(member=member, noted_by=by, noted_at=at))
    rows.tell("died", death, stream=evidence.home(death), by=by, at=at)
    return death
