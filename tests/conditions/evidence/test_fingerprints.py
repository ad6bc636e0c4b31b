"""The fingerprint of a row: one for each content, the same on every engine, and never another."""

import datetime

import pytest
from django.core import serializers
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from conditions import evidence
from conditions.editorial import rounds, rows
from conditions.models import Assignment, Revision
from tests import factories
from tests.conditions.evidence.world import TABLES, everything, found
from tests.factories import NOON

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
COLUMNS = st.fixed_dictionaries(
    {
        "short": TEXT,
        "body": TEXT,
        "country_notes": st.dictionaries(TEXT, TEXT, max_size=2),
        "is_unknown": st.booleans(),
        "searched_on": st.none() | st.dates(),
        "number": st.integers(0, 3),
        "within_id": st.none() | st.integers(0, 3),
        "created_at": st.datetimes(timezones=st.sampled_from([datetime.UTC])),
    }
)


@pytest.mark.promise("E11")
@given(one=COLUMNS, other=COLUMNS)
def test_rows_that_differ_never_look_alike(one, other):
    same = evidence.fingerprint(Revision(**one)) == evidence.fingerprint(Revision(**other))
    assert same == (one == other)


@pytest.mark.promise("E11")
@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        ("within_id", None, 0),
        ("country_notes", {}, []),
        ("country_notes", {}, ""),
        ("is_unknown", False, 0),
        ("is_unknown", True, 1),
        ("number", 1, 1.5),
        ("body", "Sj\u00f6gren", "Sjo\u0308gren"),
        ("body", "", None),
        ("searched_on", None, ""),
    ],
)
def test_what_is_nearly_the_same_is_not(column, one, other):
    assert evidence.fingerprint(Revision(**{column: one})) != evidence.fingerprint(Revision(**{column: other}))


@given(at=st.datetimes(timezones=st.timezones()), offset=st.integers(-12, 14))
def test_one_moment_has_one_fingerprint_in_every_zone(at, offset):
    zone = datetime.timezone(datetime.timedelta(hours=offset))
    moved = datetime.datetime.fromtimestamp(0, datetime.UTC) + (at - datetime.datetime.fromtimestamp(0, datetime.UTC))
    same = {evidence.fingerprint(Assignment(offered_at=each)) for each in (moved, moved.astimezone(zone))}
    assert len(same) == 1


def test_fingerprint_of_a_row_never_changes():
    row = Revision(pk=7, number=2, created_at=NOON, short="Sj\u00f6gren", country_notes={"GB": "b", "ES": "a"})
    assert evidence.fingerprint(row) == "d9f401dd16fe181f8a7d8352090b4090cc07a5de586b8466e96618c1b41bc700"


@pytest.mark.django_db
def test_row_in_memory_has_the_fingerprint_of_the_row_that_is_stored():
    everything()
    with timezone.override("America/St_Johns"):
        assert found() == []


def prints(rows_):
    return {key: seen for row in rows_ for key, seen in evidence.witness(row).items()}


@pytest.mark.promise("E11")
@pytest.mark.django_db
def test_rows_keep_their_fingerprints_through_a_dump(tmp_path):
    """In XML: what Django dumps as JSON loses all of a time that is less than a millisecond."""
    world = everything()
    at = NOON.replace(microsecond=123_456)
    revision = factories.written(world.people, at=at)
    rounds.submit(revision, by=world.people.author, at=at, seen=revision.digest)
    file = tmp_path / "dump.xml"
    call_command("dumpdata", "conditions", "community", format="xml", output=str(file), verbosity=0)
    dumped = [each.object for each in serializers.deserialize("xml", file.read_text(encoding="utf-8"))]
    stands = [row for _, model in TABLES.values() for row in model.objects.all()]
    assert prints(row for row in dumped if row._meta.db_table in TABLES) == prints(stands)


@pytest.mark.promise("E11")
@pytest.mark.django_db
def test_row_is_told_of_in_its_own_stream_alone():
    revision = factories.written(factories.desk())
    with pytest.raises(ValueError, match=rf"into the stream answer:{revision.answer_id}, not into answer:0"):
        rows.tell("told", revision, stream="answer:0", by=None, at=NOON)
