"""An account is closed for good: nothing of the person is left in it but the row on which other rows hang (C8)."""

import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions import outbox
from conditions.accounts import devices, mail
from conditions.editorial import invitations, lay_names, reports
from conditions.models import Draft, Grant, Mail, User
from conditions.models.people import NOWHERE, Role


def require_no_role(user: User, *, on: datetime.date) -> None:
    """Raises: ValidationError, as long as somebody counts on the person for something.

    The role of a lay reader binds nobody: they said yes to being asked, and may leave at any time.
    """
    held = Grant.objects.filter(user=user).exclude(ends_on__lt=on).exclude(role=Role.LAY_READER)
    if user.is_superuser or held.exists():
        raise ValidationError(
            _("You have a role on this site, and others count on it. Ask an administrator to end it first.")
        )


def addresses(user: User) -> set[str]:
    """Every address that is known to be theirs. One that they typed and never opened may be anybody's."""
    known = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {user.email.lower(), *(address.lower() for address in known)}


def close(user: User, *, at: datetime.datetime) -> None:
    """Part of a move: addresses, ways to sign in, devices, sessions, drafts, mail and the name go.

    Who once worked here keeps the name under which they did: colleagues and readers saw it beside what they signed.
    A lay reader, who signed nothing, does not, and their role ends with the account.
    Raises: ValidationError while they hold a role.
    """
    require_no_role(user, on=timezone.localdate(at))
    lay_names.forget(user, at=at)
    for address in addresses(user):
        outbox.forget(Mail.objects.filter(recipient__iexact=address), at=at)
        reports.forget(address, at=at)
        invitations.forget(address, at=at)
    for typed in EmailAddress.objects.filter(user=user, verified=False):
        asked = Mail.objects.filter(recipient__iexact=typed.email, purpose=mail.CONFIRMS)
        outbox.forget(asked, at=at)
    Draft.objects.filter(editor=user).delete()
    devices.sign_out_others(user, keep=None)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).update(object_repr="", change_message="")
    user.set_unusable_password()
    user.email, user.is_active, user.is_staff, user.last_login = f"{user.pk}@{NOWHERE}", False, False, None
    user.name = user.name if user.grants.exclude(role=Role.LAY_READER).exists() else ""
    user.save(update_fields=["password", "email", "is_active", "is_staff", "last_login", "name"])
