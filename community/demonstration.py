"""Invented members of the demonstration."""

import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from community import membership
from conditions.demonstration.people import Account, address
from conditions.models import User


def load(*, at: datetime.datetime) -> list[Account]:
    """Makes the member if there is none. Raises: ImproperlyConfigured where a real site runs."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Accounts with known passwords are for the demonstration alone.")
    made = Account("member", address("member"), "demonstration member account")
    if not User.objects.filter(email=made.email).exists():
        with transaction.atomic():
            person = User.objects.create_user(made.email, made.password)
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
            membership.join(person, "Invented fern", on=timezone.localdate(at))
    return [made]
