"""What the database itself holds to, table by table."""

from conditions.guards.kinds import AppendOnly, KeepsRows, Key, Made, Mirror, Refuses, Rule

EVENT_STANDS = (
    'EXISTS (SELECT 1 FROM "conditions_event" AS e WHERE e."stream" = NEW."name"'
    ' AND e."sequence" = NEW."length" AND e."hash" = NEW."head")'
)

# Nothing belongs to a new condition yet, so no ring can come of it: who inserts from the top down never climbs.
# COUNT and not EXISTS: PostgreSQL plans for the first row of an empty table, and would read it all at every later one.
FAMILY_RING = (
    'NEW."from_condition_id" = NEW."to_condition_id" OR ('
    '(SELECT COUNT(*) FROM "conditions_condition_parents" AS m WHERE m."to_condition_id" = NEW."from_condition_id") > 0'
    ' AND NEW."from_condition_id" IN (WITH RECURSIVE above(id) AS (SELECT NEW."to_condition_id" UNION'
    ' SELECT p."to_condition_id" FROM above JOIN "conditions_condition_parents" AS p'
    ' ON p."from_condition_id" = above.id WHERE p."id" IS DISTINCT FROM NEW."id") SELECT id FROM above))'
)


def index_of_words(table: str, index: str) -> Mirror:
    """The index by which search finds rows of the table by their words, kept in step with them."""
    writes = f"INSERT INTO {index} (rowid, words) VALUES (NEW.id, NEW.words);"
    forgets = f"INSERT INTO {index} ({index}, rowid, words) VALUES ('delete', OLD.id, OLD.words);"

    def follows(event: str, *acts: str) -> Made:
        name = f"mirror_{index.removeprefix('conditions_').removesuffix('index')}_{event.lower()}"
        return Made("trigger", name, f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {' '.join(acts)} END")

    # Words come folded and parted by blanks: this tokenizer leaves every other sign as it is.
    fts = (
        f"CREATE VIRTUAL TABLE {index} USING fts5(words, content='{table}',"
        " content_rowid='id', tokenize='ascii', detail=none, columnsize=0, prefix='2 3')"
    )
    # No parser of PostgreSQL's: it would take "1e10" or "a.b" for something else than a word.
    gin = (
        f"CREATE INDEX {index} ON {table}"
        " USING gin (array_to_tsvector(string_to_array(words, ' '))) WITH (fastupdate = off)"
    )
    return Mirror(
        name=index.removeprefix("conditions_"),
        table=table,
        sqlite=(
            Made("table", index, fts),
            follows("INSERT", writes),
            follows("UPDATE", forgets, writes),
            follows("DELETE", forgets),
        ),
        refresh_sqlite=f"INSERT INTO {index} ({index}) VALUES ('rebuild')",
        postgresql=(Made("index", index, gin),),
    )


RULES: tuple[Rule | Mirror, ...] = (
    index_of_words("conditions_searchentry", "conditions_searchindex"),
    index_of_words("conditions_searchanswer", "conditions_searchanswerindex"),
    AppendOnly(
        name="event_stays",
        table="conditions_event",
        promise="E1",
        says="An event of the ledger never changes or vanishes. Record a further event that says what is so now.",
        unique=(Key(("stream", "sequence")), Key(("hash",))),
    ),
    Refuses(
        name="event_chain",
        table="conditions_event",
        promise="E11",
        says="This event does not join on to the last one of its stream. Write it with ledger.record.",
        events=("INSERT",),
        when=(
            'NEW."sequence" <> 1 + COALESCE('
            '(SELECT MAX(e."sequence") FROM "conditions_event" AS e WHERE e."stream" = NEW."stream"), 0)'
            ' OR NEW."previous" <> COALESCE('
            '(SELECT e."hash" FROM "conditions_event" AS e WHERE e."stream" = NEW."stream"'
            ' AND e."sequence" = NEW."sequence" - 1), \'\')'
        ),
    ),
    KeepsRows(
        name="stream_stays",
        table="conditions_stream",
        promise="E11",
        says="Where a stream of the ledger ends is never forgotten. Record a further event instead.",
        keeps=("name",),
        changes=("length", "head"),
        unique=(Key(("name",)),),
    ),
    Refuses(
        name="stream_begins",
        table="conditions_stream",
        promise="E11",
        says="A stream of the ledger begins with its first event. Write it with ledger.record.",
        events=("INSERT",),
        when=f'NEW."length" <> 1 OR NOT {EVENT_STANDS}',
        reads=("conditions_event",),
    ),
    Refuses(
        name="stream_goes_on",
        table="conditions_stream",
        promise="E11",
        says="The end of a stream moves on with one recorded event at a time. Write it with ledger.record.",
        events=("UPDATE",),
        when=f'NEW."length" <> OLD."length" + 1 OR NOT {EVENT_STANDS}',
        reads=("conditions_event",),
    ),
    KeepsRows(
        name="condition_stays",
        table="conditions_condition",
        promise="E18",
        says="A condition is never deleted or replaced, because its address leads to it for ever. Rename it instead.",
        keeps=(),
        changes=("slug", "is_grouping", "shows_countries"),
        unique=(Key(("slug",)),),
    ),
    Refuses(
        name="condition_address_free",
        table="conditions_condition",
        promise="E18",
        says="This address led to another condition once, and does so for ever. Choose another address.",
        events=("INSERT", "UPDATE"),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_formerslug" AS f'
            ' WHERE f."slug" = NEW."slug" AND f."condition_id" <> NEW."id")'
        ),
        reads=("conditions_formerslug",),
        queue="addresses",
    ),
    AppendOnly(
        name="formerslug_stays",
        table="conditions_formerslug",
        promise="E18",
        says="A former address leads to its condition for ever. Give the condition a new address instead.",
        unique=(Key(("slug",)),),
    ),
    Refuses(
        name="formerslug_free",
        table="conditions_formerslug",
        promise="E18",
        says="Another condition has this address now. Choose another address.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_condition" AS c'
            ' WHERE c."slug" = NEW."slug" AND c."id" <> NEW."condition_id")'
        ),
        reads=("conditions_condition",),
        queue="addresses",
    ),
    Refuses(
        name="family_no_ring",
        table="conditions_condition_parents",
        promise="E24",
        says="A condition cannot belong to itself, nor to one of its own members. Look again at what each belongs to.",
        events=("INSERT", "UPDATE"),
        when=FAMILY_RING,
        queue="families",
    ),
    KeepsRows(
        name="grant_stays",
        table="conditions_grant",
        promise="E12",
        says="Who granted which role stays on record. Set the last day of the grant, and give a new one.",
        keeps=("user_id", "role", "condition_id", "language", "starts_on", "granted_by_id"),
        changes=("ends_on",),
    ),
    Refuses(
        name="grant_ends_no_later",
        table="conditions_grant",
        promise="E12",
        says="A grant that was ended is not made longer. Give a new one, to begin when this one ends.",
        events=("UPDATE",),
        when='OLD."ends_on" IS NOT NULL AND (NEW."ends_on" IS NULL OR NEW."ends_on" > OLD."ends_on")',
    ),
)
