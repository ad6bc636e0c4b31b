"""What waits for a moderator or the safeguarding lead: the queue, and the line about it where the desk begins."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.models import Case, Decision, Level, Message, StoryReport, StoryText
from community.models.cases import CaseQuerySet
from community.models.reports import StoryReportQuerySet
from conditions.editorial.waiting import ROOMS, Room
from conditions.models import User
from conditions.permissions import may, reach


def theirs(person: User, *, on: datetime.date) -> CaseQuerySet:
    """Cases that somebody may look at: where they moderate, and for the safeguarding lead those of danger.

    Not their own, not those from which they stepped back, and no appeal from what they decided themselves (M7, M16).
    """
    there = reach(person, "moderate", on=on, answer="story__")
    if may(person, "safeguard", on=on):
        there |= Q(level=Level.DANGER)
    decided = Decision.objects.filter(case__decisions__appeal__case=OuterRef("pk"), by=person)
    found = Case.objects.filter(there).unseen_by(person.pk).exclude(story__author__user=person)
    return found.filter(~Exists(decided))


def _decided(person: User) -> QuerySet[Decision]:
    """Of a case: what the person decided on the words that it is about now: it only waits for another (M4)."""
    newest = _newest(OuterRef(OuterRef("story"))).values("pk")[:1]
    return Decision.objects.filter(case=OuterRef("pk"), by=person, text=Subquery(newest))


def _newest(story: OuterRef) -> QuerySet[StoryText]:
    return StoryText.objects.filter(story=story, accepted_at__isnull=False).order_by("-number")


def queue(person: User, *, on: datetime.date) -> CaseQuerySet:
    """Those that wait for a moderator and not for the author, with what the list says of each, and no word of it."""
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
