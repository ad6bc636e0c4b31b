"""What was done where somebody may be in danger, step by step; and who stands in for a lead who is away (M11)."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.models.cases import MESSAGE, Case


class SafetyStep(models.Model):
    """One line of the log of a case of acute danger: a step that was taken, or how it ended. Lines are only added."""

    class Kind(models.TextChoices):
        READ = "read", _("Read everything that they wrote")
        ASKED = "asked", _("Asked the author how they are")
        LINES = "lines", _("Named help lines and emergency numbers")
        CALLED = "called", _("Called the emergency services")
        AUTHORITY = "authority", _("Told those who protect children or adults")
        COLLEAGUE = "colleague", _("Spoke with another lead")
        OTHER = "other", _("Something else")
        SAFE = "safe", _("Ended: they say that they are safe")
        NONE = "none", _("Ended: nobody is in danger")
        HANDED = "handed", _("Ended: others look after it now")
        SILENT = "silent", _("Ended: they cannot be reached")

    OUTCOMES = (Kind.SAFE, Kind.NONE, Kind.HANDED, Kind.SILENT)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="safety", verbose_name=_("case"))
    kind = models.CharField(_("what was done"), max_length=10, choices=Kind.choices)
    note = models.TextField(_("note"), blank=True, validators=[MaxLengthValidator(MESSAGE)])
    is_told = models.BooleanField(_("the author may know"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    salt = models.CharField(max_length=32, blank=True)
    is_sealed = models.BooleanField(_("erased"), default=False)

    class Meta:
        verbose_name = _("step for safety")
        verbose_name_plural = _("steps for safety")
        ordering: ClassVar = ["case", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_sealed=True)
                | ~Q(note="")
                | Q(kind__in=["read", "asked", "lines", "called", "authority", "colleague"]),
                name="safetystep_gives_its_reason",
                violation_error_message=_("Say in a note what was done, or why it ends so."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "read",
                        "asked",
                        "lines",
                        "called",
                        "authority",
                        "colleague",
                        "other",
                        "safe",
                        "none",
                        "handed",
                        "silent",
                    ]
                ),
                name="safetystep_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_kind_display()}"

    @property
    def is_outcome(self) -> bool:
        """Whether it says how it ended. A later step opens it again."""
        return self.kind in self.OUTCOMES


class StandInQuerySet(models.QuerySet["StandIn"]):
    def not_over(self, on: datetime.date) -> "StandInQuerySet":
        """Those that run on the day, or begin later."""
        return self.filter(until_on__gte=on, ended_at__isnull=True)

    def on(self, day: datetime.date) -> "StandInQuerySet":
        """Those that run on the day: the first and the last day count."""
        return self.not_over(day).filter(from_on__lte=day)


class StandIn(models.Model):
    """While a safeguarding lead is away, this other lead is the one who acts."""

    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("lead who is away")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("deputy")
    )
    from_on = models.DateField(_("away from"))
    until_on = models.DateField(_("away until"), help_text=_("The last day away."))
    at = models.DateTimeField(_("at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy of a safeguarding lead")
        verbose_name_plural = _("deputies of safeguarding leads")
        ordering: ClassVar = ["from_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")),
                name="standin_ends_after_it_starts",
                violation_error_message=_("The last day away must not be before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(lead=F("deputy")),
                name="standin_is_another",
                violation_error_message=_("Choose somebody else: nobody stands in for themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead}: {self.deputy}"
