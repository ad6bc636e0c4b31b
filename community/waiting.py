"""What waits for a moderator or the safeguarding lead: the queue, and the line about it where the desk begins."""

import datetime

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.models import Case, Claim, Decision, Level, Message, Opening, SteppedBack, StoryReport, StoryText
from community.models.cases import CaseQuerySet
from community.models.reports import StoryReportQuerySet
from community.moderation import exposure
from conditions.editorial.waiting import ROOMS, Room
from conditions.models import User
from conditions.permissions import may, reach


def theirs(person: User, *, on: datetime.date) -> CaseQuerySet:
    """Cases that somebody may look at: where they moderate, and for the safeguarding lead those of danger.

    Not their own, and no appeal from what they decided themselves (M7). From which they stepped back, only those of
    danger, and only as the lead (M11, M16).
    """
    away = SteppedBack.objects.filter(case__story=OuterRef("story"), by=person)
    there = reach(person, "moderate", on=on, answer="story__") & ~Q(Exists(away))
    if may(person, "safeguard", on=on):
        there |= Q(level=Level.DANGER)
    decided = Decision.objects.filter(case__decisions__appeal__case=OuterRef("pk"), by=person)
    found = Case.objects.filter(there).exclude(story__author__user=person)
    return found.filter(~Exists(decided))


def _decided(person: User) -> QuerySet[Decision]:
    """Of a case: what the person decided on the words that it is about now: it only waits for another (M4)."""
    newest = _newest(OuterRef(OuterRef("story"))).values("pk")[:1]
    return Decision.objects.filter(case=OuterRef("pk"), by=person, text=Subquery(newest))


def _newest(story: OuterRef) -> QuerySet[StoryText]:
    return StoryText.objects.filter(story=story, accepted_at__isnull=False).order_by("-number")


def queue(person: User, *, at: datetime.datetime) -> CaseQuerySet:
    """Those that wait for a moderator and not for the author, with what the list says of each, and no word of it.

    Which are hard to read, and which of them the person has opened that day, is said of each (M16).
    """
    on = timezone.localdate(at)
    held = Claim.objects.standing(at).filter(case=OuterRef("pk"))
    answer = Message.objects.filter(case=OuterRef("pk"), is_from_author=True)
    length = _newest(OuterRef("story"))
    approved = Decision.objects.filter(case=OuterRef("pk")).order_by("pk")
    return (
        theirs(person, on=on)
        .waiting()
        .annotate(
            is_answered=Exists(answer),
            is_decided=Exists(_decided(person)),
            length=Subquery(length.values("length")[:1]),
            first_at=approved.values("at")[:1],
            held_by=Subquery(held.values("by__name")[:1]),
            held_by_me=Exists(held.filter(by=person)),
            held_until=Subquery(held.values("until")[:1]),
            is_hard=ExpressionWrapper(exposure.hard(), output_field=BooleanField()),
            is_opened=Exists(Opening.objects.filter(case=OuterRef("pk"), by=person, on=on)),
        )
        .select_related("story")
    )


def reports(person: User, *, on: datetime.date) -> StoryReportQuerySet:
    """Reports that nobody has handled, of cases that are theirs to look at."""
    return StoryReport.objects.open().filter(case__in=theirs(person, on=on)).select_related("case__story")


def _waits(person: User, on: datetime.date) -> int:
    return theirs(person, on=on).waiting().filter(~Exists(_decided(person))).count()


ROOMS.append(
    Room(
        needs=frozenset({"moderate", "safeguard"}),
        label=_("Stories to read"),
        page="desk:stories:queue",
        waits=_waits,
        said=lambda n: ngettext("%(n)d story waits for a moderator", "%(n)d stories wait for a moderator", n),
    )
)
