"""What readers find at the address of an answer of which nothing is live."""

import pytest

from conditions.editorial import publications, questions, seals, withdrawals
from conditions.models import Applicability, FormerSlug, Name, Wording
from tests import factories
from tests.conditions.views.test_answers import address, text
from tests.factories import NOON
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.one_engine]


made = made_once(factories.desk)
people = copied()


@pytest.mark.promise("E20")
def test_withdrawn_answer_is_gone_with_a_dated_notice_and_without_its_words(client, people):
    live = factories.published(people, body="Words to be gone.[^ers-2017]")
    assert "Words to be gone." in text(client, address(live))
    factories.withdrawn(live)
    page = text(client, address(live), status=410)
    assert 'We took this answer down on <time datetime="2026-03-02">2 March 2026</time>.' in page
    assert "</strong> It names a wrong dose.</p>" in page
    assert "</strong> Ask your doctor.</p>" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Words to be gone." not in page
    assert factories.SHORT not in page


@pytest.mark.promise("E20")
def test_sheet_of_a_withdrawn_answer_says_the_same(client, people):
    live = factories.published(people)
    factories.withdrawn(live)
    response = client.get(f"{address(live)}print/")
    assert (response.status_code, response["X-Robots-Tag"]) == (410, "noindex")
    assert "Please do not use printed copies." in response.content.decode()


@pytest.mark.promise("E20")
def test_answer_that_was_put_back_is_there_again(client, people):
    live = factories.published(people)
    factories.withdrawn(live)
    withdrawals.restore(live, by=people.colleague, at=NOON, reason="The dose was right.")
    assert "Put back. The dose was right." in text(client, address(live))


@pytest.mark.promise("E19", "E20")
def test_sealed_notice_says_why_it_was_sealed_and_nothing_else(client, people):
    live = factories.published(people)
    factories.withdrawn(live)
    given = {"ground": "personal", "reason": "It named a patient.", "includes_notices": True}
    asked = seals.ask_seal(live.revision, by=people.author, at=NOON, **given)
    assert "It names a wrong dose." in text(client, address(live), status=410)
    seals.seal(asked, by=people.colleague, at=NOON)
    page = text(client, address(live), status=410)
    assert "It named a patient." in page
    assert "It names a wrong dose." not in page
    assert "What is Gilbert syndrome?</h1>" in page


@pytest.mark.promise("S6")
def test_answer_that_was_never_published_is_not_there_like_one_that_never_was(client, people):
    waiting = factories.approved(people, short="A secret answer.")
    never = factories.question("never-asked", "Is it?")
    there, nowhere = address(waiting), f"/conditions/{waiting.answer.condition.slug}/{never.slug}/"
    same = text(client, nowhere, status=404).replace("never-asked", waiting.answer.question.slug)
    assert text(client, there, status=404) == same
    publications.publish(waiting, by=people.colleague, at=NOON, seen=waiting.digest)
    assert "A secret answer." in text(client, there)


@pytest.mark.promise("R28")
def test_question_that_does_not_apply_leads_to_the_condition_and_says_nothing(client, people):
    about, asked = factories.condition(), factories.question("food", "What may one eat?")
    factories.question("causes", "What causes it?")
    assert client.get("/conditions/gilbert-syndrome/food/").status_code == 404
    who = {"by": people.author, "at": NOON}
    questions.decide_applicability(about, asked, applies=False, reason="For editors alone", **who)
    response = client.get("/conditions/gilbert-syndrome/food/")
    assert (response.status_code, response["Location"]) == (302, "/conditions/gilbert-syndrome/")
    assert client.get("/conditions/gilbert-syndrome/causes/").status_code == 404
    assert Applicability.objects.get().reason not in text(client, "/conditions/gilbert-syndrome/")


def test_answer_within_another_leads_there_and_is_taken_down_with_it(client, people):
    host = factories.published(people)
    about = host.answer.condition
    told = {"within": host.answer, "body": "", "short": "It is mild.[^ers-2017]"}
    within = factories.published(people, factories.started(people, condition=about), **told)
    assert client.get(address(within))["Location"] == address(host)
    assert client.get(f"{address(within)}print/")["Location"] == address(host)
    factories.withdrawn(host)
    assert client.get(address(within)).status_code == 410


@pytest.mark.promise("E18")
def test_former_address_of_the_condition_leads_to_the_answer(client, people):
    live = factories.published(people)
    about, asked = live.answer.condition, live.answer.question
    FormerSlug.objects.create(slug="meulengracht", condition=about)
    for rest in (f"{asked.slug}/", f"{asked.slug}/print/", "never-asked/"):
        response = client.get(f"/es/conditions/meulengracht/{rest}?a=1")
        assert (response.status_code, response["Location"]) == (301, f"/es/conditions/{about.slug}/{rest}?a=1")


def test_answer_that_another_language_has_says_so_and_leads_there(client, people):
    live = factories.published(people)
    Wording.objects.create(question=live.answer.question, language="es", text="¿Qué es {condition}?")
    factories.named(live.answer.condition, "síndrome de Gilbert", use=Name.Use.PREFERRED, language="es")
    page = text(client, f"/es{address(live)}")
    assert "¿Qué es síndrome de Gilbert?</h1>" in page
    assert f'<a href="{address(live)}" lang="en" hreflang="en">English</a>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert factories.SHORT not in page


def test_question_for_stories_makes_no_clinical_claim(client):
    factories.condition()
    factories.condition("liver disorder", "liver-disorder", is_grouping=True)
    factories.question("daily-life", "What helps with everyday life?", kind="experience", policy=None)
    page = text(client, "/conditions/gilbert-syndrome/daily-life/")
    assert "Only stories answer this question. Nobody has medically reviewed them." in page
    assert '<meta name="robots" content="noindex">' in page
    assert client.get("/conditions/liver-disorder/daily-life/").status_code == 404


def test_question_that_the_site_has_stopped_asking_is_not_there(client):
    factories.condition()
    factories.question("daily-life", "What helps?", kind="experience", policy=None, is_asked=False)
    assert client.get("/conditions/gilbert-syndrome/daily-life/").status_code == 404


def test_what_is_there_instead_costs_three_queries_at_most(client, people, django_assert_num_queries):
    live = factories.published(people)
    factories.withdrawn(live)
    pages = {address(live): 410, "/conditions/nobody/nothing/": 404, f"/es{address(live)}": 404}
    for where, status in pages.items():
        with django_assert_num_queries(3):
            assert client.get(where).status_code == status
