"""The list from A to Z: every condition once, under a letter where people look, in light parts."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from conditions.models import Condition, Name
from tests import factories

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]


def listed(client: Client, letter: str, **rest: str) -> str:
    return client.get("/conditions/", {"letter": letter} | rest).content.decode()


@pytest.mark.parametrize("items", [1, 3])
def test_letter_costs_three_queries(client: Client, django_assert_num_queries: Queries, items: int) -> None:
    for number in range(items):
        factories.condition(f"Gout {number}", f"gout-{number}")
    with django_assert_num_queries(3):
        assert listed(client, "g").count('<li><a href="/conditions/gout-') == items


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Épidermolyse", "e"),
        ("β-thalassemia", "b"),
        ("17-beta deficiency", "0-9"),
        ("地中海贫血", "other"),
        ("'Zebra'", "z"),
    ],
)
def test_name_stands_under_a_sensible_letter(client: Client, name: str, letter: str) -> None:
    factories.condition(name, "somewhere")
    assert 'href="/conditions/somewhere/"' in listed(client, letter)
    assert f'href="?letter={letter}"' in client.get("/conditions/").content.decode()


def test_condition_is_listed_once_and_by_its_preferred_name(client: Client) -> None:
    found = factories.condition("gout", "gout")
    factories.named(found, "gouty arthritis")
    factories.named(found, "gota", use=Name.Use.PREFERRED, language="es")
    assert listed(client, "g").count('href="/conditions/gout/"') == 1
    spanish = client.get("/es/conditions/", {"letter": "g"}).content.decode()
    assert spanish.count('href="/es/conditions/gout/"') == 1
    assert "Gota</a>" in spanish


def test_longest_list_stays_light(client: Client) -> None:
    long = [Condition(slug=f"{number:0>190}") for number in range(450)]
    made = Condition.objects.bulk_create(long)
    words = ("inherited " * 18).strip()
    Name.objects.bulk_create(
        Name(condition=one, text=f"{words} {one.pk:05}", folded=f"{words} {one.pk:05}", use="preferred") for one in made
    )
    pages = [listed(client, "i", page=str(number)) for number in (1, 2, 3)]
    assert [page.count('<li><a href="/conditions/0') for page in pages] == [200, 200, 50]
    assert max(map(len, pages)) < 100_000
    assert 'rel="next"' not in pages[2]


def test_letter_without_a_name_says_so(client: Client) -> None:
    factories.condition()
    assert "No name in this list begins with this letter." in listed(client, "q")


@pytest.mark.parametrize("letter", ["gg", "?", "É", "%"])
def test_letter_that_is_none_is_not_found(client: Client, letter: str) -> None:
    assert client.get("/conditions/", {"letter": letter}).status_code == 404


def test_empty_catalogue_says_what_to_do(client: Client) -> None:
    assert "An administrator can load the catalogue." in client.get("/conditions/").content.decode()
