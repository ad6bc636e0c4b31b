"""The page of one answer at the desk: how it stands, and all that happened."""

import pytest

from conditions.editorial import drafts
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def at(answer, name=""):
    return f"/desk/answers/{answer.pk}/{name}"


def signed_in(person):
    return factories.browser(person, second_factor=True)


def told(page):
    return page.content.decode()


def test_page_says_where_the_answer_stands_in_a_word_and_a_shape():
    people = factories.desk()
    live = factories.published(people)
    factories.in_review(people, live.answer, body="Other.[^ers-2017]")
    page = told(signed_in(people.author).get(at(live.answer)))
    assert 'class="stage stage-live"><svg' in page
    assert 'class="stage stage-in-review"><svg' in page
    assert "What is Gilbert syndrome?" in page
    assert f"<code>{live.code}</code>" in page


def test_page_of_a_withdrawn_answer_says_by_whom_and_what_readers_find():
    notice = factories.withdrawn(factories.published(factories.desk()))
    page = told(signed_in(factories.holder(Role.AUTHOR)).get(at(notice.publication.answer)))
    assert 'class="stage stage-withdrawn"><svg' in page
    assert notice.reason in page
    assert notice.advice in page


@pytest.mark.promise("E6")
def test_draft_of_a_colleague_is_named_and_not_shown():
    people = factories.desk()
    live = factories.published(people)
    drafts.save_draft(live.answer, {"short": "Words nobody has read."}, by=people.author, at=NOON, seen=0)
    page = told(signed_in(people.colleague).get(at(live.answer)))
    assert "Words nobody has read." not in page
    assert f"{people.author} is writing." in page


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.SAFEGUARDING])
def test_who_has_no_part_in_answers_does_not_open_their_history(role):
    answer = factories.started(factories.desk())
    person = signed_in(factories.holder(role))
    assert person.get(at(answer)).status_code == 403
    assert signed_in(factories.holder(Role.REVIEWER)).get(at(answer)).status_code == 200
