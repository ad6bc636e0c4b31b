"""What follows for a member who breaks the rules again and again, in grades (M15)."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.cases import Rule
from community.models.members import Member


class SanctionQuerySet(models.QuerySet["Sanction"]):
    def in_force(self, on: datetime.date) -> "SanctionQuerySet":
        """Those that keep somebody from writing on the day: a warning keeps nobody."""
        lasting = Q(until__isnull=True) | Q(until__gte=on)
        return self.filter(lasting, lifted_at__isnull=True).exclude(grade=Sanction.Grade.WARNING)

    def told(self, on: datetime.date) -> "SanctionQuerySet":
        """Those that the member reads on their page that day: what is in force, and every warning (M15)."""
        lasting = Q(until__isnull=True) | Q(until__gte=on)
        return self.filter(lasting, lifted_at__isnull=True)


class Sanction(models.Model):
    """A warning, a pause or a ban, with its rule and reason. The member reads both; the reason goes with them."""

    class Grade(models.TextChoices):
        WARNING = "warning", _("Warning")
        PAUSE = "pause", _("Pause")
        BAN = "ban", _("Ban")

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="sanctions", verbose_name=_("member"))
    grade = models.CharField(_("grade"), max_length=10, choices=Grade.choices)
    rule = models.CharField(_("rule"), max_length=12, choices=Rule.choices)
    sentence = models.CharField(_("reason"), max_length=300, blank=True, help_text=_("The member reads it."))
    salt = models.CharField(max_length=32, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lifted by"),
    )
    is_sealed = models.BooleanField(_("erased"), default=False)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(is_sealed=True) | ~Q(sentence="")) & ~Q(rule=""),
                name="sanction_gives_its_reason",
                violation_error_message=_("Say which rule was broken, and how."),
            ),
            models.CheckConstraint(
                condition=Q(grade="pause", until__isnull=False) | Q(grade__in=["warning", "ban"], until__isnull=True),
                name="sanction_pause_ends",
                violation_error_message=_("Say when the pause ends. Only a pause has an end."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="sanction_lifted_as_a_whole",
            ),
            models.CheckConstraint(condition=Q(rule__in=Rule.values), name="sanction_rule_known"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_grade_display()}"
