"""Who works at the desk, and a text that a lay reader was asked to read: what many files here begin with."""

import pytest

from tests import factories


@pytest.fixture
def people(db):
    return factories.desk()


@pytest.fixture
def reading(people):
    return factories.to_be_read(people)
