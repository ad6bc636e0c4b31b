"""Reads SSSOM mapping files: which codes other systems have for a Mondo term, each written in one way.

The same system has several prefixes (Orphanet:558, ORPHA:558, ORDO:558) and the same code several forms (GARD:6735,
GARD:0006735). What cannot be understood is counted and reported, never passed over in silence.
"""

import csv
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from conditions.imports.catalogue import BadFile, content, damaged
from conditions.models import Code
from conditions.models.catalogue import FORMS

NEEDED = frozenset({"subject_id", "predicate_id", "object_id"})
KNOWN_COLUMNS = NEEDED | {"subject_label", "object_label", "mapping_justification"}
RELATIONS = {
    "skos:exactMatch": Code.Relation.EXACT,
    "skos:broadMatch": Code.Relation.BROADER,
    "skos:narrowMatch": Code.Relation.NARROWER,
    "skos:closeMatch": Code.Relation.RELATED,
    "skos:relatedMatch": Code.Relation.RELATED,
    "oboInOwl:hasDbXref": Code.Relation.RELATED,
}
# By prefix in small letters: the system, what its codes look like, and how one is written here.
SYSTEMS: dict[str, tuple[Code.System, str, str]] = {
    "doid": (Code.System.DOID, FORMS["doid"], "{0}"),
    "gard": (Code.System.GARD, r"0*(?P<code>[1-9][0-9]{0,6})", "{0}"),
    "icd10cm": (Code.System.ICD10CM, FORMS["icd10cm"], "{0}"),
    "icd10who": (Code.System.ICD10, FORMS["icd10"], "{0}"),
    "icd11": (Code.System.ICD11, FORMS["icd11"], "{0}"),
    "icd11.foundation": (Code.System.ICD11_FOUNDATION, FORMS["icd11-id"], "{0}"),
    "mesh": (Code.System.MESH, FORMS["mesh"], "{0}"),
    "ncit": (Code.System.NCIT, FORMS["ncit"], "{0}"),
    "omim": (Code.System.OMIM, r"[0-9]{6}", "{0}"),
    "omimps": (Code.System.OMIM, r"(PS)?(?P<code>[0-9]{6})", "PS{0}"),
    "orphanet": (Code.System.ORPHANET, r"0*(?P<code>[1-9][0-9]{0,6})", "{0}"),
    "umls": (Code.System.UMLS, FORMS["umls"], "{0}"),
}
ALIASES = {
    "icd10": "icd10who",
    "mim": "omim",
    "mimps": "omimps",
    "nci": "ncit",
    "ordo": "orphanet",
    "orpha": "orphanet",
    "umls_cui": "umls",
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row: a Mondo id (seven digits) and the code that another system has for it."""

    mondo: str
    system: Code.System
    value: str
    relation: Code.Relation


@dataclass
class Mappings:
    """What a folder of mapping files says, and what in it nobody here understands."""

    rows: list[Mapping] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)


def normal(curie: str) -> tuple[Code.System, str] | None:
    """The system of a prefixed code and the one way in which we write it; None for what is no code we know."""
    prefix, _colon, code = curie.strip().partition(":")
    known = SYSTEMS.get(ALIASES.get(prefix.lower(), prefix.lower()))
    found = known and re.fullmatch(known[1], code.strip().upper())
    if not known or not found:
        return None
    return known[0], known[2].format(found.groupdict().get("code") or found[0])


def read(folder: Path) -> Mappings:
    """All .sssom.tsv and .sssom.tsv.gz files of the folder. Raises: BadFile."""
    paths = sorted([*folder.glob("*.sssom.tsv"), *folder.glob("*.sssom.tsv.gz")])
    if not paths:
        raise BadFile(_("%(path)s holds no file that ends with .sssom.tsv or .sssom.tsv.gz.") % {"path": folder})
    found = Mappings()
    for path in paths:
        _read(path, found)
    return found


def _read(path: Path, found: Mappings) -> None:
    rows = csv.DictReader(_lines(path), delimiter="\t", quoting=csv.QUOTE_NONE)
    columns = set(rows.fieldnames or ())
    if not columns >= NEEDED:
        raise BadFile(_("%(path)s is no SSSOM file: it has no heading of columns.") % {"path": path})
    found.unknown.update(f"column {column}" for column in columns - KNOWN_COLUMNS)
    for row in rows:
        if None in row or None in row.values():
            raise BadFile(_("%(path)s is cut off in line %(line)s.") % {"path": path, "line": rows.line_num})
        _take(row, found)


def _lines(path: Path) -> Iterator[str]:
    try:
        raw = content(path)
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    except (EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError) as error:
        raise damaged(path) from error
    return (line for line in text.splitlines() if not line.startswith("#"))


def _take(row: dict[str, str], found: Mappings) -> None:
    relation = RELATIONS.get(row["predicate_id"])
    code = normal(row["object_id"])
    if not row["subject_id"].startswith("MONDO:"):
        found.unknown[f"subject {row['subject_id'].partition(':')[0]}"] += 1
    elif relation is None:
        found.unknown[f"predicate {row['predicate_id']}"] += 1
    elif code is None:
        found.unknown[f"code {row['object_id'].partition(':')[0]}"] += 1
    else:
        found.rows.append(Mapping(row["subject_id"][6:], *code, relation))
