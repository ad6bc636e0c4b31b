"""The lists of words by which a language says what needs a source; each language is a file of `conditions/data`."""

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "data" / "sentences"
NOTHING = re.compile(r"(?!)")
PIECE = re.compile(r"<([a-z]+)>")


# Emergency and help lines as they are written; whether one is meant depends on the words around it.
TELEPHONE = (
    r"(?<![\d.,])(?:(?=[\d\s().+-]{7})\+?\(?\d{2,6}\)?(?:[\s.-]\(?\d{2,5}\)?){1,5}|\d{5,}"
    r"|000|016|024|061|101|108|110|111|112|113|115|118|119|144|192|911|988|995|999)(?![\d%‰٪])"
)
NAMED = r"(?<![\w-])(?:{named})\s+\d+[a-z]?(?:\s*(?:{joining})\s*\d[a-z]?(?![\d.,]*\d|\s*%))*(?!\w)"

BY_MEANS_OF = r"(?<![\w-])(?:{means}) (?:[\w-]+ ){{0,3}}(?:{remedies})(?!\w)"


@dataclass(frozen=True)
class Patterns:
    """The lists of one language, each as one expression for whole words; en.toml says what they are for."""

    numbers: re.Pattern[str] = NOTHING
    calling: re.Pattern[str] = NOTHING
    risk: re.Pattern[str] = NOTHING
    survival: re.Pattern[str] = NOTHING
    not_survival: re.Pattern[str] = NOTHING
    remedies: re.Pattern[str] = NOTHING
    not_remedies: re.Pattern[str] = NOTHING
    effects: re.Pattern[str] = NOTHING
    cures: re.Pattern[str] = NOTHING
    advice: re.Pattern[str] = NOTHING
    unknown: re.Pattern[str] = NOTHING
    numbered_names: re.Pattern[str] = NOTHING
    remedies_at_work: re.Pattern[str] = NOTHING
    telephone: re.Pattern[str] = re.compile(TELEPHONE + r"(?=\s*(?:$|[.,;:!?)—–/]))")


COMPOSED = {"numbered_names", "remedies_at_work", "telephone"}


@cache
def patterns(language: str) -> Patterns:
    """The patterns of a language such as “en” or “es-mx”; of one without a file, patterns that find nothing."""
    found = _files().get(re.split(r"[-_]", language.lower(), maxsplit=1)[0])
    if found is None:
        return Patterns()
    lists = {name: "|".join(_filled(entries, found["pieces"])) for name, entries in found["lists"].items()}
    simple = {field.name: lists[field.name] for field in fields(Patterns) if field.name not in COMPOSED}
    after = rf"(?=\s*(?:$|[.,;:!?)—–/]|\((?!\d)|(?:{lists['after_a_call']})\b))"
    return Patterns(
        **{name: re.compile(rf"(?<![\w-])(?:{pieces})(?!\w)", re.IGNORECASE) for name, pieces in simple.items()},
        numbered_names=re.compile(
            NAMED.replace("{named}", lists["named"]).replace("{joining}", lists["joining"]), re.IGNORECASE
        ),
        remedies_at_work=re.compile(BY_MEANS_OF.format(**lists), re.IGNORECASE),
        telephone=re.compile(TELEPHONE + after, re.IGNORECASE),
    )


@cache
def ends_of_sentences() -> dict[str, frozenset[str]]:
    """What full stops mean, of all languages together: an abbreviation is one in a text of another language too."""
    sections = [found["sentences"] for found in _files().values()]
    return {name: frozenset(word for section in sections for word in section[name]) for name in sections[0]}


@cache
def _files() -> dict[str, dict[str, Any]]:
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml"))}


def _filled(entries: list[str], pieces: dict[str, str]) -> list[str]:
    return [PIECE.sub(lambda found: pieces[found[1]], entry) for entry in entries]
