"""How hard a text is to read, as its author is told (A6)."""

import pytest

from conditions.reading_level import english_syllables, level, spanish_syllables

pytestmark = pytest.mark.one_engine

PLAIN = "It is a lack of a protein.[^ers-2017] The liver makes it, and it keeps the lungs well. Do not smoke."
HARD = (
    "Intracellular accumulation of polymerised antitrypsin within hepatocytes provokes progressive inflammation, "
    "subsequently necessitating multidisciplinary surveillance of hepatocellular deterioration."
)


@pytest.mark.promise("A6")
def test_plain_english_is_called_readable_and_hard_english_hard():
    assert level(PLAIN, "en").said == "Reading grade 1: most people of 6 can read this."
    assert not level(PLAIN, "en").is_hard
    assert "as hard as a university text" in level(HARD, "en-GB").said
    assert level(HARD, "en-GB").is_hard


@pytest.mark.promise("A6")
def test_grade_between_says_for_whom_it_is():
    text = "The protein accumulates in the liver and is missing in the lungs, which it would otherwise protect well."
    assert level(text, "en").said.startswith("Reading grade 9: for people of 14 and older.")


@pytest.mark.promise("A6")
def test_spanish_is_measured_by_its_own_scale():
    text = (
        "Falta una proteína que protege los pulmones. La hace el hígado. No fume. Mucha gente está bien toda la vida."
    )
    assert level(text, "es").said == "Reading ease 83 of 100: very easy, as in a comic."
    hard = "La acumulación intracelular de antitripsina polimerizada desencadena inflamación hepatocelular progresiva."
    assert level(hard, "es").is_hard


def test_marks_are_no_words():
    marked = PLAIN.replace("protein.", "protein {no-source: everybody knows this about the protein}.")
    assert level(marked, "en") == level(PLAIN, "en")


def test_nothing_is_said_of_a_few_words_or_in_a_language_that_nobody_measures():
    assert level("It harms nobody.", "en") is None
    assert level("", "en") is None
    assert level(PLAIN, "de") is None


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("lungs", 1), ("liver", 2), ("smoked", 1), ("treated", 2), ("genes", 1), ("damages", 3), ("people", 2),
     ("muscles", 2), ("trial", 2), ("usually", 4), ("area", 3), ("being", 2), ("antitrypsin", 4), ("hmm", 1)],
)  # fmt: skip
def test_syllables_of_english_are_told_by_its_spelling(word, syllables):
    assert english_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("hígado", 3), ("día", 2), ("ciudad", 2), ("que", 1), ("país", 2), ("muy", 1), ("idea", 3), ("proteína", 4)],
)
def test_syllables_of_spanish_are_told_by_its_spelling(word, syllables):
    assert spanish_syllables(word) == syllables
