"""What answers rest on: publications that somebody read on a day."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def real_day(published: str) -> None:
    """Raises: ValidationError for a day that no calendar has, like 2017-02-30."""
    try:
        datetime.date.fromisoformat(published if len(published) == 10 else "2000-01-01")
    except ValueError as error:
        raise ValidationError(_("No calendar has this day. Look it up again.")) from error


class Source(models.Model):
    """A publication that answers cite by its key. Answers copy what is cited; retraction is live (E16)."""

    key = models.SlugField(_("key"), max_length=60, unique=True, help_text=_("As cited in the text: [^ers-2017]"))
    title = models.CharField(_("title"), max_length=400)
    publisher = models.CharField(_("publisher"), max_length=200, help_text=_("Journal, authority or organisation."))
    published = models.CharField(
        _("published"),
        max_length=10,
        validators=[real_day],
        help_text=_("Year, month or day: 2017, 2017-11 or 2017-11-30."),
    )
    doi = models.CharField("DOI", max_length=200, blank=True, help_text=_("Like 10.1183/13993003.00610-2017"))
    pmid = models.CharField("PMID", max_length=9, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    read_on = models.DateField(_("read on"), help_text=_("The day on which somebody last read it."))
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("What readers should know: who paid, or “abstract only”.")
    )
    retracted_on = models.DateField(_("retracted on"), null=True, blank=True)
    retraction_note = models.CharField(
        _("why it was retracted"), max_length=300, blank=True, help_text=_("For colleagues; readers see the day alone.")
    )
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by"),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(title="") & ~Q(publisher=""),
                name="source_can_be_found",
                violation_error_message=_("Write the title and the publisher, so that a reader can find it."),
            ),
            models.CheckConstraint(
                condition=Q(published__regex=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"),
                name="source_date_readable",
                violation_error_message=_("Write the year, or year and month, or the day: 2017, 2017-11, 2017-11-30."),
            ),
            models.CheckConstraint(
                condition=Q(doi="") | Q(doi__regex=r"^10\.[0-9]{4,9}/[^ A-Z]+$"),
                name="source_doi_normal",
                violation_error_message=_("A DOI begins with “10.” and is written in small letters."),
            ),
            models.CheckConstraint(
                condition=Q(pmid="") | Q(pmid__regex=r"^[1-9][0-9]{0,8}$"),
                name="source_pmid_normal",
                violation_error_message=_("A PMID is a number."),
            ),
            models.UniqueConstraint(
                "doi",
                condition=~Q(doi=""),
                name="source_doi_once",
                violation_error_message=_("There is a source with this DOI already. Cite that one."),
            ),
            models.UniqueConstraint(
                "pmid",
                condition=~Q(pmid=""),
                name="source_pmid_once",
                violation_error_message=_("There is a source with this PMID already. Cite that one."),
            ),
            models.UniqueConstraint(
                "url",
                condition=~Q(url=""),
                name="source_url_once",
                violation_error_message=_("There is a source with this address already. Cite that one."),
            ),
            models.CheckConstraint(
                condition=Q(retracted_on__isnull=False) | Q(retraction_note=""),
                name="source_retraction_dated",
                violation_error_message=_("Say on which day it was retracted."),
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("pk")),
                name="source_not_its_own_successor",
                violation_error_message=_("A source does not replace itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    @property
    def link(self) -> str:
        """Where readers find it; empty where it is not public."""
        if self.url:
            return self.url
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else ""
