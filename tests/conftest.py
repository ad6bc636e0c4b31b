"""What every test stands on."""

import gc
import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.core.cache import cache
from django.db import ProgrammingError, connection
from django.utils import translation
from hypothesis import HealthCheck, settings

from conditions import guards
from conditions.search import vocabulary

# A busy machine is no defect of what is tested, so nothing here measures time.
settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
settings.register_profile("deep", settings.get_profile("quick"), max_examples=2_000)
settings.load_profile(os.environ.get("DISEASEMAPS_TEST_PROFILE", "quick"))

# Looking for rubbish took a tenth of every test: what a test leaves behind is small, and the process ends.
gc.set_threshold(100_000, 50, 50)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is long begins first: at the end, one process would still be at it when all others are done."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("long", "browser"))))


@pytest.fixture(autouse=True)
def every_test_begins_in_english() -> Iterator[None]:
    """A page leaves its language behind in the thread, and what is said next would be said in it."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def guards_down_for_the_flush(request: pytest.FixtureRequest, _django_db_marker: None) -> Iterator[None]:
    """A transactional test ends by emptying every table, which evidence refuses.

    Its flush sends `post_migrate`, and that puts the guards back for the next test.
    """
    asked_for = {"db", "transactional_db", "live_server", "django_db_reset_sequences"} & set(request.fixturenames)
    if not asked_for and request.node.get_closest_marker("django_db") is None:
        yield
        return
    request.getfixturevalue("_django_db_helper")  # ends after us: the flush is its last act
    yield
    if not connection.in_atomic_block:
        guards.take_down(connection)
        cache.clear()  # its table belongs to no model, so the flush leaves it


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """PostgreSQL drops no database in which somebody still is: a process that was killed, a thread of a server."""
    yield
    if connection.vendor == "postgresql":
        connection.close()  # the last test may have had its connection cut, and a new one knows nothing of that
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
            )
            for process in cursor.fetchall():
                with suppress(ProgrammingError):  # it is about to go by itself, and belongs to nobody any more
                    cursor.execute("SELECT pg_terminate_backend(%s)", process)


@pytest.fixture(autouse=True)
def vocabulary_of_its_own() -> None:
    """A process keeps the words of all names; those of another test were rolled back."""
    vocabulary.Shelf.vocabulary = vocabulary.Vocabulary()
