"""What was said about published words since: notices, cautions, seals."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conditions.models.answers import Answer, Revision
from conditions.models.catalogue import Condition
from conditions.models.publications import Publication
from conditions.models.sources import Source

CAUTION_LASTS = 14  # days (E21)


CONFIRMED_WITHIN = datetime.timedelta(hours=24)  # E7


class NoticeQuerySet(models.QuerySet["Notice"]):
    def standing(self) -> "NoticeQuerySet":
        """Of withdrawals after which nothing has begun: what readers find at the address of the answer (E20)."""
        return self.filter(kind=Notice.Kind.WITHDRAWAL, publication__after=None)

    def to_confirm(self) -> "NoticeQuerySet":
        """Withdrawals that wait for a second person. Where text has begun since, a second person has decided (E7)."""
        return self.standing().filter(confirmation=None)

    def unconfirmed(self, at: datetime.datetime) -> "NoticeQuerySet":
        """Those that have waited for a whole day: everybody else is told, and the text stays withdrawn."""
        return self.to_confirm().filter(at__lte=at - CONFIRMED_WITHIN)

    def of_one_withdrawal(self, notice: "Notice") -> "NoticeQuerySet":
        """The notice, and those of the translations that were withdrawn in the same step (E10)."""
        answer = notice.publication.answer
        return self.filter(
            kind=Notice.Kind.WITHDRAWAL,
            by=notice.by_id,
            at=notice.at,
            publication__answer__condition=answer.condition_id,
            publication__answer__question=answer.question_id,
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
                condition=~Q(reason=""),
                name="notice_has_a_reason",
                violation_error_message=_("Say why: readers see it."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="withdrawal") | ~Q(advice=""),
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


class CautionQuerySet(models.QuerySet["Caution"]):
    def heard(self) -> "CautionQuerySet":
        """Those that readers see on their days: of fixed wording, or confirmed by a second person, and not lifted."""
        return self.filter(Q(words="") | Q(confirmed_at__isnull=False), lifted_at__isnull=True)

    def shown(self, on: datetime.date) -> "CautionQuerySet":
        """Those that readers see on the day."""
        return self.heard().filter(starts_on__lte=on, ends_on__gte=on)


class Caution(models.Model):
    """Words above live text while it is being checked: of an answer, a condition, or all that cite a source (E21)."""

    answer = models.ForeignKey(
        Answer, on_delete=models.PROTECT, null=True, blank=True, related_name="cautions", verbose_name=_("answer")
    )
    condition = models.ForeignKey(
        Condition, on_delete=models.PROTECT, null=True, blank=True, related_name="cautions", verbose_name=_("condition")
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="cautions", verbose_name=_("source")
    )
    words = models.CharField(
        _("own words"), max_length=300, blank=True, help_text=_("Empty: the fixed wording. Own words need a colleague.")
    )
    reason = models.CharField(_("reason"), max_length=300, help_text=_("For colleagues; readers never see it."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lifted by"),
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    objects = CautionQuerySet.as_manager()

    class Meta:
        verbose_name = _("caution")
        verbose_name_plural = _("cautions")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer__isnull=False, condition__isnull=True, source__isnull=True)
                | Q(answer__isnull=True, condition__isnull=False, source__isnull=True)
                | Q(answer__isnull=True, condition__isnull=True, source__isnull=False),
                name="caution_over_one_thing",
                violation_error_message=_("Choose an answer, a condition or a source."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="caution_has_a_reason",
                violation_error_message=_("Say why: colleagues see it."),
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="caution_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("by")),
                name="caution_confirmed_by_another",
                violation_error_message=_("Own words need a second person. Ask a colleague to confirm them."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer or self.condition or self.source}"


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
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.get_ground_display()}"
