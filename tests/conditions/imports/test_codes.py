"""Codes come to the conditions that are here, each once, and those of retired terms with care."""

import datetime
import gzip
import json

import pytest
from django.core.management import CommandError, call_command

from conditions.imports import codes, loading
from conditions.imports.mappings import Mapping, Mappings
from conditions.imports.mondo import Release
from conditions.models import Code, Condition, Event
from conditions.search import find
from tests.factories import catalogue, term

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
RELEASE = Release(
    catalogue(term("0000001", "Liver disorder"), term("0000002", "Gilbert syndrome")), {"0000009": "0000002"}
)
System = Code.System


@pytest.fixture(autouse=True)
def _loaded():
    loading.load(RELEASE.catalogue, at=AT)


def load(*rows):
    return codes.load(Mappings([Mapping(*row, Code.Relation.EXACT) for row in rows]), RELEASE, at=AT)


def held():
    rows = Code.objects.exclude(system="mondo").values_list("condition__slug", "system", "value")
    return sorted(rows)


def test_codes_are_added_once():
    rows = [("0000002", System.OMIM, "143500"), ("0000002", System.OMIM, "143500"), ("0000001", System.DOID, "409")]
    assert load(*rows).added == {"omim": 1, "doid": 1}
    before = list(Code.objects.values()), Event.objects.count()
    assert load(*rows).added.total() == 0
    assert (list(Code.objects.values()), Event.objects.count()) == before


def test_code_that_arrives_is_found():
    load(("0000002", System.OMIM, "143500"))
    assert [hit.slug for hit in find("OMIM 143500", language="en").hits] == ["gilbert-syndrome"]


def test_code_of_a_retired_term_goes_to_its_replacement():
    assert load(("0000009", System.OMIM, "143500")).followed == 1
    assert held() == [("gilbert-syndrome", "omim", "143500")]
    assert load(("0000009", System.OMIM, "143500")).followed == 0


def test_code_of_a_retired_term_never_stands_beside_one_of_its_own():
    report = load(("0000009", System.OMIM, "999999"), ("0000002", System.OMIM, "143500"))
    assert report.followed == 0
    assert held() == [("gilbert-syndrome", "omim", "143500")]


def test_rows_about_other_terms_are_counted():
    assert load(("0000007", System.OMIM, "143500")).elsewhere == 1
    assert held() == []


@pytest.fixture
def files(tmp_path):
    """A release and a folder of mappings on disk."""
    human = {"MONDO:0700096": 1}
    terms = {"MONDO:0000002": {"label": "Gilbert syndrome", "ancestors": human, "synonyms": ["GS"], "colour": "red"}}
    terms |= {"MONDO:0000001": {"label": "liver disorder", "ancestors": human}}
    release = tmp_path / "mondo-v2026-06-01.json.gz"
    release.write_bytes(gzip.compress(json.dumps(terms).encode()))
    heading = "subject_id\tpredicate_id\tobject_id"
    lines = [heading, "MONDO:0000002\tskos:exactMatch\tORPHA:357", "MONDO:0000002\tskos:exactMatch\tSCTID:1"]
    (tmp_path / "a.sssom.tsv").write_text("\n".join(lines))
    return release


def test_command_proposes_names_brings_codes_and_tells_what_it_left_out(files, capsys):
    call_command("import_mondo", str(files), "--mappings", str(files.parent))
    told = capsys.readouterr().out
    assert held() == [("gilbert-syndrome", "orphanet", "357")]
    assert "New names of 1 conditions wait" in told
    assert "Not understood and left out: “colour”, in 1 terms." in told
    assert "Not understood and left out: code SCTID, 1 times." in told


def test_older_release_gives_codes_alone(files):
    older = files.rename(files.with_name("mondo-v2025-01-01.json.gz"))
    with pytest.raises(CommandError, match="older than release 2026-05-05"):
        call_command("import_mondo", str(older))
    call_command("import_mondo", str(older), "--mappings", str(older.parent))
    assert held() == [("gilbert-syndrome", "orphanet", "357")]
    assert not Condition.objects.filter(names__text="GS").exists()


def test_bad_mappings_leave_the_names_out_too(files):
    (files.parent / "b.sssom.tsv").write_text("subject_id\tpredicate_id\tobject_id\nMONDO:1\tskos")
    with pytest.raises(CommandError, match="cut off in line 2"):
        call_command("import_mondo", str(files), "--mappings", str(files.parent))
    assert held() == []
    assert not Condition.objects.filter(names__text="GS").exists()
