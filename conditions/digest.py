"""The canonical form of what is hashed, and its SHA-256.

Canonical: JSON in UTF-8 with sorted keys, no blanks, every text in Unicode NFC, every time in UTC with six
decimals. The same content gives the same bytes on every machine and database; a golden test pins it.
"""

import datetime
import hashlib
import json
import unicodedata
from typing import Any


def canonical(value: Any) -> str:
    """The value as canonical JSON, to be stored or hashed.

    Raises: TypeError for what JSON cannot hold and for keys that are not text; ValueError for a number that
    is none, for a time without a zone, and for two keys that only look different.
    """
    return stored(_normalised(value))


def stored(value: Any) -> str:
    """The same form of what is stored already: letter by letter, so that no change hides in a normalisation."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def moment(at: datetime.datetime) -> str:
    """The one way in which a time is written; databases give back the same moment in whichever zone they like.

    Raises: ValueError for a time without a zone, because it would mean another moment on another machine.
    """
    if at.tzinfo is None:
        raise ValueError(f"The time {at} has no zone. Make it aware with django.utils.timezone.")
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def sha256(text: str) -> str:
    """Hexadecimal SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def _normalised(value: Any) -> Any:
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case datetime.datetime():
            return moment(value)
        case datetime.date():
            return value.isoformat()
        case dict():
            return _mapping(value)
        case list() | tuple():
            return [_normalised(item) for item in value]
        case _:
            return value


def _mapping(value: dict[Any, Any]) -> dict[str, Any]:
    if not all(isinstance(key, str) for key in value):
        raise TypeError("Only text can be a key of what is hashed.")
    plain = {unicodedata.normalize("NFC", key): _normalised(item) for key, item in value.items()}
    if len(plain) < len(value):
        raise ValueError("Two keys of what is hashed only look different. Keep one.")
    return plain
