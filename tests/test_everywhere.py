"""Every page of ours opens on PostgreSQL too, as whoever it is for and with something to show (docs/decisions/0042)."""

import pytest
from django.db import connection

from tests.everywhere import Everywhere, ours
from tests.factories import NOON

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.long,
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="only on PostgreSQL: on SQLite a browser opens each of them"
    ),
]


def test_every_page_of_ours_opens(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    world = Everywhere()
    pages = world.pages()
    answered = [(each, world.browser(each.who).get(each.address).status_code) for each in pages]
    assert [each for each, status in answered if status != 200] == []
    assert {each.route for each in pages} == set(ours())
