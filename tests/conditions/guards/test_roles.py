"""On PostgreSQL the web process connects as a role that cannot take a guard down: docs/operating.md, "two roles"."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection

from conditions import guards, ledger
from conditions.models import Event
from tests.evidence import record, run

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only on PostgreSQL: SQLite knows no roles"),
]
ROLE = f"guards_test_{os.getpid()}"
GUARD = "guard_event_stays_update"


def documented_grants():
    """The statements that operators are told to run, for a role of our own."""
    guide = (Path(settings.BASE_DIR) / "docs" / "operating.md").read_text(encoding="utf-8")
    block = re.search(r"## PostgreSQL: two roles.*?```sql\n(.*?)```", guide, re.DOTALL).group(1)
    return block.replace("diseasemaps_web", ROLE)


@pytest.fixture
def as_web():
    """One event, and from there on we are the web role; everything ends with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("The tests' database role may not create roles. Give it CREATEROLE.")
    record()
    connection.check_constraints()
    run(documented_grants(), f"GRANT {ROLE} TO CURRENT_USER", f"SET LOCAL ROLE {ROLE}")


def test_owner_is_told_from_web_role(as_web):
    assert not guards.owns_tables()
    run("RESET ROLE")
    assert guards.owns_tables()


def test_web_role_does_its_work_and_sees_every_guard(as_web):
    assert record().sequence == 2
    assert guards.missing() == []
    assert list(ledger.verify()) == []


@pytest.mark.promise("E1")
@pytest.mark.parametrize(
    "sql",
    [
        f"ALTER TABLE conditions_event DISABLE TRIGGER {GUARD}",
        "ALTER TABLE conditions_event DISABLE TRIGGER ALL",
        f"DROP TRIGGER {GUARD} ON conditions_event",
        f"DROP FUNCTION {GUARD}() CASCADE",
        f"ALTER FUNCTION {GUARD}() RESET search_path",
        f"CREATE OR REPLACE FUNCTION {GUARD}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE RULE quiet AS ON INSERT TO conditions_event DO INSTEAD NOTHING",
        "DROP TABLE conditions_event",
        "TRUNCATE conditions_event",
        "TRUNCATE conditions_user CASCADE",
    ],
)
def test_web_role_cannot_take_a_guard_down(as_web, sql):
    with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"):
        run(sql)
    assert guards.missing() == []
    assert Event.objects.count() == 1


@pytest.mark.promise("E1")
def test_replica_mode_does_not_switch_guards_off():
    """Most roles may not enter it at all; for those that may, every guard fires all the same."""
    record()
    with pytest.raises(DatabaseError, match=r"event_stays, E1|permission denied to set parameter"):
        run("SET LOCAL session_replication_role = replica", "UPDATE conditions_event SET action = 'other'")
    assert not Event.objects.filter(action="other").exists()


@pytest.mark.promise("E11")
def test_temporary_table_of_the_same_name_leads_no_guard_astray(as_web):
    run("CREATE TEMPORARY TABLE conditions_event (LIKE public.conditions_event)")
    with pytest.raises(IntegrityError, match="event_chain, E11"):
        run(
            "INSERT INTO public.conditions_event (stream, sequence, action, at, data, previous, hash)"
            " VALUES ('condition:1', 1, 'forged', now(), '{}', '', 'h')"
        )
