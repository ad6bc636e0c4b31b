"""Somebody is asked to work here, by a link in one mail to one address."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conditions.models.people import Grant, Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime.datetime) -> "InvitationQuerySet":
        """Those whose link still works."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)

    def over_since(self, at: datetime.datetime) -> "InvitationQuerySet":
        """Those that nobody accepted and nobody can accept any more, from that moment or earlier."""
        return self.filter(Q(withdrawn_at__lte=at) | Q(expires_at__lte=at), accepted_at=None)


class Invitation(models.Model):
    """What a link gives to whoever holds the mailbox: a role. The link itself is not kept, only its digest.

    It is accepted or withdrawn once. Inviting again is another invitation, with another link.
    """

    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    condition = models.ForeignKey(
        "conditions.Condition",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("condition"),
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    ends_on = models.DateField(_("last day of the role"), null=True, blank=True)
    message = models.CharField(_("personal sentence"), max_length=300, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited at"))
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
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    grant = models.OneToOneField(
        Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="invitation", verbose_name=_("grant")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar = ["-invited_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="invitation_role_known",
                violation_error_message=_("Choose one of the roles."),
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.SAFEGUARDING, Role.ADMINISTRATOR]) | Q(condition__isnull=True, language=""),
                name="invitation_site_wide_roles",
                violation_error_message=_("This role is for the whole site. Leave condition and language empty."),
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("invited_at")), name="invitation_lasts"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None, grant=None)
                | Q(
                    accepted_at__isnull=False,
                    accepted_at__lt=F("expires_at"),
                    accepted_by__isnull=False,
                    grant__isnull=False,
                    withdrawn_at=None,
                ),
                name="invitation_accepted_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="invitation_withdrawn_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.invited_at:%Y-%m-%d}"

    @property
    def spoken(self) -> str:
        """The name of the language that the role is for; nothing where it counts for all."""
        return str(dict(settings.LANGUAGES).get(self.language, self.language))

    def state(self, at: datetime.datetime) -> str:
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "open" if at < self.expires_at else "ended"
