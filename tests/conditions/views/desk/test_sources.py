"""Sources beside the text: cited, found, added; each with the mark that cites it."""

import pytest

from conditions.models import Source
from conditions.models.people import Role
from tests import factories
from tests.conditions.views.desk.sheets import SHORT, draft_of, filled_in, press, sheet

pytestmark = pytest.mark.django_db

READ = {"title": "A trial", "publisher": "A journal", "published": "2020", "read_on": "2026-03-02"}


@pytest.fixture
def people():
    factories.source()
    return factories.desk()


@pytest.fixture
def author(people):
    return factories.browser(people.author, second_factor=True)


@pytest.fixture
def answer(people):
    return factories.started(people)


def test_sources_of_the_text_stand_beside_it_and_an_unknown_one_is_told(answer, author):
    press(author, answer, short=SHORT, body="One.[^nowhere]")
    page = author.get(sheet(answer)).content.decode()
    assert page.index("[^ers-2017]</code>") < page.index("[^nowhere]</code>")
    assert "There is no such source. Correct the mark, or add the source." in page


def test_source_is_found_by_its_words_and_the_text_is_kept(people, answer, author):
    factories.source("trial-2020", title="Infusions and breathing")
    where = press(author, answer, "find", body="Typed.", find="breathing infusions")["Location"]
    assert "[^trial-2020]</code>" in author.get(where).content.decode()
    assert draft_of(people.author, answer).body == "Typed."
    nowhere = press(author, answer, "find", find="nothing\0here")["Location"]
    assert "No source has these words." in author.get(nowhere).content.decode()


@pytest.mark.promise("E16")
def test_retracted_source_is_found_last_and_says_so(people, answer, author):
    gone = factories.source("trial-2019", title="Infusions, first report")
    Source.objects.filter(pk=gone.pk).update(retracted_on="2026-01-05", retraction_note="Data were invented.")
    factories.source("trial-2018", title="Infusions before it")
    page = author.get(f"{sheet(answer)}?sources=infusions").content.decode()
    assert page.index("[^trial-2018]</code>") < page.index("[^trial-2019]</code>")
    assert "Retracted on" in page


def test_enter_in_the_box_of_the_search_searches_without_script(answer, author):
    """A browser then presses the first button of the form, “Save draft”."""
    factories.source("trial-2019", title="Infusions of the protein")
    where = press(author, answer, body="Typed.", find="infusions")["Location"]
    assert where == f"{sheet(answer)}?sources=infusions#sources"
    shown = author.get(where)
    assert "[^trial-2019]</code>" in shown.content.decode()
    again = author.post(sheet(answer), filled_in(shown) | {"find": "infusions", "do": "draft"})
    assert again["Location"] == sheet(answer), "nothing else was looked for: the draft alone is kept"


@pytest.mark.promise("R27")
def test_facts_stand_beside_the_text_with_their_values(people, answer, author, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "German")]
    factories.value_accepted(people, factories.fact(people, answer.condition), "1 in 20", es="1 de 20")
    spanish = factories.started(people, condition=answer.condition, question=answer.question, language="es")
    german = factories.started(people, condition=answer.condition, question=answer.question, language="de")
    assert "1 in 20" in author.get(sheet(answer)).content.decode()
    assert "1 de 20" in author.get(sheet(spanish)).content.decode()
    assert "Nobody has said its value in Deutsch yet." in author.get(sheet(german)).content.decode()


def test_source_is_added_and_leads_back_to_the_text(people, answer, author):
    where = press(author, answer, "source", body="Typed.")["Location"]
    assert where == f"/desk/sources/add/?for={answer.pk}"
    response = author.post(where, {"key": "trial-2020", "doi": "https://doi.org/10.1000/X1"} | READ)
    assert response["Location"] == f"/desk/answers/{answer.pk}/write/?sources=trial-2020#sources"
    assert Source.objects.get(key="trial-2020").doi == "10.1000/x1"
    assert "[^trial-2020]</code>" in author.get(response["Location"]).content.decode()


def test_source_that_is_there_already_is_named_and_what_was_typed_stays(author):
    factories.source("trial-2020", doi="10.1000/x1")
    response = author.post("/desk/sources/add/", {"key": "again", "doi": "10.1000/x1", "note": "Abstract only."} | READ)
    assert "“trial-2020” is this publication already." in response.content.decode()
    assert 'value="Abstract only."' in response.content.decode()
    assert not Source.objects.filter(key="again").exists()


def test_what_a_source_lacks_is_said_field_by_field(author):
    page = author.post("/desk/sources/add/", {"title": "A trial"}).content.decode()
    assert "Give it a short key, like ers-2017" in page
    assert "Write who published it" in page
    assert "This field is required" not in page
    assert 'value="A trial"' in page


def test_source_is_added_without_an_answer_too(author):
    response = author.post("/desk/sources/add/?for=0", {"key": "trial-2020"} | READ, follow=True)
    assert "The source is added. Cite it with [^trial-2020]." in response.content.decode()


def test_only_who_writes_adds_sources(people):
    client = factories.browser(factories.holder(Role.REVIEWER), second_factor=True)
    assert client.get("/desk/sources/add/").status_code == client.post("/desk/sources/add/").status_code == 403
