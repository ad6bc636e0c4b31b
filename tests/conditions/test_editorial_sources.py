"""Moves of a source: one row a publication, its identifiers in one form, its retraction dated and told."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from conditions.editorial import sources
from conditions.editorial.rows import version
from conditions.models import Citation, Event, Publication, ReviewPolicy, Source
from conditions.models.people import Role
from conditions.stale import Stale
from tests import evidence, factories
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + datetime.timedelta(days=1)


@pytest.fixture
def editor():
    return factories.holder(Role.EDITOR)


def seen_by(person, source):
    return {"by": person, "at": NOON, "seen": version(source)}


@pytest.mark.promise("R13")
def test_source_is_kept_in_normal_form(editor):
    typed = {
        "doi": "https://doi.org/10.1183/13993003.00610-2017.",
        "pmid": "PMID: 29191952",
        "title": " A\0 \u202eB\nC ",
    }
    source = factories.source(url="https://Example.org/?utm_source=x", **typed)
    assert (source.doi, source.pmid, source.url, source.title) == (
        "10.1183/13993003.00610-2017",
        "29191952",
        "https://example.org/",
        "A B C",
    )
    assert Source.objects.get() == source
    assert Event.objects.get(action="added").stream == "source:ers-2017"


@pytest.mark.promise("R13")
@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"title": " \0 "}, "title", "cannot be blank"),
        ({"title": "x" * 10_000}, "title", "at most 400"),
        ({"publisher": ""}, "publisher", "cannot be blank"),
        ({"published": "2017-02-30"}, "published", "No calendar has this day"),
        ({"published": "2017-13"}, "__all__", "Write the year, or year and month"),
        ({"published": "May 2017"}, "__all__", "Write the year, or year and month"),
        ({"published": "3017"}, "published", "too far ahead"),
        ({"read_on": TOMORROW}, "read_on", "has not come yet"),
        ({"url": "javascript:alert(1)"}, "url", "begins with https://"),
        ({"doi": "Lancet"}, "doi", "This is no DOI"),
        ({"pmid": "PMC1"}, "pmid", "This is no PMID"),
        ({"key": "not a key"}, "key", "slug"),
        ({"note": "x" * 10_000}, "note", "at most 300"),
    ],
)
def test_source_that_nobody_could_find_is_refused(typed, field, sentence):
    with pytest.raises(ValidationError) as refusal:
        factories.source(**typed)
    assert sentence in " ".join(refusal.value.message_dict[field])
    assert not Source.objects.exists()


@pytest.mark.parametrize("published", ["2017", "2017-11", "2016-02-29", "2027-01"])
def test_year_month_or_day_will_do(published):
    assert factories.source(published=published).published == published


@pytest.mark.parametrize(
    ("there", "typed"),
    [
        ({"doi": "10.1183/x"}, {"doi": "DOI 10.1183/X."}),
        ({"doi": "10.1183/x"}, {"url": "http://dx.doi.org/10.1183/X"}),
        ({"pmid": "29191952"}, {"url": "https://pubmed.ncbi.nlm.nih.gov/29191952/"}),
        ({"url": "http://example.org/a/"}, {"url": "https://example.org/a"}),
    ],
)
def test_double_is_refused_by_the_key_of_what_is_there(there, typed):
    factories.source(**there)
    with pytest.raises(ValidationError, match="“ers-2017” is this publication already"):
        factories.source("again", **typed)


def test_address_of_a_doi_beside_another_doi_stays_an_address():
    source = factories.source(doi="10.1183/x", url="https://doi.org/10.1183/y")
    assert (source.doi, source.url) == ("10.1183/x", "https://doi.org/10.1183/y")


def test_member_adds_no_source():
    with pytest.raises(PermissionDenied):
        sources.add_source(Source(key="x", read_on=TODAY), by=factories.user(), at=NOON)


@pytest.mark.promise("R13")
def test_author_of_one_language_adds_and_reads_what_all_languages_share_and_mends_none():
    spanish = {"by": factories.holder(Role.AUTHOR, language="es"), "at": NOON}
    typed = Source(key="separ-2020", title="Norma", publisher="SEPAR", published="2020", read_on=TODAY)
    source = sources.add_source(typed, **spanish)
    assert sources.read_again(source, on=TODAY, seen=version(source), **spanish) == source
    with pytest.raises(PermissionDenied):
        sources.change_source(source, {"title": "Other"}, seen=version(source), **spanish)


def test_mended_source_leaves_the_copy_that_was_signed(editor):
    factories.published(factories.desk())
    source = Source.objects.get()
    changed = sources.change_source(source, {"title": "A better title"}, **seen_by(editor, source))
    assert changed.title == "A better title"
    assert Citation.objects.get().title == "A statement"


def test_change_leaves_key_retraction_and_day_alone(editor):
    source = factories.source()
    values = {"key": "other", "retracted_on": TODAY, "read_on": TOMORROW, "publisher": "B"}
    now = sources.change_source(source, values, **seen_by(editor, source))
    assert (now.key, now.retracted_on, now.read_on, now.publisher) == ("ers-2017", None, TODAY, "B")


def test_change_of_what_a_colleague_changed_is_refused(editor):
    source = factories.source()
    late = seen_by(editor, source)
    sources.change_source(source, {"title": "First"}, **late)
    with pytest.raises(Stale):
        sources.change_source(source, {"title": "Second"}, **late)
    assert Source.objects.get().title == "First"


def test_change_into_a_double_is_refused(editor):
    factories.source(doi="10.1183/x")
    other = factories.source("other")
    with pytest.raises(ValidationError, match="“ers-2017” is this publication already"):
        sources.change_source(other, {"doi": "10.1183/X"}, **seen_by(editor, other))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(TOMORROW, "has not come yet"), (TODAY - datetime.timedelta(days=2), "Somebody has read it since")],
)
def test_day_on_which_nobody_read_it_is_refused(editor, day, sentence):
    source = factories.source()
    with pytest.raises(ValidationError, match=sentence):
        sources.read_again(source, on=day, **seen_by(editor, source))


def test_text_saved_after_it_was_read_again_says_so(editor):
    source = factories.source(read_on=datetime.date(2025, 5, 5))
    sources.read_again(source, on=TODAY, **seen_by(editor, source))
    factories.written(factories.desk())
    assert Citation.objects.get().read_on == TODAY


@pytest.mark.promise("E16")
def test_retraction_finds_every_live_answer_that_cites_it_riskiest_first(editor):
    people = factories.desk()
    published = {}
    for slug, days in [("other", 1096), ("urgent", 365), ("high", 730)]:
        policy, _ = ReviewPolicy.objects.get_or_create(slug=slug, defaults={"name": slug, "days": days})
        asked = factories.question(slug, "Is it so, {condition}?", policy=policy)
        published[slug] = factories.published(people, factories.started(people, question=asked))
    factories.source("unrelated")
    factories.published(people, body="Something else.[^unrelated]")
    source = Source.objects.get(key="ers-2017")
    now = sources.retract_source(source, on=TODAY, note="Made-up data", **seen_by(editor, source))
    ranked = [published["urgent"], published["high"], published["other"]]
    assert list(Publication.objects.citing(now)) == ranked
    assert list(Publication.objects.citing_retracted()) == ranked


@pytest.mark.promise("E16")
def test_answer_that_cites_it_no_more_is_not_found(editor):
    people = factories.desk()
    factories.source("newer")
    before = factories.published(people)
    factories.published(people, before.answer, body="Something else.[^newer]")
    source = Source.objects.get(key="ers-2017")
    sources.retract_source(source, on=TODAY, note="Made-up data", **seen_by(editor, source))
    assert not Publication.objects.citing_retracted().exists()


@pytest.mark.parametrize(
    ("told", "sentence"), [({"on": TOMORROW, "note": "x"}, "not come yet"), ({"on": TODAY, "note": " \0"}, "Say who")]
)
def test_retraction_says_when_and_why(editor, told, sentence):
    source = factories.source()
    with pytest.raises(ValidationError, match=sentence):
        sources.retract_source(source, **told, **seen_by(editor, source))
    assert Source.objects.get().retracted_on is None


def test_author_adds_sources_and_flags_none():
    author = factories.holder(Role.AUTHOR)
    source = Source(key="x", title="A", publisher="B", published="2017", read_on=TODAY)
    added = sources.add_source(source, by=author, at=NOON)
    with pytest.raises(PermissionDenied):
        sources.retract_source(added, on=TODAY, note="x", **seen_by(author, added))
    with pytest.raises(PermissionDenied):
        sources.replace_source(added, None, **seen_by(author, added))


def test_mistaken_retraction_is_taken_back_and_stays_in_the_ledger(editor):
    source = factories.source()
    retracted = sources.retract_source(source, on=TODAY, note="x", **seen_by(editor, source))
    now = sources.take_retraction_back(retracted, **seen_by(editor, retracted))
    assert now.retracted_on is None
    assert list(Event.objects.filter(stream="source:ers-2017").values_list("action", flat=True)) == [
        "added",
        "retracted",
        "retraction taken back",
    ]


def test_sources_never_replace_one_another_in_a_ring(editor):
    first, second, third = (factories.source(key) for key in ("first", "second", "third"))
    first = sources.replace_source(first, second, next_seen=version(second), **seen_by(editor, first))
    second = sources.replace_source(second, third, next_seen=version(third), **seen_by(editor, second))
    with pytest.raises(ValidationError, match="by whatever way round"):
        sources.replace_source(third, first, next_seen=version(first), **seen_by(editor, third))
    assert sources.replace_source(first, None, **seen_by(editor, first)).replaced_by is None


@pytest.mark.promise("E7")
def test_nobody_brings_readers_what_they_typed_of_a_source_themselves(editor):
    cited, newer = factories.source("cited"), factories.source("newer")
    newer = sources.change_source(newer, {"title": "Order the cure here"}, **seen_by(editor, newer))
    told = {"next_seen": version(newer)}
    with pytest.raises(ValidationError, match="Ask a colleague to put it there"):
        sources.replace_source(cited, newer, **told, **seen_by(editor, cited))
    colleague = factories.holder(Role.EDITOR)
    assert sources.replace_source(cited, newer, **told, **seen_by(colleague, cited)).replaced_by == newer


@pytest.mark.promise("E7")
def test_note_of_a_colleague_leaves_the_title_with_whoever_typed_it(editor):
    cited, newer = factories.source("cited"), factories.source("newer")
    newer = sources.change_source(newer, {"title": "Order the cure here"}, **seen_by(editor, newer))
    newer = sources.change_source(newer, {"note": "Table 2."}, **seen_by(factories.holder(Role.EDITOR), newer))
    with pytest.raises(ValidationError, match="Ask a colleague to put it there"):
        sources.replace_source(cited, newer, next_seen=version(newer), **seen_by(editor, cited))


@pytest.mark.promise("E4")
def test_what_changed_after_it_was_looked_at_is_put_in_no_place(editor):
    cited, newer = factories.source("cited"), factories.source("newer")
    looked_at = version(newer)
    sources.change_source(newer, {"title": "Order the cure here"}, **seen_by(factories.holder(Role.EDITOR), newer))
    with pytest.raises(Stale):
        sources.replace_source(cited, newer, next_seen=looked_at, **seen_by(editor, cited))


@pytest.mark.promise("E7")
def test_source_that_stands_in_the_place_of_another_is_not_changed(editor):
    cited, newer = factories.source("cited"), factories.source("newer")
    sources.replace_source(cited, newer, next_seen=version(newer), **seen_by(editor, cited))
    with pytest.raises(ValidationError, match="Take that back first"):
        sources.change_source(newer, {"title": "Order the cure here"}, **seen_by(editor, newer))
    assert Source.objects.get(pk=newer.pk).title == newer.title


@pytest.mark.promise("E16")
def test_database_refuses_a_ring_of_sources(editor):
    first, second = factories.source("first"), factories.source("second")
    sources.replace_source(first, second, next_seen=version(second), **seen_by(editor, first))
    with pytest.raises(IntegrityError, match="source_no_ring, E16"):
        evidence.run(f"UPDATE conditions_source SET replaced_by_id = {first.pk} WHERE id = {second.pk}")


@pytest.mark.parametrize("limit", ["condition", "language"])
def test_who_edits_a_part_of_the_site_does_not_warn_readers_of_all(limit):
    source = factories.source()
    there = {"condition": factories.condition()} if limit == "condition" else {"language": "es"}
    local = factories.holder(Role.EDITOR, **there)
    with pytest.raises(PermissionDenied):
        sources.retract_source(source, on=TODAY, note="By its journal.", **seen_by(local, source))
    flagged = sources.retract_source(
        source, on=TODAY, note="By its journal.", **seen_by(factories.holder(Role.EDITOR), source)
    )
    with pytest.raises(PermissionDenied):
        sources.take_retraction_back(flagged, **seen_by(local, flagged))
    assert Source.objects.get().retracted_on == TODAY
