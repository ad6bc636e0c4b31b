"""SSSOM files: one way to write each code, whatever its prefix, and nothing unknown passed over."""

import gzip

import pytest

from conditions.imports import mappings
from conditions.imports.catalogue import BadFile

pytestmark = pytest.mark.one_engine

HEADING = "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification"
ROW = "MONDO:0007745\tGilbert syndrome\tskos:exactMatch\tOMIM:143500\tgilbert\tsemapv:ManualMappingCuration"


@pytest.fixture
def written(tmp_path):
    """Writes a mapping file and reads its folder."""

    def write(*rows, heading=HEADING, name="mondo.sssom.tsv"):
        (tmp_path / name).write_text("\n".join(["# curie_map:", "#   a: b", heading, *rows]), encoding="utf-8")
        return mappings.read(tmp_path)

    return write


def row(code, predicate="skos:exactMatch", subject="MONDO:0007745"):
    return f"{subject}\tGilbert “syndrome\t{predicate}\t{code}\tx\tsemapv:ManualMappingCuration"


@pytest.mark.parametrize(
    ("curie", "system", "value"),
    [
        ("Orphanet:558", "orphanet", "558"),
        ("ORPHA:558", "orphanet", "558"),
        ("ORDO:558", "orphanet", "558"),
        ("OMIM:143500", "omim", "143500"),
        ("MIM:143500", "omim", "143500"),
        ("OMIMPS:203655", "omim", "PS203655"),
        ("UMLS:C0017551", "umls", "C0017551"),
        ("UMLS_CUI:c0017551", "umls", "C0017551"),
        ("mesh:D005878", "mesh", "D005878"),
        ("MESH:D005878", "mesh", "D005878"),
        ("GARD:6735", "gard", "6735"),
        ("GARD:0006735", "gard", "6735"),
        ("DOID:0111297", "doid", "0111297"),
        ("NCIT:C84729", "ncit", "C84729"),
        ("ICD10CM:E80.4", "icd10cm", "E80.4"),
        ("ICD10CM:E70-E88", "icd10cm", "E70-E88"),
        ("ICD10WHO:H00-H06", "icd10", "H00-H06"),
        ("ICD11:5C58.01", "icd11", "5C58.01"),
        ("icd11.foundation:1947520963", "icd11-id", "1947520963"),
    ],
)
def test_every_prefix_leads_to_one_way_of_writing(curie, system, value):
    assert mappings.normal(curie) == (system, value)


@pytest.mark.parametrize(
    "curie", ["SCTID:27503000", "OMIM:", "OMIM:12345", "143500", "", "GARD:0", "ICD10CM:x", "ICD11:STOP"]
)
def test_what_is_no_code_we_know_is_none(curie):
    assert mappings.normal(curie) is None


@pytest.mark.parametrize(
    ("predicate", "relation"),
    [
        ("skos:exactMatch", "exact"),
        ("skos:broadMatch", "broader"),
        ("skos:narrowMatch", "narrower"),
        ("oboInOwl:hasDbXref", "related"),
    ],
)
def test_relation_says_whether_the_code_means_the_same(written, predicate, relation):
    assert written(row("OMIM:143500", predicate)).rows[0].relation == relation


def test_comments_and_quotes_do_not_disturb(written):
    found = written(row("OMIM:143500"), '"' + row("OMIM:143500")[1:], ROW)
    assert len(found.rows) == 2
    assert found.unknown == {'subject "ONDO': 1}


def test_unknown_prefixes_predicates_and_columns_are_counted(written):
    rows = [row("SCTID:1"), row("SCTID:2"), row("OMIM:143500", "owl:sameAs"), row("OMIM:143500", subject="HP:1")]
    found = written(*[line + "\t0.9" for line in rows], heading=HEADING + "\tconfidence")
    assert found.rows == []
    assert found.unknown == {"column confidence": 1, "code SCTID": 2, "predicate owl:sameAs": 1, "subject HP": 1}


def test_folder_without_mappings_is_refused(tmp_path):
    with pytest.raises(BadFile, match="holds no file"):
        mappings.read(tmp_path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (gzip.compress(ROW.encode(), mtime=0)[:-9], "cut off or damaged"),
        (b"<html>", "cut off or damaged"),
        (gzip.compress(b"<html>Not found</html>", mtime=0), "no heading of columns"),
        (gzip.compress(f"{HEADING}\n{ROW}\nMONDO:00077".encode(), mtime=0), "cut off in line 3"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_file_is_refused_in_one_sentence(tmp_path, content, sentence):
    (tmp_path / "mondo.sssom.tsv.gz").write_bytes(content)
    with pytest.raises(BadFile, match=sentence):
        mappings.read(tmp_path)
