"""What tests of pages share."""

import datetime
from collections.abc import Callable

import pytest

from tests.factories import NOON


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime.datetime], None]:
    """Sets the time that pages read; it begins at the noon of the factories."""

    def set_to(at: datetime.datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)

    set_to(NOON)
    return set_to
