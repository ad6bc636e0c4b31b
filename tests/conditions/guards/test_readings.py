"""What could make a lay reading of something else only by typing it in (E1, E3, R6, R8)."""

from types import SimpleNamespace

import pytest

from conditions.editorial import readings, rounds
from conditions.models import Assignment
from conditions.models.people import Role
from tests import factories
from tests.conditions.guards.installation import allowed, insert, refused, row, run
from tests.factories import NOON
from tests.shared import made_once

pytestmark = pytest.mark.django_db


def built():
    """Two reviews: in the first a lay reader understood the words, in the second one has not answered yet."""
    people = factories.desk()
    first, second = factories.to_be_read(people), factories.to_be_read(people)
    (unclear,) = readings.ask(first.round, [factories.holder(Role.LAY_READER)], by=people.author, at=NOON)
    factories.read(first)
    factories.read(unclear, "unclear")
    factories.signed(people, first.revision)
    factories.signed(people, second.revision)
    other = factories.holder(Role.LAY_READER)
    return SimpleNamespace(people=people, first=first, second=second, unclear=unclear, other=other)


world = made_once(built)


def asking(world, **other):
    told = row("conditions_reading", world.second.pk)
    return lambda: insert("conditions_reading", told | {"reader_id": world.other.pk} | other)


def publishing(world, **other):
    """The first text, published past the move."""
    live = factories.published(world.people)
    told = row("conditions_publication", live.pk)
    of = world.first
    told |= {"code": "00000000", "answer_id": of.round.answer_id, "revision_id": of.revision_id, "number": 1}
    told |= {"round_id": of.round_id, "policy_id": of.round.policy_id, "reading_id": of.pk, "before_id": None}
    return lambda: insert("conditions_publication", told | other)


def test_what_moves_write_passes(world):
    assert allowed(asking(world))
    assert allowed(publishing(world))


def test_reading_begins_in_an_open_review_that_asks_for_one(world):
    other = factories.in_review(world.people)
    elsewhere = {"round_id": other.rounds.get().pk, "revision_id": other.pk, "digest": other.digest}
    for wrong in (elsewhere, {"digest": "0" * 64}, {"revision_id": other.pk}, {"salt": ""}):
        assert refused("reading_begins", asking(world, **wrong))
    assert refused("reading_begins", asking(world, answered_at=NOON, said="clear", standpoint="lives"))
    rounds.dismiss(world.second.round, "Later.", by=world.people.author, at=NOON)
    assert refused("reading_begins", asking(world))
    late = "UPDATE conditions_reading SET answered_at = asked_at, said = 'clear', standpoint = 'cares' WHERE id = %s"
    assert refused("reading_answered_while_open", lambda: run(late, [world.second.pk]))


@pytest.mark.promise("R8")
def test_writer_and_reviewer_do_not_read(world):
    assert refused("reading_by_no_writer", asking(world, reader_id=world.people.author.pk))
    assert refused("reading_by_no_reviewer", asking(world, reader_id=world.people.colleague.pk))
    reviewer = factories.reviewer(factories.granted(world.other, Role.REVIEWER))
    readings.ask(world.second.round, [world.other], by=world.people.author, at=NOON)
    told = row("conditions_assignment", Assignment.objects.get(round=world.second.round).pk)
    assert refused(
        "assignment_to_no_lay_reader", lambda: insert("conditions_assignment", told | {"reviewer_id": reviewer.pk})
    )


@pytest.mark.promise("R8")
def test_nobody_is_clinician_and_lay_reader_of_the_same_words_in_two_reviews(world):
    first, second = world.second.round, world.second.revision
    reviewer = factories.reviewer(factories.granted(world.second.reader, Role.REVIEWER))
    told = row("conditions_assignment", Assignment.objects.get(round=first).pk)
    rounds.dismiss(first, "Later.", by=world.people.author, at=NOON)
    again = rounds.submit(second, by=world.people.author, at=NOON, seen=second.digest)
    twice = {"round_id": again.pk, "reader_id": world.people.colleague.pk}
    assert refused("reading_by_no_reviewer", asking(world, **twice))
    twice = {"round_id": again.pk, "reviewer_id": reviewer.pk}
    assert refused("assignment_to_no_lay_reader", lambda: insert("conditions_assignment", told | twice))


def test_understood_words_are_overtaken_by_what_the_same_person_says_later_alone(world):
    sql = "UPDATE conditions_reading SET overtaken_at = answered_at WHERE id = %s"
    assert refused("reading_overtaken_by_a_later_one", lambda: run(sql, [world.first.pk]))


@pytest.mark.promise("R8")
def test_nobody_asks_themselves(world):
    assert refused("reading_by_another", asking(world, asked_by_id=world.other.pk))


@pytest.mark.promise("R6")
def test_publication_names_whoever_understood_these_very_words(world):
    factories.read(world.second)
    assert allowed(publishing(world))
    for wrong in (None, world.second.pk, world.unclear.pk):  # nobody's, of other words, of what was not understood
        assert refused("publication_read_plainly", publishing(world, reading_id=wrong))
