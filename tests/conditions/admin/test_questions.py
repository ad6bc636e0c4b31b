"""The administration of questions, policies, applicability and countries: moves, with what they refuse in the form."""

import pytest
from django.utils import timezone

from conditions.editorial import policies
from conditions.models import Applicability, Country, Event, Proposal, Question, ReviewPolicy, Wording
from conditions.models.people import Role
from tests import factories
from tests.conditions.admin.forms import filled, one_more

pytestmark = pytest.mark.django_db
ADD = "/admin/conditions/question/add/"
WAITS = "Nothing that waits reaches readers until another editor accepts it."


@pytest.fixture
def desk():
    return factories.browser(factories.holder(Role.EDITOR, is_staff=True), second_factor=True)


@pytest.fixture
def question():
    return factories.question("food", "Does what people eat make a difference?")


def address(row):
    return f"/admin/conditions/{row._meta.model_name}/{row.pk}/change/"


def save(desk, row, *, follow=False, **typed):
    answer = desk.post(address(row), filled(desk.get(address(row)), **typed), follow=follow)
    return answer.content.decode() if follow else answer


@pytest.mark.promise("E7")
def test_words_of_a_question_wait_and_its_order_does_not(desk, question):
    page = desk.get(address(question))
    spanish = one_more(page, "wordings", language="es", text="¿Importa lo que se come?")
    answer = desk.post(address(question), filled(page, is_core="on") | spanish, follow=True).content.decode()
    assert WAITS in answer
    assert answer.count("Words of a question: ¿Importa lo que se come?</a>") == 1
    assert (Question.objects.get().is_core, Wording.objects.count()) == (True, 1)
    factories.accepted(Proposal.objects.get(), at=factories.NOON)
    assert Wording.objects.get(language="es").text == "¿Importa lo que se come?"
    told = Event.objects.filter(stream="question:food").values_list("action", flat=True)
    assert sorted(told) == ["changed", "worded"]


@pytest.mark.promise("E7")
def test_new_question_begins_unasked_and_is_proposed_with_its_words(desk, question):
    page = desk.get(ADD)
    typed = {"slug": "sleep", "position": 700, "kind": "clinical", "group": "treatment", "policy": question.policy_id}
    words = one_more(page, "wordings", language="en", text="Does sleep help?")
    assert WAITS in desk.post(ADD, filled(page, **typed) | words, follow=True).content.decode()
    assert Question.objects.asked().get() == question
    assert Question.objects.get(slug="sleep").wordings.get().text == "Does sleep help?"
    assert Proposal.objects.get().gist == "Does sleep help?"
    factories.accepted(Proposal.objects.get(), at=factories.NOON)
    assert Question.objects.get(slug="sleep").is_asked


@pytest.mark.promise("E7")
def test_question_that_readers_would_see_more_of_waits_whole(desk, question):
    Question.objects.update(applies="by-flag")
    assert WAITS in save(desk, question, applies="always", is_core="on", follow=True)
    assert Question.objects.filter(applies="by-flag", is_core=False).exists()
    factories.accepted(Proposal.objects.get(), at=factories.NOON)
    assert Question.objects.filter(applies="always", is_core=True).exists()


@pytest.mark.promise("E7")
def test_question_is_taken_from_readers_by_one_and_its_words_still_wait(desk, question):
    page = filled(desk.get(address(question)), wordings__0__text="Does food matter?")
    assert WAITS in desk.post(address(question), {**page, "is_asked": ""}, follow=True).content.decode()
    assert not Question.objects.get().is_asked
    factories.accepted(Proposal.objects.get(), at=factories.NOON)
    assert Wording.objects.get().text == "Does food matter?"
    assert WAITS in save(desk, question, is_asked="on", follow=True)
    assert Proposal.objects.open().get().wanted["wordings"] == {"en": "Does food matter?"}
    assert not Question.objects.get().is_asked


@pytest.mark.promise("E7")
def test_question_with_live_answers_stays_asked_and_the_page_says_how_many(desk):
    question = factories.published(factories.desk()).answer.question
    page = {**filled(desk.get(address(question)), applies_note="Typed before"), "is_asked": ""}
    answer = desk.post(address(question), page).content.decode()
    assert "1 answer to this question is live. Withdraw it first" in answer
    assert "Typed before" in answer
    assert Question.objects.get(pk=question.pk).is_asked


