"""Which sentences need a source, and what their author is told (R14)."""

import os
import re
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils import translation

from conditions.sentences import Claim, Unsourced, sentences, unsourced
from conditions.sentences.claims import claim
from tests.conditions.sentences.labelled import ENGLISH, SPANISH

pytestmark = pytest.mark.one_engine

LABELLED = [("en", *pair) for pair in ENGLISH] + [("es", *pair) for pair in SPANISH]


@pytest.mark.promise("R14")
@pytest.mark.parametrize(("language", "stated", "sentence"), LABELLED)
def test_sentence_states_what_an_editor_would_say(language, stated, sentence):
    assert claim(sentence, language) == stated


def test_labelled_sentences_are_enough_to_measure_on():
    stated = Counter((language, kind) for language, kind, _ in LABELLED)
    assert len(LABELLED) > 160
    assert min(stated[language, kind] for language in ("en", "es") for kind in (*Claim, None)) >= 6


@pytest.mark.promise("R14")
@pytest.mark.parametrize(
    ("mark", "is_enough"),
    [
        ("", False),
        ("[^ers-2017]", True),
        ("{fact:europe}", True),
        (" {no-source: counted by ourselves}", True),
        (" {no-source: known}", False),
        (" {no-source:}", False),
        ("[^]", False),
    ],
)
def test_number_needs_a_source_a_fact_or_a_reason(mark, is_enough):
    assert (unsourced({"body": f"About 5 % have it.{mark}"}, "en") == []) == is_enough


@pytest.mark.promise("R14")
def test_author_is_told_which_sentence_and_what_to_do():
    items = "- About 5 % have it.[^a] Few die of it.\n- Smoking raises the risk."
    body = f"It is rare.\n\n{items}\n\nThere is no cure. Half know it."
    assert [found.why for found in unsourced({"body": body}, "en")] == [
        "Sentence 3 speaks of how long people live without a source. Add one, or say why none is needed.",
        "Sentence 4 speaks of a risk without a source. Add one, or say why none is needed.",
        "Sentence 5 says what a treatment does without a source. Add one, or say why none is needed.",
        "Sentence 6 gives a number without a source. Add one, or say why none is needed.",
    ]


def test_author_is_told_in_which_part_and_reads_the_sentence():
    texts = {"unknowns": "Some 3 trials are under way.", "short_answer": "It is rare. One in ten have it."}
    short, unknown = unsourced(texts, "en")
    assert (short.part, short.number, short.sentence) == ("short_answer", 2, "One in ten have it.")
    assert short.why.startswith("“Short answer”: Sentence 2 gives a number without a source.")
    assert unknown.why.startswith("“What nobody knows yet”: Sentence 1 gives a number")


def test_note_for_a_country_is_named_by_its_code():
    found = Unsourced("country_notes-IE", 2, "It costs 5 euros.", Claim.NUMBER)
    assert found.why.startswith("“Note for the country IE”: Sentence 2 gives a number without a source.")


def test_reason_of_one_word_is_asked_for_again():
    (found,) = unsourced({"body": "About 5 % have it. {no-source: known}"}, "en")
    assert found.why == (
        "Sentence 1 says in too few words why it needs no source. Give the reason in three words or more."
    )


def test_source_in_the_next_sentence_is_not_its_own():
    found = unsourced({"body": "About 5 % have it. Most feel well.[^a]"}, "en")
    assert [(one.number, one.claim) for one in found] == [(1, Claim.NUMBER)]


def test_row_of_a_table_shares_its_source():
    table = "| Who | How many |\n|---|---|\n| Europe[^a] | 5 % |\n| Asia | 6 % |"
    assert [found.sentence for found in unsourced({"sources_differ": table}, "en")] == ["Asia | 6 %"]


@pytest.mark.parametrize("text", ["999 or 112", "Dial 112, or text 85258.", "Ring 0808 808 2020 (free)."])
def test_number_that_one_calls_needs_no_source(text):
    assert unsourced({"urgent_help": text}, "en") == []


@pytest.mark.parametrize(
    "text", ["Breathing faster than 30 a minute.", "Call if it lasts 15 minutes.", "In 112 people"]
)
def test_number_that_one_cannot_call_needs_one_even_there(text):
    assert [found.claim for found in unsourced({"urgent_help": text}, "en")] == [Claim.NUMBER]


def test_other_languages_are_searched_for_digits_alone():
    texts = {"body": "La moitié meurt. Environ 1 personne sur 2000. 5 ٪. Le gène SERPINA1, la COVID-19. ٣ من ١٠"}
    assert [found.number for found in unsourced(texts, "fr")] == [2, 3, 5]


def test_language_of_a_country_is_the_language():
    assert [found.number for found in unsourced({"body": "La mitad se cura. Sí."}, "es-mx")] == [1]


def test_author_is_told_in_the_language_of_the_page_and_not_of_the_text():
    (found,) = unsourced({"body": "La mitad lo nota."}, "es")
    with translation.override("en"):
        assert found.why.startswith("Sentence 1 gives a number without a source.")


def medquad(folder):
    """The answers of a set of real texts, as paragraphs."""
    for file in sorted(Path(folder).glob("medquad/[13-9]*.zip")):
        with zipfile.ZipFile(file) as packed:
            for name in sorted(name for name in packed.namelist() if name.endswith(".xml")):
                for answer in ElementTree.fromstring(packed.read(name)).iter("Answer"):  # noqa: S314 (a fixed file)
                    yield re.sub(r"\s*\n\s*", "\n\n", (answer.text or "").strip())


@pytest.mark.data
def test_real_text_is_marked_now_and_then_and_not_everywhere():
    answers = list(medquad(os.environ["DISEASEMAPS_TEST_DATA"]))[::30]
    found = [claim(sentence, "en") for answer in answers for sentence in sentences(answer)]
    assert len(found) > 2000
    assert 0.1 < sum(map(bool, found)) / len(found) < 0.25
