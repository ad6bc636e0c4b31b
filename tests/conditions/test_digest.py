"""The same content gives the same bytes, on every machine and after every database."""

import datetime
import json
import unicodedata
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conditions.digest import canonical, moment, sha256, stored

pytestmark = pytest.mark.one_engine

AT = datetime.datetime(2026, 4, 7, 9, 30, 0, 120, tzinfo=datetime.UTC)
GOLDEN = {
    "wording": "What is Sjögren’s disease?",
    "citations": [{"read_on": datetime.date(2026, 4, 7), "title": "A guide"}, {"title": "Größe ≥ 5 µm"}],
    "at": AT,
    "of": None,
    "n": 7,
    "is_urgent": False,
    "emoji \N{FAMILY}": "\u202eright to left\x00",
}
ZONES = st.sampled_from([datetime.UTC, zoneinfo.ZoneInfo("Asia/Kolkata"), zoneinfo.ZoneInfo("America/St_Johns")])
moments = st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2200, 1, 1), timezones=ZONES)
keys = st.text(st.characters(codec="ascii"), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.dates() | moments,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def test_golden_digest_never_changes():
    assert canonical(GOLDEN) == (
        '{"at":"2026-04-07T09:30:00.000120+00:00",'
        '"citations":[{"read_on":"2026-04-07","title":"A guide"},{"title":"Größe ≥ 5 µm"}],'
        '"emoji 👪":"\u202eright to left\\u0000","is_urgent":false,"n":7,"of":null,'
        '"wording":"What is Sjögren’s disease?"}'
    )
    assert sha256(canonical(GOLDEN)) == "a7afce9814da77d7a8d10064d1d28de34c94f315f9589adfec9789be58378fd1"


def test_composed_and_decomposed_letters_are_the_same():
    decomposed = unicodedata.normalize("NFD", "Sjögren")
    assert decomposed != "Sjögren"
    assert canonical({decomposed: [decomposed]}) == canonical({"Sjögren": ["Sjögren"]})


def test_what_is_stored_is_hashed_letter_by_letter():
    assert stored("Sjögren") != stored(unicodedata.normalize("NFD", "Sjögren"))


def test_one_moment_is_written_in_one_way():
    elsewhere = AT.astimezone(zoneinfo.ZoneInfo("Asia/Kolkata"))
    assert str(elsewhere) != str(AT)
    assert moment(elsewhere) == moment(AT) == "2026-04-07T09:30:00.000120+00:00"


@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        ({1: "a"}, TypeError),
        ({"a", "b"}, TypeError),
        (b"bytes", TypeError),
        (float("nan"), ValueError),
        (datetime.datetime(2026, 1, 1), ValueError),
        ({"\u00e9": 1, "e\u0301": 2}, ValueError),
    ],
    ids=["key that is no text", "set", "bytes", "not a number", "time without zone", "keys that look alike"],
)
def test_what_has_no_one_form_is_refused(value, refusal):
    with pytest.raises(refusal):
        canonical(value)


@given(st.dictionaries(keys, values))
def test_order_of_keys_does_not_matter(mapping):
    assert canonical(dict(reversed(mapping.items()))) == canonical(mapping)


@given(values)
def test_canonical_form_is_its_own_canonical_form(value):
    once = canonical(value)
    assert canonical(json.loads(once)) == stored(json.loads(once)) == once
