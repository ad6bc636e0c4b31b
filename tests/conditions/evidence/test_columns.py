"""Every column of every table of evidence, changed by somebody who owns the tables, is found and named."""

import datetime
import os

import pytest
from django.db import connection, models, transaction

from conditions import evidence, guards
from conditions.guards import AppendOnly, KeepsRows
from tests.conditions.evidence.world import TABLES, disarm, everything, found, rearm
from tests.shared import made_once

pytestmark = pytest.mark.django_db

PROVED_OTHERWISE = {
    "conditions_event": "the chain of hashes",
    "conditions_stream": "the chain of hashes",
    "conditions_condition": "each change is an event, and words that were signed carry the name of their day",
    "conditions_formerslug": "an address; nobody signs it",
    "conditions_glossaryterm": "each change is an event; a term explains signed words and is none of them",
    "conditions_proposal": "an import brings thousands with one event, and nobody signs one",
    "community_closure": "a receipt; nothing public rests on it, and each one is an event",
    "community_oldstory": "it is never public, and the words that become so are those of a story",
    "community_storyreport": "its words may be deleted, and nothing that is public rests on it",
    "conditions_invitation": "each change is an event, and its address is forgotten",
    "conditions_reviewpolicy": "each change is an event, and the dates that came of one stand in what was published",
    "conditions_grant": "each change is an event, and what was signed does not rest on it afterwards",
}
DEEP = os.environ.get("DISEASEMAPS_TEST_PROFILE") == "deep"


def another(field, value):
    """Another value that the column can hold, as near to it as can be."""
    match field:
        case models.BooleanField():
            return not value
        case models.DateTimeField():
            return value + datetime.timedelta(microseconds=1) if value else datetime.datetime.now(datetime.UTC)
        case models.DateField():
            return value + datetime.timedelta(days=1) if value else datetime.date(2026, 3, 3)
        case models.JSONField():
            return {**value, "xx": "Ω"}
        case models.CharField() | models.TextField():
            return f"{value[:-1]}~" if value else "~"
    return (value or 0) + 1_000


def first(table):
    return TABLES[table][1]._base_manager.order_by("pk").first()


def columns(table):
    fields = TABLES[table][1]._meta.concrete_fields
    return fields if DEEP else fields[-1:]


def names_it(field, row, sentences):
    """Whether the sentence names the row; where it leads to another owner, or its number changed, what hung on it."""
    way = TABLES[row._meta.db_table][0].tables[type(row)]
    apart = field.primary_key or field.name == way.split("__")[0]
    return bool(sentences) and (apart or evidence.name(row) in sentences[0])


def unnoticed(row, field):
    """Whether nobody finds the row with another value in the column."""
    with transaction.atomic():
        value = another(field, getattr(row, field.attname))
        assert type(row)._base_manager.filter(pk=row.pk).update(**{field.name: value}) == 1
        sentences = found(TABLES[row._meta.db_table][0].kind)
        transaction.set_rollback(True)
    return not names_it(field, row, sentences)


world = made_once(everything)


@pytest.fixture
def disarmed(world):
    """Everything there is, and nothing that refuses."""
    assert found() == []
    disarm()
    yield
    rearm()


@pytest.mark.promise("E11")
def test_changed_column_is_named(disarmed):
    pairs = [(first(table), field) for table in TABLES for field in columns(table)]
    assert [f"{row._meta.db_table}.{field.name}" for row, field in pairs if unnoticed(row, field)] == []


@pytest.mark.promise("E11")
@pytest.mark.parametrize("table", TABLES)
def test_fingerprint_counts_every_column(table, world):
    row = first(table)
    before, same = evidence.fingerprint(row), []
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        setattr(row, field.attname, another(field, value))
        same += [field.name] if evidence.fingerprint(row) == before else []
        setattr(row, field.attname, value)
    assert same == []


@pytest.mark.promise("E11")
def test_every_table_whose_rows_are_kept_is_proved():
    kept = {rule.table for rule in guards.declared() if isinstance(rule, AppendOnly | KeepsRows)}
    assert kept - TABLES.keys() - PROVED_OTHERWISE.keys() == set()
    assert TABLES.keys() <= kept


@pytest.mark.promise("E11")
def test_deleted_row_is_named(disarmed):
    missed = []
    for table, (family, _) in TABLES.items():
        with transaction.atomic(), connection.cursor() as cursor:
            row = first(table)
            cursor.execute(f'DELETE FROM "{table}" WHERE id = %s', [row.pk])
            sentences = found(family.kind)
            transaction.set_rollback(True)
        missed += [] if any(f"{evidence.name(row)}, which is gone" in said for said in sentences) else [table]
    assert missed == []


def add_one_like(row, *, way):
    """One more row of the same owner; in place of the row itself where there can be but one."""
    type(row)._base_manager.filter(pk=row.pk)._raw_delete("default")
    for field in row._meta.concrete_fields:
        if field.name != way:
            setattr(row, field.attname, another(field, getattr(row, field.attname)))
    row.save(force_insert=True)


@pytest.mark.promise("E11")
def test_added_row_is_named(disarmed):
    missed = []
    for table, (family, model) in TABLES.items():
        with transaction.atomic():
            row = first(table)
            add_one_like(row, way=family.tables[model].split("__")[0])
            sentences = found(family.kind)
            transaction.set_rollback(True)
        missed += [] if any(f"{evidence.name(row)} stands" in said for said in sentences) else [table]
    assert missed == []
