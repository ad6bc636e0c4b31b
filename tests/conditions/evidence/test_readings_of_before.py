"""Lay readings asked before a reading had a salt: what holds of them, and what the migration makes of them."""

import json
from importlib import import_module

import pytest
from django.apps import apps

from conditions import evidence, history
from conditions.digest import canonical
from conditions.editorial import readings, rounds
from conditions.evidence.signed import ASKED
from conditions.models import Event, Reading
from tests import factories
from tests.conditions.evidence.world import disarm, found, rearm, rechain
from tests.factories import NOON

MIGRATION = import_module("conditions.migrations.0027_what_lay_readers_take_back")


@pytest.fixture
def people(db):
    yield factories.desk()
    rearm()


def as_before(*rows):
    """The rows and their stream as the version before wrote them: without salt, and overtaken by nothing."""
    disarm()
    for row in rows:
        row.salt, row.overtaken_at = "", None
        row.save(force_update=True)
        rechain(evidence.home(row), row)
        begun = evidence.fingerprint(Reading(**{column: getattr(row, column) for column in ASKED}))
        for event in Event.objects.filter(stream=evidence.home(row), action="lay reader asked"):
            data = json.loads(event.data)
            data["rows"] |= {evidence.name(row): begun} if evidence.name(row) in data["rows"] else {}
            Event.objects.filter(pk=event.pk).update(data=canonical(data))
        rechain(evidence.home(row))


@pytest.mark.promise("E3")
@pytest.mark.parametrize("is_sealed", [False, True])
def test_clinician_who_read_the_same_words_before_that_was_refused_holds(people, is_sealed):
    reading = factories.read(factories.to_be_read(people))
    factories.signed(people, reading.revision)
    reading.reader, reading.is_sealed = people.colleague, is_sealed
    if is_sealed:
        reading.name = reading.standpoint = ""
    as_before(reading)
    assert found() == []


@pytest.mark.promise("C8")
def test_who_is_still_asked_gets_a_salt(people):
    waiting = factories.to_be_read(people)
    as_before(waiting)
    MIGRATION.bring_up_to_date(apps, None)
    waiting.refresh_from_db()
    assert len(waiting.salt) == 32
    assert found() == []


@pytest.mark.promise("R6")
def test_what_was_said_differently_later_counts_no_more(people):
    first = factories.read(factories.to_be_read(people))
    rounds.dismiss(first.round, "Later.", by=people.author, at=NOON)
    again = rounds.submit(first.revision, by=people.author, at=NOON, seen=first.digest)
    (second,) = readings.ask(again, [first.reader], by=people.author, at=NOON)
    as_before(first, factories.read(second, "unclear"))
    assert "is not what the same person said last of these words" in found()[0]
    MIGRATION.bring_up_to_date(apps, None)
    assert not Reading.objects.clear().exists()
    assert found() == []
    assert "held what lay readers said to its newer rules" in history.lines(first.round.answer)[0][0].said.what
