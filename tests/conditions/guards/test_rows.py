"""No row of evidence is changed, deleted, replaced or moved, whichever column and whichever statement (E1, E12)."""

import re

import pytest
from django.db import IntegrityError, connection, transaction

from conditions import guards
from conditions.guards import AppendOnly, KeepsRows, Sealable
from tests.conditions.evidence.test_columns import another
from tests.conditions.evidence.world import TABLES, everything
from tests.conditions.guards.installation import contents, run

KEEPING = {
    rule.table: rule for rule in guards.declared() if isinstance(rule, AppendOnly | KeepsRows) and rule.table in TABLES
}
pytestmark = [pytest.mark.django_db, pytest.mark.promise("E1")]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield everything()
        transaction.set_rollback(True)


def passes(sentence, operation):
    """Whether the database lets the operation through, or refuses it in other words."""
    try:
        with transaction.atomic():
            operation()
    except IntegrityError as refusal:
        return not re.search(sentence, str(refusal))
    return True


def says(table):
    return re.escape(f"({KEEPING[table].name}, {KEEPING[table].promise})")


def model(table):
    return TABLES[table][1]


def last(table):
    """A row of which everything happened that can happen once."""
    return model(table)._base_manager.order_by("pk").first()


def frozen(table):
    """The columns that never change again, whatever has happened."""
    rule, row = KEEPING[table], last(table)
    changes = rule.changes if isinstance(rule, KeepsRows) else ()
    pending = [group for group in getattr(rule, "once", ()) if getattr(row, group[0]) is None]
    free = {*changes, *(column for group in pending for column in group)}
    return [field for field in row._meta.concrete_fields if field.attname not in free]


def test_every_table_of_evidence_is_kept_by_a_rule():
    assert sorted(TABLES.keys() - KEEPING.keys()) == []


@pytest.mark.parametrize("table", KEEPING)
def test_no_column_is_changed(table, world):
    row, before = last(table), contents()
    rows = model(table)._base_manager.filter(pk=row.pk)
    passed = []
    for field in frozen(table):
        value = another(field, getattr(row, field.attname))
        if passes(says(table), lambda: rows.update(**{field.name: value})):  # noqa: B023
            passed.append(field.name)
    assert passed == []
    assert contents() == before


@pytest.mark.parametrize("table", KEEPING)
def test_what_happened_once_is_not_undone(table, world):
    row, before = last(table), contents()
    rows = model(table)._base_manager.filter(pk=row.pk)
    happened = [group for group in getattr(KEEPING[table], "once", ()) if getattr(row, group[0]) is not None]
    passed = [group for group in happened if passes(says(table), lambda: rows.update(**{group[0]: None}))]  # noqa: B023
    assert passed == []
    assert contents() == before


def statements(table):
    """Every way to be rid of a row, or of what it says."""
    columns = [field.column for field in model(table)._meta.concrete_fields]
    listed, other = ", ".join(f'"{column}"' for column in columns), columns[-1]
    said = {
        "delete": f'DELETE FROM "{table}"',
        "update to itself": f'UPDATE "{table}" SET "{other}" = "{other}"',
        "upsert": f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM "{table}" WHERE TRUE'
        f" ON CONFLICT (id) DO UPDATE SET id = excluded.id + 1000",
        "renumber": f'UPDATE "{table}" SET id = id + 1000',
    }
    if connection.vendor == "sqlite":
        said["replace"] = f'REPLACE INTO "{table}" ({listed}) SELECT {listed} FROM "{table}"'
    return said


@pytest.mark.parametrize("table", KEEPING)
def test_no_row_goes(table, world, as_with_a_shell):
    before, said = contents(), statements(table)
    if not isinstance(KEEPING[table], AppendOnly) or isinstance(KEEPING[table], Sealable):
        del said["update to itself"]
    passed = [way for way, sql in said.items() if passes(r"\(\w+, [A-Z]\d+\)", lambda: run(sql))]  # noqa: B023
    assert passed == []
    assert contents() == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only on PostgreSQL")
@pytest.mark.parametrize("table", KEEPING)
def test_no_table_is_emptied(table, world):
    connection.check_constraints()
    before = contents()
    with pytest.raises(IntegrityError, match=r"\(\w+_stays, \w+\)"):
        run(f'TRUNCATE "{table}" CASCADE')
    assert contents() == before
