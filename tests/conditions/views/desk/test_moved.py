"""What somebody is told who was slower: who moved the answer, as far as they may read it."""

import pytest
from django.urls import ResolverMatch

from conditions.models.people import Role
from conditions.views.desk import moved
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def told(rf):
    """What a person is told who posted to an address of the desk, with the digest that was on screen."""

    def told(person, thing, pk, seen=""):
        request = rf.post("/desk/", {"seen": seen})
        request.user = person
        request.resolver_match = ResolverMatch(print, (), {"pk": pk}, route=f"es/desk/{thing}/<int:pk>/")
        return moved.lately(request)

    return told


@pytest.mark.promise("E4")
def test_author_is_told_who_saved_new_words(told):
    people = factories.desk()
    first = factories.written(people)
    second = factories.written(people, first.answer, short="It is common, and it harms nobody.")
    lately = told(people.author, "answers", first.answer_id, seen=first.digest)
    assert lately.lines[0].said.what == f"{people.author} saved revision {second.number}."
    assert [part.name for part in lately.difference.changed] == ["short_answer"]


def test_reviewer_is_told_what_became_of_the_text_that_they_were_asked_about(told):
    people = factories.desk()
    reviewer = factories.reviewer()
    people.reviewer = reviewer
    revision = factories.in_review(people)
    assignment = revision.rounds.get().assignments.get()
    lately = told(reviewer.user, "reviews", assignment.pk, seen=revision.digest)
    assert reviewer.name in lately.lines[0].said.what
    assert lately.difference is None


def test_who_may_not_read_the_answer_is_told_nothing(told):
    people = factories.desk()
    revision = factories.written(people)
    assert told(people.author, "revisions", revision.pk) is not None
    assert told(factories.holder(Role.MODERATOR), "revisions", revision.pk) is None
    assert told(factories.holder(Role.REVIEWER), "answers", revision.answer_id) is None


def test_page_about_no_answer_tells_of_none(told):
    assert told(factories.holder(Role.EDITOR), "sources", 1) is None
    assert told(factories.holder(Role.EDITOR), "answers", 0) is None
