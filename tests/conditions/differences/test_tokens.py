"""The units by which texts are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conditions.differences.tokens import tokens

pytestmark = pytest.mark.one_engine


def units(text):
    return [token.text.strip() for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It isn’t 3.5 of 1,000 (so far).", ["It", "isn’t", "3.5", "of", "1,000", "(", "so", "far", ")", "."]),
        ("10–20 %", ["10", "–", "20", "%"]),
        ("肝臓は遅い。", ["肝", "臓", "は", "遅", "い", "。"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("ตับช้า", ["ตั", "บ", "ช้", "า"]),
        ("می‌رود", ["می‌رود"]),
        ("e\u0301tat", ["e\u0301tat"]),
    ],
)
def test_words_numbers_and_signs_are_units_and_no_letter_loses_its_marks(text, expected):
    assert units(text) == expected


@given(st.text())
def test_units_hold_every_sign_but_blanks(text):
    assert "".join(units(text)) == "".join(sign for sign in text if not sign.isspace())


def test_blank_before_a_unit_counts():
    assert [token.key for token in tokens("3%")] != [token.key for token in tokens("3 %")]
