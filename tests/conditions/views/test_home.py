"""Where readers come in: the home page and its three doors."""

import datetime
import re

import pytest

from conditions.editorial import reviewers
from conditions.views.home import Door
from tests import factories
from tests.factories import NOON, TODAY, findable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.one_engine]


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


def reviewed(number, **asked):
    """So many live answers, each with its own first words."""
    people = factories.desk()
    question = factories.question("causes", "What causes it?", **asked)
    return people, [
        factories.published(
            people,
            factories.started(people, question=question, condition=factories.condition(slug=f"gilbert-{each}")),
            short=f"It is harmless {'very ' * each}often. It comes and goes.",
        )
        for each in range(number)
    ]


@pytest.mark.promise("R1", "R2")
def test_home_shows_what_was_reviewed_last_and_by_whom(client):
    people, _ = reviewed(1)
    page = text(client, "/")
    assert (
        '<a href="/conditions/gilbert-0/causes/"><span class="about">Gilbert syndrome</span> What causes it?</a>'
        in page
    )
    assert '<p class="preview">It is harmless often.</p>' in page
    assert 'Medically reviewed on <time datetime="2026-03-02">2 March 2026</time>' in page
    assert f"by {people.reviewer.name}, MD, Hepatology</p>" in page
    assert "css/components/sign.css" in page
    assert "No answer has been published yet." not in page


def test_home_shows_five_and_no_total(client):
    reviewed(6)
    page = text(client, "/")
    assert re.findall(r"/conditions/gilbert-(\d)/", page) == ["5", "4", "3", "2", "1"]
    assert not re.search(r"\b(6|six)\b", page[page.index("<main") : page.index("</main>")])


@pytest.mark.promise("R2")
def test_what_is_overdue_or_in_doubt_is_not_put_forward(client, clock):
    people, (first, *_) = reviewed(2)
    factories.cautioned(people, first.answer)
    page = text(client, "/")
    assert ("gilbert-0" in page, "gilbert-1" in page) == (False, True)
    clock(NOON + datetime.timedelta(days=1097))
    page = text(client, "/")
    assert "gilbert-1" not in page
    assert "Medically reviewed" not in page
    assert "No answer has been published yet." not in page


@pytest.mark.promise("R2")
def test_words_whose_reviewer_was_none_are_not_put_forward(client):
    people, _ = reviewed(1)
    credential = people.reviewer.credentials.get()
    reviewers.revoke(credential, on=TODAY, reason="Never on the register", by=people.author, at=NOON)
    page = text(client, "/")
    assert "gilbert-0" not in page
    assert "Medically reviewed" not in page


def test_sensitive_answer_is_listed_without_a_preview(client):
    reviewed(1, is_sensitive=True)
    page = text(client, "/")
    assert "What causes it?</a>" in page
    assert "It is harmless" not in page


@pytest.mark.parametrize("items", [1, 3])
def test_home_costs_three_queries(client, django_assert_num_queries, items):
    reviewed(items)
    with django_assert_num_queries(3):  # the newest, how they stand, the emergency numbers in the foot
        page = text(client, "/")
    assert page.count("Medically reviewed on") == items


def test_home_without_an_answer_costs_three_queries(client, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert "No answer has been published yet." in text(client, "/")


@pytest.mark.parametrize("address", [*(f"/start/{door.value}/" for door in Door)])
def test_door_costs_one_query(client, django_assert_num_queries, address):
    with django_assert_num_queries(1):
        assert "Which condition?" in text(client, address)
