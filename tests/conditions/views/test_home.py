"""Where readers come in: the home page and its three doors."""

import re

import pytest

from conditions.views.home import Door
from tests.factories import findable

pytestmark = pytest.mark.django_db


def text(client, address, **asked):
    return re.sub(r"\s+", " ", client.get(address, asked).content.decode())


def test_home_has_a_door_for_each_moment(client):
    page = text(client, "/")
    for door in Door:
        assert f'<a href="/start/{door.value}/">{door.label}</a>' in page
        assert f"<h1>{door.label}</h1>" in text(client, f"/start/{door.value}/")


def test_while_nothing_is_published_home_says_so(client):
    assert "No answer has been published yet." in text(client, "/")


def test_door_leads_over_search_to_the_first_questions_of_the_condition(client):
    findable("Lyme disease")
    assert '<input type="hidden" name="door" value="just-told">' in text(client, "/start/just-told/")
    assert 'href="/conditions/lyme-disease/#start-here"' in text(client, "/search/", q="lyme", door="just-told")
    assert 'href="/conditions/lyme-disease/"' in text(client, "/search/", q="lyme")


def test_door_is_kept_while_somebody_looks_on(client):
    for number in range(21):
        findable(f"ataxia {number:02}")
    page = text(client, "/search/", q="ataxia", door="looking-after")
    assert '<input type="hidden" name="door" value="looking-after">' in page
    assert 'href="?q=ataxia&amp;door=looking-after&amp;page=2"' in page


def test_without_a_diagnosis_the_page_does_not_guess(client):
    page = text(client, "/start/no-diagnosis/")
    assert "we do not guess from signs" in page
    assert "What have you ruled out so far" in page


@pytest.mark.parametrize("door", ["elsewhere", '"><b>', ""])
def test_door_that_is_not_there_leads_nowhere(client, door):
    findable("Lyme disease")
    assert "name=&quot;door" not in text(client, "/search/", q="lyme", door=door)
    assert 'name="door"' not in text(client, "/search/", q="lyme", door=door)
    assert client.get("/start/elsewhere/").status_code == 404


@pytest.mark.parametrize("address", ["/", *(f"/start/{door.value}/" for door in Door)])
def test_door_costs_one_query(client, django_assert_num_queries, address):
    with django_assert_num_queries(1):
        assert "Which condition?" in text(client, address)
