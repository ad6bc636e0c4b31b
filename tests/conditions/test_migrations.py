"""Each migration of ours leads back as well; where what was written since may stand in its way, it says so (O6)."""

import inspect
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState

from conditions import guards

OURS = ("conditions", "community")
SAYS = "Way back:"
STEPS = 3
BY_HAND = (migrations.RunPython, migrations.RunSQL, migrations.SeparateDatabaseAndState)


def column(field):
    """What rows that were written since may not fit."""
    return field.get_internal_type(), getattr(field, "max_length", None), field.null, field.unique


def hinders(migration, state) -> Iterator[str]:
    """What of it cannot be undone whatever stands in the tables."""
    for operation in migration.operations:
        if not operation.reversible or isinstance(operation, BY_HAND):
            yield f"{type(operation).__name__} does not lead back by itself"
        elif isinstance(operation, migrations.RemoveConstraint):
            yield f"going back puts {operation.name} over rows that were written without it"
        elif isinstance(operation, migrations.AlterField):
            former = state.models[migration.app_label, operation.model_name_lower].fields[operation.name]
            if column(former) != column(operation.field):
                yield f"going back gives {operation.name} a column that rows written since may not fit"
        operation.state_forwards(migration.app_label, state)


def complaints(migration, state, text):
    return [] if SAYS in text else [f"{migration}: {why}." for why in hinders(migration, state)]


@pytest.mark.promise("O6")
@pytest.mark.one_engine
def test_every_migration_leads_back_or_says_why_not():
    loader = MigrationLoader(None)
    found = []
    for (app, name), migration in loader.disk_migrations.items():
        if app in OURS:
            text = inspect.getsource(inspect.getmodule(type(migration)))
            found += complaints(migration, loader.project_state((app, name), at_end=False), text)
    assert not found, "\n".join(["Write a comment “# Way back: …” that says when it leads nowhere:", *found])


def forget(apps, schema_editor):
    """Which nobody can undo."""


NEW = {
    "RunPython does not lead back": migrations.RunPython(forget),
    "puts story_named over rows": migrations.RemoveConstraint("story", "story_named"),
    "gives name a column": migrations.AlterField("story", "name", models.CharField(max_length=20)),
    "": migrations.AlterField("story", "name", models.CharField(max_length=10, help_text="As readers see it.")),
}


@pytest.mark.promise("O6")
@pytest.mark.one_engine
@pytest.mark.parametrize(("said", "operation"), NEW.items())
def test_new_one_that_does_neither_is_refused(said, operation):
    named = models.CheckConstraint(condition=~models.Q(name=""), name="story_named")
    before = ModelState("community", "story", [("name", models.CharField(max_length=10))], {"constraints": [named]})
    state, fresh = ProjectState(), migrations.Migration("0099_new", "community")
    state.add_model(before)
    fresh.operations = [operation]
    found = complaints(fresh, state.clone(), "")
    assert [said in each for each in found] == [True] * bool(said)
    assert complaints(fresh, state.clone(), "# Way back: none, because nobody wrote it down.") == []


@pytest.mark.promise("O6")
@pytest.mark.django_db(transaction=True)
def test_the_newest_migrations_lead_back_and_forth_again():
    """Those before were walked when they were the newest, and none of them ever changes."""
    loader = MigrationLoader(connection)
    ours = {app: sorted(name for of, name in loader.disk_migrations if of == app) for app in reversed(OURS)}
    before = connection.introspection.table_names()
    try:
        for app, names in ours.items():
            call_command("migrate", app, names[-STEPS - 1], verbosity=0)
        applied = set(MigrationRecorder(connection).applied_migrations())
        assert not applied.intersection((app, name) for app, names in ours.items() for name in names[-STEPS:])
    finally:
        call_command("migrate", verbosity=0)
    assert connection.introspection.table_names() == before
    assert guards.missing() == []
