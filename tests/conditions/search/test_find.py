"""What search finds, and in which order: literal lists, so that both engines must give the same."""

import pytest

from conditions import search
from conditions.models import Code
from conditions.search import find
from tests.factories import condition, findable, named
from tests.shared import made_once

pytestmark = pytest.mark.django_db


def shelved():
    """A few conditions whose names are easily taken for one another."""
    findable("Lyme disease", "borreliosis", codes={"mondo": "0019632", "orphanet": "91546", "icd10": "A69.2"})
    findable("post-treatment Lyme disease syndrome")
    findable("celiac disease", "gluten-induced enteropathy")
    codes = {"orphanet": "586", "omim": "219700", "icd10cm": "E84.09"}
    findable("cystic fibrosis", "mucoviscidosis", "CF", codes=codes)
    findable("cystic fibrosis associated meconium ileus")
    findable("pulmonary fibrosis")
    findable("Huntington disease", "Huntington's chorea", "HD", codes={"mondo": "0000586"})
    findable("T-B+ severe combined immunodeficiency")
    findable("T-B- severe combined immunodeficiency")
    findable("diabetes mellitus", "diabetes")
    findable("diabetes insipidus")
    findable("type 1 diabetes mellitus")
    findable("type 2 diabetes mellitus")
    findable("brain neoplasm", "brain tumor")
    findable("HD-like syndrome")


shelf = made_once(shelved)


def names(text, **asked):
    return [hit.name.text for hit in find(text, language="en", **asked).hits]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("lyme", ["Lyme disease", "post-treatment Lyme disease syndrome"]),
        ("LYME  Disease!", ["Lyme disease", "post-treatment Lyme disease syndrome"]),
        ("disease of Lyme", ["Lyme disease", "post-treatment Lyme disease syndrome"]),
        ("disease lym", ["Lyme disease", "post-treatment Lyme disease syndrome"]),
        ("what is lyme disease?", ["Lyme disease", "post-treatment Lyme disease syndrome"]),
        ("hd", ["Huntington disease", "HD-like syndrome"]),
        ("huntingtons disease", ["Huntington disease"]),
        ("Huntington’s", ["Huntington disease"]),
        ("coeliac disease", ["celiac disease"]),
        ("brain tumours", ["brain neoplasm"]),
        ("cystic", ["cystic fibrosis", "cystic fibrosis associated meconium ileus"]),
        ("fibrosis", ["cystic fibrosis", "pulmonary fibrosis", "cystic fibrosis associated meconium ileus"]),
        (
            "diabetes",
            ["diabetes mellitus", "diabetes insipidus", "type 1 diabetes mellitus", "type 2 diabetes mellitus"],
        ),
        ("diabetes type 2", ["type 2 diabetes mellitus"]),
        ("t-b+ immunodeficiency", ["T-B+ severe combined immunodeficiency"]),
        (
            "T− B− severe",
            ["T-B- severe combined immunodeficiency", "T-B+ severe combined immunodeficiency"],
        ),
        ("mucoviscidosis", ["cystic fibrosis"]),
    ],
)
def test_best_names_come_first(shelf, typed, expected):
    found = names(typed)
    assert found == expected


@pytest.mark.parametrize(
    ("typed", "expected", "instead"),
    [
        ("cystic fybrosis", "cystic fibrosis", "cystic fibrosis"),
        ("systic fibrosis", "cystic fibrosis", "cystic fibrosis"),
        ("hungtinton", "Huntington disease", "huntington"),
        ("diabetis", "diabetes mellitus", "diabetes"),
        ("lime disease", "Lyme disease", "lyme disease"),
        ("hunting ton disease", "Huntington disease", "huntington disease"),
        ("cysticfibrosis", "cystic fibrosis", "cystic fibrosis"),
        ("cystic fibrosis life expectancy", "cystic fibrosis", "cystic fibrosis"),
    ],
)
def test_spelling_need_not_be_right_and_the_page_is_told(shelf, typed, expected, instead):
    found = find(typed, language="en")
    assert found.hits[0].name.text == expected
    assert found.instead == instead


