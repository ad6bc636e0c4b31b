"""Which terms of the glossary stand in a text: whole words, the longest first, live, in one language."""

import datetime

import pytest

from conditions import glossary
from conditions.editorial import glossary as moves
from conditions.editorial.rows import version
from conditions.models import Condition, GlossaryTerm
from conditions.models.people import Role
from tests import factories

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.fixture
def people():
    return {"by": factories.holder(Role.EDITOR), "second": factories.holder(Role.EDITOR)}


def explained(*texts, language="en"):
    """What a page tells whose only query is for a condition."""
    there = Condition.objects.first() or factories.condition()
    asked = glossary.Glossary(language)
    row = asked.beside(Condition.objects.filter(pk=there.pk)).get()
    return [each.term for each in asked.explained(row, texts)]


TEXTS = {
    "The Gene is changed.": ["gene"],
    "<p>A <em>gene</em><sup><a href='#s1'>1</a></sup> is changed.</p>": ["gene"],
    "Two genes, one liver biopsy.": ["gene", "liver biopsy"],
    "A biopsy of the liver: biopsy.": ["biopsy"],
    "A sample of the liver. Biopsy follows": ["biopsy"],
    "<li>liver</li><li>biopsy</li>": ["biopsy"],
    "genesis, eugene, gene_1, non-gene, generous": [],
    "A cafe&#769; and a CAFÉ": ["café"],
    "Crohn’s disease": ["Crohn's disease"],
    '<a href="/gene/">here</a>': [],
    "": [],
}


@pytest.mark.promise("A6")
def test_terms_are_found_as_whole_words_the_longest_first(people):
    for term, forms in {"gene": "genes", "biopsy": "", "liver biopsy": "", "café": "", "Crohn's disease": ""}.items():
        factories.explained(term, forms=forms, **people)
    assert {text: explained(text) for text in TEXTS} == TEXTS


def test_words_of_another_language_are_not_explained(people):
    factories.explained("gen", language="es", **people)
    assert explained("Un gen") == []
    assert explained("Un gen", language="es") == ["gen"]


def test_what_is_explained_follows_every_change(people):
    term = factories.explained("gene", **people)
    assert explained("gene and enzyme") == ["gene"]
    factories.explained("enzyme", **people)
    assert explained("gene and enzyme") == ["enzyme", "gene"]
    moves.take_down(term, by=people["by"], at=AT, seen=version(term))
    assert explained("gene and enzyme") == ["enzyme"]


def test_terms_come_along_only_if_they_are_not_known(people):
    factories.explained("gene", **people)
    factories.condition()
    asked = [glossary.Glossary("en") for _reader in range(2)]
    rows = [each.beside(Condition.objects.all()).get() for each in asked]
    assert all(each.explained(row, ["gene"]) for each, row in zip(asked, rows, strict=True))
    known = glossary.Glossary("en")
    row = known.beside(Condition.objects.all()).get()
    assert row.glossary_terms is None
    assert [each.term for each in known.explained(row, ["gene"])] == ["gene"]


def test_list_stands_from_a_to_z_and_leaves_out_what_was_taken_down(people):
    for term in ("Zebra", "émigré", "apple", "5-year survival", "ген"):
        factories.explained(term, **people)
    gone = factories.explained("gone", **people)
    moves.take_down(gone, by=people["by"], at=AT, seen=version(gone))
    assert [each.term for each in glossary.listed("en")] == ["apple", "émigré", "Zebra", "5-year survival", "ген"]
    assert [each.letter for each in glossary.listed("en")] == ["a", "e", "z", "0-9", "other"]
    assert GlossaryTerm.objects.count() == 6
