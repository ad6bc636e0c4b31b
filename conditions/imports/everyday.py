"""Names that people use and the catalogue lacks: added to it on the way in, so that they arrive as any other name."""

import tomllib
from dataclasses import replace
from pathlib import Path

from conditions.imports.catalogue import Catalogue, content

EVERYDAY = Path(__file__).resolve().parent.parent / "data" / "everyday_names.toml"


def read(path: Path = EVERYDAY) -> dict[str, list[str]]:
    """The names under the Mondo id of their condition."""
    return tomllib.loads(content(path).decode())


def added_to(catalogue: Catalogue) -> Catalogue:
    """The catalogue with our names as further synonyms; those of conditions that it lacks are left out."""
    ours = read()
    terms = (replace(term, synonyms=(*term.synonyms, *ours.get(term.mondo, ()))) for term in catalogue.terms)
    return replace(catalogue, terms=tuple(terms))
