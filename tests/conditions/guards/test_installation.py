"""Guards are there after everything that may happen to a database, and a missing one is noticed."""

from collections import Counter
from functools import cache

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from conditions import guards, ledger
from conditions.guards import engines, installation
from conditions.models import Event, Stream
from tests import ahead
from tests.evidence import record, run

ONE = "guard_event_stays_update"
WEAKENED = {
    "sqlite": {
        "dropped": [f"DROP TRIGGER {ONE}"],
        "never fires": [
            f"DROP TRIGGER {ONE}",
            f"CREATE TRIGGER {ONE} BEFORE UPDATE ON conditions_event WHEN FALSE BEGIN SELECT 1; END",
        ],
        "on another table": [
            f"DROP TRIGGER {ONE}",
            f"CREATE TRIGGER {ONE} BEFORE UPDATE ON conditions_name BEGIN SELECT RAISE(ABORT, 'no'); END",
        ],
    },
    "postgresql": {
        "dropped": [f"DROP TRIGGER {ONE} ON conditions_event"],
        "switched off": [f"ALTER TABLE conditions_event DISABLE TRIGGER {ONE}"],
        "off in a replica": [f"ALTER TABLE conditions_event ENABLE TRIGGER {ONE}"],
        "only in a replica": [f"ALTER TABLE conditions_event ENABLE REPLICA TRIGGER {ONE}"],
        "function that allows": [
            (
                f"CREATE OR REPLACE FUNCTION {ONE}() RETURNS trigger LANGUAGE plpgsql"
                " SET search_path = public, pg_temp AS 'BEGIN RETURN NEW; END'"
            )
        ],
        "function that can be led astray": [f"ALTER FUNCTION {ONE}() RESET search_path"],
        "function that is kept elsewhere": ["CREATE SCHEMA elsewhere", f"ALTER FUNCTION {ONE}() SET SCHEMA elsewhere"],
        "another function": [
            "CREATE FUNCTION allow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            f"CREATE OR REPLACE TRIGGER {ONE} BEFORE UPDATE ON conditions_event FOR EACH ROW EXECUTE FUNCTION allow()",
        ],
        "never fires": [
            (
                f"CREATE OR REPLACE TRIGGER {ONE} BEFORE UPDATE ON conditions_event FOR EACH ROW WHEN (FALSE)"
                f" EXECUTE FUNCTION {ONE}()"
            ),
        ],
        "too late": [
            f"CREATE OR REPLACE TRIGGER {ONE} AFTER UPDATE ON conditions_event FOR EACH ROW EXECUTE FUNCTION {ONE}()",
        ],
        "for one column": [
            (
                f"CREATE OR REPLACE TRIGGER {ONE} BEFORE UPDATE OF action ON conditions_event FOR EACH ROW"
                f" EXECUTE FUNCTION {ONE}()"
            ),
        ],
    },
}[connection.vendor]


def is_refused():
    """Whether the database refuses to change an event."""
    with pytest.raises(IntegrityError, match="event_stays, E1"):
        run("UPDATE conditions_event SET action = 'other'")
    return not Event.objects.filter(action="other").exists()


@pytest.mark.django_db
def test_everything_declared_stands_after_migration():
    assert guards.missing() == []


@pytest.mark.django_db
def test_looking_and_installing_again_cost_one_query_each(django_assert_num_queries):
    with django_assert_num_queries(1):
        guards.require()
    with django_assert_num_queries(1):
        guards.install(connection)
    assert guards.missing() == []


@pytest.mark.django_db
@pytest.mark.parametrize("statements", WEAKENED.values(), ids=WEAKENED.keys())
def test_weakened_guard_is_named_and_put_back(statements):
    assert guards.missing() == []  # what was whole a moment ago is looked at again
    run(*statements)
    assert guards.missing() == [ONE]
    guards.install(connection)
    assert guards.missing() == []
    record()
    connection.check_constraints()
    assert is_refused()


@pytest.mark.django_db
def test_guard_that_is_weakened_again_after_that_was_undone_is_named():
    for _each in range(2):
        with transaction.atomic():
            run(*WEAKENED["dropped"])
            assert guards.missing() == [ONE]
            transaction.set_rollback(True)
        assert guards.missing() == []


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only on PostgreSQL: SQLite knows no schemas")
@pytest.mark.parametrize("path", ["nothing_here, public", "nowhere"])
@pytest.mark.parametrize("was_whole", [True, False])
def test_guards_are_missing_where_the_first_schema_holds_nothing(path, was_whole):
    """The tables are found through the next one, so all would seem to work."""
    assert guards.missing() == []
    looked_at = dict(installation._whole)
    installation._whole.clear()
    if was_whole:
        installation._whole.update(looked_at)
    run("CREATE SCHEMA nothing_here", f"SET LOCAL search_path TO {path}")
    assert guards.missing() == sorted(installation._wanted("postgresql"))
    run("SET LOCAL search_path TO public", *WEAKENED["dropped"])
    assert guards.missing() == [ONE]


@pytest.mark.django_db
def test_empty_plan_touches_no_guard_that_stands():
    with CaptureQueriesContext(connection) as queries:
        call_command("migrate", verbosity=0)
    assert [query["sql"] for query in queries if "TRIGGER" in query["sql"]] == []
    assert guards.missing() == []