def test_new_question_without_words_is_told_and_what_was_typed_stays(desk, question):
    typed = {"slug": "sleep", "position": 700, "kind": "clinical", "group": "treatment", "policy": question.policy_id}
    answer = desk.post(ADD, filled(desk.get(ADD), **typed))
    assert "The question has no words in English yet. Write them first." in answer.content.decode()
    assert answer.context["adminform"].form["slug"].value() == "sleep"
    assert Question.objects.get() == question


def test_words_that_ask_nothing_are_told(desk, question):
    answer = save(desk, question, wordings__0__text="Food")
    assert "A question ends with a question mark." in answer.content.decode()
    assert Wording.objects.get().text.endswith("?")


def test_clinical_question_without_policy_is_told(desk, question):
    answer = save(desk, question, policy="")
    assert "A clinical question needs a review policy" in answer.content.decode()


def test_question_that_a_colleague_changed_is_not_overwritten(desk, question):
    page = desk.get(address(question))
    Question.objects.update(is_sensitive=True)
    answer = desk.post(address(question), filled(page, is_core="on"))
    assert "Somebody changed this while you were looking" in answer.content.decode()
    assert not Question.objects.get().is_core


def test_question_is_put_under_the_newest_version_of_a_policy_alone(desk, question):
    former = ReviewPolicy.objects.get()
    fresh = policies.change_policy(
        former, {"days": 400}, reason="x", by=factories.holder(Role.EDITOR), at=factories.NOON
    )
    offered = desk.get(address(question)).content.decode()
    assert f'<option value="{fresh.pk}" selected>' in offered
    assert f'<option value="{former.pk}"' not in offered


def test_policy_is_read_here_and_changed_at_the_desk(desk, question):
    policy = ReviewPolicy.objects.get()
    assert "/desk/policies/other/" in desk.get(address(policy)).content.decode()
    assert desk.post(address(policy), {"days": 5}).status_code == 403
    assert ReviewPolicy.objects.get().days == 1096


def test_applicability_is_decided_with_a_reason(desk, question):
    condition = factories.condition()
    page = desk.get("/admin/conditions/applicability/add/")
    typed = {"condition": condition.pk, "question": question.pk, "reason": "Harmless"}
    assert desk.post("/admin/conditions/applicability/add/", filled(page, **typed)).status_code == 302
    decision = Applicability.objects.get()
    assert not decision.applies
    assert save(desk, decision, applies="on", reason="Fasting brings it out").status_code == 302
    assert Applicability.objects.get().applies


def test_second_decision_on_the_same_pair_is_told(desk, question):
    condition = factories.condition()
    Applicability.objects.create(condition=condition, question=question, applies=False, reason="Harmless")
    page = desk.get("/admin/conditions/applicability/add/")
    typed = {"condition": condition.pk, "question": question.pk, "reason": "Again"}
    answer = desk.post("/admin/conditions/applicability/add/", filled(page, **typed))
    assert "This was decided already." in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"emergency_numbers": "999 or 112"}, "Write digits only"),
        ({"checked_on": "2999-01-01"}, "This day has not come yet."),
        ({"checked_on": "2001-01-01"}, "Somebody has checked it since."),
        ({"source_url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_check_that_readers_could_not_rely_on_is_told(desk, typed, sentence):
    country = factories.country()
    assert sentence in save(desk, country, **typed).content.decode()
    assert Country.objects.get().checked_on == timezone.localdate()


def test_editor_of_one_condition_reads_questions_and_changes_none(question):
    person = factories.holder(Role.EDITOR, is_staff=True, condition=factories.condition())
    desk = factories.browser(person, second_factor=True)
    assert desk.get(address(question)).status_code == 200
    assert desk.post(address(question), {"is_core": "on"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("question", 10), ("reviewpolicy", 10), ("applicability", 10), ("country", 9), ("helpline", 10)],
)
def test_lists_cost_the_same_for_one_and_for_three(desk, django_assert_num_queries, count, name, queries):
    for number in range(count):
        asked = factories.question(f"question-{number}", "Is it so?")
        ReviewPolicy.objects.create(slug=f"p{number}", name="P", days=number + 1) if number else None
        factories.help_line(factories.country("ABC"[number] * 2))
        condition = factories.condition(f"Disease {number}", f"disease-{number}")
        Applicability.objects.create(condition=condition, question=asked, applies=True, reason="x")
    desk.get(f"/admin/conditions/{name}/")
    with django_assert_num_queries(queries):
        page = desk.get(f"/admin/conditions/{name}/")
    assert len(page.context["cl"].result_list) == count
