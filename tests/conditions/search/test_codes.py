"""Every way in which people write a code."""

import pytest

from conditions.search.codes import CodeSearch, key, read

pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize("typed", ["ORPHA:60", "orpha 60", "Orphanet_60", "orphanet: 60", "ORPHA60", " ORDO:60 "])
def test_prefix_says_which_system_is_meant(typed):
    assert read(typed) == CodeSearch("60", ("orphanet",))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("MONDO:0013282", CodeSearch("13282", ("mondo",))),
        ("OMIM 613490", CodeSearch("613490", ("omim",))),
        ("MIM#613490", CodeSearch("613490", ("omim",))),
        ("omim PS123456", CodeSearch("ps123456", ("omim",))),
        ("ICD-10 E88.01", CodeSearch("e8801", ("icd10", "icd10cm"))),
        ("CIE-10: E88,0", CodeSearch("e880", ("icd10", "icd10cm"))),
        ("E 88.0", CodeSearch("e880", ())),
        ("icd 11: 5C5A", CodeSearch("5c5a", ("icd11",))),
        ("GARD:0006735", CodeSearch("6735", ("gard",))),
        ("UMLS C0020179", CodeSearch("c0020179", ("umls",))),
        ("0013282", CodeSearch("13282", ())),
        ("E88.01", CodeSearch("e8801", ())),
    ],
)
def test_code_is_read_in_any_spelling(typed, expected):
    assert read(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["", "lyme", "alpha 1", "type 2 diabetes", "mimics of 5q deletion", "omim", "..", "🦋", "e 88", "vitamin b 12"],
)
def test_words_are_no_code(typed):
    assert read(typed) is None


def test_key_is_the_same_for_every_spelling_of_a_value():
    assert {key("E88.01"), key("e8801"), key("E88-01")} == {"e8801"}
    assert key("000") == "0"


def test_group_of_icd_10_also_means_what_it_is_divided_into():
    assert read("E88.0").divided[:2] == ("e8800", "e8801")
    assert [read(typed).divided for typed in ("E88", "E88.01", "ICD-11 E88.0", "OMIM 6134")] == [()] * 4
