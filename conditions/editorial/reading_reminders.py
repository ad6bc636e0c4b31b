"""Texts that wait for a lay reader: who is reminded on the day by which they are wanted, and told where it moves (E14).

One letter, and never a second one for the same day: they do it for nothing. The editor sees for whom a text waits.
"""

import datetime
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from conditions.editorial import declining, reading_letters, rounds, rows
from conditions.editorial.drafts import stream
from conditions.editorial.reminders import WITHOUT_A_DAY
from conditions.models import Reading, Round


def due(*, at: datetime.datetime) -> QuerySet[Reading]:
    """Those whose reader has to be written to by now, and was not; a letter before the day was about one that moved."""
    asked = Reading.objects.waiting().annotate(reminded_on=TruncDate("reminded_at"))
    not_sent = Q(reminded_at=None) | Q(reminded_on__lt=F("round__due_on"))
    long_ago = Q(round__due_on=None, asked_at__lte=at - WITHOUT_A_DAY, reminded_at=None)
    return asked.filter(not_sent & Q(round__due_on__lte=timezone.localdate(at)) | long_ago)


@transaction.atomic
def remind(*, at: datetime.datetime) -> int:
    """Writes once to everybody to whom it is due. Returns of how many texts."""
    rounds.lock_all(due(at=at).values_list("round__answer", flat=True))
    found = due(at=at).select_related("round__answer__condition", "reader").order_by("round__answer", "pk")
    noted = [each for each in found if declining.may_read(each, at=at)]
    for each in noted:
        Reading.objects.filter(pk=each.pk).update(reminded_at=at)
        each.reminded_at = at
        rows.tell("lay reader reminded", each, stream=stream(each.round.answer), by=None, at=at, round=each.round_id)
    for person, number in Counter(each.reader for each in noted).items():
        reading_letters.reminded(person, number, at=at)
    return len(noted)


def tell_of_day(moved: Iterable[Round], due_on: datetime.date, *, at: datetime.datetime) -> None:
    """Part of a move: the texts are wanted by another day now."""
    waiting = Reading.objects.waiting().filter(round__in=list(moved)).select_related("reader").order_by("pk")
    for person, number in Counter(each.reader for each in waiting).items():
        reading_letters.day_moved(person, number, due_on, at=at)
