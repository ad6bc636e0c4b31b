"""Pages about what went wrong: they help, and they need nothing that may be broken."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override

from conditions.views import problems


def test_broken_page_asks_no_database(rf: RequestFactory) -> None:
    response = problems.broken(rf.get("/"))
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
    assert "editors@demonstration.invalid" in response.content.decode()


def test_broken_page_speaks_the_language_of_the_reader(rf: RequestFactory) -> None:
    with override("ar"):
        assert '<html lang="ar" dir="rtl">' in problems.broken(rf.get("/")).content.decode()


@pytest.mark.django_db
def test_form_from_elsewhere_is_refused_with_words_that_help() -> None:
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a@example.org"})
    assert response.status_code == 403
    assert "We could not accept that form" in response.content.decode()
    assert "Nothing was saved." in response.content.decode()


@pytest.mark.django_db
def test_reading_page_refuses_what_is_not_reading(client: Client) -> None:
    assert client.post("/privacy/").status_code == 405


@pytest.mark.django_db
def test_what_is_too_long_to_be_read_is_said_so(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    response = client.post("/account/login/", {"login": "x" * 2_000})
    assert response.status_code == 400
    assert "We could not read that" in response.content.decode()
    assert "back button" in response.content.decode()


def test_host_that_is_not_ours_gets_a_page_that_asks_nothing(client: Client) -> None:
    assert client.get("/", HTTP_HOST="a.example").status_code == 400
