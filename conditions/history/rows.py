"""The rows of which the events of an answer tell, brought in one query for each kind."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import models

from conditions.models import (
    Assignment,
    Caution,
    Comment,
    Escalation,
    Notice,
    Publication,
    Reading,
    ReviewReminder,
    Revision,
    Round,
    Schedule,
    Seal,
    Verdict,
)

Row = TypeVar("Row", bound=models.Model)

# What a line says of each kind. Of the words of a version it needs none but why they changed.
SAID: Mapping[type[models.Model], tuple[str, ...]] = {
    Revision: ("answer", "number", "based_on", "change", "is_sealed"),
    Round: ("answer", "kind", "question", "due_on", "closed_because", "revision__number"),
    Assignment: ("reviewer__name", "declined_because", "round__revision__number"),
    Verdict: ("name", "vouched_by", "scopes", "round", "revision__number"),
    Comment: ("text", "place", "weight", "by__name", "by__email", "round", "revision__number"),
    Reading: ("reader__name", "reader__email", "declined_because", "removed_because", "round", "revision__number"),
    Publication: ("answer", "number", "code", "kind", "revision__number"),
    Notice: ("kind", "reason", "advice"),
    Escalation: ("told",),
    Seal: ("ground", "reason", "revision__number"),
    ReviewReminder: ("step",),
    Caution: ("words", "reason", "ends_on"),
    Schedule: ("due_at", "outcome", "because", "by__name", "by__email"),
}


class Rows:
    """Rows by the name that the ledger gives them."""

    def __init__(self, named: Mapping[str, models.Model]) -> None:
        self.named = named

    def of(self, names: Iterable[str]) -> "Rows":
        """Those of one event."""
        return Rows({name: self.named[name] for name in names if name in self.named})

    def all(self, kind: type[Row]) -> list[Row]:
        return [row for row in self.named.values() if isinstance(row, kind)]

    def the(self, kind: type[Row]) -> Row:
        """The one of its kind, or the first: evidence never vanishes, so an event that names one has it."""
        return self.all(kind)[0]


def found(names: Iterable[Iterable[str]]) -> Rows:
    """All rows that the names stand for, of the kinds of which something is said."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for name in (name for each in names for name in each):
        table, _colon, pk = name.partition(":")
        wanted[table].add(pk)
    named: dict[str, models.Model] = {}
    for kind, columns in SAID.items():
        table = kind._meta.db_table
        if wanted[table]:
            named |= {f"{table}:{row.pk}": row for row in _rows(kind, columns, wanted[table])}
    return Rows(named)


def _rows(kind: type[models.Model], columns: tuple[str, ...], keys: set[str]) -> Iterable[Any]:
    links = {column.rpartition("__")[0] for column in columns if "__" in column}
    rows = kind._default_manager.filter(pk__in=keys)
    return (rows.select_related(*links) if links else rows).only(*columns)
