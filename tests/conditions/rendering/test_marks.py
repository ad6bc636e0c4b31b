"""Marks as a doctor reads them, and as marks again: none is lost, and none is made by accident."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from conditions.rendering.marks import Marks

pytestmark = pytest.mark.one_engine

MARKS = Marks({"ers-2017": 1, "who": 2}, {"prevalence": "1 in 2,500", "same": "five", "again": "five"})
TYPED = "Of {fact:prevalence} people.[^who][^ers-2017] {no-source: plain knowledge of anatomy}"
READ = "Of {1 in 2,500} people.[2][1] {no-source: plain knowledge of anatomy}"
PIECES = ["[^who]", "[^", "]", "[", "[1]", "[9]", "{", "}", "{fact:prevalence}", "{fact:again}", "{five}", "(", " a"]


def test_marks_are_shown_as_readers_know_them() -> None:
    assert MARKS.readable(TYPED) == READ
    assert MARKS.typed(READ) == TYPED


def test_source_that_is_added_by_its_number_is_cited() -> None:
    assert MARKS.typed("So says another.[2] See [2](https://a.example).") == (
        "So says another.[^who] See [2](https://a.example)."
    )


@pytest.mark.parametrize("typed", ["Two [1] marks.[^who]", "{fact:again} of them", "{fact:nothing} and [^nobody]"])
def test_marks_that_could_not_be_told_back_are_shown_as_typed(typed: str) -> None:
    assert MARKS.readable(typed) == typed


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("Of {1 in 3,000} people", "“{1 in 3,000}” is no shared figure"),
        ("People.[7]", "no source 7"),
        ("Of {1 in 2,500 people", "is not closed"),
        ("People.[1", "is not closed"),
    ],
)
def test_mark_that_was_broken_is_refused_in_a_sentence(broken: str, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        MARKS.typed(broken)
    assert said in refusal.value.messages[0]


@pytest.mark.promise("R8")
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_whatever_can_be_told_comes_back_as_it_was_typed(typed: str) -> None:
    shown = MARKS.readable(typed)
    assert (MARKS.typed(shown) if MARKS.can_tell(typed) else shown) == typed
