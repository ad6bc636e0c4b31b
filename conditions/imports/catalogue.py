"""What a catalogue of conditions is, and the packed file in which one is shipped.

The file is xz over compact JSON, made by `manage.py pack_mondo`: the same input gives the same bytes.
"""

import graphlib
import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

FORMAT = "diseasemaps catalogue 1"
ATTRIBUTION = (
    "Condition names and codes: Mondo Disease Ontology, release {release}, Monarch Initiative, CC BY 4.0, "
    "https://mondo.monarchinitiative.org"
)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SHIPPED = Path(__file__).resolve().parent.parent / "data" / "catalogue.json.xz"


class BadFile(Exception):  # noqa: N818 (it is the file that is bad, in one sentence)
    """The file cannot be taken; the message says why and what to do, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition as Mondo knows it; ids are the seven digits after “MONDO:”."""

    mondo: str
    name: str
    is_grouping: bool
    parents: tuple[str, ...]
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """All human diseases of one release, in the order of their ids."""

    release: str
    terms: tuple[Term, ...]

    @property
    def attribution(self) -> str:
        return ATTRIBUTION.format(release=self.release)


def pack(catalogue: Catalogue) -> bytes:
    """The catalogue as the bytes of the shipped file."""
    whole = {
        "format": FORMAT,
        "release": catalogue.release,
        "attribution": catalogue.attribution,
        "licence": LICENCE,
        "terms": [
            [term.mondo, term.name, int(term.is_grouping), term.parents, term.synonyms] for term in catalogue.terms
        ],
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def unpack(path: Path) -> Catalogue:
    """The catalogue in a packed file. Raises: BadFile."""
    try:
        whole = json.loads(lzma.decompress(content(path)))
        if whole["format"] != FORMAT:
            raise BadFile(_("%(path)s is no catalogue that this version can read.") % {"path": path})
        terms = tuple(Term(row[0], row[1], bool(row[2]), tuple(row[3]), tuple(row[4])) for row in whole["terms"])
        return checked(Catalogue(whole["release"], terms), path)
    except (EOFError, lzma.LZMAError) as error:
        raise damaged(path) from error
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise BadFile(
            _("%(path)s is no catalogue of conditions. Take a file made by “manage.py pack_mondo”.") % {"path": path}
        ) from error


def content(path: Path) -> bytes:
    """The bytes of the file. Raises: BadFile if there is no such file, or nothing in it."""
    try:
        read = path.read_bytes()
    except OSError as error:
        raise BadFile(_("%(path)s cannot be read: is it there, and is it a file?") % {"path": path}) from error
    if not read.strip():
        raise BadFile(_("%(path)s is empty. Get a fresh copy.") % {"path": path})
    return read


def damaged(path: Path) -> BadFile:
    return BadFile(_("%(path)s is cut off or damaged. Get a fresh copy.") % {"path": path})


def checked(catalogue: Catalogue, path: Path) -> Catalogue:
    """The catalogue itself, if a site could stand on it. Raises: BadFile with the first thing that is wrong."""
    wrong = next(_complaints(catalogue), "")
    if wrong:
        raise BadFile(_("%(path)s is not taken: %(wrong)s") % {"path": path, "wrong": wrong})
    return catalogue


def _complaints(catalogue: Catalogue) -> Iterator[str]:
    ids = {term.mondo for term in catalogue.terms}
    if not ids:
        yield _("it holds no condition.")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", catalogue.release):
        yield _("it does not say of which release it is.")
    if len(ids) < len(catalogue.terms):
        yield _("two of its conditions have the same Mondo id.")
    for term in catalogue.terms:
        texts = (term.name, *term.synonyms)
        if not re.fullmatch(r"\d{7}", term.mondo):
            yield _("“%(id)s” is no Mondo id.") % {"id": term.mondo}
        if not all(isinstance(text, str) and text.strip() and len(text) <= 500 for text in texts):
            yield _("a name of MONDO:%(id)s is empty or longer than 500 letters.") % {"id": term.mondo}
        if not ids.issuperset(term.parents):
            yield _("MONDO:%(id)s belongs to a condition that is not in the file.") % {"id": term.mondo}
    try:
        graphlib.TopologicalSorter({term.mondo: term.parents for term in catalogue.terms}).prepare()
    except graphlib.CycleError as error:
        yield _("MONDO:%(id)s belongs to itself.") % {"id": error.args[1][0]}
