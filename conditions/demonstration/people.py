"""One invented person for each role, who can sign in at once: address, password, second factor."""

import base64
import datetime
from typing import NamedTuple

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from conditions.editorial import people
from conditions.models import Grant, User
from conditions.models.people import Role

NAMES = {Role.REVIEWER: "Invented reviewer Rowan Hale"}


class Account(NamedTuple):
    """What somebody needs to sign in to the demonstration. Members need no second factor."""

    who: str
    email: str
    password: str
    secret: str = ""


def account(who: str) -> Account:
    """Of a role, or of another invented person, always the same as long as the installation keeps its key."""
    seed = salted_hmac("second factor of the demonstration", who, algorithm="sha256").digest()[:20]
    return Account(who, address(who), f"demonstration {who} account", base64.b32encode(seed).decode())


def address(who: str) -> str:
    return f"{who}@demonstration.invalid"


def load(*, at: datetime.datetime) -> list[Account]:
    """Makes the accounts that are missing, by the moves of life; what somebody changed since stays changed.

    Raises: ImproperlyConfigured where a real site runs, for their passwords are known to everybody.
    """
    refuse_a_real_site()
    with transaction.atomic():
        administrator = _administrator(at=at)
        for role in Role:
            if role != Role.ADMINISTRATOR and not User.objects.filter(email=address(role)).exists():
                introduce(role, NAMES.get(role, f"Invented {role.label.lower()}"), role, by=administrator, at=at)
    return [account(role) for role in Role]


def refuse_a_real_site() -> None:
    """Raises: ImproperlyConfigured."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured("What is invented is for the demonstration alone.")


def introduce(who: str, name: str, role: Role, *, by: User, at: datetime.datetime) -> User:
    """Somebody invented, let in with a role on that day, who can sign in at once."""
    made = account(who)
    person = User(email=made.email, name=name, is_staff=role == Role.EDITOR, date_joined=at)
    people.let_in(person, by=by, at=at)
    employ(person, role, by=by, at=at)
    person.set_password(made.password)
    person.save(update_fields=["password"])
    return _can_sign_in(person, made)


def employ(person: User, role: Role, *, by: User, at: datetime.datetime) -> None:
    """The role from that day on, unless they held it then."""
    on = timezone.localdate(at)
    if not Grant.objects.in_force(on).filter(user=person, role=role).exists():
        people.grant_role(Grant(user=person, role=role, starts_on=on), by=by, at=at)


def secret_of(who: str) -> str:
    """The secret that the account's app holds now. Raises: Authenticator.DoesNotExist."""
    app = Authenticator.objects.get(user__email=email_of(who), type=Authenticator.Type.TOTP)
    return str(decrypt(app.data["secret"]))


def email_of(who: str) -> str:
    """The address of somebody who is named by it, or by a role or word."""
    return (who if "@" in who else address(who)).lower()


def with_a_second_factor() -> list[str]:
    """Whose codes can be shown, by the shortest words that name them."""
    apps = Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("pk")
    return [email.removesuffix(address("")) for email in apps.values_list("user__email", flat=True)]


def _administrator(*, at: datetime.datetime) -> User:
    made = account(Role.ADMINISTRATOR)
    found = User.objects.filter(email=made.email).first()
    return found or _can_sign_in(
        User.objects.create_superuser(made.email, made.password, name="Invented administrator", date_joined=at), made
    )


def _can_sign_in(person: User, made: Account) -> User:
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    TOTP.activate(person, made.secret)
    return person
