"""What was erased at somebody's wish, kept so that it stays erased after a backup is put back (C8, O3)."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.members import Member
from community.models.stories import Story


class Closure(models.Model):
    """The receipt of somebody who worked or read here without ever joining, and closed their account."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="closure", verbose_name=_("user")
    )
    number = models.CharField(_("receipt"), max_length=8, unique=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("closed account")
        verbose_name_plural = _("closed accounts")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.number


class HoldQuerySet(models.QuerySet["Hold"]):
    def in_force(self, on: datetime.date) -> "HoldQuerySet":
        """Those that keep a story from being erased on the day; the last day still counts."""
        return self.filter(until__gte=on, lifted_at__isnull=True)


class Hold(models.Model):
    """A story that must be kept for somebody's safety, on what basis and until when: the one exception to erasing."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="holds", verbose_name=_("story"))
    basis = models.CharField(_("basis"), max_length=300, help_text=_("The law or the duty that demands it."))
    until = models.DateField(_("until"))
    is_told = models.BooleanField(_("the member is told"), help_text=_("Only where the law forbids it, no."))
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

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("safeguarding hold")
        verbose_name_plural = _("safeguarding holds")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="hold_has_a_basis",
                violation_error_message=_("Say on what basis the story has to be kept."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="hold_lifted_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story}: {self.until}"


class Erasure(models.Model):
    """The receipt and the tombstone: of one story, or, without one, of all that a member had here."""

    class Kind(models.TextChoices):
        WORDS = "words", _("Every word erased")
        NAME = "name", _("The name erased, the stories left")

    number = models.CharField(_("receipt"), max_length=8, unique=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="erasures", verbose_name=_("member"))
    story = models.OneToOneField(
        Story, on_delete=models.PROTECT, null=True, blank=True, related_name="erasure", verbose_name=_("story")
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("at"))
    on = models.DateField(_("on"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("member", condition=Q(story__isnull=True), name="erasure_once_for_all"),
            models.CheckConstraint(
                condition=Q(kind="words") | Q(kind="name", story__isnull=True), name="erasure_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number
