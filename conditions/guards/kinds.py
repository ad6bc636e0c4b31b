"""The kinds of rule that a table can stand under: one declaration each, said once for both engines.

SQL in a declaration is what PostgreSQL and SQLite share, with NEW and OLD for the row; `IS DISTINCT FROM`
is written for older SQLite as `IS NOT`. Every refusal is an IntegrityError that carries the rule's sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Event = Literal["INSERT", "UPDATE", "DELETE", "TRUNCATE"]
Vendor = Literal["sqlite", "postgresql"]


@dataclass(frozen=True)
class Refusal:
    """One trigger: refuses the event on the table where `when` holds, or always where it is empty."""

    name: str
    table: str
    event: Event
    says: str
    when: str = ""
    queue: str = ""


@dataclass(frozen=True)
class Key:
    """Columns that are unique together: all of them that the table has must be declared.

    SQLite's REPLACE deletes the row that has the key, past every delete trigger, so inserts are compared.
    For a partial index `where` says its condition of a `{row}`, like "{row}.ended_on IS NULL"; a column
    may be an expression in the same manner, like "lower({row}.email)".
    """

    columns: tuple[str, ...]
    where: str = ""

    def taken(self, table: str) -> str:
        """SQL: another row stands where NEW would come."""
        same = [f"{self._of('stands', column)} = {self._of('NEW', column)}" for column in self.columns]
        if self.where:
            same += [f"({self.where.format(row=row)})" for row in ("stands", "NEW")]
        return f'SELECT 1 FROM "{table}" AS stands WHERE {" AND ".join(same)}'

    @staticmethod
    def _of(row: str, column: str) -> str:
        return column.format(row=row) if "{row}" in column else f'{row}."{column}"'


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What every kind says: which table, for which promise, and what a person reads who meets it."""

    name: str
    table: str
    promise: str
    says: str

    @property
    def needs(self) -> frozenset[str]:
        """The tables that must exist before the rule can be put in place."""
        return frozenset({self.table})

    def refusals(self, vendor: Vendor) -> Iterator[Refusal]:
        raise NotImplementedError

    def refusal(self, event: Event, when: str = "", queue: str = "") -> Refusal:
        name = f"guard_{self.name}_{event.lower()}"
        return Refusal(name, self.table, event, f"{self.says} ({self.name}, {self.promise})", when, queue)


@dataclass(frozen=True, kw_only=True)
class Refuses(Rule):
    """Refuses the events where the condition holds: for what spans rows or tables.

    `reads` names the other tables of the condition. Two writers who cannot see each other's rows yet must
    not slip past it together: where that could be, `queue` makes them wait for one another on PostgreSQL
    (rules with the same word share a queue); SQLite has one writer at a time anyway. A transaction that stood in two
    queues could wait for one that stands in both the other way round: all rules that one move meets share one.
    """

    events: tuple[Event, ...]
    when: str
    when_sqlite: str = ""
    reads: tuple[str, ...] = ()
    queue: str = ""

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({self.table, *self.reads})

    def refusals(self, vendor: Vendor) -> Iterator[Refusal]:
        when = (self.when_sqlite or self.when) if vendor == "sqlite" else self.when
        for event in self.events:
            yield self.refusal(event, when, self.queue)


