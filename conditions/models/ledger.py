"""What happened, in the order in which it happened: rows that never change (E1, E11)."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# What the desk works on. No other stream is shown to anybody: who wrote a story, and what became of an account, is
# told to those whom it concerns.
DESK = (
    "answer",
    "condition",
    "country",
    "fact",
    "line",
    "mail",
    "policy",
    "proposal",
    "question",
    "report",
    "reviewer",
    "source",
    "term",
)


def _called(column: str, kinds: Iterable[str]) -> Q:
    return reduce(or_, (Q(**{f"{column}__startswith": f"{kind}:"}) for kind in kinds))


class EventQuerySet(models.QuerySet["Event"]):
    def of_the_desk(self) -> "EventQuerySet":
        return self.filter(_called("stream", DESK))


class StreamQuerySet(models.QuerySet["Stream"]):
    def of_the_desk(self) -> "StreamQuerySet":
        return self.filter(_called("name", DESK))


class Event(models.Model):
    """One change of state. Each row carries the hash of the row before it in its stream.

    Written by `ledger.record` alone; the guards of `guards.py` refuse every other change.
    """

    stream = models.CharField(_("stream"), max_length=80, help_text=_("What it is about, like “condition:42”."))
    sequence = models.PositiveIntegerField(_("number in the stream"))
    action = models.CharField(_("what happened"), max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="events",
        verbose_name=_("by"),
        help_text=_("Empty: a command, run by whoever runs the site."),
    )
    at = models.DateTimeField(_("at"))
    data = models.TextField(_("details"), help_text=_("Canonical JSON: the very text that is hashed."))
    previous = models.CharField(_("hash of the event before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering: ClassVar = ["stream", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint("stream", "sequence", name="event_one_per_place"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="event_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.sequence}: {self.action}"


class Stream(models.Model):
    """Where a stream of events ends, so that a chain whose last events were cut off does not pass for whole.

    Moved on by `ledger.record` alone; whoever appends holds this row's lock.
    """

    name = models.CharField(_("stream"), max_length=80, unique=True)
    length = models.PositiveIntegerField(_("events"))
    head = models.CharField(_("hash of the last event"), max_length=64)

    objects = StreamQuerySet.as_manager()

    class Meta:
        verbose_name = _("stream of events")
        verbose_name_plural = _("streams of events")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(length__gte=1), name="stream_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.length})"
