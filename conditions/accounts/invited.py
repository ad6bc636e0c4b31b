"""Who opened the link of an invitation has shown that the mailbox is theirs: they sign in, or make an account by it."""

import datetime

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from conditions import ledger
from conditions.editorial import invitations
from conditions.models import Grant, Invitation, User
from conditions.models.people import BY_NAME

KEPT_AS = "invitation"


def remember(request: HttpRequest, secret: str) -> None:
    """Keeps in the session which link it is, so that it stands in no address from which another page is opened.

    The link itself is kept nowhere: who reads the sessions of others gets no role by it.
    """
    request.session[KEPT_AS] = invitations.digest(secret)


def remembered(request: HttpRequest) -> Invitation | None:
    return invitations.known(str(request.session.get(KEPT_AS, "")))


def done(request: HttpRequest) -> None:
    request.session.pop(KEPT_AS, None)


def is_theirs(invitation: Invitation, user: User) -> bool:
    """Whether the invitation went to an address of theirs that they have proved."""
    if user.email == invitation.email:
        return True
    return bool(EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True).exists())


def has_account(invitation: Invitation) -> bool:
    """Asked only for whoever holds the link, which went to that mailbox."""
    proved = EmailAddress.objects.filter(email__iexact=invitation.email, verified=True)
    return User.objects.filter(email=invitation.email).exists() or proved.exists()


def lacks_name(invitation: Invitation, user: User) -> bool:
    """Whether readers would see somebody in the role who gave no name."""
    return invitation.role in BY_NAME and not user.is_named


@transaction.atomic
def accept(invitation: Invitation, user: User, *, at: datetime.datetime, name: str = "") -> Grant:
    """`name` is theirs from now on where readers would see them without one.

    Raises: ValidationError, also for who holds another address.
    """
    if not is_theirs(invitation, user):
        raise ValidationError(_("This invitation went to another address. Sign in with the account of that one."))
    if lacks_name(invitation, user) and name:
        user.name = name
        user.full_clean(exclude=["password"])
        user.save(update_fields=["name"])
        ledger.record(f"user:{user.pk}", "name given", by=user, at=at, data={"invitation": invitation.pk})
    return invitations.accept(invitation, by=user, at=at)


@transaction.atomic
def join(invitation: Invitation, *, name: str, password: str, language: str, at: datetime.datetime) -> User:
    """An account by the address of the invitation, which the link has proved, and the role with it.

    Two presses at once wait for each other. Raises: ValidationError; nothing is made then.
    """
    now = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if hindrance := invitations.hindering(now, by=None, at=at):
        raise ValidationError(hindrance)
    if has_account(invitation):
        raise ValidationError(_("There is an account for this address already. Sign in with it, then accept."))
    user = User.objects.create_user(invitation.email, password, name=name, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    ledger.record(f"user:{user.pk}", "joined", by=user, at=at, data={"invitation": invitation.pk})
    invitations.accept(invitation, by=user, at=at)
    return user


def sign_in(request: HttpRequest, user: User, *, to: str) -> HttpResponse:
    """Whoever has just chosen the password need not type it again."""
    record_authentication(request, user, method="password", email=user.email)
    response: HttpResponse = perform_login(request, user, email_verification="none", redirect_url=to)
    return response
