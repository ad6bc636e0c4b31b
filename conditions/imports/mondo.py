"""Reads a Mondo release as JSON: which of its terms are human diseases, and how readers should see their names."""

import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from conditions import names
from conditions.imports.catalogue import BadFile, Catalogue, Term, checked, content, damaged

HUMAN_DISEASE = "MONDO:0700096"
KNOWN_KEYS = frozenset(
    [
        *["ancestors", "comments", "consider", "deprecated", "description", "label"],
        *["replaced_by", "synonyms", "term_tracker"],
    ]
)

# A term is a family of conditions rather than one that people are told they have, if as many stand under it,
# all the way down. Between the two numbers its own name must be general too.
FAMILY_BY_SIZE = 500
FAMILY_BY_SIZE_AND_NAME = 100
GENERAL_NAME = re.compile(
    r"[a-z].*\b(disease|diseases|disorder|disorders|neoplasm|anomaly|malformation)|(disorder|neoplasm|tumor) of .*"
)


@dataclass(frozen=True)
class Release:
    """A Mondo release as read: its catalogue, where retired terms lead, and what nobody here understands."""

    catalogue: Catalogue
    replaced_by: dict[str, str]
    unknown_keys: Counter[str] = field(default_factory=Counter)

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(term.mondo for term in self.catalogue.terms)

    def live(self, mondo: str) -> str | None:
        """The term itself or, if it is retired, the live one at the end of its chain of replacements, if any."""
        seen: set[str] = set()
        while mondo not in self.ids:
            if mondo in seen or mondo not in self.replaced_by:
                return None
            seen.add(mondo)
            mondo = self.replaced_by[mondo]
        return mondo


def read(path: Path, *, release: str = "") -> Release:
    """The release in a .json or .json.gz file; its date stands in the file's name unless it is given.

    Raises: BadFile.
    """
    try:
        raw = content(path)
        text = gzip.decompress(raw) if path.suffix == ".gz" else raw
        return parse(json.loads(text), path, release=release)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise damaged(path) from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadFile(_("%(path)s is not JSON, or is cut off. Get a fresh copy.") % {"path": path}) from error


def parse(terms: Any, path: Path, *, release: str = "") -> Release:
    """The release in the decoded JSON of a file. Raises: BadFile."""
    if not isinstance(terms, dict) or not any(str(key).startswith("MONDO:") for key in terms):
        raise BadFile(_("%(path)s is not a Mondo release: its terms have no Mondo ids.") % {"path": path})
    try:
        human = {key: term for key, term in terms.items() if _is_human(key, term)}
        catalogue = Catalogue(release or released(path), tuple(_terms(human)))
        replaced = {key[6:]: term["replaced_by"][6:] for key, term in terms.items() if term.get("replaced_by")}
        unknown = Counter(key for term in terms.values() for key in term if key not in KNOWN_KEYS)
    except (AttributeError, KeyError, TypeError) as error:
        raise BadFile(_("%(path)s is not a Mondo release: a term lacks its label.") % {"path": path}) from error
    return Release(checked(catalogue, path), replaced, unknown)


def released(path: Path) -> str:
    """The day of the release as the file's name tells it; empty if it does not."""
    found = re.search(r"\d{4}-\d\d-\d\d", path.name)
    return found[0] if found else ""


def readable(label: str) -> str:
    """The label as it stands within a sentence: Mondo writes a capital only where a name or a sign has one."""
    return " ".join(label.split()).removesuffix(" (disease)")


def is_family(label: str, members: int) -> bool:
    """Whether the term is asked no questions, since it names a field of medicine. An editor may decide otherwise."""
    if members >= FAMILY_BY_SIZE:
        return True
    return members >= FAMILY_BY_SIZE_AND_NAME and bool(GENERAL_NAME.fullmatch(label))


def _is_human(key: str, term: dict[str, Any]) -> bool:
    return not term.get("deprecated") and HUMAN_DISEASE in term["ancestors"] and key.startswith("MONDO:")


def _terms(human: dict[str, Any]) -> Iterator[Term]:
    members = Counter(ancestor for term in human.values() for ancestor in term["ancestors"])
    for key in sorted(human):
        term = human[key]
        parents = sorted(parent[6:] for parent, steps in term["ancestors"].items() if steps == 1 and parent in human)
        name = readable(term["label"])
        family = is_family(term["label"], members[key])
        yield Term(key[6:], name, family, tuple(parents), _synonyms(name, term.get("synonyms", ())))


def _synonyms(name: str, given: Iterable[str]) -> tuple[str, ...]:
    """Other names, each spelling once; without those whose letters were lost on the way here."""
    kept = {names.fold(name): name}
    for synonym in (" ".join(text.split()) for text in given):
        if synonym and "\ufffd" not in synonym:
            kept.setdefault(names.fold(synonym), synonym)
    return tuple(kept.values())[1:]
