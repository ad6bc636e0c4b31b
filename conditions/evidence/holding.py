"""What stands of one owner, and what the ledger tells of it."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from conditions.evidence.families import Family, Model
from conditions.evidence.fingerprints import fingerprint, name


class Told:
    """What the events of one stream say: of each row its last and first fingerprint and event.

    `beside` is the first event that named the row together with a digest, and that digest.
    """

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}
        self.begun: dict[str, str] = {}
        self.first: dict[str, int] = {}
        self.last: dict[str, int] = {}
        self.digests: dict[int, str] = {}
        self.beside: dict[str, tuple[int, str]] = {}

    def hear(self, sequence: int, data: str) -> None:
        """One event more, in the order in which they happened."""
        said = _parsed(data)
        rows = said.get("rows")
        for row, seen in rows.items() if isinstance(rows, dict) else ():
            self.rows[row] = seen
            self.begun.setdefault(row, seen)
            self.first.setdefault(row, sequence)
            self.last[row] = sequence
            if isinstance(said.get("digest"), str):
                self.beside.setdefault(row, (sequence, said["digest"]))
        revision, digest = said.get("revision"), said.get("digest")
        if isinstance(revision, int) and isinstance(digest, str):
            self.digests.setdefault(revision, digest)


class Held:
    """The fingerprint of each row that stands, and the rows for further questions."""

    def __init__(self, family: Family, stream: str) -> None:
        self.family, self.stream = family, stream
        self.told = Told()
        self.stands: dict[str, str] = {}
        self.rows: dict[Model, list[Any]] = {}

    def of(self, model: Model) -> list[Any]:
        return self.rows.get(model, [])

    def take(self, row: models.Model) -> None:
        """One row more, in the order of the family's tables."""
        self.stands[name(row)] = _stored(row)
        self.rows.setdefault(type(row), []).append(row)

    def wrong(self) -> Iterator[str]:
        """Every reason why this does not hold, the plainest first."""
        for row, seen in self.stands.items():
            if row not in self.told.rows:
                yield self.says(_("%(row)s stands, but no event tells of it."), row)
            elif seen != self.told.rows[row]:
                yield self.says(_("%(row)s is not what event %(event)s recorded."), row)
        for row in sorted(self.told.rows.keys() - self.stands.keys(), key=self.family.depth):
            yield self.says(_("event %(event)s tells of %(row)s, which is gone."), row)

    def says(self, sentence: str, row: str) -> str:
        return f"{self.stream}: {sentence % {'row': row, 'event': self.told.last.get(row)}}"


def _parsed(data: str) -> dict[str, Any]:
    """What is no JSON, or nested without end, tells nothing: neither is what a move writes."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _stored(row: Any) -> str:
    """The fingerprint; nothing for what no move could have written.

    Django takes a date that SQLite stores and that is none for nothing, so the database is asked how many there are.
    """
    dates = [field for field in row._meta.concrete_fields if isinstance(field, models.DateField)]
    if row.dates != sum(getattr(row, field.attname) is not None for field in dates):
        return ""
    try:
        return fingerprint(row)
    except (TypeError, ValueError):
        return ""
