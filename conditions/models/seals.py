"""The one exit from what never changes: two people take the words of a version away for good (E19)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conditions.models.answers import Revision


class SealQuerySet(models.QuerySet["Seal"]):
    def waiting(self) -> "SealQuerySet":
        """Those that were asked for, and on which no second person has decided."""
        return self.filter(sealed_at=None, refused_at=None)

    def of_one_request(self, seal: "Seal") -> "SealQuerySet":
        """The seal, and those of other versions that the same person asked for in the same step."""
        return self.filter(asked_by=seal.asked_by_id, asked_at=seal.asked_at)


class Seal(models.Model):
    """Two people take the words of one version away for good; its digest, dates and this reason stay (E19)."""

    class Ground(models.TextChoices):
        COURT = "court", _("Court order")
        LIBEL = "libel", _("Libel")
        PERSONAL = "personal", _("Personal data")
        DANGER = "danger", _("Dangerous error")

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="seals", verbose_name=_("revision"))
    ground = models.CharField(_("ground"), max_length=10, choices=Ground.choices)
    reason = models.CharField(_("reason"), max_length=300, help_text=_("Readers see it in place of the words."))
    includes_notices = models.BooleanField(
        _("with its notices"), default=False, help_text=_("The notices about it repeat what has to go.")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for at"))
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sealed by"),
    )
    sealed_at = models.DateTimeField(_("sealed at"), null=True, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("refused by"),
    )
    refused_at = models.DateTimeField(_("refused at"), null=True, blank=True)

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "revision",
                condition=Q(refused_at__isnull=True),
                name="seal_one_per_revision",
                violation_error_message=_("A seal of this version was asked for already. Confirm that one."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="seal_has_a_reason", violation_error_message=_("Say why: readers see it.")
            ),
            models.CheckConstraint(
                condition=Q(sealed_by__isnull=True) | ~Q(sealed_by=F("asked_by")),
                name="seal_by_two_people",
                violation_error_message=_("A seal takes two people. Ask a colleague to confirm it."),
            ),
            models.CheckConstraint(
                condition=Q(sealed_by__isnull=True, sealed_at__isnull=True)
                | Q(sealed_by__isnull=False, sealed_at__isnull=False, refused_at__isnull=True),
                name="seal_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(refused_by__isnull=True, refused_at__isnull=True)
                | Q(refused_by__isnull=False, refused_at__isnull=False),
                name="seal_refused_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(ground__in=["court", "libel", "personal", "danger"]), name="seal_ground_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.get_ground_display()}"
