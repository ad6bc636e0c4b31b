"""What everything else stands on: database, migrations, guards, cache, and no invented people in public."""

import datetime
from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.core.cache import cache as shared_cache
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions import guards
from conditions.health.finding import Finding
from conditions.models import User

DEMONSTRATION_ADDRESS = "@demonstration.invalid"


def no_answer() -> Finding:
    return Finding(_("The database does not answer."), _("Start it, or check DATABASE_URL and the way to it."))


def database(at: datetime.datetime) -> Iterator[Finding]:
    """Raises: DatabaseError, which `findings` turns into `no_answer`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield from ()


@cache
def _migrations_of_the_code() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def migrations(at: datetime.datetime) -> Iterator[Finding]:
    missing = len(_migrations_of_the_code() - MigrationRecorder(connection).applied_migrations().keys())
    if missing:
        problem = ngettext(
            "%(number)d migration has not been applied.", "%(number)d migrations have not been applied.", missing
        )
        yield Finding(problem % {"number": missing}, _("Run: manage.py migrate"))


def guards_in_place(at: datetime.datetime) -> Iterator[Finding]:
    if missing := guards.missing():
        problem = _("Guards of the database are missing or changed, so evidence cannot be written: %(names)s.")
        yield Finding(problem % {"names": ", ".join(missing)}, _("Run: manage.py migrate"))


def cache_answers(at: datetime.datetime) -> Iterator[Finding]:
    try:
        with transaction.atomic():
            shared_cache.get("health")
    except Exception:  # each kind of cache fails in its own way
        yield Finding(
            _("The cache does not answer, so sign-in cannot be limited and fails."),
            _("Run: manage.py createcachetable. If CACHE_URL names a server, start that server."),
        )


def invented_people() -> bool:
    """Whether the database holds people of the demonstration: nothing invented stands there without them."""
    return User.objects.filter(email__endswith=DEMONSTRATION_ADDRESS).exists()


def no_demonstration_in_public(at: datetime.datetime) -> Iterator[Finding]:
    """The demonstration itself refuses a public host name; this finds its people in a real site."""
    if not settings.DEMONSTRATION and invented_people():
        yield Finding(
            _("This database holds accounts of the demonstration, whose passwords everybody can read."),
            _("Give the site an empty database of its own, by DATABASE_URL, and keep this one off the network."),
        )


def role_owns_nothing(at: datetime.datetime) -> Iterator[Finding]:
    if guards.owns_tables():
        yield Finding(
            _("The site is connected to PostgreSQL as the owner of its tables, who can switch guards off."),
            _("Let web and worker connect as a role of their own: docs/operating.md, “PostgreSQL: two roles”."),
        )
