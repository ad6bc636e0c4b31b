"""What two sequences have in common."""

import itertools
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conditions.differences import sequences
from conditions.differences.sequences import common

pytestmark = pytest.mark.one_engine

MEMBERS = st.lists(st.sampled_from("abcd"), max_size=30)


def longest(old, new):
    """By the table that every textbook has."""
    row = [0] * (len(new) + 1)
    for one in old:
        row = list(
            itertools.accumulate(
                range(1, len(new) + 1),
                lambda left, j, row=row, one=one: row[j - 1] + 1 if new[j - 1] == one else max(left, row[j]),
                initial=0,
            )
        )
    return row[-1]


@given(MEMBERS, MEMBERS)
def test_places_hold_the_same_in_order_and_none_longer_is_there(old, new):
    places = common(old, new)
    assert all(old[i] == new[j] for i, j in places)
    assert all(i < k and j < n for (i, j), (k, n) in itertools.pairwise(places))
    assert len(places) == longest(old, new)


@given(MEMBERS, MEMBERS)
def test_a_table_that_is_cut_in_two_finds_as_much(old, new):
    whole = len(common(old, new))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequences, "TABLE", 12)
        places = common(old, new)
    assert all(old[i] == new[j] for i, j in places)
    assert len(places) == whole


def steps(old, new):
    """How many lines of the module run, and no other's: what Python clears away meanwhile is not its cost."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        count += event == "line"
        return trace if frame.f_code.co_filename == sequences.__file__ else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        common(old, new)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(("old", "new"), [("ab", "ba"), ("a", "aa"), ("abc", "xyz"), ("abcdefgh", "hgfedcba")], ids=str)
def test_twice_the_length_costs_twice_as_much_whatever_stands_there(old, new):
    assert steps(old * 200, new * 200) < 2.2 * steps(old * 100, new * 100)
