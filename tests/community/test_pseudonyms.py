"""A name shown keeps its owner unknown and is not taken for somebody else."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from community import pseudonyms

pytestmark = pytest.mark.one_engine

DAY = datetime.date(2026, 4, 7)


def refused(name, email="somebody@example.org"):
    try:
        pseudonyms.check(name, email=email, on=DAY)
    except ValidationError:
        return True
    return False


@pytest.mark.promise("C15")
@pytest.mark.parametrize(
    "name",
    ["Anna", "anna", "Änna", "Smith", "Anna S", "A. Smith", "annasmith", "AnnaSmith7", "4nna", "Smithy", "jAnna"],
)
def test_name_that_resembles_the_address_is_refused(name):
    assert refused(name, "Anna.Smith82@example.org")
    assert not refused("Blue fern", "Anna.Smith82@example.org")


@pytest.mark.promise("C15")
@pytest.mark.parametrize(
    "name",
    [
        "Fern 1978", "fern1978", "fern2001", "1 9 7 8 fern", "1-9-7-8 fern", "fern78", "fern 78", "'78 fern",
        "fern 04", "fern 12.5.78", "fern ١٩٧٨", "fern １９７８", "fern ७८", "fern19780405", "Route 66",
    ],
)  # fmt: skip
def test_name_with_a_year_of_birth_is_refused(name):
    assert refused(name)


@pytest.mark.promise("C15")
@pytest.mark.parametrize("name", ["Fern 7", "Fern 15", "Fern 199", "Fern 365", "Fern the 2nd"])
def test_number_that_is_no_year_of_birth_of_a_member_is_allowed(name):
    assert not refused(name)


@pytest.mark.parametrize("name", ["fern 11", "fern 10"])
def test_two_digits_are_a_year_of_birth_from_the_minimum_age_on(name):
    assert refused(name) is (name == "fern 10")


@pytest.mark.promise("M3")
@pytest.mark.parametrize(
    "name",
    [
        "Dr Fern", "dr. fern", "Doctor Fern", "D0ct0r Fern", "DOCTORFERN", "Nurse Fern", "Fern RN", "Dra. Fern",
        "Fern MD", "Midwife fern", "moderator",
        "M0derat0r", "Mod Fern", "Admin", "adm1n", "The Administrator", "Editor", "Staff", "Support team",
        "Médico Fern", "DiseaseMaps demonstration", "disease maps demonstration team", "Rev1ewer",
    ],
)  # fmt: skip
def test_name_that_poses_as_a_clinician_or_as_the_site_is_refused(name):
    assert refused(name)


@pytest.mark.promise("M3")
@pytest.mark.parametrize("name", ["Drew", "Andrea", "Maddie", "Modest fern", "Steady", "Helpful fern"])
def test_name_that_merely_begins_like_an_office_is_allowed(name):
    assert not refused(name)


@pytest.mark.parametrize(
    "name",
    [
        "аdele", "Fеrn", "Ferη", "fern\u202eevil", "fern\u200bfern", "fern\u0000", "fern\U0001f33f",
        "<b>fern</b>", "fern@home", "fern/home", "\u202e", "", "   ", "12", "---", "fe", "f" * 41, "fern.example.com",
        "fern 0612345678", "\u0301\u0301\u0301",
    ],
)  # fmt: skip
def test_name_that_cannot_be_read_plainly_is_refused(name):
    assert refused(name)


@pytest.mark.parametrize(
    "name", ["O'Malley-ish", "José", "Блакитна папороть", "小さい花", "हिन्दी नाम", "أزرق", "דג כחול"]
)
def test_name_in_any_one_script_is_allowed(name):
    assert not refused(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Blue Fern", "blue_fern"), ("Blue Fern", "BLUEFERN"), ("Lily", "lliy"), ("cope", "соре"), ("José", "jose"),
     ("Fern5", "ferns"), ("Straße", "STRASSE")],
)  # fmt: skip
def test_names_that_look_alike_fold_to_one(one, other):
    assert pseudonyms.fold(one) == pseudonyms.fold(other)


@given(st.text(max_size=60))
def test_any_text_is_either_tidied_or_refused_with_a_sentence(name):
    try:
        tidy = pseudonyms.check(name, email="somebody@example.org", on=DAY)
    except ValidationError as refusal:
        said = refusal.messages[0]
    else:
        said = "."
        assert pseudonyms.check(tidy, email="somebody@example.org", on=DAY) == tidy
        assert pseudonyms.fold(tidy)
    assert said.endswith(".")
