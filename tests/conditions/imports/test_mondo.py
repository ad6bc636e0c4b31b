"""A Mondo release as JSON: human diseases only, chains of replacements followed, nothing unknown passed over."""

import gzip
import json

import pytest

from conditions.imports import mondo
from conditions.imports.catalogue import BadFile

pytestmark = pytest.mark.one_engine

HUMAN = {"MONDO:0700096": 1, "MONDO:0000001": 2}


def entry(label, *, ancestors=HUMAN, **fields):
    return {"label": label, "ancestors": ancestors, "deprecated": False} | fields


RELEASE = {
    "MONDO:0000001": entry("disease", ancestors={}),
    "MONDO:0000010": entry("liver disorder", synonyms=["hepatic disorder", "Hepatic  Disorder", "h\ufffdpatique"]),
    "MONDO:0000011": entry("gilbert-like disease", ancestors={"MONDO:0000010": 1, "MONDO:0700096": 2}),
    "MONDO:0000012": entry("canine parvovirus, non-human animal", ancestors={"MONDO:0000001": 1}),
    "MONDO:0000020": entry("obsolete one", ancestors={}, deprecated=True, replaced_by="MONDO:0000021"),
    "MONDO:0000021": entry("obsolete two", ancestors={}, deprecated=True, replaced_by="MONDO:0000011"),
    "MONDO:0000030": entry("obsolete three", ancestors={}, deprecated=True, replaced_by="MONDO:0000031"),
    "MONDO:0000031": entry("obsolete four", ancestors={}, deprecated=True, replaced_by="MONDO:0000030"),
    "MONDO:0000040": entry("obsolete five", ancestors={}, deprecated=True),
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mondo-v2025-09-02.json.gz"


def read(path, content=RELEASE, **options):
    path.write_bytes(gzip.compress(json.dumps(content).encode()))
    return mondo.read(path, **options)


def test_only_living_terms_of_human_diseases_are_taken(path):
    found = read(path).catalogue
    assert [term.mondo for term in found.terms] == ["0000010", "0000011"]
    assert found.release == "2025-09-02"
    assert found.terms[1].parents == ("0000010",)


def test_synonyms_that_differ_in_spelling_alone_come_once(path):
    assert read(path).catalogue.terms[0].synonyms == ("hepatic disorder",)


@pytest.mark.parametrize(
    ("retired", "live"),
    [("0000010", "0000010"), ("0000021", "0000011"), ("0000020", "0000011"), ("0000030", None), ("0000040", None)],
)
def test_chains_of_replacements_are_followed_and_loops_end(path, retired, live):
    assert read(path).live(retired) == live


def test_unknown_keys_are_counted(path):
    found = read(path, RELEASE | {"MONDO:0000010": entry("liver disorder", severity="high")})
    assert found.unknown_keys == {"severity": 1}


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("celiac disease", "celiac disease"),
        ("Lyme disease", "Lyme disease"),
        ("von Willebrand disease 1", "von Willebrand disease 1"),
        ("46,XX gonadal dysgenesis", "46,XX gonadal dysgenesis"),
        ("liver\xa0abscess (disease)", "liver abscess"),
    ],
)
def test_names_keep_their_letters_as_within_a_sentence(label, shown):
    assert mondo.readable(label) == shown


@pytest.mark.parametrize(
    ("label", "members", "family"),
    [
        ("hereditary disease", 11_808, True),
        ("neoplasm", 4_398, True),
        ("kidney disorder", 557, True),
        ("skin neoplasm", 298, True),
        ("epilepsy", 357, False),
        ("colorectal cancer", 106, False),
        ("Charcot-Marie-Tooth disease", 103, False),
        ("celiac disease", 1, False),
    ],
)
def test_families_are_fields_of_medicine(label, members, family):
    assert mondo.is_family(label, members) is family


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (gzip.compress(b"{}")[:-4], "cut off or damaged"),
        (b"no gzip", "cut off or damaged"),
        (gzip.compress(b'{"MONDO:00'), "is not JSON"),
        (gzip.compress(b"\xff\xfe"), "is not JSON"),
        (gzip.compress(b"[]"), "no Mondo ids"),
        (gzip.compress(b'{"DOID:4": {"label": "disease"}}'), "no Mondo ids"),
        (gzip.compress(b'{"MONDO:0000010": {"ancestors": {"MONDO:0700096": 1}}}'), "lacks its label"),
        (gzip.compress(b'{"MONDO:0000010": {"label": "x", "ancestors": {}}}'), "holds no condition"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_file_is_refused_in_one_sentence(path, content, sentence):
    path.write_bytes(content)
    with pytest.raises(BadFile, match=sentence):
        mondo.read(path)


def test_release_must_be_known(tmp_path):
    nameless = tmp_path / "mondo.json.gz"
    with pytest.raises(BadFile, match="of which release"):
        read(nameless)
    assert read(nameless, release="2025-09-02").catalogue.release == "2025-09-02"
