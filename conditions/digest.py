"""The canonical form of what is hashed, and its SHA-256.

Canonical: JSON in UTF-8 with sorted keys, no blanks, every text in Unicode NFC. The same content gives
the same bytes on every machine and database; a golden test pins it.
"""

import datetime
import hashlib
import json
import unicodedata
from typing import Any


def canonical(value: Any) -> str:
    """The value as canonical JSON. Raises: TypeError for what JSON cannot hold, ValueError for NaN."""
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256(text: str) -> str:
    """Hexadecimal SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case datetime.datetime():
            return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
        case datetime.date():
            return value.isoformat()
        case dict():
            return {_plain(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value
