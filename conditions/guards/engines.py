"""How each engine writes a guard, and how it shows what stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from conditions.digest import sha256
from conditions.guards.kinds import Made, Mirror, Refusal, Rule, Vendor

SCHEMA = "@schema@"
OURS = ("guard_", "mirror_")
POSTGRESQL_EVENTS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}  # pg_trigger.tgtype
ROW, BEFORE = 1, 2

# Of each row of the catalogue that says what stands, which version it is: a change of any is written as a new one.
# While they are the same as when all was last read, nothing more is read, at a third of the cost. No row says that, and
# nothing else: a schema that holds nothing, or none at all, has a row of its own in which all is empty.
POSTGRESQL_STANDING = """
    WITH catalogue AS MATERIALIZED (
        SELECT current_database() || ' ' || COALESCE(current_schema(), '') || ' ' || count(version) || ' '
                   || COALESCE(sum(version), 0) AS version
          FROM (SELECT hash_record_extended(ROW(oid, xmin, ctid), 1) FROM pg_trigger WHERE NOT tgisinternal
                 UNION ALL
                SELECT hash_record_extended(ROW(oid, xmin, ctid), 2) FROM pg_proc
                 WHERE pronamespace = current_schema()::regnamespace
                 UNION ALL
                SELECT hash_record_extended(ROW(oid, xmin, ctid), 3) FROM pg_class
                 WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'i')
                 UNION ALL
                SELECT hash_record_extended(ROW(objoid, xmin, ctid), 4) FROM pg_description
                 WHERE classoid = 'pg_class'::regclass AND objsubid = 0) AS each (version)
    )
    SELECT c.relkind = 'r', c.relname, t.tgname, t.tgtype, t.tgenabled::text,
           t.tgqual IS NULL AND t.tgattr::text = '' AND t.tgnargs = 0
               AND p.proname = t.tgname AND p.pronamespace = c.relnamespace AND NOT p.prosecdef
               AND p.proconfig = ARRAY['search_path=' || quote_ident(current_schema()) || ', pg_temp'],
           p.prosrc, d.description, catalogue.version
      FROM catalogue
      LEFT JOIN (pg_class c
                 LEFT JOIN pg_description d
                   ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0)
        ON c.relnamespace = current_schema()::regnamespace
           AND (c.relkind = 'r' OR c.relkind = 'i' AND d.description IS NOT NULL)
      LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
      LEFT JOIN pg_proc p ON p.oid = t.tgfoid
     WHERE catalogue.version <> %s
"""
# The same: SQLite counts each change of its schema, and how many objects there are tells most changes from what was
# undone. Fooled by a process that takes a guard away and puts it back, undoes both, and then puts another in its place:
# the site changes its schema in migrations alone, and each process reads everything once.
SQLITE_STANDING = """
    WITH catalogue (version) AS MATERIALIZED (
        SELECT v.schema_version || ' ' || (SELECT count(*) FROM sqlite_master) FROM pragma_schema_version AS v
    )
    SELECT m.type, m.name, m.tbl_name,
           CASE WHEN m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%%' THEN '' ELSE m.sql END, catalogue.version
      FROM catalogue LEFT JOIN sqlite_master AS m ON m.type <> 'index'
     WHERE catalogue.version <> %s
"""


@dataclass(frozen=True)
class Part:
    """One object in the database: how it is made and removed, and what `standing` must show of it."""

    name: str
    create: tuple[str, ...]
    stands_as: tuple[Any, ...]


@dataclass(frozen=True)
class Standing:
    """What a database holds at this moment: its tables, and every object that may be a part of ours.

    While its catalogue is at `version`, it holds the same.
    """

    tables: frozenset[str]
    parts: dict[str, tuple[Any, ...]]
    triggers: dict[str, str]
    version: str


def parts(rule: Rule | Mirror, vendor: Vendor) -> Iterator[Part]:
    """What the rule consists of on the engine."""
    if isinstance(rule, Mirror):
        for made in rule.made(vendor):
            yield _sqlite_made(made) if vendor == "sqlite" else _postgresql_made(made)
    else:
        for refusal in rule.refusals(vendor):
            yield _sqlite_trigger(refusal) if vendor == "sqlite" else _postgresql_trigger(refusal)


def standing(connection: BaseDatabaseWrapper) -> Standing:
    """Reads, in one query, what the database holds."""
    return changed(connection, since="") or Standing(frozenset(), {}, {}, "")


def changed(connection: BaseDatabaseWrapper, *, since: str) -> Standing | None:
    """The same, or nothing if the catalogue is still at the version that some earlier reading found."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(SQLITE_STANDING if is_sqlite else POSTGRESQL_STANDING, [since])
        rows = cursor.fetchall()
    if not rows:
        return None
    return _sqlite_standing(rows) if is_sqlite else _postgresql_standing(rows)