@pytest.mark.django_db
def test_empty_plan_puts_missing_guards_back():
    guards.take_down(connection)
    call_command("migrate", verbosity=0)
    assert guards.missing() == []


@pytest.mark.django_db
def test_record_refuses_while_a_guard_is_missing():
    run(*WEAKENED["dropped"])
    with pytest.raises(guards.GuardMissingError, match=rf"its guard {ONE}\. .*manage\.py migrate"):
        record()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_refusal_names_some_guards_when_all_are_missing():
    guards.take_down(connection)
    with pytest.raises(guards.GuardMissingError, match=r"its guards (\w+, ){3}…\. ") as refusal:
        guards.require()
    assert len(refusal.value.messages) == 1


@pytest.fixture
def migrate_ahead(transactional_db, settings):
    """Migrates with the real migrations and one more; afterwards all is as before."""

    def migrate(package):
        settings.MIGRATION_MODULES = {"conditions": f"tests.ahead.{package}.migrations"}
        call_command("migrate", verbosity=0)

    yield migrate
    call_command("migrate", "conditions", ahead.NAMES[-1], verbosity=0)


def action_length():
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, "conditions_event")
    return {column.name: column.display_size for column in table}["action"]


@pytest.mark.promise("E1")
def test_guards_survive_a_migration_that_alters_their_tables(migrate_ahead):
    record()
    ahead.MISSING_MEANWHILE.clear()
    migrate_ahead("altered")
    assert action_length() == 61
    assert [bool(names) for names in ahead.MISSING_MEANWHILE] == [connection.vendor == "sqlite"]
    assert guards.missing() == []
    assert is_refused()
    assert list(ledger.verify()) == []


@pytest.mark.promise("E1")
def test_guards_survive_a_migration_that_fails(migrate_ahead):
    record()
    with pytest.raises(ZeroDivisionError):
        migrate_ahead("failing")
    assert action_length() == 60
    assert guards.missing() == []
    assert is_refused()


@pytest.mark.promise("E1")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "next"])
def test_guards_stand_in_each_test_although_the_one_before_was_flushed(turn):
    assert not Event.objects.exists()
    record()
    assert is_refused()
    with pytest.raises(IntegrityError):
        Stream.objects.all().delete()


def declare_also(monkeypatch, rule):
    """Declares a rule for the length of a test."""
    monkeypatch.setattr(installation, "_declared", dict(installation._declared))
    monkeypatch.setattr(installation, "_wanted", cache(installation._wanted.__wrapped__))
    guards.declare(rule)


@pytest.mark.django_db
def test_guard_that_is_no_longer_declared_is_removed(monkeypatch):
    rule = guards.AppendOnly(name="name_kept", table="conditions_name", promise="E1", says="No.")
    with monkeypatch.context() as patched:
        declare_also(patched, rule)
        assert guards.missing() != []
        guards.install(connection)
        assert guards.missing() == []
        assert "guard_name_kept_delete" in engines.standing(connection).triggers
    guards.install(connection)
    assert "guard_name_kept_delete" not in engines.standing(connection).triggers
    assert guards.missing() == []


@pytest.mark.django_db
def test_guard_of_a_table_that_is_not_there_yet_waits_for_it(monkeypatch):
    rule = guards.AppendOnly(name="future_stays", table="conditions_future", promise="E1", says="No.")
    declare_also(monkeypatch, rule)
    guards.install(connection)
    assert {name.rpartition("_")[0] for name in guards.missing()} == {"guard_future_stays"}


def test_two_rules_of_one_name_are_refused():
    rule = guards.AppendOnly(name="event_stays", table="conditions_name", promise="E1", says="No.")
    with pytest.raises(ValueError, match="Two guards are called event_stays"):
        guards.declare(rule)


def test_name_that_postgresql_would_cut_is_refused():
    rule = guards.AppendOnly(name="x" * 49, table="conditions_name", promise="E1", says="No.")
    with pytest.raises(ValueError, match="too long"):
        guards.declare(rule)


def kept_tables():
    return [rule for rule in guards.declared() if isinstance(rule, guards.KeepsRows | guards.AppendOnly)]


@pytest.mark.django_db
@pytest.mark.parametrize("rule", kept_tables(), ids=lambda rule: rule.name)
def test_declaration_knows_every_column_and_unique_key(rule):
    """A column or key that is added later must be decided on, or REPLACE and UPDATE find a way round."""
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, rule.table)
        columns = {column.name for column in connection.introspection.get_table_description(cursor, rule.table)}
    unique = Counter(tuple(sorted(each["columns"])) for each in constraints.values() if each["unique"])
    assert unique - Counter([("id",)]) == Counter(tuple(sorted(key.columns)) for key in rule.unique)
    if isinstance(rule, guards.KeepsRows):
        once = {column for group in rule.once for column in group}
        assert columns - ({"is_sealed"} if rule.words else set()) == {"id", *rule.keeps, *rule.changes, *once}
    if isinstance(rule, guards.Sealable):
        assert columns == {"id", "is_sealed", *rule.keeps, *(column for column, _ in rule.words)}


@pytest.mark.django_db
def test_every_declared_table_belongs_to_a_model():
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert {table for rule in guards.declared() for table in rule.needs} <= tables
