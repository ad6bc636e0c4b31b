"""Anybody learns whether the site is ready; administrators alone learn why not."""

import pytest
from django.db import OperationalError, connection

from conditions.models.people import Role
from tests import factories

pytestmark = pytest.mark.django_db


def broken(*statement):
    raise OperationalError("connection to 10.0.0.7 refused")


def test_ready_site_says_so_to_anybody_and_sets_no_cookie(client):
    response = client.get("/health/")
    assert (response.status_code, response.cookies) == (200, {})
    assert "<h1>Ready</h1>" in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_anybody_costs_the_same_few_queries(client, django_assert_num_queries):
    client.get("/health/")
    with django_assert_num_queries(8):
        assert client.get("/health/").status_code == 200


@pytest.mark.parametrize("person", [lambda: None, factories.administrator], ids=["anybody", "administrator"])
def test_site_without_its_database_is_not_ready_and_tells_nothing(person):
    browser = factories.browser(person(), second_factor=True)
    with connection.execute_wrapper(broken):
        response = browser.get("/health/")
    assert response.status_code == 503
    assert "<h1>Not ready</h1>" in response.content.decode()
    assert "10.0.0.7" not in response.content.decode()
    assert "database" not in response.content.decode()


def test_balancer_gets_json(client):
    response = client.get("/health/", headers={"Accept": "application/json"})
    assert (response.status_code, response.json()) == (200, {"ready": True})
    with connection.execute_wrapper(broken):
        response = client.get("/health/", headers={"Accept": "application/json"})
    assert (response.status_code, response.json()) == (503, {"ready": False})


def page_for(person, *, second_factor=True):
    return factories.browser(person, second_factor=second_factor).get("/health/").content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_learns_what_is_wrong(role):
    assert "No native reader" in page_for(factories.administrator())
    assert "No native reader" not in page_for(factories.holder(role))


def test_administrator_without_the_second_factor_learns_nothing():
    assert "No native reader" not in page_for(factories.administrator(), second_factor=False)


def test_administrator_sees_what_stops_the_site_and_what_to_do():
    factories.user(email="editor@demonstration.invalid")
    response = factories.browser(factories.administrator(), second_factor=True).get("/health/")
    assert response.status_code == 503
    page = " ".join(response.content.decode().split())
    stopping, attention = page.split("<h2>Wants attention</h2>")
    assert "<h2>Stops the site</h2>" in stopping
    assert "This database holds accounts of the demonstration" in stopping
    assert "no medical reviewer" in attention
    assert "Give the site an empty database of its own" in page


def test_page_of_health_is_only_read(client):
    assert client.post("/health/").status_code == 405
