"""One installation for all forbidden operations: each is refused, so none changes it for the next."""

import pytest
from django.db import transaction

from tests.conditions.guards.installation import built


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield built()
        transaction.set_rollback(True)
