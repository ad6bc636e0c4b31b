"""A name is found under every spelling, and names that mean different diseases stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conditions import names

pytestmark = pytest.mark.one_engine

IMMUNE = [
    "T-B- severe combined immunodeficiency",
    "T-B+ severe combined immunodeficiency",
    "T+ B+ severe combined immunodeficiency",
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sjögren’s syndrome", "sjogrens syndrome"),
        ("α1-antitrypsin deficiency", "Alpha-1 antitrypsin deficiency"),
        ("alpha1 antitrypsin", "ALPHA 1 ANTITRYPSIN"),
        ("T‑B− SCID", "t-b- scid"),
        ("T(-)B(+) SCID", "T-B+ SCID"),
        ("T+B+ SCID", "T+ B+ SCID"),
        ("TGFβ", "TGF-beta"),
        ("Ménière´s disease", "Meniere's disease"),
        ("maladie d’Alzheimer", "maladie d alzheimer"),
        ("Straße", "strasse"),
        ("Ångström & Øre", "angstrom and ore"),
        ("  non-Hodgkin\u00a0 lymphoma ", "non hodgkin lymphoma"),
    ],
)
def test_spellings_of_one_name_fold_alike(one, other):
    assert names.fold(one) == names.fold(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        (IMMUNE[0], "t minus b minus severe combined immunodeficiency"),
        (IMMUNE[1], "t minus b plus severe combined immunodeficiency"),
        ("EZB-MYC- diffuse large B-cell lymphoma", "ezb myc minus diffuse large b cell lymphoma"),
        ("CD4+/CD56+ hematodermic neoplasm", "cd4 plus cd56 plus hematodermic neoplasm"),
        ("5q- syndrome", "5q minus syndrome"),
        ("K+-aggravated myotonia", "k plus aggravated myotonia"),
        ("B- and T-cell mixed leukemia", "b and t cell mixed leukemia"),
        ("hypo- and hypermelanotic macules", "hypo and hypermelanotic macules"),
        ("lipoprotein types--Lt system", "lipoprotein types lt system"),
        ("+crohn -colitis", "crohn colitis"),
        ("22q11.2 deletion", "22q11 2 deletion"),
    ],
)
def test_signs_that_carry_meaning_become_words(text, folded):
    assert names.fold(text) == folded


@pytest.mark.parametrize(
    "text", ["नीमोनिया", "حثل عضلي", "筋ジストロフィー", "βήχας", "🤒", "???", "+", "-", "¨", "´", "\ufe0f"]
)
def test_other_scripts_and_bare_signs_are_kept(text):
    assert names.fold(text)


def test_a_greek_word_keeps_its_letters():
    assert names.fold("Νόσος του Κρον") == "νοσοσ του κρον"


def test_direction_marks_change_nothing():
    assert names.fold("\u202bحثل\u202c \u200fعضلي") == names.fold("حثل عضلي")


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert names.fold(names.fold(text)) == names.fold(text)


@given(
    st.text(
        alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"]), min_size=1
    )
)
def test_no_name_folds_to_nothing(text):
    assert names.fold(text)
    assert names.fold(text) == " ".join(names.words(text))


def test_signs_give_different_readable_addresses():
    assert [names.slug(name) for name in IMMUNE] == [
        "t-minus-b-minus-severe-combined-immunodeficiency",
        "t-minus-b-plus-severe-combined-immunodeficiency",
        "t-plus-b-plus-severe-combined-immunodeficiency",
    ]
    assert names.slug("EZB-MYC+ lymphoma") != names.slug("EZB-MYC- lymphoma")


@given(st.text(max_size=700))
def test_every_name_has_an_address_that_fits(text):
    address = names.slug(text)
    assert 0 < len(address) <= 200
    assert all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in address)


def test_a_long_address_ends_with_a_whole_word():
    assert names.slug("immunodeficiency " * 20) == "-".join(["immunodeficiency"] * 11)


def test_a_taken_address_gets_a_tail_within_the_limit():
    assert names.unused("a-b", {"a-b"}, tail="mondo-0000001") == "a-b-mondo-0000001"
    assert names.unused("a-b", set(), tail="mondo-0000001") == "a-b"
    assert len(names.unused("x" * 200, {"x" * 200}, tail="mondo-0000001")) == 200
