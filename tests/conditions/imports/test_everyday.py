"""Everyday names come with the catalogue, each to a condition that it has and under a name that it lacks."""

from collections import Counter

import pytest

from conditions.imports import everyday
from conditions.imports.catalogue import SHIPPED, unpack
from conditions.names import fold
from tests.factories import catalogue, term

pytestmark = pytest.mark.one_engine


@pytest.fixture(scope="module")
def shipped():
    return {term.mondo: term for term in unpack(SHIPPED).terms}


def test_every_name_belongs_to_a_condition_that_ships(shipped):
    assert everyday.read().keys() <= shipped.keys()


def test_no_name_is_in_the_catalogue_already(shipped):
    known = {(mondo, fold(name)) for mondo, term in shipped.items() for name in (term.name, *term.synonyms)}
    assert [
        (mondo, name) for mondo, names in everyday.read().items() for name in names if (mondo, fold(name)) in known
    ] == []


def test_no_name_stands_for_two_conditions():
    counts = Counter(fold(name) for names in everyday.read().values() for name in names)
    assert counts.most_common(1)[0][1] == 1


def test_names_are_added_and_nothing_else_changes():
    before = catalogue(term("0005301", "Multiple sclerosis", synonyms=("insular sclerosis",)), term("0000001"))
    after = everyday.added_to(before)
    assert after.terms[0].synonyms == ("insular sclerosis", "MS")
    assert after.terms[1] == before.terms[1]
    assert after.release == before.release
