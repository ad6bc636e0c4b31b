"""The tool that holds the promises against the tests."""

import subprocess
import sys

import pytest

from tests.promises import ROOT, Mark, Promise, complaints, marked, promised, report

pytestmark = pytest.mark.one_engine

KEPT = Promise("E1", "Nothing vanishes.", "kept", "")
PROOF = Mark("E1", "tests/test_x.py::test_nothing_vanishes")


def test_table_gives_id_sentence_state_and_what_is_missing():
    text = "| id | promise | state |\n|---|---|---|\n| E1 | One. | kept |\n| S1 | Two. | begun: the desk |\n"
    assert list(promised(text)) == [Promise("E1", "One.", "kept", ""), Promise("S1", "Two.", "begun", "the desk")]


def test_mark_names_its_test_and_every_id():
    text = 'import pytest\n@pytest.mark.promise("E1", "E2")\ndef test_it(): pass\ndef test_other(): pass\n'
    assert list(marked(text, "tests/test_x.py")) == [
        Mark("E1", "tests/test_x.py::test_it"),
        Mark("E2", "tests/test_x.py::test_it"),
    ]


def test_mark_on_a_builder_proves_nothing():
    assert list(marked('@pytest.mark.promise("E1")\ndef builder(): pass\n', "tests/test_x.py")) == []


def test_kept_promise_with_its_test_has_no_complaint():
    assert list(complaints([KEPT], [PROOF])) == []


@pytest.mark.parametrize(
    ("promise", "marks", "part"),
    [
        (KEPT, [], "no test proves it"),
        (Promise("E1", "One.", "begun", "the desk"), [], "no test proves it"),
        (Promise("E1", "One.", "begun", ""), [PROOF], "what is missing"),
        (Promise("E1", "One.", "to come", ""), [PROOF], "still to come"),
        (Promise("E1", "One.", "nearly", ""), [], "“nearly”"),
        (KEPT, [PROOF, Mark("X9", "tests/test_x.py::test_it")], "X9"),
    ],
)
def test_what_does_not_fit_is_named(promise, marks, part):
    (complaint,) = complaints([promise], marks)
    assert part in complaint


def test_an_id_stands_once():
    assert "2 times" in next(complaints([KEPT, KEPT], [PROOF]))


def test_counting_all_complains_of_what_is_to_come():
    later = Promise("R1", "One.", "to come", "")
    assert list(complaints([later], [])) == []
    assert list(complaints([later], [], count_all=True)) == ["R1 is not kept yet (to come)."]


def test_report_shows_the_test_under_its_promise():
    assert report([KEPT], [PROOF]).splitlines() == [
        "E1   kept     Nothing vanishes.",
        "              tests/test_x.py::test_nothing_vanishes",
    ]


def test_promises_of_this_repository_fit_its_tests():
    command = [sys.executable, "-m", "tests.promises"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    assert " promises: " in ran.stdout
