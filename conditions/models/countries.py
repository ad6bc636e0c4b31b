"""What a country's readers need in an emergency, checked by hand and dated."""

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

CHECK_LASTS = datetime.timedelta(days=365)


class CountryQuerySet(models.QuerySet["Country"]):
    def checked(self, on: datetime.date) -> "CountryQuerySet":
        """Those with numbers that somebody checked within a year of the day."""
        return self.filter(checked_on__gte=on - CHECK_LASTS).exclude(emergency_numbers="")


class Country(models.Model):
    """Emergency numbers of one country. Its name comes from Babel, in the reader's language."""

    code = models.CharField(_("ISO code"), max_length=2, primary_key=True)
    emergency_numbers = models.CharField(
        _("emergency numbers"),
        max_length=40,
        blank=True,
        help_text=_(
            "In the order in which to try them, separated by commas: 999, 112. Empty: they were taken down, and "
            "readers see none."
        ),
    )
    checked_on = models.DateField(_("checked on"), help_text=_("The day on which somebody read it in the source."))
    source_title = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=500)

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}$"),
                name="country_code_is_iso",
                violation_error_message=_("Use the two capital letters of ISO 3166, like GB."),
            ),
            models.CheckConstraint(
                condition=Q(emergency_numbers__regex=r"^([0-9]{2,6}(, [0-9]{2,6})*)?$"),
                name="country_numbers_readable",
                violation_error_message=_("Write digits only, separated by a comma and a space: 999, 112"),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def numbers(self) -> list[str]:
        return self.emergency_numbers.split(", ") if self.emergency_numbers else []