def dropped(vendor: Vendor, name: str, table: str) -> tuple[str, ...]:
    """Removes a trigger of ours, with its function where it has one."""
    if vendor == "sqlite":
        return (f'DROP TRIGGER IF EXISTS "{name}"',)
    return (f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"', f'DROP FUNCTION IF EXISTS "{name}"()')


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _sqlite_trigger(refusal: Refusal) -> Part:
    when = refusal.when.replace(" IS NOT DISTINCT FROM ", " IS ").replace(" IS DISTINCT FROM ", " IS NOT ")
    create = (
        f'CREATE TRIGGER "{refusal.name}" BEFORE {refusal.event} ON "{refusal.table}" FOR EACH ROW'
        + (f" WHEN {when}" if when else "")
        + f" BEGIN SELECT RAISE(ABORT, {_quoted(refusal.says)}); END"
    )
    drop = dropped("sqlite", refusal.name, refusal.table)
    return Part(refusal.name, (*drop, create), (create,))


def _sqlite_made(made: Made) -> Part:
    drop = (f'DROP {made.kind.upper()} IF EXISTS "{made.name}"',)
    return Part(made.name, (*drop, made.sql), (made.sql,))


def _sqlite_standing(rows: list[tuple[Any, ...]]) -> Standing:
    return Standing(
        tables=frozenset(name for kind, name, _, _, _ in rows if kind == "table"),
        parts={name: (sql,) for _, name, _, sql, _ in rows},
        triggers={name: table for kind, name, table, _, _ in rows if kind == "trigger"},
        version=rows[0][-1],
    )


def _postgresql_trigger(refusal: Refusal) -> Part:
    body = _postgresql_body(refusal)
    level = "STATEMENT" if refusal.event == "TRUNCATE" else "ROW"
    function = (
        f'CREATE OR REPLACE FUNCTION "{refusal.name}"() RETURNS trigger LANGUAGE plpgsql'
        f" SET search_path = {SCHEMA}, pg_temp AS $guard${body}$guard$"
    )
    trigger = (
        f'CREATE OR REPLACE TRIGGER "{refusal.name}" BEFORE {refusal.event} ON "{refusal.table}"'
        f' FOR EACH {level} EXECUTE FUNCTION "{refusal.name}"()'
    )
    always = f'ALTER TABLE "{refusal.table}" ENABLE ALWAYS TRIGGER "{refusal.name}"'
    kind = BEFORE | POSTGRESQL_EVENTS[refusal.event] | (ROW if level == "ROW" else 0)
    return Part(refusal.name, (function, trigger, always), (refusal.table, kind, "A", True, body))


def _postgresql_body(refusal: Refusal) -> str:
    """The condition stands in the function and not in the trigger: its source is stored word for word."""
    queue = f"PERFORM pg_advisory_xact_lock(hashtextextended({_quoted(refusal.queue)}, 0));\n" if refusal.queue else ""
    raises = (
        f"RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = {_quoted(refusal.says)},\n"
        f"    TABLE = TG_TABLE_NAME, CONSTRAINT = {_quoted(refusal.name)};"
    )
    if not refusal.when:
        return f"\nBEGIN\n{raises}\nEND\n"
    row = "OLD" if refusal.event == "DELETE" else "NEW"
    return f"\nBEGIN\n{queue}IF {refusal.when} THEN\n{raises}\nEND IF;\nRETURN {row};\nEND\n"


def _postgresql_made(made: Made) -> Part:
    """PostgreSQL rewrites an index's text, so a comment on it keeps the digest of what was declared."""
    digest = sha256(made.sql)
    drop = (f'DROP INDEX IF EXISTS "{made.name}"',)
    create = (*drop, made.sql, f'COMMENT ON INDEX "{made.name}" IS {_quoted(digest)}')
    return Part(made.name, create, (digest,))


def _postgresql_standing(rows: list[tuple[Any, ...]]) -> Standing:
    found: dict[str, tuple[Any, ...]] = {}
    triggers: dict[str, str] = {}
    for is_table, relation, trigger, kind, enabled, plain, body, comment, _version in rows:
        if trigger:
            found[trigger] = (relation, kind, enabled, plain, body)
            triggers[trigger] = relation
        elif relation and not is_table:
            found[relation] = (comment,)
    return Standing(frozenset(row[1] for row in rows if row[0]), found, triggers, version=rows[0][-1])
