"""What a reviewer can be asked about, and when not: as they say themselves. It moves nothing that was signed."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conditions.models.catalogue import Condition
from conditions.models.reviewers import Reviewer


class SpokenLanguage(models.Model):
    """A language in which the reviewer judges texts. Whoever names none is asked in all that their role allows."""

    reviewer = models.ForeignKey(
        Reviewer, on_delete=models.CASCADE, related_name="languages", verbose_name=_("reviewer")
    )
    language = models.CharField(_("language"), max_length=10)

    class Meta:
        verbose_name = _("language of a reviewer")
        verbose_name_plural = _("languages of reviewers")
        ordering: ClassVar = ["language"]
        constraints: ClassVar = [models.UniqueConstraint("reviewer", "language", name="spoken_language_once")]

    def __str__(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.language, self.language))


class Specialty(models.Model):
    """A condition, or a family of them, that the reviewer knows best: they are offered what belongs to it first."""

    reviewer = models.ForeignKey(
        Reviewer, on_delete=models.CASCADE, related_name="specialties", verbose_name=_("reviewer")
    )
    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="+", verbose_name=_("condition"))

    class Meta:
        verbose_name = _("specialty")
        verbose_name_plural = _("specialties")
        constraints: ClassVar = [models.UniqueConstraint("reviewer", "condition", name="specialty_once")]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.condition_id}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: datetime.date) -> "AbsenceQuerySet":
        """Those that cover the day: the first and the last day do."""
        return self.filter(from_on__lte=day, until_on__gte=day)

    def not_over(self, day: datetime.date) -> "AbsenceQuerySet":
        return self.filter(until_on__gte=day).order_by("from_on", "pk")


class Absence(models.Model):
    """Days on which the reviewer would rather not be asked."""

    reviewer = models.ForeignKey(
        Reviewer, on_delete=models.CASCADE, related_name="absences", verbose_name=_("reviewer")
    )
    from_on = models.DateField(_("away from"))
    until_on = models.DateField(_("away until"), help_text=_("The last day away."))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")),
                name="absence_ends_after_it_starts",
                violation_error_message=_("The last day away must not be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.from_on} – {self.until_on}"
