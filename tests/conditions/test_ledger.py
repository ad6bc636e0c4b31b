"""The ledger holds, and whatever is changed in it is named."""

import datetime
import json
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from conditions import ledger
from conditions.models import Event, Stream
from tests import factories
from tests.evidence import AT, record, tamper


def some_streams():
    """Three events in one stream, and one in each of two others."""
    for stream in ("condition:1", "condition:2", "condition:1", "grant:7", "condition:1"):
        record(stream)


def sentences():
    return [problem.sentence for problem in ledger.verify()]


@pytest.mark.promise("E11")
@pytest.mark.django_db
def test_event_joins_on_to_the_one_before():
    first, second = record(), record()
    assert (first.sequence, first.previous) == (1, "")
    assert (second.sequence, second.previous) == (2, first.hash)
    assert Stream.objects.get(name="condition:1").head == second.hash


@pytest.mark.django_db
def test_what_was_recorded_holds_after_a_round_trip_through_the_database():
    by = factories.user()
    india = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    event = record(by=by, at=AT.astimezone(india), data={"name": "Sjo\u0308gren", "on": AT.date()})
    with timezone.override("America/St_Johns"):
        stored = Event.objects.get()
    assert ledger.fingerprint(stored) == stored.hash == event.hash
    assert json.loads(stored.data) == {"name": "Sj\u00f6gren", "on": "2026-01-02"}
    assert sentences() == []


def test_fingerprint_of_an_event_never_changes():
    event = Event(stream="condition:1", sequence=2, action="a", by_id=3, at=AT, data="{}", previous="b")
    assert ledger.fingerprint(event) == "c02a7b00f7aae197ef8cab23526dca004320eefba3c5c8cca9afa14ddc1e930c"


@pytest.mark.promise("E11")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sequence"),
    [
        ("stream = 'elsewhere'", 2),
        ("sequence = 9", 2),
        ("action = 'condition.Renamed'", 2),
        ("by_id = (SELECT MAX(id) FROM conditions_user)", 2),
        ("at = '2026-01-02 03:04:05.678902+00:00'", 2),
        ('data = \'{"to":"Sjo\u0308gren"}\'', 2),
        ("previous = hash", 2),
        ("previous = ''", 2),
        ("hash = 'x' || SUBSTR(hash, 2)", 2),
    ],
)
def test_changed_column_is_named(change, sequence):
    factories.user()
    some_streams()
    tamper(f"UPDATE conditions_event SET {change} WHERE stream = 'condition:1' AND sequence = {sequence}")
    assert any(f"event {sequence} is " in sentence for sentence in sentences())


@pytest.mark.promise("E11")
@pytest.mark.django_db
def test_rehashed_event_no_longer_joins_on():
    some_streams()
    event = Event.objects.get(stream="condition:1", sequence=2)
    event.action = "other"
    tamper(f"UPDATE conditions_event SET action = 'other', hash = '{ledger.fingerprint(event)}' WHERE id = {event.pk}")
    assert sentences() == ["condition:1: event 3 does not join on to event 2."]


@pytest.mark.promise("E11")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("gone", "sentence"),
    [
        (1, "condition:1: event 1 is missing; the next that stands is 2."),
        (2, "condition:1: event 2 is missing; the next that stands is 3."),
        (3, "condition:1: event 3, recorded as its last, is not where the stream ends."),
    ],
)
def test_deleted_event_is_named(gone, sentence):
    some_streams()
    tamper(f"DELETE FROM conditions_event WHERE stream = 'condition:1' AND sequence = {gone}")
    assert sentences() == [sentence]


@pytest.mark.django_db
def test_deleted_stream_is_named():
    some_streams()
    tamper("DELETE FROM conditions_event WHERE stream = 'grant:7'")
    tamper("DELETE FROM conditions_stream WHERE name = 'condition:2'")
    assert sentences() == [
        "grant:7: event 1, recorded as its last, is not where the stream ends.",
        "condition:2: event 1 stands, but nothing says where the stream ends.",
    ]


@pytest.mark.django_db
def test_each_broken_stream_is_named_once():
    some_streams()
    tamper("UPDATE conditions_event SET hash = action || id")
    assert [problem.where for problem in ledger.verify()] == ["condition:1", "condition:2", "grant:7"]


@pytest.mark.django_db
def test_stream_written_anew_shows_against_a_note():
    some_streams()
    noted = list(ledger.ends())
    tamper("DELETE FROM conditions_event")
    tamper("DELETE FROM conditions_stream")
    some_streams()
    record("condition:2", data={})
    assert list(ledger.verify_ends(noted)) == []
    tamper("DELETE FROM conditions_event WHERE stream = 'grant:7'")
    tamper("DELETE FROM conditions_stream WHERE name = 'grant:7'")
    record("grant:7", data={"other": 1})
    assert sentences() == []
    assert [problem.where for problem in ledger.verify_ends(noted)] == ["grant:7"]


@pytest.mark.django_db
def test_recording_and_verifying_cost_a_known_number_of_queries(django_assert_num_queries):
    some_streams()
    with django_assert_num_queries(6):  # savepoint and release; guards, end, event, end moved on
        record()
    with django_assert_num_queries(3):
        assert sentences() == []


@pytest.mark.django_db(transaction=True)
def test_event_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        ledger.record("condition:1", "a", by=None, at=AT, data={})
    assert not Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields", [{"stream": ""}, {"stream": "s" * 81}, {"action": ""}, {"action": "a" * 61}], ids=str
)
def test_stream_and_action_have_a_name_that_fits(fields):
    given = {"stream": "condition:1", "action": "a", "by": None, "at": AT, "data": {}} | fields
    with pytest.raises(ValidationError):
        ledger.record(given.pop("stream"), given.pop("action"), **given)
    assert not Event.objects.exists()


@pytest.mark.promise("E11")
@pytest.mark.django_db(transaction=True)
def test_concurrent_appends_never_fork():
    refused = []

    def append():
        try:
            for _ in range(5):
                try:
                    record()
                except IntegrityError as error:
                    refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=append) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) <= 3  # only where several begin the stream in one moment
    assert Event.objects.count() == Stream.objects.get().length == 20 - len(refused)
    assert sentences() == []
