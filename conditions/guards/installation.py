"""Puts every declared guard in place, and tells which does not stand exactly as declared.

PostgreSQL: put in place after each migration and never taken down, so that the site may stay up. SQLite:
a table is altered by copying it, which drops its triggers and fails when other triggers mention it; so
guards are taken down while migrations run, with the site stopped, and put back whether or not they succeed.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection as default_connection
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import ngettext

from conditions.guards import engines
from conditions.guards.engines import Part
from conditions.guards.kinds import KeepsRows, Mirror, Rule, Sealable, Vendor

_declared: dict[str, Rule | Mirror] = {}
_whole: dict[str, str] = {}  # of each connection: at which version of the catalogue every guard stood


class GuardMissingError(ValidationError):
    """Nothing is changed while the database would not refuse what must never be."""


def declare(*rules: Rule | Mirror) -> None:
    """Adds rules to those that every database of the site must hold to.

    Raises: ValueError if another rule has the name, or if PostgreSQL would cut the name short.
    """
    for rule in rules:
        if _declared.get(rule.name, rule) != rule:
            raise ValueError(f"Two guards are called {rule.name}. Give each its own name.")
        if len(rule.name) > 63 - len("guard__truncate"):
            raise ValueError(f"The guard's name {rule.name} is too long for PostgreSQL. Shorten it.")
        _declared[rule.name] = rule
    _wanted.cache_clear()
    _whole.clear()


def declared() -> tuple[Rule | Mirror, ...]:
    """Every rule of every app."""
    return tuple(_declared.values())


def words(table: str) -> tuple[tuple[str, str], ...]:
    """The columns that a seal empties, with what they are then: of one table, as its guard has them."""
    rules = (rule for rule in declared() if isinstance(rule, KeepsRows | Sealable) and rule.table == table)
    return next((rule.words for rule in rules if rule.words), ())


def missing(connection: BaseDatabaseWrapper = default_connection) -> list[str]:
    """Names of guards that are not there, switched off, or not word for word what is declared. One query."""
    since, wanted = _whole.get(connection.alias, ""), _wanted(_vendor(connection))
    stands = engines.changed(connection, since=since)
    if stands is None:  # as it was found whole; nothing that was never looked at is
        return [] if since else sorted(wanted)
    if wanted.items() <= stands.parts.items():
        _whole[connection.alias] = stands.version
        return []
    return sorted(name for name, stands_as in wanted.items() if stands.parts.get(name) != stands_as)


def require(connection: BaseDatabaseWrapper = default_connection) -> None:
    """Whatever is recorded asks this first, so no move ends without it.

    Raises: GuardMissingError, with a sentence that names the guards and says what to do.
    """
    names = missing(connection)
    if names:
        raise GuardMissingError(
            ngettext(
                "Nothing was changed, because the database lacks its guard %(names)s."
                " Ask an administrator to run “manage.py migrate”, which puts it back.",
                "Nothing was changed, because the database lacks its guards %(names)s."
                " Ask an administrator to run “manage.py migrate”, which puts them back.",
                len(names),
            ),
            code="guard_missing",
            params={"names": ", ".join(names[:3]) + (", …" if len(names) > 3 else "")},
        )


def install(connection: BaseDatabaseWrapper) -> None:
    """Makes what stands equal to what is declared, for the tables that exist. Writes nothing if it is so already."""
    stands = engines.standing(connection)
    wanted = [(rule, part) for rule, part in _parts(connection) if rule.needs <= stands.tables]
    lacking = [(rule, part) for rule, part in wanted if stands.parts.get(part.name) != part.stands_as]
    keep = {part.name for _, part in wanted}
    obsolete = {name: table for name, table in stands.triggers.items() if _is_ours(name) and name not in keep}
    if lacking or obsolete:
        _run(connection, [*_drops(connection, obsolete), *_creates(connection, lacking)])


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Removes every trigger of ours: for a migration on SQLite, and for tests that empty the tables."""
    triggers = engines.standing(connection).triggers
    _run(connection, [*_drops(connection, {name: table for name, table in triggers.items() if _is_ours(name)})])


def owns_tables(connection: BaseDatabaseWrapper = default_connection) -> bool:
    """Whether the role that we are connected as may take the guards down, as the web process should not.

    False on SQLite, which knows no roles: there whoever can write the file can do anything.
    """
    if connection.vendor == "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(bool_or(pg_has_role(relowner, 'USAGE')), FALSE) FROM pg_class"
            " WHERE relnamespace = current_schema()::regnamespace AND relname = ANY(%s)",
            [[rule.table for rule in declared()]],
        )
        (owns,) = cursor.fetchone()
    return bool(owns)


def before_migration(*, using: str, plan: list[Any], **signal: Any) -> None:
    """With an empty plan no table is altered, and nothing is taken down."""
    connection = connections[using]
    if connection.vendor == "sqlite" and plan:
        take_down(connection)


def after_migration(*, using: str, **signal: Any) -> None:
    install(connections[using])


def _is_ours(name: str) -> bool:
    return name.startswith(engines.OURS)


def _vendor(connection: BaseDatabaseWrapper) -> Vendor:
    return "sqlite" if connection.vendor == "sqlite" else "postgresql"


def _parts(connection: BaseDatabaseWrapper) -> list[tuple[Rule | Mirror, Part]]:
    return [(rule, part) for rule in declared() for part in engines.parts(rule, _vendor(connection))]


@cache
def _wanted(vendor: Vendor) -> dict[str, tuple[Any, ...]]:
    """Every part by its name, written once: each move compares all of them with what stands."""
    return {part.name: part.stands_as for rule in declared() for part in engines.parts(rule, vendor)}


def _drops(connection: BaseDatabaseWrapper, triggers: dict[str, str]) -> Iterator[str]:
    for name, table in triggers.items():
        yield from engines.dropped(_vendor(connection), name, table)


def _creates(connection: BaseDatabaseWrapper, lacking: list[tuple[Rule | Mirror, Part]]) -> Iterator[str]:
    for _, part in lacking:
        yield from part.create
    for rule in {rule.name: rule for rule, _ in lacking}.values():
        if isinstance(rule, Mirror) and rule.refresh(_vendor(connection)):
            yield rule.refresh(_vendor(connection))


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    """All or nothing. Two migrations at once wait for each other instead of failing."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        schema = ""
        if connection.vendor == "postgresql":
            cursor.execute("SELECT quote_ident(current_schema()), pg_advisory_xact_lock(hashtextextended('guards', 0))")
            schema = cursor.fetchone()[0]
        for statement in statements:
            cursor.execute(statement.replace(engines.SCHEMA, schema))
