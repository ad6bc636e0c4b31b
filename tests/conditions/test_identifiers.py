"""Every usual spelling of a publication's identifiers leads to one form, and nothing else passes for one."""

import pytest
from django.core.exceptions import ValidationError

from conditions import identifiers

pytestmark = pytest.mark.one_engine

LANCET = "10.1016/s0140-6736(15)60860-1"
SICI = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"


@pytest.mark.parametrize(
    "typed",
    [
        "10.1016/S0140-6736(15)60860-1",
        " doi:10.1016/S0140-6736(15)60860-1 ",
        "DOI: 10.1016/s0140-6736(15)60860-1.",
        "https://doi.org/10.1016/S0140-6736(15)60860-1",
        "http://dx.doi.org/10.1016/S0140-6736%2815%2960860-1",
        "doi.org/10.1016%2FS0140-6736(15)60860-1?utm_source=mail#top",
        "www.doi.org/10.1016/S0140-6736(15)60860-1",
        "info:doi/10.1016/S0140-6736(15)60860-1",
        "10.1016/S0140‐6736(15)60860–1",
        "１０.1016/S0140-6736(15)60860-1).",
    ],
)
def test_usual_spellings_of_a_doi_are_one(typed):
    assert identifiers.doi(typed) == LANCET


def test_signs_that_belong_to_a_doi_stay():
    assert identifiers.doi(SICI.upper()) == SICI


@pytest.mark.parametrize(
    "typed",
    ["Lancet 2015", "10.1016", "10.1016/", "10.1016/a b", "11.1016/x", "https://example.org/10.1016/x", "10.1016/\0x"],
)
def test_what_is_no_doi_is_refused(typed):
    with pytest.raises(ValidationError, match="This is no DOI"):
        identifiers.doi(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "29191952",
        "PMID: 29191952.",
        "pmid29191952"[:4] + " 029191952",
        "https://pubmed.ncbi.nlm.nih.gov/29191952/?from=x",
        "http://www.ncbi.nlm.nih.gov/pubmed/29191952",
        "２９１９１９５２",
    ],
)
def test_usual_spellings_of_a_pmid_are_one(typed):
    assert identifiers.pmid(typed) == "29191952"


@pytest.mark.parametrize(
    "typed", ["PMC2867977", "0", "12345678901", "٣٤", "29191952 or 3", "http://example.org/29191952"]
)
def test_what_is_no_pmid_is_refused(typed):
    with pytest.raises(ValidationError, match="This is no PMID"):
        identifiers.pmid(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://WWW.Example.org:443/A/b", "https://www.example.org/A/b"),
        ("https://example.org", "https://example.org/"),
        ("http://example.org/a?id=7&utm_source=mail&fbclid=x#table-2", "http://example.org/a?id=7#table-2"),
        ("https://example.org/a?b=%20c&d", "https://example.org/a?b=%20c&d"),
        ("https://[2001:DB8::1]:8080/a", "https://[2001:db8::1]:8080/a"),
        ("https://example.org/Sjögren", "https://example.org/Sjögren"),
    ],
)
def test_address_is_kept_without_what_tells_who_passed_it_on(typed, kept):
    assert identifiers.url(typed) == kept
    assert identifiers.url(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,x",
        "ftp://example.org/a",
        "//example.org/a",
        "example.org/a",
        "https://",
        "https://me@example.org/",
        "https://me:secret@example.org/",
        "https://example.org:x/",
        "https://[::1/",
        "https://example.org/a b",
        "https://example.org/\0",
        "https://example.org/\u202egpj.exe",
        "https:\\\\example.org",
    ],
)
def test_what_is_no_address_to_follow_is_refused(typed):
    with pytest.raises(ValidationError, match="begins with https://"):
        identifiers.url(typed)


def test_nothing_typed_is_nothing():
    assert [identifiers.doi(" "), identifiers.pmid(""), identifiers.url("\t")] == ["", "", ""]
