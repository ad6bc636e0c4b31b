"""What mirrors a table survives migrations too, and catches up with what it missed. Each engine has its own kind."""

from functools import cache

import pytest
from django.db import connection

from conditions import guards
from conditions.guards import installation
from conditions.models import Name
from tests import factories

INDEX = "CREATE VIRTUAL TABLE name_index USING fts5(text, content='conditions_name')"
INSERT = (
    "CREATE TRIGGER mirror_name_insert AFTER INSERT ON conditions_name"
    " BEGIN INSERT INTO name_index (rowid, text) VALUES (NEW.id, NEW.text); END"
)


@pytest.fixture
def declare(monkeypatch):
    """Declares a mirror for the length of a test."""

    def declare(**made):
        monkeypatch.setattr(installation, "_declared", dict(rules))
        monkeypatch.setattr(installation, "_wanted", cache(installation._wanted.__wrapped__))
        guards.declare(guards.Mirror(name="names", table="conditions_name", **made))

    rules = installation._declared
    return declare


def index_of_sqlite():
    made = (guards.Made("table", "name_index", INDEX), guards.Made("trigger", "mirror_name_insert", INSERT))
    return {"sqlite": made, "refresh_sqlite": "INSERT INTO name_index (name_index) VALUES ('rebuild')"}


def index_of_postgresql(expression):
    made = guards.Made("index", "name_index", f"CREATE INDEX name_index ON conditions_name ({expression})")
    return {"postgresql": (made,)}


def sqlite_catches_up(declare):
    declare(**index_of_sqlite())
    factories.condition("Before", "before")
    guards.install(connection)
    factories.condition("While", "while")
    guards.take_down(connection)
    factories.condition("Down", "down")
    guards.install(connection)
    found = Name.objects.raw("SELECT rowid AS id, text FROM name_index('before OR while OR down')")
    return {name.text for name in found} == {"Before", "While", "Down"}


def postgresql_makes_anew(declare):
    declare(**index_of_postgresql("upper(text)"))
    guards.install(connection)
    declare(**index_of_postgresql("lower(text)"))
    was_noticed = guards.missing() == ["name_index"]
    guards.install(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'name_index'")
        return was_noticed and "lower(" in cursor.fetchone()[0]


@pytest.mark.django_db
def test_mirror_follows_its_table_and_its_declaration(declare):
    works = {"sqlite": sqlite_catches_up, "postgresql": postgresql_makes_anew}[connection.vendor]
    assert works(declare)
    assert guards.missing() == []
