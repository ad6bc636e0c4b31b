"""What stands above live text while it is being checked (E21)."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conditions.models.answers import Answer, Citation, Revision
from conditions.models.catalogue import Condition
from conditions.models.sources import Source

CAUTION_LASTS = datetime.timedelta(days=14)  # E21
CAUTION = _(
    "We are checking this text again, because something in it may be wrong. Until we have finished, ask a doctor, a "
    "nurse or a pharmacist before you act on it."
)


class CautionQuerySet(models.QuerySet["Caution"]):
    def heard(self) -> "CautionQuerySet":
        """Those that readers see on their days: of fixed wording, or confirmed by a second person, and not lifted."""
        return self.filter(Q(words="") | Q(confirmed_at__isnull=False), lifted_at__isnull=True)

    def shown(self, on: datetime.date) -> "CautionQuerySet":
        """Those that readers see on the day."""
        return self.heard().filter(starts_on__lte=on, ends_on__gte=on)

    def to_confirm(self, on: datetime.date) -> "CautionQuerySet":
        """Those in somebody's own words that a second person has not confirmed yet."""
        return self.filter(confirmed_at=None, lifted_at=None, ends_on__gte=on).exclude(words="")

    def above(self, words: Revision, on: datetime.date) -> "CautionQuerySet":
        """What readers of these words would see on the day."""
        return self.shown(on).over(words)

    def over(self, words: Revision) -> "CautionQuerySet":
        """Those about the answer, its condition, or a source that the words cite."""
        cited = Citation.objects.filter(revision=words).values("source")
        about = Q(answer=words.answer_id) | Q(condition=words.answer.condition_id) | Q(source__in=cited)
        return self.filter(about)


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
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(words=""),
                name="caution_confirmed_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True, lifted_at__isnull=True)
                | Q(lifted_by__isnull=False, lifted_at__isnull=False),
                name="caution_lifted_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("by")),
                name="caution_confirmed_by_another",
                violation_error_message=_("Own words need a second person. Ask a colleague to confirm them."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer or self.condition or self.source}"

    @property
    def text(self) -> str:
        """What stands above the text."""
        return self.words or str(CAUTION)
