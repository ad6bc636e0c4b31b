"""Authors are told before a consent runs out, twice, and once when it has (C10, E14)."""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from community.models import Consent, Purpose, Reminder, StoryPublication
from community.models.consents import ConsentQuerySet
from community.moderation import letters, threads
from conditions.editorial import rows

Kind = Reminder.Kind
LONG_AGO = 36_500
# When an author is told: from so many days before the last one until so many. The day after it the story sleeps.
DAYS_AHEAD = {Kind.FIRST: (60, 15), Kind.SECOND: (14, 0), Kind.ASLEEP: (-1, -LONG_AGO)}


def remind(*, at: datetime.datetime) -> int:
    """Tells each author once of what is due, and not of what was missed before it. Returns how many were told."""
    on = timezone.localdate(at)
    return sum(
        _told(pk, kind, at=at) for kind in DAYS_AHEAD for pk in list(_due(kind, on).values_list("pk", flat=True))
    )


def _due(kind: Kind, on: datetime.date) -> ConsentQuerySet:
    """On which a public story rests, whose author can be asked: they have neither died nor left."""
    first, last = DAYS_AHEAD[kind]
    live = StoryPublication.objects.live().filter(consent=OuterRef("pk"))
    standing = Consent.objects.filter(Exists(live), purpose=Purpose.DISPLAY, ended_at__isnull=True)
    reachable = standing.filter(given_by__death__isnull=True, given_by__left_on__isnull=True)
    within = (on + datetime.timedelta(days=last), on + datetime.timedelta(days=first))
    return reachable.filter(until__range=within).exclude(reminders__kind=kind)


@transaction.atomic
def _told(pk: int, kind: Kind, *, at: datetime.datetime) -> bool:
    """Tells one author, unless something moved meanwhile."""
    story = threads.lock(Consent.objects.select_related("story").get(pk=pk).story)
    consent = _due(kind, timezone.localdate(at)).filter(pk=pk).select_related("given_by__user").first()
    if consent is None:
        return False
    reminder = rows.write(Reminder(consent=consent, kind=kind, at=at))
    action = "fell asleep" if kind == Kind.ASLEEP else "reminded"
    rows.tell(action, reminder, stream=threads.stream(story), by=None, at=at, kind=kind)
    (letters.ran_out if kind == Kind.ASLEEP else letters.runs_out)(consent, at=at)
    return True