@dataclass(frozen=True, kw_only=True)
class KeepsRows(Rule):
    """No row vanishes, and the columns that it `keeps` never change; those that it `changes` may.

    A group of `once` goes from empty to its values together, and never changes again: its first column, which
    is NULL before, says whether that happened. Every column of the table is in one of the three lists (a test
    sees to it), so that a new one is decided on. `words` among them are emptied, all of them, where `sealed` holds
    (E19); such a table has the column `is_sealed` besides.
    """

    keeps: tuple[str, ...]
    changes: tuple[str, ...] = ()
    once: tuple[tuple[str, ...], ...] = ()
    unique: tuple[Key, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    sealed: str = ""
    reads: tuple[str, ...] = ()

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({self.table, *self.reads})

    def refusals(self, vendor: Vendor) -> Iterator[Refusal]:
        refused = [self._changed(column) for column in ("id", *self.keeps)]
        if self.words:
            refused.append(f"{_differs('is_sealed')} AND NOT ({self._emptied})")
        for first, *rest in self.once:
            differs = " OR ".join(self._changed(column) for column in (first, *rest))
            refused.append(f'(OLD."{first}" IS NOT NULL OR NEW."{first}" IS NULL) AND ({differs})')
        if vendor == "sqlite":
            refused += [f'EXISTS ({key.taken(self.table)} AND stands."id" <> OLD."id")' for key in self.unique]
        yield self.refusal("UPDATE", " OR ".join(refused))
        yield from _stays(self, vendor, self.unique)

    def _changed(self, column: str) -> str:
        may_be_emptied = column in dict(self.words)
        return f"({_differs(column)} AND NOT ({self._emptied}))" if may_be_emptied else _differs(column)

    @property
    def _emptied(self) -> str:
        empty = [f'NEW."{column}" IS NOT DISTINCT FROM {_literal(empty)}' for column, empty in self.words]
        return " AND ".join(['NEW."is_sealed"', *empty, f"({self.sealed})"])


@dataclass(frozen=True, kw_only=True)
class AppendOnly(Rule):
    """Evidence: rows come, and never change or vanish."""

    unique: tuple[Key, ...] = ()

    def refusals(self, vendor: Vendor) -> Iterator[Refusal]:
        yield self.refusal("UPDATE")
        yield from _stays(self, vendor, self.unique)


@dataclass(frozen=True, kw_only=True)
class Sealable(AppendOnly):
    """Evidence with words: they are emptied, all of them and nothing else, where `sealed` holds (E19).

    Every column of the table is in `keeps`, or in `words` with what it is when empty, or is `is_sealed`.
    """

    keeps: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    sealed: str
    reads: tuple[str, ...]

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({self.table, *self.reads})

    def refusals(self, vendor: Vendor) -> Iterator[Refusal]:
        refused = [_differs(column) for column in ("id", *self.keeps)]
        refused += [f'NEW."{column}" IS DISTINCT FROM {_literal(empty)}' for column, empty in self.words]
        yield self.refusal("UPDATE", " OR ".join([*refused, 'NOT NEW."is_sealed"', f"NOT ({self.sealed})"]))
        yield from _stays(self, vendor, self.unique)


def _differs(column: str) -> str:
    return f'NEW."{column}" IS DISTINCT FROM OLD."{column}"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _stays(rule: Rule, vendor: Vendor, unique: tuple[Key, ...]) -> Iterator[Refusal]:
    """No DELETE, nor what passes for one: TRUNCATE skips row triggers, REPLACE skips delete triggers."""
    yield rule.refusal("DELETE")
    if vendor == "sqlite":
        taken = [f"EXISTS ({key.taken(rule.table)})" for key in (Key(("id",)), *unique)]
        yield rule.refusal("INSERT", " OR ".join(taken))
    else:
        yield rule.refusal("TRUNCATE")


@dataclass(frozen=True)
class Made:
    """One SQL object and the statement that makes it, beginning `CREATE TRIGGER name` or the like."""

    kind: Literal["trigger", "table", "index"]
    name: str
    sql: str


@dataclass(frozen=True, kw_only=True)
class Mirror:
    """Other SQL objects of one engine that must survive every migration, like the index that search reads.

    Triggers are named `mirror_...`; on PostgreSQL only indexes are needed so far. After any of them was
    put in place `refresh` runs, because the mirror may have missed changes while it was away.
    """

    name: str
    table: str
    sqlite: tuple[Made, ...] = ()
    postgresql: tuple[Made, ...] = ()
    refresh_sqlite: str = ""

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({self.table})

    def made(self, vendor: Vendor) -> tuple[Made, ...]:
        return self.sqlite if vendor == "sqlite" else self.postgresql

    def refresh(self, vendor: Vendor) -> str:
        return self.refresh_sqlite if vendor == "sqlite" else ""
