"""Who works on a case just now, and until when; and how many hard texts each moderator has opened on a day."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.models.cases import Case


class ClaimQuerySet(models.QuerySet["Claim"]):
    def standing(self, at: datetime.datetime) -> "ClaimQuerySet":
        """Those that keep others from deciding at that time: nobody ended them, and they have not run out."""
        return self.filter(ended_at__isnull=True, until__gt=at)


class Claim(models.Model):
    """That one moderator works on a case, for so many minutes. Nobody else decides on it meanwhile."""

    class Ending(models.TextChoices):
        OPEN = "", _("Open")
        RELEASED = "released", _("Let go")
        RENEWED = "renewed", _("Held for longer")
        DECIDED = "decided", _("Decided on")
        OVER = "over", _("Ran out")
        TAKEN = "taken", _("Taken over")

    class Why(models.TextChoices):
        """Why somebody takes it over before its time. Chosen, not typed: no word of a story strays in here."""

        NONE = "", _("None")
        AGREED = "agreed", _("They asked me to")
        AWAY = "away", _("They are away")
        URGENT = "urgent", _("It cannot wait: somebody may be in danger")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="claims", verbose_name=_("case"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("moderator")
    )
    at = models.DateTimeField(_("at"))
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending.choices, blank=True, default="")
    because = models.CharField(_("why it was taken over"), max_length=10, choices=Why.choices, blank=True, default="")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim of a case")
        verbose_name_plural = _("claims of cases")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("case", condition=Q(ended_at__isnull=True), name="claim_one_open"),
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="claim_lasts"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="") | Q(ended_at__isnull=False) & ~Q(ending=""),
                name="claim_ended_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(ending="taken") & ~Q(because="") | ~Q(ending="taken") & Q(because=""),
                name="claim_taken_with_a_reason",
                violation_error_message=_("Say why you take it over."),
            ),
            models.CheckConstraint(
                condition=~Q(ending="over") | Q(ended_at__gte=F("until")), name="claim_over_when_it_ran_out"
            ),
            models.CheckConstraint(
                condition=Q(ending__in=["", "released", "renewed", "decided", "over", "taken"])
                & Q(because__in=["", "agreed", "away", "urgent"]),
                name="claim_words_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.by}"


class Opening(models.Model):
    """That a moderator opened a hard text on a day: what they are spared is counted by it (M16), and nothing else."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="openings", verbose_name=_("case"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("moderator")
    )
    on = models.DateField(_("on"))

    class Meta:
        verbose_name = _("hard text opened")
        verbose_name_plural = _("hard texts opened")
        constraints: ClassVar = [models.UniqueConstraint("case", "by", "on", name="opening_once_a_day")]

    def __str__(self) -> str:
        return f"{self.by}: {self.on}"
