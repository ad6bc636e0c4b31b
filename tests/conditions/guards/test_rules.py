"""Every way round a guard that we know of is refused, and nothing has changed afterwards."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from conditions.models import Condition, FormerSlug
from conditions.models.people import Role
from tests import evidence, factories

TABLES = [
    "conditions_event",
    "conditions_stream",
    "conditions_condition",
    "conditions_formerslug",
    "conditions_condition_parents",
    "conditions_grant",
]


def something_of_everything():
    """Two rows in each guarded table: condition 1, once “old-name”, belongs to 2, and 2 to 4; 5 and 6 stand alone."""
    for pk, slug in [(1, "first"), (2, "second"), (4, "fourth"), (5, "fifth"), (6, "sixth")]:
        Condition.objects.create(pk=pk, slug=slug)
    for pk, member, family in [(101, 1, 2), (102, 2, 4)]:
        Condition.parents.through.objects.create(pk=pk, from_condition_id=member, to_condition_id=family)
    FormerSlug.objects.create(pk=1, slug="old-name", condition_id=1)
    FormerSlug.objects.create(pk=2, slug="older-name", condition_id=2)
    for role in (Role.EDITOR, Role.AUTHOR):
        factories.holder(role)
    for stream in ("condition:1", "condition:1", "condition:2"):
        evidence.record(stream)
    connection.check_constraints()  # PostgreSQL truncates nothing whose keys it has yet to check


def contents():
    """Every row of every guarded table, as the database gives it."""
    rows = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY id')
            rows.append(cursor.fetchall())
    return rows


EVENT = "(id, stream, sequence, action, at, data, previous, hash)"
FAMILY = "INSERT INTO conditions_condition_parents (from_condition_id, to_condition_id)"
LATER = "'2026-01-02 03:04:05+00:00'"
ON_BOTH = {
    "update": "UPDATE conditions_event SET action = 'other'",
    "update to itself": "UPDATE conditions_event SET action = action",
    "delete": "DELETE FROM conditions_event",
    "delete last": "DELETE FROM conditions_event WHERE sequence = (SELECT MAX(sequence) FROM conditions_event)",
    "upsert": (
        f"INSERT INTO conditions_event {EVENT}"
        f" VALUES (10, 'condition:1', 1, 'other', {LATER}, '{{}}', '', 'h')"
        " ON CONFLICT (stream, sequence) DO UPDATE SET action = 'other'"
    ),
    "fork": (
        f"INSERT INTO conditions_event {EVENT}"
        f" SELECT 99, stream, 3, 'x', at, '{{}}', previous, 'h' FROM conditions_event WHERE sequence = 2"
    ),
    "gap": (
        f"INSERT INTO conditions_event {EVENT}"
        f" SELECT 99, stream, 4, 'x', at, '{{}}', hash, 'h' FROM conditions_event WHERE sequence = 2"
    ),
    "begin in the middle": (
        f"INSERT INTO conditions_event {EVENT} VALUES (99, 'new', 2, 'x', {LATER}, '{{}}', '', 'h')"
    ),
    "begin joined to something": (
        f"INSERT INTO conditions_event {EVENT} VALUES (99, 'new', 1, 'x', {LATER}, '{{}}', 'h', 'h')"
    ),
    "shorten a stream": "UPDATE conditions_stream SET length = length - 1",
    "rename a stream": "UPDATE conditions_stream SET name = 'other' WHERE name = 'condition:1'",
    "lengthen a stream": "UPDATE conditions_stream SET length = length + 1",
    "forget a stream": "DELETE FROM conditions_stream",
    "invent a stream": "INSERT INTO conditions_stream (name, length, head) VALUES ('new', 1, 'h')",
    "delete a condition": "DELETE FROM conditions_condition WHERE id = 2",
    "renumber a condition": "UPDATE conditions_condition SET id = 3 WHERE id = 2",
    "take a former address": "UPDATE conditions_condition SET slug = 'old-name' WHERE id = 2",
    "be born with a former address": "INSERT INTO conditions_condition (id, slug, is_grouping)"
    " VALUES (3, 'old-name', FALSE)",
    "lead a live address elsewhere": "INSERT INTO conditions_formerslug (id, slug, condition_id)"
    " VALUES (3, 'first', 2)",
    "lead a former address elsewhere": "UPDATE conditions_formerslug SET condition_id = 2",
    "delete a former address": "DELETE FROM conditions_formerslug",
    "upsert a former address": "INSERT INTO conditions_formerslug (id, slug, condition_id) VALUES (3, 'old-name', 2)"
    " ON CONFLICT (slug) DO UPDATE SET condition_id = 2",
    "belong to itself": f"{FAMILY} VALUES (5, 5)",
    "belong to a member": f"{FAMILY} VALUES (2, 1)",
    "belong to a member of a member": f"{FAMILY} VALUES (4, 1)",
    "belong to one another at once": f"{FAMILY} VALUES (5, 6), (6, 5)",
    "move a family into a ring": "UPDATE conditions_condition_parents SET to_condition_id = 1 WHERE id = 102",
    "delete a grant": "DELETE FROM conditions_grant",
    "widen a grant": "UPDATE conditions_grant SET role = 'administrator'",
    "give a grant to another": "UPDATE conditions_grant SET user_id = granted_by_id, granted_by_id = user_id",
    "backdate a grant": "UPDATE conditions_grant SET starts_on = '2020-01-01'",
}
ON_SQLITE = {
    "replace": f"REPLACE INTO conditions_event {EVENT} SELECT id, stream, sequence, 'x', at, data, previous, hash"
    " FROM conditions_event WHERE sequence = 2",
    "replace by place": f"REPLACE INTO conditions_event {EVENT} SELECT NULL, stream, sequence, 'x', at, data, previous,"
    " 'h' FROM conditions_event WHERE sequence = 2",
    "replace by hash": f"INSERT OR REPLACE INTO conditions_event {EVENT}"
    " SELECT NULL, 'new', 1, 'x', at, data, '', hash FROM conditions_event WHERE sequence = 2",
    "update or replace": "UPDATE OR REPLACE conditions_event SET id = (SELECT MIN(id) FROM conditions_event)"
    " WHERE id = (SELECT MAX(id) FROM conditions_event)",
    "replace a condition": "REPLACE INTO conditions_condition (slug, is_grouping) VALUES ('first', FALSE)",
    "push a condition out": "UPDATE OR REPLACE conditions_condition SET slug = 'first' WHERE id = 2",
    "push a condition out by number": "UPDATE OR REPLACE conditions_condition SET id = 1 WHERE id = 2",
    "replace a former address": "REPLACE INTO conditions_formerslug (slug, condition_id) VALUES ('old-name', 2)",
    "replace a grant": "REPLACE INTO conditions_grant (id, role, language, starts_on, user_id, granted_by_id)"
    " SELECT id, 'administrator', '', starts_on, user_id, granted_by_id FROM conditions_grant",
    "replace a stream": "REPLACE INTO conditions_stream (name, length, head) VALUES ('condition:2', 1,"
    " (SELECT hash FROM conditions_event WHERE stream = 'condition:2'))",
}
ON_POSTGRESQL = {
    "truncate": "TRUNCATE conditions_event",
    "truncate all": "TRUNCATE conditions_stream",
    "truncate from a parent": "TRUNCATE conditions_user CASCADE",
    "truncate former addresses": "TRUNCATE conditions_formerslug",
    "truncate conditions": "TRUNCATE conditions_condition CASCADE",
    "truncate grants": "TRUNCATE conditions_grant CASCADE",
    "merge": "MERGE INTO conditions_event e USING conditions_event o ON e.id = o.id"
    " WHEN MATCHED THEN UPDATE SET action = 'x'",
}


FORBIDDEN = ON_BOTH | {"sqlite": ON_SQLITE, "postgresql": ON_POSTGRESQL}[connection.vendor]


@pytest.mark.promise("E1")
@pytest.mark.parametrize("sql", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_database_refuses_and_nothing_has_changed(sql, db, as_with_a_shell):
    something_of_everything()
    before = contents()
    with pytest.raises(IntegrityError, match=r"\(\w+_\w+, E\d+\)"):
        evidence.run(sql)
    assert contents() == before


# By which rule, where others might refuse it too.
REFUSED_BY = {
    "update": "event_stays",
    "fork": "event_chain",
    "forget a stream": "stream_stays",
    "invent a stream": "stream_begins",
    "lengthen a stream": "stream_goes_on",
    "delete a condition": "condition_stays",
    "take a former address": "condition_address_free",
    "delete a former address": "formerslug_stays",
    "lead a live address elsewhere": "formerslug_free",
    "belong to itself": "family_no_ring",
    "delete a grant": "grant_stays",
}


@pytest.mark.promise("E1")
@pytest.mark.parametrize(("way", "rule"), REFUSED_BY.items())
def test_each_rule_refuses_in_its_own_words(way, rule, db):
    something_of_everything()
    with pytest.raises(IntegrityError, match=rf"\({rule}, E\d+\)"):
        evidence.run(FORBIDDEN[way])


@pytest.mark.django_db
def test_condition_may_go_back_to_an_address_of_its_own():
    something_of_everything()
    condition = Condition.objects.get(slug="first")
    condition.slug = "old-name"
    condition.save()
    FormerSlug.objects.create(pk=3, condition=condition, slug="first")
    condition.slug = "first"
    condition.save()
    assert Condition.objects.get(slug="first") == condition


@pytest.mark.django_db
def test_last_day_of_a_grant_may_be_set():
    person = factories.holder(Role.EDITOR)
    person.grants.update(ends_on="2026-12-31")
    assert str(person.grants.get().ends_on) == "2026-12-31"


@pytest.mark.django_db
@pytest.mark.parametrize("day", [None, "2027-01-01"])
def test_grant_that_was_ended_is_not_made_longer(day):
    person = factories.holder(Role.EDITOR, ends_on="2026-12-31")
    with pytest.raises(IntegrityError, match=r"not made longer.*grant_ends_no_later"), transaction.atomic():
        person.grants.update(ends_on=day)
    assert str(person.grants.get().ends_on) == "2026-12-31"


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only on SQLite")
def test_our_own_connections_call_delete_triggers_for_replace():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        assert cursor.fetchone() == (1,)


@pytest.mark.promise("E18")
@pytest.mark.django_db(transaction=True)
def test_one_address_never_leads_to_two_conditions_in_a_race():
    """Neither transaction sees the other's row; the second waits for the first, looks again, and is refused."""
    condition = Condition.objects.create(slug="first")
    inserted, outcome = threading.Event(), []

    def be_born():
        inserted.wait(timeout=10)
        try:
            Condition.objects.create(slug="taken")
        except IntegrityError as refusal:
            outcome.append(str(refusal))
        finally:
            connection.close()

    other = threading.Thread(target=be_born)
    other.start()
    with transaction.atomic():
        FormerSlug.objects.create(condition=condition, slug="taken")
        inserted.set()
        other.join(timeout=0.3)
        was_waiting = other.is_alive()
    other.join()
    assert was_waiting
    assert "(condition_address_free, E18)" in outcome[0]
    assert not Condition.objects.filter(slug="taken").exists()
