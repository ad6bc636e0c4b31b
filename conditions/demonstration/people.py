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


class Account(NamedTuple):
    """What somebody needs to sign in to the demonstration. Members need no second factor."""

    role: str
    email: str
    password: str
    secret: str = ""


def account(role: str) -> Account:
    """Of a role always the same, as long as the installation keeps its key."""
    seed = salted_hmac("second factor of the demonstration", role, algorithm="sha256").digest()[:20]
    return Account(role, address(role), f"demonstration {role} account", base64.b32encode(seed).decode())


def address(role: str) -> str:
    return f"{role}@demonstration.invalid"


def load(*, at: datetime.datetime) -> list[Account]:
    """Makes the accounts that are missing, by the moves of life; what somebody changed since stays changed.

    Raises: ImproperlyConfigured where a real site runs, for their passwords are known to everybody.
    """
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Accounts with known passwords are for the demonstration alone.")
    with transaction.atomic():
        administrator = _administrator()
        for role in Role:
            if role != Role.ADMINISTRATOR and not User.objects.filter(email=address(role)).exists():
                _colleague(role, by=administrator, at=at)
    return [account(role) for role in Role]


def secret_of(role_or_email: str) -> str:
    """The secret that the account's app holds now. Raises: Authenticator.DoesNotExist."""
    email = role_or_email if "@" in role_or_email else address(role_or_email)
    app = Authenticator.objects.get(user__email=email.lower(), type=Authenticator.Type.TOTP)
    return str(decrypt(app.data["secret"]))


def _administrator() -> User:
    made = account(Role.ADMINISTRATOR)
    found = User.objects.filter(email=made.email).first()
    return found or _can_sign_in(
        User.objects.create_superuser(made.email, made.password, name="Invented administrator"), made
    )


def _colleague(role: Role, *, by: User, at: datetime.datetime) -> User:
    made = account(role)
    person = User(email=made.email, name=f"Invented {role.label.lower()}", is_staff=role == Role.EDITOR)
    people.let_in(person, by=by, at=at)
    people.grant_role(Grant(user=person, role=role, starts_on=timezone.localdate(at)), by=by, at=at)
    person.set_password(made.password)
    person.save(update_fields=["password"])
    return _can_sign_in(person, made)


def _can_sign_in(person: User, made: Account) -> User:
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    TOTP.activate(person, made.secret)
    return person
