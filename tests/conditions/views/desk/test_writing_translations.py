"""Writing a translation: its source stands beside it, with what changed there since."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.editorial import publications
from conditions.models import Revision
from tests import factories, past
from tests.conditions.views.desk.sheets import draft_of, press, sheet
from tests.factories import NOON
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.promise("R23")]


def built():
    people = factories.desk()
    people.english = factories.published(people)
    people.spanish = factories.translated(people, people.english).answer
    return people


people = made_once(built)


@pytest.fixture
def author(people):
    return factories.browser(people.author, second_factor=True)


def again(people, revision):
    return publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


def page(client, answer):
    return client.get(sheet(answer)).content.decode()


def test_source_stands_beside_each_part_paragraph_by_paragraph(people, author):
    told = page(author, people.spanish)
    assert told.count('<ol class="alongside"') == 2
    assert f'<p class="alongside-text" lang="en" dir="auto">{factories.BODY}</p>' in told
    assert f'<p class="alongside-text" lang="es" dir="auto">{factories.BODY}</p>' in told
    assert "Nothing newer is live." in told


def test_what_changed_in_the_source_stands_word_by_word_above(people, author):
    newer = again(people, factories.approved(people, people.english.answer, short="It is a mild change."))
    told = page(author, people.spanish)
    assert "What it says has changed. A reviewer looks at the translation again." in told
    assert "mild</ins>" in told or "mild<span" in told
    assert "still-fits:" not in told
    pressed = press(author, people.spanish, f"take-up:{newer.pk}", translates=people.english.pk)
    assert pressed.status_code == 302
    assert draft_of(people.author, people.spanish).translates == newer
    assert "It is a mild change." in page(author, people.spanish)


@pytest.mark.promise("R4")
def test_one_press_says_that_nothing_has_to_change_after_a_new_wording(people, author):
    newer = again(people, factories.reworded(people, people.english))
    pressed = press(author, people.spanish, f"still-fits:{newer.pk}", translates=people.english.pk)
    assert pressed["Location"] == f"/desk/answers/{people.spanish.pk}/submit/?kind=wording"
    assert Revision.objects.filter(answer=people.spanish).latest("number").translates == newer
    form = author.get(pressed["Location"]).context["form"]
    assert form["kind"].value() == "wording"


def test_nothing_of_another_question_is_taken_up(people, author):
    other = factories.published(people)
    assert press(author, people.spanish, f"take-up:{other.pk}").status_code == 404


def test_first_words_may_begin_from_what_is_live_in_another_language(people, author):
    english = factories.published(people)
    told = {"condition": english.answer.condition, "question": english.answer.question, "language": "es"}
    spanish = factories.started(people, **told)
    assert "Translate the text in English" in page(author, spanish)
    press(author, spanish, f"take-up:{english.pk}")
    assert page(author, spanish).count("Not translated yet.") == 2


@pytest.mark.promise("E19")
def test_words_of_a_sealed_source_do_not_stand_beside_it(people, author):
    again(people, factories.approved(people, people.english.answer, short="It is mild."))
    past.sealed(people.english.revision)
    told = page(author, people.spanish)
    assert "Its words were taken away, so they cannot stand beside yours." in told
    assert "The words of one of the two versions were taken away" in told
    assert 'class="alongside"' not in told


@pytest.mark.parametrize("versions", [1, 3])
def test_page_costs_the_same_for_any_number_of_versions(people, author, versions):
    for number in range(versions):
        again(people, factories.approved(people, people.english.answer, short=f"It is {number * 'very '}mild."))
    page(author, people.spanish)
    with CaptureQueriesContext(connection) as queries:
        page(author, people.spanish)
    assert len(queries) == 29
