"""The glossary from A to Z, and the terms of an answer one step away from it."""

import pytest
from django.utils.html import strip_tags

from conditions import glossary
from conditions.editorial import glossary as moves
from conditions.editorial.rows import version
from conditions.models.people import Role
from conditions.views import glossary as view
from tests import factories
from tests.conditions.views.test_answers import address, text
from tests.factories import NOON

pytestmark = pytest.mark.django_db
HOSTILE_URL = 'https://example.org/?a="><script>'


@pytest.fixture
def people():
    return {"by": factories.holder(Role.EDITOR), "second": factories.holder(Role.EDITOR)}


def words_of(publication):
    """Two words that stand in the answer: one of the short answer, one of the body."""
    body = glossary.key_of(strip_tags(publication.revision.body_html))
    short = glossary.key_of(publication.revision.short_answer)
    return max(short, key=len), max(set(body) - set(short), key=len)


@pytest.mark.promise("A6")
def test_terms_that_stand_in_an_answer_are_explained_beside_it(client, people):
    live = factories.published(factories.desk())
    for word in (*words_of(live), "nowhere"):
        factories.explained(word, f"Plainly: {word}.", **people)
    page = text(client, address(live))
    assert "Words explained (2)" in page
    for word in words_of(live):
        assert f'href="/glossary/?letter={word[0]}#{word}"' in page
        assert f"Plainly: {word}." in page
    assert "Plainly: nowhere." not in page


@pytest.mark.promise("A6")
def test_terms_leave_what_was_signed_as_it_was(client, people):
    live = factories.published(factories.desk())
    assert "Words explained" not in text(client, address(live))
    term = factories.explained(words_of(live)[0], **people)
    page = text(client, address(live))
    assert live.revision.body_html in page
    assert live.revision.short_answer_html in page
    moves.take_down(term, by=people["by"], at=NOON, seen=version(term))
    assert "Words explained" not in text(client, address(live))


def test_answer_made_afresh_asks_as_often_with_terms(client, people, django_assert_num_queries):
    live = factories.published(factories.desk())
    client.get(address(live))
    factories.explained(words_of(live)[0], **people)
    with django_assert_num_queries(3):
        assert "Words explained (1)" in text(client, address(live))
    with django_assert_num_queries(3):
        assert "Words explained (1)" in text(client, address(live))


@pytest.mark.promise("A6")
def test_terms_of_the_words_on_the_page_of_a_condition_are_explained_there(client, people, django_assert_num_queries):
    about = factories.condition()
    for slug, words in (
        ("what-is-it", {"short": "A change of a gene."}),
        ("urgent-help", {"urgent_help": "- a fever"}),
    ):
        asked = factories.question(slug, f"Is it {slug}?")
        team = factories.desk()
        factories.published(team, factories.started(team, condition=about, question=asked), **words)
    for term in ("gene", "fever", "nowhere"):
        factories.explained(term, f"Plainly: {term}.", **people)
    for _reading in ("terms brought along", "terms known"):
        with django_assert_num_queries(3):
            page = text(client, "/conditions/gilbert-syndrome/")
        assert page.index("Words explained (2)") < page.index("Plainly: fever.") < page.index("Plainly: gene.")
    assert "Plainly: nowhere." not in page


def test_glossary_lists_the_terms_of_one_language(client, people, django_assert_num_queries):
    factories.explained("gene", "A plan.", source_title="A page", source_url="https://example.org/gene", **people)
    with django_assert_num_queries(2):
        text(client, "/glossary/")
    for term in ("biopsy", "enzyme"):
        factories.explained(term, **people)
    factories.explained("gen", "Un plan.", language="es", **people)
    with django_assert_num_queries(2):
        page = text(client, "/glossary/?letter=g")
    assert '<div id="gene">' in page
    assert 'href="https://example.org/gene"' in page
    assert page.index('id="biopsy"') < page.index('id="enzyme"') < page.index('id="gene"')
    assert "Un plan." not in page
    assert "Un plan." in text(client, "/es/glossary/")


def test_long_glossary_comes_a_letter_at_a_time(client, people, monkeypatch):
    monkeypatch.setattr(view, "WHOLE", 1)
    for term in ("biopsy", "gene"):
        factories.explained(term, **people)
    first, second = text(client, "/glossary/"), text(client, "/glossary/?letter=g")
    assert 'id="biopsy"' in first
    assert 'id="gene"' not in first
    assert 'id="gene"' in second
    assert "No word in this list begins with this letter." in text(client, "/glossary/?letter=x")


def test_glossary_without_a_word_says_so_calmly(client):
    assert "No word is explained here yet in this language." in text(client, "/glossary/")
    text(client, "/glossary/?letter=%00", status=404)


@pytest.mark.promise("S2")
def test_words_of_a_term_never_run(client, people):
    live = factories.published(factories.desk())
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"
    factories.explained(
        hostile,
        hostile,
        forms=words_of(live)[0],
        source_title=hostile,
        source_url='https://example.org/?a="><script>',
        **people,
    )
    for page in (text(client, address(live)), text(client, "/glossary/")):
        assert "&lt;img src=x onerror=alert(1)&gt;" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
