"""Mail that waits to be handed over, and work that falls due."""

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# Both engines read this: no control character and no line end of any script, up to the very end.
ONE_LINE = r"^[^\x01-\x1f\x7f-\x9f\u2028\u2029]*\Z"

UNFINISHED = Q(sent_at__isnull=True, failed_at__isnull=True, settled_at__isnull=True)


class MailQuerySet(models.QuerySet["Mail"]):
    def waiting(self) -> "MailQuerySet":
        """Not yet handed over, now or later."""
        return self.filter(UNFINISHED, handing_over_since__isnull=True, gathered_on=None)

    def gathered(self, day: datetime.date) -> "MailQuerySet":
        """What was kept for one mail of the week that is due on the day; it is never handed over by itself."""
        return self.filter(UNFINISHED, gathered_on__lte=day)

    def kept(self) -> "MailQuerySet":
        """What waits for the day on which it goes into one mail of the week."""
        return self.filter(UNFINISHED, gathered_on__isnull=False)

    def due(self, at: datetime.datetime) -> "MailQuerySet":
        """What a worker may take at that time: waiting, due, and held by nobody else."""
        return self.waiting().filter(Q(leased_until__isnull=True) | Q(leased_until__lte=at), due_at__lte=at)

    def perhaps_sent(self, at: datetime.datetime) -> "MailQuerySet":
        """The hand-over began, nobody noted its end, and no worker can still be at it. A person decides."""
        return self.filter(UNFINISHED, Q(leased_until__isnull=True) | Q(leased_until__lte=at)).filter(
            handing_over_since__isnull=False
        )

    def given_up(self) -> "MailQuerySet":
        """Refused until the last attempt, and nobody has dealt with it while its text was kept."""
        return self.filter(failed_at__isnull=False, settled_at__isnull=True).exclude(recipient="")

    def undecided(self, at: datetime.datetime) -> "MailQuerySet":
        """What waits for a person: perhaps sent, or given up."""
        return self.perhaps_sent(at) | self.given_up()


class Mail(models.Model):
    """One mail to one address, queued with the action that caused it (O2).

    Its state follows from its times: sent (`sent_at`), given up (`failed_at`), closed by a person
    (`settled_at`), perhaps sent (`handing_over_since` alone: the worker died between handing over and
    noting it), else waiting. Every change of state goes through `outbox` and adds one to `version`.
    """

    message_id = models.CharField(_("Message-ID"), max_length=300, unique=True)
    purpose = models.CharField(_("purpose"), max_length=60, help_text=_("Which kind of mail; never what it is about."))
    recipient = models.EmailField(_("to"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    stop = models.CharField(  # a page of our own, and the host of an intranet may have no dot
        _("ended at"), max_length=300, blank=True, help_text=_("Where its reader ends mail of this kind by one press.")
    )
    queued_at = models.DateTimeField(_("queued"))
    due_at = models.DateTimeField(_("not before"))
    gathered_on = models.DateField(
        _("gathered on"), null=True, blank=True, help_text=_("On that day it goes into one mail with others.")
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    version = models.PositiveIntegerField(_("version"), default=1)
    leased_until = models.DateTimeField(_("held by a worker until"), null=True, blank=True)
    handing_over_since = models.DateTimeField(_("hand-over began"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("given up"), null=True, blank=True)
    settled_at = models.DateTimeField(_("closed by a person"), null=True, blank=True)
    problem = models.CharField(
        _("what went wrong"), max_length=200, blank=True, help_text=_("A kind of error and its number, never its text.")
    )

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail")
        ordering: ClassVar = ["due_at", "pk"]
        indexes: ClassVar = [
            models.Index("due_at", name="mail_waiting", condition=UNFINISHED & Q(handing_over_since__isnull=True)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(recipient__regex=ONE_LINE, subject__regex=ONE_LINE),
                name="mail_headers_on_one_line",
                violation_error_message=_("Write the address and the subject of a mail on one line each."),
            ),
            models.CheckConstraint(
                condition=Q(purpose__regex=r"^[a-z][a-z-]*\Z"),
                name="mail_purpose_is_a_kind",
                violation_error_message=_("Name the purpose of a mail in small letters and hyphens: confirm-address"),
            ),
            models.CheckConstraint(
                condition=~Q(recipient="") & ~Q(subject="") | ~UNFINISHED,
                name="mail_addressed_until_finished",
                violation_error_message=_("Give the mail an address and a subject."),
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True), name="mail_sent_or_given_up"
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(handing_over_since__isnull=False),
                name="mail_sent_was_handed_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class Chore(models.Model):
    """When a piece of recurring work was last finished, who holds it now, and whether it last failed."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    done_at = models.DateTimeField(_("last done"), null=True, blank=True)
    leased_until = models.DateTimeField(_("not again before"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed"), null=True, blank=True)
    problem = models.CharField(_("what went wrong"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("recurring work")
        verbose_name_plural = _("recurring work")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
