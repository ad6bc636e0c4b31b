"""Choosing what to write: what one is at oneself, what colleagues are at, and any other condition by its name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from conditions.models import Answer, Applicability, Draft, FormerSlug
from conditions.models.people import Role
from tests import factories
from tests.conditions.views.desk.sheets import SHORT, press

pytestmark = pytest.mark.django_db

PAGE = "/desk/conditions/gilbert-syndrome/"


@pytest.fixture
def people():
    return factories.desk()


@pytest.fixture
def author(people):
    return factories.browser(people.author, second_factor=True)


@pytest.fixture
def gilbert():
    """A condition that search finds, with one question asked of it and one that does not apply."""
    made = factories.findable("Gilbert syndrome", "Meulengracht disease")
    factories.question("causes", "What causes {condition}?")
    contagious = factories.question("contagious", "Can it pass from person to person?")
    Applicability.objects.create(condition=made, question=contagious, applies=False, reason="It is inherited")
    return made


def read(response):
    return " ".join(strip_tags(response.content.decode()).split())


def test_own_drafts_and_work_underway_stand_first(people, author):
    begun = factories.started(people)
    press(author, begun, short=SHORT)
    factories.in_review(people)
    page = read(author.get("/desk/conditions/"))
    assert page.count("What is Gilbert syndrome?") == 1
    assert page.count("1 answer is being written or reviewed") == 2


def test_condition_is_found_by_any_name_and_spelling(author, gilbert):
    response = author.get("/desk/conditions/?q=meulengracht")
    assert f'href="{PAGE}"' in response.content.decode()
    assert "We found nothing" in read(author.get("/desk/conditions/?q=qqqqqq"))


def test_condition_of_others_is_named_without_a_way_in(gilbert):
    elsewhere = factories.holder(Role.AUTHOR, condition=factories.condition(slug="elsewhere"))
    client = factories.browser(elsewhere, second_factor=True)
    page = client.get("/desk/conditions/?q=gilbert")
    assert PAGE not in page.content.decode()
    assert "You do not write about this one." in read(page)
    assert client.get(PAGE).status_code == 403


def test_questions_stand_with_their_stage_and_those_that_do_not_apply_apart(people, author, gilbert):
    factories.published(people, factories.started(people, condition=gilbert))
    page = read(author.get(PAGE))
    assert page.index("What is Gilbert syndrome? Live") < page.index("Do not apply (1)")
    assert "What causes Gilbert syndrome? Missing" in page
    assert page.index("Do not apply (1)") < page.index("Can it pass from person to person?")


def test_what_the_catalogue_answers_is_not_to_be_written(people, author, gilbert):
    built = factories.question("other-names-codes", "What else is it called?")
    assert "What else is it called? Built from the catalogue: nobody writes it." in read(author.get(PAGE))
    assert 'value="other-names-codes"' not in author.get(PAGE).content.decode()
    factories.started(people, condition=gilbert, question=built)
    assert "Built from the catalogue" not in read(author.get(PAGE)), "somebody wrote one all the same"


@pytest.mark.parametrize("answers", [1, 3])
def test_page_of_a_condition_costs_the_same_for_any_number_of_answers(people, author, gilbert, answers):
    for _answer in range(answers):
        factories.written(people, factories.started(people, condition=gilbert))
    author.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        author.get(PAGE)
    assert len(queries) == 21


def test_press_begins_the_answer_in_the_language_of_the_page(author, gilbert):
    response = author.post(PAGE, {"question": "causes", "language": "es"})
    answer = Answer.objects.get()
    assert response["Location"] == f"/desk/answers/{answer.pk}/write/"
    assert (answer.question.slug, answer.language) == ("causes", "es")
    assert not Draft.objects.exists()


@pytest.mark.promise("R28")
def test_question_that_does_not_apply_begins_nothing(author, gilbert):
    response = author.post(PAGE, {"question": "contagious", "language": "en"}, follow=True)
    assert "This question does not apply to the condition." in read(response)
    assert not Answer.objects.exists()


def test_author_of_one_language_sees_and_begins_that_one(gilbert):
    client = factories.browser(factories.holder(Role.AUTHOR, language="es"), second_factor=True)
    assert '<input type="hidden" name="language" value="es">' in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"question": "causes", "language": "en"}).status_code == 403
    assert not Answer.objects.exists()


def test_page_opens_in_the_language_of_its_reader(author, gilbert):
    assert '<input type="hidden" name="language" value="es">' in author.get(f"/es{PAGE}").content.decode()
    assert '<input type="hidden" name="language" value="en">' in author.get(f"/es{PAGE}?language=en").content.decode()


@pytest.mark.parametrize("language", ["de", "a\0b"])
def test_language_that_the_site_does_not_speak_begins_nothing(author, gilbert, language):
    response = author.post(PAGE, {"question": "causes", "language": language}, follow=True)
    assert "Answers are not written in this language here." in read(response)
    assert not Answer.objects.exists()


@pytest.mark.promise("E18")
def test_former_address_leads_to_the_condition(author, gilbert):
    FormerSlug.objects.create(slug="meulengracht", condition=gilbert)
    assert author.get("/desk/conditions/meulengracht/")["Location"] == PAGE
    assert author.get("/desk/conditions/never-there/").status_code == 404


def test_family_is_asked_nothing(author):
    family = factories.condition("liver disorder", "liver-disorder", is_grouping=True)
    factories.question("causes", "What causes {condition}?")
    page = read(author.get(f"/desk/conditions/{family.slug}/"))
    assert "This is a family of conditions" in page
    assert "What causes" not in page
