"""Words for paper, with a number beside each paragraph, for whoever may read them at the desk."""

from types import SimpleNamespace

import pytest

from conditions.editorial import seals
from tests import factories
from tests.factories import NOON
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.one_engine]
BODY = "One is so.[^ers-2017]\n\n::: figures\nHalf of them.[^ers-2017]\n:::"
DRAFT = "Draft. Nobody has medically reviewed these words. Not for patients."


def in_review():
    people = factories.desk()
    return SimpleNamespace(people=people, revision=factories.in_review(people, body=BODY))


made = made_once(in_review)
people, revision = copied("people"), copied("revision")


def sheet(person, revision):
    return factories.browser(person, second_factor=True).get(f"/desk/revisions/{revision.pk}/for-paper/")


def told(page):
    return " ".join(page.content.decode().split())


def test_every_sheet_says_what_the_words_are(people, revision):
    page = told(sheet(people.author, revision))
    head = page.split("<thead>")[1].split("</thead>")[0]
    assert DRAFT in head
    assert revision.digest in head
    assert 'Printed on <time datetime="2026-03-02">2 March 2026</time>.' in head
    assert '<details open class="figures"' in page
    factories.signed(people, revision)
    assert f"Approved by {people.reviewer.name} on" in told(sheet(people.author, revision))


def test_reviewer_prints_what_they_were_asked_about_and_nothing_else(people, revision):
    assert DRAFT in told(sheet(people.reviewer.user, revision))
    reader = factories.reviewer(factories.user())
    assert sheet(reader.user, revision).status_code == 403


def test_published_words_are_said_to_be_that(people):
    live = factories.published(people)
    page = told(sheet(people.author, live.revision))
    assert "Published on <time" in page
    assert "Not for patients" not in page


def test_sealed_words_are_on_no_sheet(people, revision):
    asked = seals.ask_seal(revision, ground="personal", reason="It named a patient.", by=people.author, at=NOON)
    seals.seal(asked, by=people.colleague, at=NOON)
    page = told(sheet(people.author, revision))
    assert "One is so." not in page
    assert "These words were sealed" in page


@pytest.mark.parametrize("number", [1, 3])
def test_one_text_on_paper_costs_what_three_do(people, revision, number, django_assert_num_queries):
    bundle = factories.bundled(people, number)
    browser = factories.browser(people.reviewer.user, second_factor=True)
    with django_assert_num_queries(21):
        page = told(browser.get(f"/desk/bundles/{bundle.pk}/for-paper/"))
    assert page.count(DRAFT) == number
