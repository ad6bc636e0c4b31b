"""Sets the demonstration up and serves it: what `make demo` calls."""

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from tqdm import tqdm

from community.demonstration import cast, members, stories
from conditions.demonstration import answers as invented
from conditions.demonstration import catalogue, glossary, people
from conditions.models import User
from conditions.models.people import Role
from diseasemaps.processes import Ended, answers, end_when_asked, first_to_end, port_is_free, side_by_side

WEB = "-m granian --interface wsgi --host 127.0.0.1 --blocking-threads 1 --log-level warning"


def port_number(given: str) -> int:
    """Raises: ArgumentTypeError, with a sentence that says what a port is."""
    if given.isascii() and given.isdigit() and 1 <= int(given) <= 65535:
        return int(given)
    raise ArgumentTypeError(f"“{given}” is no port. Choose a number from 1024 to 65535, like 8123.")


class Command(BaseCommand):
    help = "Sets up the demonstration, then serves its pages and runs its worker until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=port_number, default=8000, help="Where it listens on this machine (8000).")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if settings.MODE != "demonstration":
            raise CommandError("This command is for the demonstration alone. Start it with: make demo")
        if not port_is_free(port):
            raise CommandError(f"Port {port} is taken. Choose another one, like: make demo PORT={port + 1}")
        end_when_asked()
        try:
            self._prepare()
            ended = self._serve(port)
        except Ended:
            self._say("\nThe demonstration has ended. What was entered is kept.")
        else:
            raise CommandError(
                f"The {ended} ended by itself, so the demonstration ended too. Its last words are above."
            )

    def _say(self, line: str) -> None:
        """At once, even to whoever reads through a pipe."""
        self.stdout.write(line)
        self.stdout.flush()

    def _prepare(self) -> None:
        for told, step in self._steps().items():
            self._say(f"{told} ...")
            step()

    def _steps(self) -> dict[str, Callable[[], Any]]:
        """Each may be repeated, and finds on a second start that there is nothing left to do."""
        return {
            "Looking whether the database may be used": self._refuse_a_real_site,
            "Preparing the database": lambda: call_command("migrate", interactive=False, verbosity=0),
            "Loading the catalogue of diseases": lambda: call_command("load_catalogue"),
            "Collecting styles and scripts": lambda: call_command("collectstatic", interactive=False, verbosity=0),
            "Letting one person of each role in": self._introduce,
            "Writing, checking and publishing answers, as over three years": self._answer,
            "Telling stories, allowing them and taking one down": self._tell,
        }

    def _refuse_a_real_site(self) -> None:
        """Accounts that everybody can read the passwords of have no business among real ones.

        Asked before anything is migrated, so that a real site's database stays just as it is.
        """
        if User._meta.db_table not in connection.introspection.table_names():
            return
        ours = User.objects.filter(email__endswith=people.address(""))
        if User.objects.exists() and not ours.exists():
            raise CommandError("This database holds accounts of a real site. Give the demonstration one of its own.")

    def _introduce(self) -> None:
        now = timezone.now()
        since = now - invented.SINCE
        accounts = [*people.load(at=since), *members.load(at=since)]
        editor, administrator = (
            User.objects.get(email=people.address(role)) for role in (Role.EDITOR, Role.ADMINISTRATOR)
        )
        catalogue.load(by=editor, second=administrator, at=since)
        glossary.load(by=editor, second=administrator, at=since)
        for account in accounts:
            self._say_account(account)
        self._say("  A code of the second factor is shown by: make code USER=editor")

    def _answer(self) -> None:
        show = partial(tqdm, unit="step", disable=not sys.stderr.isatty(), leave=False)
        self._say(f"  New: {invented.load(at=timezone.now(), show=show)} answers")

    def _tell(self) -> None:
        self._say(f"  New: {stories.load(at=timezone.now())} stories")
        self._say("  A risky story takes two moderators. The second one, and the second safeguarding lead:")
        for who in (cast.SECOND, cast.DEPUTY):
            self._say_account(people.account(who))

    def _say_account(self, account: people.Account) -> None:
        app = f"  second factor {account.secret}" if account.secret else ""
        self._say(f"  {account.email:40} {account.password:38}{app}")

    def _serve(self, port: int) -> str:
        """Serves until a program ends, and says which."""
        address = f"http://localhost:{port}"
        if not settings.IN_PUBLIC:
            os.environ["DISEASEMAPS_ADDRESS"] = address  # links in mail lead to this port
        commands = {
            "web server": [sys.executable, *WEB.split(), "--port", str(port), "diseasemaps.wsgi:application"],
            "worker": [sys.executable, sys.argv[0], "work"],
        }
        with side_by_side(commands) as processes:
            if answers(port, processes):
                self._say(self.style.SUCCESS(f"\nOpen {address} (Ctrl-C ends it)"))
            return first_to_end(processes)
