"""Review policies that were used and are changed, and reviews under another policy than theirs, typed in (R6)."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from conditions.editorial import rounds
from conditions.models import Publication, Question, ReviewPolicy, Round
from tests import factories
from tests.conditions.guards.test_past_the_moves import insert
from tests.factories import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.promise("R6")]
CHANGED = {"reason": "Rules changed.", "at": NOON}


@pytest.fixture
def people():
    return factories.desk()


def following(policy, people, **other):
    """The next version of the policy, typed in past the move."""
    told = {"slug": policy.slug, "number": policy.number + 1, "name": "Next", "days": 30, "by": people.author}
    return insert(ReviewPolicy(**told | CHANGED | other))


def round_of(revision, people, **other):
    told = {"answer": revision.answer, "revision": revision, "kind": "medical", "policy": factories.policy()}
    return insert(Round(**told | {"opened_by": people.author, "opened_at": NOON} | other))


def publication_of(revision, people, **other):
    told = {"answer": revision.answer, "revision": revision, "round": revision.rounds.get(), "kind": "new", "number": 1}
    told |= {"code": "00000000", "published_by": people.colleague, "published_at": NOON, "published_on": TODAY}
    dates = {"reviewed_on": TODAY, "edited_on": TODAY, "next_due_on": TODAY + datetime.timedelta(days=1)}
    return insert(Publication(**told | dates | {"policy": revision.answer.question.policy} | other))


def test_version_of_a_policy_never_changes(people):
    factories.published(people)
    for changed in ({"days": 5}, {"slug": "x"}, {"second_clinician": "always"}, {"overdue": "unlisted"}):
        with pytest.raises(IntegrityError, match="reviewpolicy_stays"), transaction.atomic():
            ReviewPolicy.objects.update(**changed)
    with pytest.raises(IntegrityError, match="reviewpolicy_stays"), transaction.atomic():
        ReviewPolicy.objects.filter(pk__gt=0)._raw_delete("default")


def test_versions_follow_one_another(people):
    policy = factories.policy()
    for number in (0, 3):
        with pytest.raises(IntegrityError, match="reviewpolicy_comes_next"):
            following(policy, people, number=number)
    assert following(policy, people).number == 2


def test_question_goes_back_to_no_former_version(people):
    question = factories.question("food", "What to eat?")
    fresh = following(question.policy, people)
    with pytest.raises(IntegrityError, match="question_under_the_newest"), transaction.atomic():
        Question.objects.update(position=7)
    Question.objects.update(policy=fresh)
    assert Question.objects.get().policy == fresh


def test_review_begins_under_the_policy_of_its_question(people):
    revision = factories.written(people)
    for wrong in (factories.policy("urgent"), None):
        with pytest.raises(IntegrityError, match="round_under_its_policy"):
            round_of(revision, people, policy=wrong)
    assert round_of(revision, people).pk


@pytest.mark.parametrize(("rule", "second"), [("always", False), ("never", True)])
def test_review_asks_for_whom_its_policy_names(people, rule, second):
    revision = factories.written(people)
    policy = factories.ruled(revision.answer, second_clinician=rule)
    with pytest.raises(IntegrityError, match="round_under_its_policy"):
        round_of(revision, people, policy=policy, second_clinician=second)
    assert round_of(revision, people, policy=policy, second_clinician=not second).pk


def test_text_stands_under_the_policy_of_its_review(people):
    revision = factories.approved(people)
    with pytest.raises(IntegrityError, match="publication_under_its_policy"):
        publication_of(revision, people, policy=factories.policy("lenient", days=1800))
    with pytest.raises(IntegrityError, match=r"publication_(under_its_policy|due_in_time)"):
        publication_of(revision, people, policy=None)
    assert publication_of(revision, people).pk


def test_one_clinician_does_not_stand_for_two(people):
    revision = factories.written(people)
    factories.ruled(revision.answer, second_clinician="always")
    second = factories.reviewer()
    asked = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(asked, [people.reviewer, second], by=people.author, at=NOON)
    factories.signed(people, revision)
    with pytest.raises(IntegrityError, match="publication_by_two_clinicians"):
        publication_of(revision, people)
    factories.signed(factories.SimpleNamespace(reviewer=second, colleague=second.user), revision)
    assert publication_of(revision, people).pk
