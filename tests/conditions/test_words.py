"""What was signed: the bytes of format 1, and that no part of them can change unseen (docs/decisions/0014)."""

import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conditions import words
from conditions.digest import stored
from conditions.models import Answer, Citation, Quotation, Revision

pytestmark = pytest.mark.one_engine

DAY = datetime.date(2026, 4, 7)
# Columns that say where the row stands, who made it and when, or which digest it has: no reader of the text sees them.
OUTSIDE = {
    Revision: {"id", "answer", "number", "based_on", "created_by", "created_at", "digest", "is_sealed"},
    Citation: {"id", "revision", "source", "is_sealed"},
    Quotation: {"id", "revision", "is_sealed"},
}
TEXTS = (
    "question", "condition_name", "short", "short_answer", "short_answer_html", "urgent_help", "urgent_help_html",
    "body", "body_html", "sources_differ", "sources_differ_html", "unknowns", "unknowns_html", "machine_help", "change",
)  # fmt: skip
COVERED = [
    *((Revision, name, st.text(max_size=8)) for name in TEXTS),
    *((Citation, name, st.text(max_size=8)) for name in ("key", "title", "publisher", "published", "link", "note")),
    *((Quotation, name, st.text(max_size=8)) for name in ("key", "text")),
    *((Revision, name, st.dictionaries(st.sampled_from(["FR", "GB", "IE"]), st.text(max_size=8)))
      for name in ("country_notes", "country_notes_html")),
    *((Revision, name, st.none() | st.integers(1, 99)) for name in ("within_id", "translates_id")),
    (Revision, "is_unknown", st.booleans()),
    (Revision, "searched_on", st.none() | st.dates()),
    (Citation, "read_on", st.dates()),
    (Citation, "position", st.integers(1, 99)),
    (Quotation, "version_id", st.integers(1, 99)),
]  # fmt: skip


def golden():
    """One revision with something of everything, and the rows that belong to it."""
    typed = {name: f"{name} of Sjögren" for name in TEXTS} | {"machine_help": "drafted"}
    revision = Revision(
        answer=Answer(language="en"), searched_on=DAY, within_id=3, translates_id=4, format=1,
        country_notes={"IE": "Éire", "GB": "Here"},
        country_notes_html={"IE": "<p>Éire</p>", "GB": "<p>Here</p>"}, **typed
    )  # fmt: skip
    copied = {"publisher": "A journal", "published": "2017", "read_on": DAY, "note": "Abstract only"}
    citations = [
        Citation(position=2, key="b", title="Größe ≥ 5 µm", link="https://example.org/b", **copied),
        Citation(position=1, key="a", title="A guide", **copied),
    ]
    return revision, citations, [Quotation(key="prevalence", version_id=7, text="1 in 2,000 \u202e")]


def test_golden_contents_never_change():
    assert stored(words.contents(*golden())) == (
        '{"body":["body of Sjögren","body_html of Sjögren"],"change":"change of Sjögren","citations":['
        '{"key":"a","link":"","note":"Abstract only","position":1,"published":"2017","publisher":"A journal",'
        '"read_on":"2026-04-07","title":"A guide"},'
        '{"key":"b","link":"https://example.org/b","note":"Abstract only","position":2,"published":"2017",'
        '"publisher":"A journal","read_on":"2026-04-07","title":"Größe ≥ 5 µm"}],'
        '"condition":"condition_name of Sjögren",'
        '"country_notes":[{"GB":"Here","IE":"Éire"},{"GB":"<p>Here</p>","IE":"<p>Éire</p>"}],'
        '"facts":[["prevalence",7,"1 in 2,000 \u202e"]],"format":1,"is_unknown":false,"language":"en",'
        '"machine_help":"drafted","question":"question of Sjögren","searched_on":"2026-04-07",'
        '"short_answer":["short of Sjögren","short_answer of Sjögren","short_answer_html of Sjögren"],'
        '"sources_differ":["sources_differ of Sjögren","sources_differ_html of Sjögren"],"translates":4,'
        '"unknowns":["unknowns of Sjögren","unknowns_html of Sjögren"],'
        '"urgent_help":["urgent_help of Sjögren","urgent_help_html of Sjögren"],"within":3}'
    )


def test_golden_digest_never_changes():
    assert words.digest(*golden()) == "79e046428dd9cfa481e335ec480184f8491417aaf60aead5549292acf0a1d37e"


@pytest.mark.promise("E3")
@pytest.mark.parametrize("model", OUTSIDE, ids=lambda model: model.__name__)
def test_every_column_is_covered_or_named_as_outside(model):
    covered = {name.removesuffix("_id") for owner, name, _values in COVERED if owner is model}
    assert {field.name for field in model._meta.concrete_fields} == covered | OUTSIDE[model] | (
        {"format"} if model is Revision else set()
    )


@pytest.mark.promise("E3")
@pytest.mark.parametrize(("model", "name", "values"), COVERED, ids=lambda value: getattr(value, "__name__", str(value)))
@given(data=st.data())
def test_any_single_change_changes_the_digest(model, name, values, data):
    revision, citations, quotations = golden()
    before = words.digest(revision, citations, quotations)
    row = {Revision: revision, Citation: citations[0], Quotation: quotations[0]}[model]
    value = data.draw(values)
    assume(value != getattr(row, name))
    setattr(row, name, value)
    assert words.digest(revision, citations, quotations) != before


@pytest.mark.promise("E3")
def test_source_or_fact_that_comes_or_goes_changes_the_digest():
    revision, citations, quotations = golden()
    digests = {
        words.digest(revision, citations, quotations),
        words.digest(revision, citations[:1], quotations),
        words.digest(revision, citations, []),
    }
    revision.answer = Answer(language="es")
    assert len(digests | {words.digest(revision, citations, quotations)}) == 4


def test_order_in_which_rows_are_read_does_not_matter():
    revision, citations, quotations = golden()
    assert words.digest(revision, citations[::-1], quotations) == words.digest(revision, citations, quotations)


def test_format_that_nobody_knows_is_not_guessed():
    revision, citations, quotations = golden()
    revision.format = 2
    with pytest.raises(ValueError, match="Update the site"):
        words.digest(revision, citations, quotations)
