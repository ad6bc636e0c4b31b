"""Mail that waits to be handed over, and work that falls due."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mail(models.Model):
    """One mail to one address, queued with the action that caused it (O2).

    Its state follows from four times: sent (`sent_at`), given up (`failed_at`), perhaps sent
    (`handing_over_since` alone: the worker died between handing over and noting it), else waiting.
    """

    message_id = models.CharField(_("Message-ID"), max_length=120, unique=True)
    purpose = models.CharField(_("purpose"), max_length=60, help_text=_("Which kind of mail; never what it is about."))
    recipient = models.EmailField(_("to"), max_length=254)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    queued_at = models.DateTimeField(_("queued"))
    due_at = models.DateTimeField(_("not before"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    leased_until = models.DateTimeField(_("held by a worker until"), null=True)
    handing_over_since = models.DateTimeField(_("hand-over began"), null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    failed_at = models.DateTimeField(_("given up"), null=True)
    problem = models.CharField(_("what went wrong"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail")
        ordering: ClassVar = ["due_at", "pk"]
        indexes: ClassVar = [
            models.Index(
                "due_at",
                name="mail_waiting",
                condition=Q(sent_at__isnull=True, failed_at__isnull=True, handing_over_since__isnull=True),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True), name="mail_sent_or_given_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class Chore(models.Model):
    """When a piece of recurring work was last finished, and who holds it now."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    done_at = models.DateTimeField(_("last done"), null=True)
    leased_until = models.DateTimeField(_("held by a worker until"), null=True)

    class Meta:
        verbose_name = _("recurring work")
        verbose_name_plural = _("recurring work")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
