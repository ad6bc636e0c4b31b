"""Somebody without an account is asked for one review, by a link in one mail to one address."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions.models.answers import Revision
from conditions.models.bundles import Bundle
from conditions.models.people import User
from conditions.models.reviewers import Reviewer, Verification
from conditions.models.reviews import Assignment


class ExpertLinkQuerySet(models.QuerySet["ExpertLink"]):
    def open(self, at: datetime.datetime) -> "ExpertLinkQuerySet":
        """Those that still lead somewhere."""
        return self.filter(withdrawn_at=None, expires_at__gt=at)

    def over(self, revision: Revision) -> "ExpertLinkQuerySet":
        """Those whose expert checks these words and did not decline them: who vouches for them does not review them."""
        asked = Assignment.objects.filter(round__revision=revision.pk, round__closed_at=None, declined_at=None)
        theirs = asked.filter(round__bundle=OuterRef("bundle"), reviewer=OuterRef("reviewer"))
        return self.filter(Exists(theirs))

    def of(self, person: User) -> "ExpertLinkQuerySet":
        """All that this expert ever got, the newest first."""
        return self.filter(reviewer__user=person).order_by("-asked_at", "-pk")


class ExpertLink(models.Model):
    """What a link leads to: one bundle, for one outside expert, until one moment. The link itself is not kept.

    Whoever vouches for the expert is whoever looked them up. Asking again is another link; the old one ends.
    """

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="expert_links", verbose_name=_("bundle"))
    reviewer = models.ForeignKey(
        Reviewer, on_delete=models.PROTECT, related_name="expert_links", verbose_name=_("reviewer")
    )
    verification = models.ForeignKey(
        Verification, on_delete=models.PROTECT, related_name="expert_links", verbose_name=_("verification")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("the link works until"))
    digest = models.CharField(_("digest of the link"), max_length=64, unique=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )

    objects = ExpertLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link of an outside expert")
        verbose_name_plural = _("links of outside experts")
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")),
                name="expertlink_lasts",
                violation_error_message=_("Choose a day that is still to come, and at most 30 days away."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="expertlink_withdrawn_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.asked_at:%Y-%m-%d}"

    @property
    def voucher(self) -> User:
        return self.verification.by

    @property
    def last_day(self) -> datetime.date:
        """It works until the end of that day."""
        return timezone.localdate(self.expires_at - datetime.timedelta(seconds=1))

    def state(self, at: datetime.datetime) -> str:
        if self.withdrawn_at:
            return "withdrawn"
        return "open" if at < self.expires_at else "ended"


class ExpertMailbox(models.Model):
    """Where the link went. It stands apart from what is kept for good, so that it can be forgotten without a trace."""

    link = models.OneToOneField(
        ExpertLink, on_delete=models.CASCADE, primary_key=True, related_name="mailbox", verbose_name=_("link")
    )
    email = models.EmailField(_("e-mail address"), max_length=254)

    class Meta:
        verbose_name = _("address of an outside expert")
        verbose_name_plural = _("addresses of outside experts")

    def __str__(self) -> str:
        return self.email
