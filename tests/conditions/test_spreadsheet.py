"""A list as a file: it stands in its cells and calculates nothing."""

import csv
import datetime
from io import StringIO

import pytest

from conditions.spreadsheet import MARK, lines


def read(*rows):
    text = "".join(lines(rows))
    assert text.startswith(MARK)
    return list(csv.reader(StringIO(text.removeprefix(MARK))))


@pytest.mark.promise("S2")
@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_would_be_calculated_is_a_text(begin):
    formula = f'{begin}HYPERLINK("https://evil.example","Click")'
    assert read([formula]) == [[f"'{formula}"]]


def test_numbers_days_and_signs_stand_as_they_are():
    row = [-3, datetime.date(2026, 4, 7), 'He said "no", twice', "two\nlines", "Ménière"]
    assert read(row) == [["-3", "2026-04-07", 'He said "no", twice', "two\nlines", "Ménière"]]
