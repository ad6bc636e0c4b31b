"""Approved words that wait for their minute."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from conditions.models.answers import Answer
from conditions.models.reviews import Round


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def open(self) -> "ScheduleQuerySet":
        """Those that neither came nor ended otherwise."""
        return self.filter(ended_at=None)

    def due(self, at: datetime.datetime) -> "ScheduleQuerySet":
        """Open ones whose minute has come, however long ago (E14)."""
        return self.open().filter(due_at__lte=at).order_by("due_at", "pk")

    def failed(self) -> "ScheduleQuerySet":
        """Those that a rule stopped, whose words still wait for somebody, and nobody has decided on since."""
        later = Schedule.objects.filter(round=OuterRef("round"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), outcome=Schedule.Outcome.FAILED, round__closed_at=None)


class Schedule(models.Model):
    """An editor chose when the approved words of an open review reach readers. It never changes except for ending once.

    It decides nothing: at its minute every rule of publishing is asked anew (E9, docs/decisions/0049).
    """

    class Outcome(models.TextChoices):
        OPEN = "", _("Open")
        PUBLISHED = "published", _("Published at its time")
        UNDONE = "undone", _("Undone")
        OVERTAKEN = "overtaken", _("The review ended before")
        FAILED = "failed", _("Not published: a rule stood against it")

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="schedules", verbose_name=_("answer"))
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="schedules", verbose_name=_("round"))
    digest = models.CharField(_("digest of what was seen"), max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    due_at = models.DateTimeField(_("publish at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
        help_text=_("Empty: the site, at the minute."),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default=Outcome.OPEN)
    because = models.CharField(_("why"), max_length=500, blank=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned publication")
        verbose_name_plural = _("planned publications")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index("due_at", condition=Q(ended_at__isnull=True), name="schedule_waiting")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "answer",
                condition=Q(ended_at__isnull=True),
                name="schedule_one_open",
                violation_error_message=_("A publication of this answer is planned already. Undo that first."),
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("at")),
                name="schedule_ahead",
                violation_error_message=_("This minute has passed. Choose one that lies ahead."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, outcome="", because="")
                | Q(ended_at__isnull=False, ended_by__isnull=True, outcome="published", because="")
                | Q(ended_at__isnull=False, ended_by__isnull=True, outcome="failed") & ~Q(because="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, outcome__in=["undone", "overtaken"], because=""),
                name="schedule_ends_as_a_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["published", "failed"]) | Q(ended_at__gte=F("due_at")),
                name="schedule_not_before_its_minute",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer}, {self.due_at:%Y-%m-%d %H:%M}"
