"""Who was reminded of a review that nobody answered."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from conditions.models.reviews import Assignment


class ReviewReminderQuerySet(models.QuerySet["ReviewReminder"]):
    def counting(self) -> "ReviewReminderQuerySet":
        """Those of the day by which the review is wanted now; one before it was about a day that was moved since."""
        wanted = F("assignment__round__due_on")
        return self.annotate(on=TruncDate("at")).filter(Q(assignment__round__due_on=None) | Q(on__gte=wanted))


class ReviewReminder(models.Model):
    """Somebody was written to because a review had no answer by its day: the reviewer, the editor, then the lead (E14).

    Each once for each day by which it was wanted. What is due is asked of the days and of these rows, and stands
    nowhere else.
    """

    class Step(models.TextChoices):
        REVIEWER = "reviewer", _("Reviewer")
        EDITOR = "editor", _("Editor")
        LEAD = "lead", _("Lead")

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="reminders", verbose_name=_("assignment")
    )
    step = models.CharField(_("who was written to"), max_length=10, choices=Step.choices)
    at = models.DateTimeField(_("at"))

    objects = ReviewReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder of a review")
        verbose_name_plural = _("reminders of reviews")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("assignment", "step", "at", name="reviewreminder_once"),
            models.CheckConstraint(
                condition=models.Q(step__in=["reviewer", "editor", "lead"]), name="reviewreminder_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.get_step_display()}"
