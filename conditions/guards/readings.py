"""Lay readers: who may be asked, of what, and that their answer stays what it was. It approves nothing (R1, E3)."""

from conditions.guards.answers import WRITTEN, wrote
from conditions.guards.kinds import KeepsRows, Key, Refuses, Rule

READER_WROTE = wrote('NEW."reader_id"')
SINCE_WROTE = wrote('g."reader_id"')

READINGS: tuple[Rule, ...] = (
    KeepsRows(
        name="reading_stays",
        table="conditions_reading",
        promise="E1",
        says="What a lay reader was asked and answered stays on record. They may take back their name.",
        keeps=("round_id", "revision_id", "digest", "reader_id", "asked_by_id", "asked_at", "salt"),
        changes=("reminded_at",),
        once=(
            ("declined_at", "declined_because"),
            ("answered_at", "said", "name", "standpoint"),
            ("overtaken_at",),
            ("removed_at", "removed_by_id", "removed_because"),
        ),
        words=(("name", ""), ("standpoint", ""), ("declined_because", ""), ("salt", "")),
        sealed=(
            '(OLD."answered_at" IS NOT NULL OR OLD."declined_at" IS NOT NULL OR EXISTS ('
            'SELECT 1 FROM "conditions_round" AS r WHERE r."id" = OLD."round_id" AND r."closed_at" IS NOT NULL))'
        ),
        reads=("conditions_round",),
        unique=(Key(("round_id", "reader_id")),),
    ),
    Refuses(
        name="reading_begins",
        table="conditions_reading",
        promise="E3",
        says="A lay reader is asked about the very words of an open review that asks for one.",
        events=("INSERT",),
        when=(
            'NEW."declined_at" IS NOT NULL OR NEW."answered_at" IS NOT NULL OR NEW."salt" = \'\' OR NOT EXISTS ('
            'SELECT 1 FROM "conditions_round" AS r JOIN "conditions_revision" AS x ON x."id" = r."revision_id"'
            ' WHERE r."id" = NEW."round_id" AND r."closed_at" IS NULL AND r."lay_reader"'
            ' AND x."id" = NEW."revision_id" AND x."digest" = NEW."digest" AND NOT x."is_sealed")'
        ),
        reads=("conditions_round", "conditions_revision"),
    ),
    Refuses(
        name="reading_answered_while_open",
        table="conditions_reading",
        promise="E3",
        says="The review for which they were asked has ended, so nothing is left to answer.",
        events=("UPDATE",),
        when=(
            'OLD."answered_at" IS NULL AND NEW."answered_at" IS NOT NULL AND NOT EXISTS ('
            'SELECT 1 FROM "conditions_round" AS r WHERE r."id" = NEW."round_id" AND r."closed_at" IS NULL)'
        ),
        reads=("conditions_round",),
    ),
    Refuses(
        name="reading_by_no_writer",
        table="conditions_reading",
        promise="R8",
        says="Whoever had a part in these words cannot say how they read to others. Ask somebody else.",
        events=("INSERT",),
        when=READER_WROTE,
        reads=WRITTEN,
    ),
    Refuses(
        name="reading_by_no_reviewer",
        table="conditions_reading",
        promise="R8",
        says="Whoever was asked to review these very words does not read them as a lay reader. Ask somebody else.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_assignment" AS a'
            ' JOIN "conditions_reviewer" AS p ON p."id" = a."reviewer_id"'
            ' JOIN "conditions_round" AS r ON r."id" = a."round_id"'
            ' WHERE r."revision_id" = NEW."revision_id" AND p."user_id" = NEW."reader_id")'
        ),
        reads=("conditions_assignment", "conditions_reviewer", "conditions_round"),
    ),
    Refuses(
        name="assignment_to_no_lay_reader",
        table="conditions_assignment",
        promise="R8",
        says="Whoever was asked to read these very words as a lay reader does not review them. Ask another reviewer.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_reading" AS g'
            ' JOIN "conditions_reviewer" AS p ON p."user_id" = g."reader_id"'
            ' JOIN "conditions_round" AS r ON r."revision_id" = g."revision_id"'
            ' WHERE r."id" = NEW."round_id" AND p."id" = NEW."reviewer_id")'
        ),
        reads=("conditions_reading", "conditions_reviewer", "conditions_round"),
    ),
    Refuses(
        name="reading_overtaken_by_a_later_one",
        table="conditions_reading",
        promise="E1",
        says="What a lay reader said of these words is overtaken by what they say of them later, and by nothing else.",
        events=("UPDATE",),
        when=(
            'OLD."overtaken_at" IS NULL AND NEW."overtaken_at" IS NOT NULL AND NOT EXISTS ('
            'SELECT 1 FROM "conditions_reading" AS g WHERE g."revision_id" = NEW."revision_id"'
            ' AND g."reader_id" = NEW."reader_id" AND g."id" <> NEW."id" AND g."said" = \'unclear\''
            ' AND g."answered_at" >= NEW."answered_at")'
        ),
    ),
    Refuses(
        name="publication_read_plainly",
        table="conditions_publication",
        promise="R6",
        says="This review asks for a lay reader, and none has said that these very words can be understood. Ask one.",
        events=("INSERT",),
        when=(
            'NEW."reading_id" IS NULL AND EXISTS (SELECT 1 FROM "conditions_round" AS s'
            ' WHERE s."id" = NEW."round_id" AND s."lay_reader")'
            ' OR NEW."reading_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "conditions_reading" AS g'
            ' JOIN "conditions_revision" AS x ON x."id" = g."revision_id" AND x."digest" = g."digest"'
            ' WHERE g."id" = NEW."reading_id" AND g."revision_id" = NEW."revision_id" AND g."said" = \'clear\''
            ' AND g."overtaken_at" IS NULL'
            f" AND NOT {SINCE_WROTE})"
        ),
        reads=("conditions_round", "conditions_reading", *WRITTEN),
    ),
)
