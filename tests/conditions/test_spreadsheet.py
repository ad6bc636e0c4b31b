"""A list as a file: it stands in its cells and calculates nothing."""

import csv
import datetime
from io import StringIO

import pytest

from conditions.spreadsheet import MARK, lines

pytestmark = pytest.mark.one_engine


def read(*rows):
    text = "".join(lines(rows))
    assert text.startswith(MARK)
    return list(csv.reader(StringIO(text.removeprefix(MARK))))


@pytest.mark.promise("S2")
@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_would_be_calculated_is_a_text(begin):
    formula = f'{begin}HYPERLINK("https://evil.example","Click")'
    assert read([formula]) == [[f"'{formula}"]]


@pytest.mark.promise("S2")
@pytest.mark.parametrize("begin", ["\uff1d", "\uff0b", "\uff0d", "\uff20", " =", "\n=", '"=', "'="])
def test_sign_in_another_width_or_behind_a_blank_is_a_text(begin):
    assert read([f"{begin}1+1"]) == [[f"'{begin}1+1".replace("'\n=", "'\n'=")]]


@pytest.mark.promise("S2")
@pytest.mark.parametrize("parted", [";", "\t", "\n"])
def test_file_opened_with_other_separators_calculates_nothing(parted):
    """Where cells are parted by semicolons, the quotes around one of ours do not hold it together."""
    text = "".join(lines([["a", f"It is{parted} =1+1", "b"]])).removeprefix(MARK)
    cells = [cell.strip(' "') for row in text.splitlines() for cell in row.split(parted)]
    assert not [cell for cell in cells if cell.startswith("=")]


def test_numbers_days_and_signs_stand_as_they_are():
    row = [-3, datetime.date(2026, 4, 7), 'He said "no", twice', "two\nlines", "Ménière"]
    assert read(row) == [["-3", "2026-04-07", 'He said "no", twice', "two\nlines", "Ménière"]]
