"""Whom a country's readers can call, in an emergency or in despair: checked by hand, dated and sourced (M11)."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from conditions.models.lists import Rows

CHECK_LASTS = datetime.timedelta(days=365)


class CountryQuerySet(models.QuerySet["Country"]):
    def checked(self, on: datetime.date) -> "CountryQuerySet":
        """Those with numbers that somebody checked within a year of the day."""
        return self.filter(checked_on__gte=on - CHECK_LASTS).exclude(emergency_numbers="")

    def with_lines(self, on: datetime.date) -> "CountryQuerySet":
        """Each with its help lines that somebody checked within a year of the day, in the same query."""
        lines = HelpLine.objects.checked(on).filter(country=OuterRef("pk")).order_by("helps", "name")
        row = JSONObject(**{name: name for name in HelpLine.SAID})
        return self.annotate(lines_found=Rows(lines.values(row=row)))


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

    def is_checked(self, on: datetime.date) -> bool:
        """Whether readers see its numbers on the day."""
        return bool(self.emergency_numbers) and self.checked_on >= on - CHECK_LASTS

    @property
    def lines(self) -> "list[HelpLine]":
        """Those that `with_lines` brought."""
        found: list[dict[str, str]] = vars(self)["lines_found"]
        dates = [datetime.date.fromisoformat(each["checked_on"]) for each in found]
        return [
            HelpLine(**each | {"checked_on": day, "country_id": self.code})
            for each, day in zip(found, dates, strict=True)
        ]


class HelpLineQuerySet(models.QuerySet["HelpLine"]):
    def checked(self, on: datetime.date) -> "HelpLineQuerySet":
        """Those that somebody checked within a year of the day. Readers see no other: the emergency number stays."""
        return self.filter(checked_on__gte=on - CHECK_LASTS).exclude(number="")


class HelpLine(models.Model):
    """A line of one country on which somebody listens. What it is for is said in the reader's language."""

    class Helps(models.TextChoices):
        DESPAIR = "despair", _("For anybody who thinks of suicide, and for those close to them.")
        LISTENING = "listening", _("For anybody who needs to talk, about anything.")

    SAID: ClassVar = ("name", "number", "hours", "languages", "helps", "checked_on")  # what readers learn of it

    slug = models.SlugField(_("key"), max_length=90, unique=True, editable=False)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+", verbose_name=_("country"))
    name = models.CharField(_("name"), max_length=80, help_text=_("As the line calls itself."))
    number = models.CharField(
        _("number"),
        max_length=20,
        blank=True,
        help_text=_("As it is dialled in the country: 116 123. Empty: it was taken down, and readers do not see it."),
    )
    hours = models.CharField(
        _("hours"),
        max_length=80,
        blank=True,
        help_text=_("In the first language of the line. Empty: day and night, every day."),
    )
    languages = models.CharField(_("languages"), max_length=40, help_text=_("Codes, the first one first: en, es"))
    helps = models.CharField(_("what for"), max_length=10, choices=Helps.choices)
    checked_on = models.DateField(_("checked on"), help_text=_("The day on which somebody read it in the source."))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("checked by"),
        help_text=_("Empty: it came with the site."),
    )
    source_title = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=500)

    objects = HelpLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("help line")
        verbose_name_plural = _("help lines")
        ordering: ClassVar = ["country", "helps", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^([0-9]+( [0-9]+)*)?$"),
                name="helpline_number_readable",
                violation_error_message=_("Write digits and single blanks only: 116 123"),
            ),
            models.CheckConstraint(
                condition=Q(languages__regex=r"^[a-z]{2,3}(, [a-z]{2,3})*$"),
                name="helpline_languages_known",
                violation_error_message=_("Write codes of languages, separated by a comma and a blank: en, es"),
            ),
            models.CheckConstraint(
                condition=Q(helps__in=["despair", "listening"]),
                name="helpline_helps_known",
                violation_error_message=_("Choose what the line is for."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.country_id})"

    @property
    def dialled(self) -> str:
        """The number without its blanks, for a link."""
        return self.number.replace(" ", "")