def test_what_was_typed_rightly_is_not_replaced(shelf):
    assert find("lyme", language="en").instead == ""
    assert find("coeliac disease", language="en").instead == ""
    assert find("ORPHA:586", language="en").instead == ""


@pytest.mark.parametrize("typed", ["type 3 diabetes mellitus", "type 11 diabetes mellitus"])
def test_number_is_never_taken_for_another(shelf, typed):
    assert find(typed, language="en").instead == "type diabetes mellitus"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ORPHA:586", ["cystic fibrosis"]),
        ("mondo 586", ["Huntington disease"]),
        ("586", ["cystic fibrosis", "Huntington disease"]),
        ("0000586", ["Huntington disease", "cystic fibrosis"]),
        ("a69.2", ["Lyme disease"]),
        ("ICD-10: A69 2", ["Lyme disease"]),
        ("E84.0", ["cystic fibrosis"]),
        ("CIE-10 E84,0", ["cystic fibrosis"]),
        ("ICD-11 E84.0", []),
        ("orpha 999", []),
        ("999", []),
    ],
)
def test_code_finds_its_condition_alone(shelf, typed, expected):
    assert names(typed) == expected


def test_code_says_whether_it_means_the_same():
    for relation in Code.Relation:
        made = condition(f"a {relation} disorder", f"a-{relation}-disorder")
        Code.objects.create(condition=made, system="icd10", value="E88.0", relation=relation)
        search.index(made)
    found = find("E88.0", language="en").hits
    assert [(hit.code, hit.relation) for hit in found] == [
        ("ICD-10 E88.0", "exact"),
        ("ICD-10 E88.0", "broader"),
        ("ICD-10 E88.0", "narrower"),
        ("ICD-10 E88.0", "related"),
    ]


def test_hit_names_the_synonym_that_matched(shelf):
    (hit,) = find("mucoviscidosis", language="en").hits
    assert hit.other_name == ("en", "mucoviscidosis")
    assert find("cystic fibrosis", language="en").hits[0].other_name is None


def test_condition_stands_once_however_many_names_match():
    findable("asthma", "asthma bronchiale", "asthma disorder", "bronchial asthma")
    assert names("asthma") == ["asthma"]


def test_reader_sees_the_name_in_their_language():
    made = findable("measles", "rubeola")
    named(made, "sarampión", use="preferred", language="es")
    search.index(made)
    assert find("rubeola", language="es").hits[0].name == ("es", "sarampión")
    assert find("sarampion", language="en").hits[0].name == ("en", "measles")


def test_smallest_family_tells_most():
    large = condition("hereditary disease", "hereditary-disease", is_grouping=True)
    small = condition("metabolic liver disorder", "metabolic-liver-disorder", is_grouping=True)
    findable("Gilbert syndrome", family=large).parents.add(small)
    findable("Marfan syndrome", family=large)
    assert find("gilbert", language="en").hits[0].family == ("en", "metabolic liver disorder")


def test_family_tells_apart():
    family = condition("infectious disease", "infectious-disease", is_grouping=True)
    findable("measles", family=family)
    assert find("measles", language="en").hits[0].family == ("en", "infectious disease")


def test_long_list_comes_in_parts_of_twenty():
    for number in range(45, 0, -1):
        findable(f"ataxia {number:02}")
    parts = [find("ataxia", language="en", page=page) for page in (1, 2, 3)]
    assert [len(part.hits) for part in parts] == [20, 20, 5]
    assert [part.has_more for part in parts] == [True, True, False]
    assert [hit.name.text for part in parts for hit in part.hits] == [f"ataxia {n:02}" for n in range(1, 46)]


@pytest.mark.parametrize("typed", ["fibrosis", "lime disease", "zzz qqq", "ORPHA:586"])
def test_search_takes_one_query(shelf, django_assert_num_queries, typed):
    find("warm", language="en")
    with django_assert_num_queries(1):
        found = find(typed, language="en")
    assert bool(found.hits) is (typed != "zzz qqq")
