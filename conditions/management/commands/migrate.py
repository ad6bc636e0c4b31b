"""Django's `migrate`, which leaves the database guarded even when a migration fails."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from conditions import guards


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """A failed migration sends no signal, and would leave the tables of SQLite without their guards."""
        try:
            super().handle(*args, **options)
        except (Exception, KeyboardInterrupt):
            guards.install(connections[options["database"]])
            raise
