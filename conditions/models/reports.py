"""What readers tell us is wrong."""

import datetime
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from conditions.models.answers import Answer
from conditions.models.publications import Publication

PERSONAL = "question"  # the reason of whoever asks about their own health
PERSONAL_KEPT = datetime.timedelta(days=90)  # M23
Report = TypeVar("Report", bound=models.Model)


class Personal(models.QuerySet[Report]):
    """Reports of one kind, among them questions about somebody's own health."""

    def personal_until(self, at: datetime.datetime) -> Self:
        """Those that have been kept for as long as they may be (M23)."""
        return self.filter(reason=PERSONAL, emptied_at__isnull=True, at__lte=at - PERSONAL_KEPT)


class ReaderReportQuerySet(Personal["ReaderReport"]):
    def open(self) -> "ReaderReportQuerySet":
        """Those that wait for an editor, what may harm somebody first, then the oldest."""
        first = Case(When(reason=ReaderReport.Reason.DANGER, then=0), default=1)
        return self.filter(handled_at__isnull=True).order_by(first, "at", "pk")


class ReaderReport(models.Model):
    """A problem that somebody reported, signed in or not (R19).

    Words, reply and address can be emptied; when it came, about what, who handled it and how it ended stay.
    """

    class Reason(models.TextChoices):
        WRONG = "wrong", _("Something is wrong or out of date")
        DANGER = "danger", _("Following it could harm somebody")
        UNCLEAR = "unclear", _("It is hard to understand")
        MISSING = "missing", _("Something important is missing")
        LINK = "link", _("A link or the page does not work")
        QUESTION = PERSONAL, _("I have a question about my own health")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        OPEN = "", _("Open")
        CORRECTED = "corrected", _("The text is being corrected")
        UNCHANGED = "unchanged", _("The text stays as it is")
        ANSWERED = "answered", _("Answered")
        NO_REPORT = "no-report", _("Not about the site")

    number = models.CharField(_("number"), max_length=8, unique=True)
    page = models.CharField(_("page"), max_length=300, help_text=_("The address that was reported."))
    answer = models.ForeignKey(
        Answer, on_delete=models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("answer")
    )
    publication = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("version that was read"),
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    words = models.TextField(_("what is wrong"), blank=True, validators=[MaxLengthValidator(4_000)])
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("Only to answer."))
    language = models.CharField(_("language"), max_length=10, default="en")
    at = models.DateTimeField(_("at"))
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default="")
    reply = models.TextField(_("reply"), blank=True)
    emptied_at = models.DateTimeField(_("words deleted at"), null=True, blank=True)

    objects = ReaderReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a reader")
        verbose_name_plural = _("reports of readers")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, outcome="", handled_by__isnull=True)
                | Q(handled_at__isnull=False, handled_by__isnull=False) & ~Q(outcome=""),
                name="report_handled_as_a_whole",
                violation_error_message=_("Say how it was handled."),
            ),
            models.CheckConstraint(
                condition=Q(emptied_at__isnull=True) | Q(words="", reply="", email=""),
                name="report_emptied_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["wrong", "danger", "unclear", "missing", "link", "question", "other"]),
                name="report_reason_known",
                violation_error_message=_("Choose what it is about."),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "corrected", "unchanged", "answered", "no-report"]),
                name="report_outcome_known",
                violation_error_message=_("Say how it was handled."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class FoundClear(models.Model):
    """How many readers said on a day that a version was clear to them. Who said so is not kept."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="found_clear", verbose_name=_("version that was read")
    )
    on = models.DateField(_("on"))
    count = models.PositiveIntegerField(_("readers"), default=0)

    class Meta:
        verbose_name = _("found clear by readers")
        verbose_name_plural = _("found clear by readers")
        constraints: ClassVar = [models.UniqueConstraint("publication", "on", name="foundclear_once_a_day")]

    def __str__(self) -> str:
        return f"{self.publication}: {self.count}"
