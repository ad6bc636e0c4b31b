"""Prints the code that an account's authenticator app would show now: for the demonstration, which has no phones."""

import time
from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from conditions.demonstration import people
from conditions.models import User

PERIOD = 30


class Command(BaseCommand):
    help = "Prints the second factor of an account of the demonstration, like: manage.py code editor"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="a role, like editor, or an e-mail address")

    def handle(self, *, user: str, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This is for the demonstration alone. On a real site each person has their own app.")
        try:
            secret = people.secret_of(user)
        except Authenticator.DoesNotExist:
            raise CommandError(_refusal(user)) from None
        now = int(time.time())
        self.stdout.write(format_hotp_value(hotp_value(secret, now // PERIOD)))
        self.stderr.write(f"It works for {PERIOD - now % PERIOD} more seconds, once.")


def _refusal(user: str) -> str:
    """Why there is no code, and whose codes there are."""
    known = ", ".join(people.with_a_second_factor())
    choose = f"Choose one of these, like: make code USER=editor\n{known}" if known else "Start it first: make demo"
    if not user:
        return f"Say whose code you need. {choose}"
    if User.objects.filter(email=people.email_of(user)).exists():
        return f"“{user}” signs in with the password alone: there is no code to enter. {choose}"
    return f"The demonstration has no account “{user}”. {choose}"
