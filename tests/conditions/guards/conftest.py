"""One installation for all forbidden operations, each of which is refused, so none changes it for the next."""

import pytest
from django.db import connection, transaction

from tests import evidence
from tests.conditions.guards.installation import built


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield built()
        transaction.set_rollback(True)


@pytest.fixture
def as_with_a_shell():
    """Somebody with a shell: their SQLite calls no delete trigger for REPLACE."""
    pragma = "PRAGMA recursive_triggers = " if connection.vendor == "sqlite" else "SELECT "
    evidence.run(f"{pragma}0")
    yield
    evidence.run(f"{pragma}1")
