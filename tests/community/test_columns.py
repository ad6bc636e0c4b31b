"""A member reads what is held on them in words, not in the names of the database (C17)."""

import pytest

from community import columns, export
from tests import factories, planted, stories
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.promise("C17")]
made = made_once(stories.duty)
people = copied()


def names(held):
    """Every name under which something can stand, however deep."""
    if isinstance(held, dict):
        return set(held).union(*(names(each) for each in held.values()))
    return set().union(*(names(each) for each in held)) if isinstance(held, list) else set()


def test_every_name_has_words_and_all_words_have_a_name(people):
    said = planted.words()
    person = planted.member(said)
    planted.story(people, person, said)
    held = names(export.held_on(person))
    assert held - set(columns.NAMES) == set()


def test_every_name_of_the_desk_has_words():
    people = factories.desk()
    reading = factories.read(factories.to_be_read(people), "unclear")
    factories.signed(people, reading.revision)
    held = names([export.held_on(person) for person in (reading.reader, people.colleague)])
    assert {"standpoint", "paragraph", "verifications", "is_none", "offered_at", "credential"} <= held
    assert held - set(columns.NAMES) == set()


def test_two_meanings_of_one_value_read_the_same():
    both = (columns.KINDS, columns.REASONS, columns.OUTCOMES, columns.DECLINED)
    clash = [value for pairs in both for value, label in pairs if value and str(dict(pairs)[value]) != str(label)]
    assert clash == []


def test_values_are_told_as_the_forms_say_them():
    assert columns.told("relation", "person") == "Person with the condition"
    assert columns.told("country", "ES") == "Spain"
    assert columns.told("title", "display") == "display"
