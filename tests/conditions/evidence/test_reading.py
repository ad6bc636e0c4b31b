"""How `manage.py verify` goes through evidence: at what cost, and past what cannot be read."""

import pytest
from django.db import transaction

from conditions import ledger
from conditions.evidence import reading
from conditions.models import Event, Stream
from tests import factories
from tests.conditions.evidence.world import disarm, everything, found, rearm
from tests.evidence import run, tamper
from tests.factories import NOON

A_PART = 21  # owners, events, and one for each of 19 tables
AT_THE_END = 4  # no owners are left; streams, whose owners stand; no streams are left


@pytest.mark.promise("E11")
@pytest.mark.django_db
def test_part_costs_as_many_queries_whatever_it_holds(django_assert_num_queries):
    people = factories.desk()
    factories.published(people)
    with django_assert_num_queries(A_PART + AT_THE_END):
        assert found("answer") == []
    for _ in range(2):
        factories.written(people, factories.published(people).answer, body="Better words.[^ers-2017]")
    with django_assert_num_queries(A_PART + AT_THE_END):
        assert found("answer") == []


@pytest.mark.promise("E11")
@pytest.mark.django_db
def test_evidence_is_read_part_by_part_to_the_end(monkeypatch):
    people = factories.desk()
    answers = [factories.published(people).answer_id for _ in range(3)]
    monkeypatch.setattr(reading, "BATCH", 2)
    tamper("UPDATE conditions_publication SET edited_on = '2026-03-01'")
    assert [said.partition(": ")[0] for said in found("answer")] == [f"answer:{pk}" for pk in answers]


@pytest.mark.promise("E11")
@pytest.mark.django_db
def test_first_wrong_row_of_each_answer_is_named_once():
    world = everything()
    tamper("UPDATE conditions_publication SET edited_on = '2026-03-01'")
    tamper("UPDATE conditions_notice SET reason = 'Another'")
    (sentence,) = found()
    assert sentence.startswith(f"answer:{world.answer.pk}: conditions_publication:{world.publication.pk} is not what ")


@pytest.fixture
def disarmed(db):
    """Afterwards the database refuses again what it should."""
    yield disarm
    rearm()


@pytest.mark.promise("E11")
def test_what_is_told_of_an_owner_who_is_gone_is_named(disarmed):
    world = everything()
    disarmed()
    pk = world.people.reviewer.pk
    with transaction.atomic():
        run(f"DELETE FROM conditions_reviewer WHERE id = {pk}")
        sentences = found("reviewer")
        transaction.set_rollback(True)
    assert sentences == [f"reviewer:{pk}: event 1 tells of conditions_reviewer:{pk}, which is gone."]


HOSTILE = ["null", "[]", '{"rows": 5}', '{"rows": ["x"]}', '{"revision": [1], "digest": {}}', "[" * 5_000, "{x"]


@pytest.mark.promise("E11")
@pytest.mark.django_db
def test_event_that_no_move_writes_stops_nothing():
    world = everything()
    stream = f"answer:{world.answer.pk}"
    for data in HOSTILE:
        last = Stream.objects.get(name=stream)
        event = Event(
            stream=stream, sequence=last.length + 1, action="x", by=None, at=NOON, data=data, previous=last.head
        )
        event.hash = ledger.fingerprint(event)
        event.save(force_insert=True)
        Stream.objects.filter(pk=last.pk).update(length=event.sequence, head=event.hash)
    assert found("answer") == []
    tamper("UPDATE conditions_publication SET edited_on = '2026-03-01'")
    (sentence,) = found("answer")
    assert f"conditions_publication:{world.publication.pk} is not what" in sentence
