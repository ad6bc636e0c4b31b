"""What the public is told about published words, and who confirmed that they were taken away."""

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conditions.models.publications import Publication

CONFIRMED_WITHIN = datetime.timedelta(hours=24)  # E7


class NoticeQuerySet(models.QuerySet["Notice"]):
    def standing(self) -> "NoticeQuerySet":
        """Of withdrawals after which nothing has begun: what readers find at the address of the answer (E20)."""
        return self.filter(kind=Notice.Kind.WITHDRAWAL, publication__after=None)

    def listed(self) -> models.QuerySet[Any]:
        """All of them with what the public list tells: about which version of which question of which condition (R18).

        A sealed version has no question any more, and its reason may have gone with its words.
        """
        return self.annotate(
            code=F("publication__code"),
            number=F("publication__number"),
            language=F("publication__answer__language"),
            question=F("publication__revision__question"),
            condition_name=F("publication__revision__condition_name"),
        )

    def to_confirm(self) -> "NoticeQuerySet":
        """Withdrawals that wait for a second person. Where text has begun since, a second person has decided (E7)."""
        return self.standing().filter(confirmation=None)

    def unconfirmed(self, at: datetime.datetime) -> "NoticeQuerySet":
        """Those that have waited for a whole day: everybody else is told, and the text stays withdrawn."""
        return self.to_confirm().filter(at__lte=at - CONFIRMED_WITHIN)

    def of_one_withdrawal(self, notice: "Notice") -> "NoticeQuerySet":
        """The notice, and those of what was withdrawn in the same step, because it rested on that text (E10)."""
        about = notice.publication.answer.condition_id
        return self.filter(
            kind=Notice.Kind.WITHDRAWAL, by=notice.by_id, at=notice.at, publication__answer__condition=about
        )


class Notice(models.Model):
    """What the public is told about a publication: that its meaning was corrected, that it was withdrawn, or put back.

    R18, E20.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        WITHDRAWAL = "withdrawal", _("Withdrawal")
        RESTORED = "restored", _("Put back")

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="notices", verbose_name=_("publication")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=500, error_messages={"blank": _("Say why: readers see it.")})
    advice = models.CharField(
        _("advice"), max_length=500, blank=True, help_text=_("What somebody should do who acted on it.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    on = models.DateField(_("on"))
    is_sealed = models.BooleanField(_("sealed"), default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("publication", "kind", name="notice_one_of_a_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=["correction", "withdrawal", "restored"]), name="notice_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(is_sealed=True) | ~Q(reason=""),
                name="notice_has_a_reason",
                violation_error_message=_("Say why: readers see it."),
            ),
            models.CheckConstraint(
                condition=Q(is_sealed=True) | ~Q(kind="withdrawal") | ~Q(advice=""),
                name="notice_of_withdrawal_advises",
                violation_error_message=_("Say what somebody should do who acted on it: readers see it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication}: {self.get_kind_display()}"


class Confirmation(models.Model):
    """A second person confirms a withdrawal (E7)."""

    notice = models.OneToOneField(
        Notice, on_delete=models.PROTECT, related_name="confirmation", verbose_name=_("notice")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")

    def __str__(self) -> str:
        return f"{self.notice}: {self.by}"


class Escalation(models.Model):
    """Everybody else who could confirm a withdrawal was written to, because nobody had (E7)."""

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="escalation", verbose_name=_("notice"))
    at = models.DateTimeField(_("at"))
    told = models.PositiveIntegerField(_("people written to"))

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.notice}: {self.told}"
