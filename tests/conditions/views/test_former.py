"""Whoever kept an old address of a condition still arrives."""

import pytest

from conditions.models import FormerSlug
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moved():
    FormerSlug.objects.create(slug="meulengracht-disease", condition=factories.condition())


@pytest.mark.promise("E18")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/conditions/meulengracht-disease/", "/conditions/gilbert-syndrome/"),
        ("/es/conditions/meulengracht-disease/", "/es/conditions/gilbert-syndrome/"),
        ("/conditions/meulengracht-disease/?page=2", "/conditions/gilbert-syndrome/?page=2"),
        ("/conditions/meulengracht-disease/treatment/", "/conditions/gilbert-syndrome/treatment/"),
        (
            "/es/conditions/meulengracht-disease/causes/history/?a=1",
            "/es/conditions/gilbert-syndrome/causes/history/?a=1",
        ),
    ],
)
def test_former_address_leads_to_the_same_page_for_ever(client, old, new):
    answer = client.get(old)
    assert answer.status_code == 301
    assert answer["Location"] == new


@pytest.mark.parametrize("path", ["/conditions/nobody/", "/conditions/nobody/x/", "/conditions/gilbert-syndrome/x/"])
def test_unknown_address_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_address_typed_without_its_last_stroke_leads_to_the_page(client):
    assert client.get("/conditions/gilbert-syndrome/treatment")["Location"] == "/conditions/gilbert-syndrome/treatment/"
    assert client.get("/es/conditions/gilbert-syndrome/a/b")["Location"] == "/es/conditions/gilbert-syndrome/a/b/"


def test_redirect_costs_two_queries_at_most_and_sets_no_cookie(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        answer = client.get("/conditions/meulengracht-disease/")
    assert answer.cookies == {}


def test_former_address_never_leaves_the_site(client):
    answer = client.get("/conditions/meulengracht-disease///example.org/")
    assert answer["Location"].startswith("/conditions/gilbert-syndrome/")
