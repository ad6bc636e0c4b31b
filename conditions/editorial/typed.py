"""What somebody typed into a draft: of the right kind, in signs that can be kept, each refusal beside its field."""

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conditions import words
from conditions.editorial import rows
from conditions.models import Answer, Draft, Publication
from conditions.models.answers import SECTION, Words
from conditions.rendering import tidy
from conditions.rendering.parts import COUNTRY_NOTES, SHORT_ANSWER

BLOCK = re.compile(r"(.+)-[0-9]{1,5}")
FIELDS = tuple(field.name for field in Words._meta.get_fields())
TEXTS = ("short", *words.SECTIONS, "machine_help", "change")
KINDS: dict[str, Any] = {
    **dict.fromkeys(TEXTS, str),
    "is_unknown": bool,
    "searched_on": datetime.date | None,
    "within": Answer | None,
    "translates": Publication | None,
}
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
COUNTRIES = {code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code)} - NO_COUNTRIES


def take(draft: Draft, values: Mapping[str, Any]) -> None:
    """Puts the values into the draft, as they are kept: in NFC, without hidden signs (docs/decisions/0013).

    Raises: ValidationError, keyed by field, with all that is wrong; the draft that is stored keeps what it held.
    """
    if unknown := sorted(str(name) for name in values if name not in FIELDS):
        raise ValidationError(_("“%(name)s” is no part of an answer.") % {"name": unknown[0]})
    wrong: dict[str, list[str]] = {}
    for name, value in values.items():
        found = list(_notes_refused(value) if name == "country_notes" else _refused(name, value))
        if found:
            wrong[name] = found
        else:
            setattr(draft, name, kept(value))
    try:
        draft.clean_fields(exclude={field.name for field in draft._meta.fields} - set(FIELDS) | set(wrong))
    except ValidationError as refusal:
        wrong |= refusal.message_dict
    if wrong:
        raise ValidationError(wrong)


def holds(words: Words, values: Mapping[str, Any]) -> bool:
    """Whether the words are just these already."""
    return all(getattr(words, name) == kept(value) for name, value in values.items())


def parts(typed: Words) -> dict[str, str]:
    """The texts of the answer under the names that rendering gives them."""
    notes = {f"{COUNTRY_NOTES}{code}": text for code, text in sorted(typed.country_notes.items())}
    return {SHORT_ANSWER: typed.short} | {name: getattr(typed, name) for name in words.SECTIONS} | notes


def part(place: str) -> str:
    """The part in which a place of a comment lies: body-3 is the third block of the body."""
    found = BLOCK.fullmatch(place)
    return found[1] if found else place


def field(part: str) -> str:
    """The field in which the part was typed."""
    if part.startswith(COUNTRY_NOTES):
        return "country_notes"
    return "short" if part == SHORT_ANSWER else part


def by_field(wrong: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What is wrong with each part, beside the field in which it was typed; a note is told by its country."""
    told: dict[str, list[str]] = {}
    for part, sentences in wrong.items():
        country = f"{part.removeprefix(COUNTRY_NOTES)}: " if part.startswith(COUNTRY_NOTES) else ""
        told.setdefault(field(part), []).extend(f"{country}{sentence}" for sentence in sentences)
    return told


def kept(value: Any) -> Any:
    """What was typed, as it is stored."""
    match value:
        case str():
            return tidy(value)
        case dict():
            return {code: tidy(text) for code, text in sorted(value.items()) if text.strip()}
        case _:
            return value


def _refused(name: str, value: Any) -> Iterator[str]:
    if not isinstance(value, KINDS[name]) or isinstance(value, datetime.datetime):
        yield _("This cannot be kept here. Fill the field in again.")
    elif isinstance(value, str) and (sentence := rows.unkeepable(value)):
        yield sentence


def _notes_refused(value: Any) -> Iterator[str]:
    if not isinstance(value, dict):
        yield _("This cannot be kept here. Fill the field in again.")
        return
    for code, text in value.items():
        if code not in COUNTRIES:
            yield _("“%(code)s” is no country. Use the two capital letters of ISO 3166, like GB.") % {
                "code": tidy(str(code))[:20]
            }
        elif not isinstance(text, str):
            yield _("%(code)s: Write the note as text.") % {"code": code}
        elif sentence := rows.unkeepable(text):
            yield f"{code}: {sentence}"
    if sum(len(text) for text in value.values() if isinstance(text, str)) > SECTION:
        yield _("All notes together have more than %(most)d letters. Shorten them.") % {"most": SECTION}
