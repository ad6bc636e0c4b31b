"""Sending words to review: only whole ones, to people who can sign them, in one step."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.utils.html import strip_tags

from conditions.models import Assignment, Round
from conditions.models.people import Role
from tests import factories
from tests.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def people():
    return factories.desk()


@pytest.fixture
def editor(people):
    return factories.browser(people.author, second_factor=True)


def address(revision):
    return f"/desk/answers/{revision.answer_id}/submit/"


def send(client, revision, **typed):
    seen = re.search(r'name="seen" value="(\w+)"', client.get(address(revision)).content.decode())[1]
    return client.post(address(revision), {"seen": seen} | typed)


def read(response):
    return " ".join(strip_tags(response.content.decode()).split())


def test_words_go_to_the_chosen_reviewer_with_a_question_and_a_day(people, editor):
    revision = factories.written(people)
    day = TODAY + datetime.timedelta(days=14)
    typed = {"question": "The dose?", "due_on": day.isoformat(), "reviewers": people.reviewer.pk}
    assert send(editor, revision, **typed)["Location"] == f"/desk/answers/{revision.answer_id}/"
    round_ = Round.objects.get()
    assert (round_.revision, round_.kind, round_.question, round_.due_on) == (revision, "medical", "The dose?", day)
    assert Assignment.objects.get().reviewer == people.reviewer


def test_only_who_can_sign_is_offered_and_the_others_are_explained(people, editor):
    author = factories.reviewer(factories.granted(people.author, Role.REVIEWER), verified_by=people.colleague)
    revision = factories.written(people)
    page = editor.get(address(revision))
    assert f'value="{people.reviewer.pk}"' in page.content.decode()
    assert f'name="reviewers" value="{author.pk}"' not in page.content.decode()
    assert f"{author.name} had a part in these words" in read(page)


def test_reviewer_whom_no_row_can_be_is_refused_in_a_sentence(people, editor):
    page = send(editor, factories.written(people), reviewers="9" * 30)
    assert "is not a valid value" in read(page)
    assert not Round.objects.exists()


def test_without_anybody_to_ask_the_page_says_what_to_do():
    alone = SimpleNamespace(author=factories.holder(Role.EDITOR))
    revision = factories.written(alone)
    client = factories.browser(alone.author, second_factor=True)
    assert "Nobody can be asked yet." in read(client.get(address(revision)))
    send(client, revision)
    assert Round.objects.get().assignments.count() == 0


def test_author_who_asks_nobody_leaves_it_to_an_editor(people):
    people.author = factories.holder(Role.AUTHOR)
    revision = factories.written(people)
    client = factories.browser(people.author, second_factor=True)
    assert "An editor chooses who reviews it." in read(client.get(address(revision)))
    assert people.reviewer.name not in read(client.get(address(revision)))
    send(client, revision, reviewers=people.reviewer.pk)
    assert Round.objects.get().assignments.count() == 0


@pytest.mark.promise("R4")
def test_wording_alone_can_be_chosen_only_where_text_is_live(people, editor):
    first = factories.written(people)
    assert "Wording only" not in read(editor.get(address(first)))
    live = factories.published(people)
    revision = factories.written(people, live.answer, short="It is harmless, and a change in how the liver works.")
    assert "Wording only" in read(editor.get(address(revision)))
    send(editor, revision, kind="wording")
    assert Round.objects.get(revision=revision).kind == "wording"


def test_question_about_changed_words_is_asked_for_beside_its_field(people, editor):
    assert "please look at … (optional)" in read(editor.get(address(factories.written(people))))
    live = factories.published(people)
    revision = factories.written(people, live.answer, body="It changed.[^ers-2017]")
    assert "please look at … (optional)" not in read(editor.get(address(revision)))
    refused = read(send(editor, revision, kind="medical"))
    assert "Write what changed and what to look at: the reviewer reads it first." in refused
    assert not Round.objects.filter(revision=revision).exists()


def test_wording_alone_is_refused_where_more_differs_and_what_was_typed_stays(people, editor):
    live = factories.published(people)
    revision = factories.written(people, live.answer, searched_on=TODAY - datetime.timedelta(days=3))
    response = send(editor, revision, kind="wording", question="The dose?")
    assert "More than the wording differs from the live text" in read(response)
    assert "The dose?</textarea>" in response.content.decode()
    assert not Round.objects.filter(revision=revision).exists()


def test_two_clinicians_for_wording_alone_are_refused_beside_the_box_which_stays_ticked(people, editor):
    live = factories.published(people)
    factories.ruled(live.answer, second_clinician="asked")
    revision = factories.written(people, live.answer, short="It is harmless, and a change in how the liver works.")
    response = send(editor, revision, kind="wording", question="The dose?", second_clinician="on")
    assert "One clinician confirms a correction of wording." in read(response)
    assert re.search(r'name="second_clinician"[^>]* checked', response.content.decode())
    assert not Round.objects.filter(revision=revision).exists()


@pytest.mark.promise("R14")
def test_words_that_miss_something_cannot_be_sent(people, editor):
    revision = factories.written(people, body="It harms 1 in 20.\n\nNobody else.[^ers-2017]")
    response = editor.get(address(revision))
    assert "Sentence 1 gives a number without a source." in read(response)
    assert "<form class" not in response.content.decode()
    editor.post(address(revision), {"seen": revision.digest})
    assert not Round.objects.exists()


@pytest.mark.promise("E4")
def test_words_that_moved_meanwhile_are_not_sent_and_the_question_is_kept(people, editor):
    revision = factories.written(people)
    seen = revision.digest
    factories.written(people, revision.answer, short="It harms nobody.")
    response = editor.post(address(revision), {"seen": seen, "question": "The dose?"})
    assert response.status_code == 409
    assert "The dose?</textarea>" in response.content.decode()
    assert "It harms nobody." in response.content.decode()
    assert not Round.objects.exists()
    again = editor.post(address(revision), {"question": "The dose?", "look-again": "1"})
    assert "The dose?</textarea>" in again.content.decode()


def test_second_press_finds_that_it_is_done(people, editor):
    revision = factories.written(people)
    for _press in range(2):
        response = editor.post(address(revision), {"seen": revision.digest})
    assert response["Location"] == f"/desk/answers/{revision.answer_id}/"
    assert Round.objects.count() == 1


def test_without_a_revision_there_is_nothing_to_send(people, editor):
    answer = factories.started(people)
    assert editor.get(f"/desk/answers/{answer.pk}/submit/")["Location"] == f"/desk/answers/{answer.pk}/write/"
