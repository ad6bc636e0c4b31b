"""What several tests of a file begin with: made once for all of them, and undone after the last."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction


def made_once(make: Callable[[], Any]) -> Any:
    """A fixture of the file. Each test still undoes what it changed itself; none may be transactional."""

    @pytest.fixture(scope="module")
    def fixture(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield make()
            transaction.set_rollback(True)

    return fixture


def copied(part: str = "") -> Any:
    """A fixture of what the file calls `made`, or of a part of it: each test may change its copy."""

    @pytest.fixture
    def fixture(made: Any) -> Any:
        own = copy.deepcopy(made)
        return getattr(own, part) if part else own

    return fixture
