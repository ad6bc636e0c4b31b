"""Moves of questions and applicability."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from conditions.editorial import proposals, questions
from conditions.editorial.rows import version
from conditions.models import Applicability, Event, Question
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
READ = {"emergency_numbers": "112", "source_title": "A page", "source_url": "https://example.org/"}
DAY = datetime.date(2026, 11, 20)


@pytest.fixture
def who():
    return {"by": factories.holder(Role.EDITOR), "at": AT}


@pytest.fixture
def question():
    return factories.question("food", "Does what people eat make a difference?")


def test_question_changes_but_keeps_its_address(question, who):
    questions.change_question(question, {"is_core": True, "slug": "diet"}, seen=version(question), **who)
    now = Question.objects.get()
    assert (now.slug, now.is_core) == ("food", True)
    assert Event.objects.get().stream == "question:food"


def test_question_without_its_policy_is_refused(question, who):
    with pytest.raises(ValidationError, match="needs a review policy"):
        questions.change_question(question, {"policy": None}, seen=version(question), **who)


def test_question_that_moved_is_not_changed(question, who):
    seen = version(question)
    questions.change_question(question, {"is_core": True}, seen=seen, **who)
    with pytest.raises(Stale):
        questions.change_question(question, {"is_core": False}, seen=seen, **who)


def test_wording_is_added_and_changed(who):
    question = factories.question("food", "Does what people eat make a difference?", is_asked=False, was_asked=False)
    questions.word_question(question, "es", "¿Importa lo que se come?", **who)
    spanish = question.wordings.get(language="es")
    questions.word_question(question, "es", "\u202e¿Importa\n la comida? ", seen=version(spanish), **who)
    assert question.wordings.get(language="es").text == "¿Importa la comida?"
    with pytest.raises(Stale):
        questions.word_question(question, "es", "¿Importa?", seen=version(spanish), **who)


def test_wording_that_asks_nothing_is_refused(who):
    question = factories.question("food", "Does what people eat make a difference?", is_asked=False, was_asked=False)
    with pytest.raises(ValidationError, match="question mark"):
        questions.word_question(question, "es", "Comida", **who)


def test_editor_of_one_condition_changes_no_question(question):
    other = {"by": factories.holder(Role.EDITOR, condition=factories.condition()), "at": AT}
    with pytest.raises(PermissionDenied):
        questions.change_question(question, {"is_core": True}, seen=version(question), **other)
    with pytest.raises(PermissionDenied):
        proposals.propose_country("GB", checked_on=DAY, **READ, **other)


def test_applicability_needs_a_reason_and_can_be_decided_anew(question, who):
    condition = factories.condition()
    with pytest.raises(ValidationError):
        questions.decide_applicability(condition, question, applies=False, reason=" ", **who)
    first = questions.decide_applicability(condition, question, applies=False, reason="Harmless", **who)
    questions.decide_applicability(condition, question, applies=True, reason="Fasting", seen=version(first), **who)
    assert Applicability.objects.get().applies
    with pytest.raises(Stale):
        questions.decide_applicability(condition, question, applies=False, reason="No", seen=version(first), **who)


@pytest.mark.promise("R28")
def test_question_with_live_text_is_not_marked_as_not_applying(who):
    answer = factories.published(factories.desk()).answer
    with pytest.raises(ValidationError, match="is live"):
        questions.decide_applicability(answer.condition, answer.question, applies=False, reason="Harmless", **who)
    assert not Applicability.objects.exists()
    questions.decide_applicability(answer.condition, answer.question, applies=True, reason="It does", **who)
    assert Applicability.objects.get().applies


@pytest.mark.promise("R28")
@pytest.mark.parametrize("before", [True, None])
def test_database_keeps_a_question_with_live_text_applying(before):
    answer = factories.published(factories.desk()).answer
    pair = {"condition": answer.condition, "question": answer.question}
    if before is not None:
        Applicability.objects.create(applies=True, reason="It does", **pair)
    with pytest.raises(IntegrityError, match="Withdraw it before"):
        Applicability.objects.update_or_create(**pair, defaults={"applies": False, "reason": "No"})


@pytest.mark.promise("R28")
def test_question_keeps_applying_to_every_condition_that_has_live_text(who):
    answer = factories.published(factories.desk()).answer
    flag = {"applies": Question.Applies.BY_FLAG}
    with pytest.raises(ValidationError, match="live for Gilbert syndrome"):
        questions.change_question(answer.question, flag, seen=version(answer.question), **who)
    questions.decide_applicability(answer.condition, answer.question, applies=True, reason="It does", **who)
    changed = questions.change_question(answer.question, flag, seen=version(answer.question), **who)
    assert changed.applies == Question.Applies.BY_FLAG
