"""What a link in a mail proves, and sending one."""

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.password_reset import get_reset_password_from_key_url
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.http import HttpRequest

from conditions.accounts import mail
from conditions.models import User


def send_link(request: HttpRequest, user: User, *, template: str = "account/email/choose_password") -> None:
    """Mails the link by which they choose a password, as an administrator asked for or because they join."""
    with transaction.atomic():
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        url = get_reset_password_from_key_url(request, key)
        mail.send(template, user.email, {"user": user, "password_reset_url": url})


def can_be_written_to(email: str) -> bool:
    """Whether mail can carry the address, and nobody takes it for another one.

    Django's own check lets control characters in quotes through, and letters that fold into others: the long s,
    or a domain in wide letters, which is a second spelling of somebody's mailbox.
    """
    name, _at, domain = email.rpartition("@")
    try:
        plain = domain.isascii() or domain.encode("idna").decode("idna") == domain
    except UnicodeError:
        return False
    return plain and name.isascii() and name.isprintable()


def prove_only(user: User) -> None:
    """Who opened a link sent to the only address that we know of them has proved that it is theirs.

    With a second, unproved address nobody could say which of the two the link went to.
    """
    known = list(EmailAddress.objects.filter(user=user))
    if len(known) == 1 and known[0].email == user.email and not known[0].verified and known[0].set_verified():
        known[0].set_as_primary()
