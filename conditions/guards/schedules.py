"""Approved words that wait for their minute: only those of an open review, and no longer than it (E9, E18)."""

from conditions.guards.kinds import KeepsRows, Key, Refuses, Rule

SCHEDULES: tuple[Rule, ...] = (
    KeepsRows(
        name="schedule_stays",
        table="conditions_schedule",
        promise="E18",
        says="What was planned stays on record, and ends once. Plan it anew.",
        keeps=("answer_id", "round_id", "digest", "by_id", "at", "due_at"),
        once=(("ended_at", "ended_by_id", "outcome", "because"),),
        unique=(Key(("answer_id",), where='{row}."ended_at" IS NULL'),),
    ),
    Refuses(
        name="schedule_of_approved_words",
        table="conditions_schedule",
        promise="E9",
        says="Only the very words that a reviewer approved are planned, while their review is open.",
        events=("INSERT",),
        when=(
            'NEW."ended_at" IS NOT NULL OR NOT EXISTS (SELECT 1 FROM "conditions_round" AS r'
            ' JOIN "conditions_revision" AS t ON t."id" = r."revision_id"'
            ' JOIN "conditions_verdict" AS v ON v."round_id" = r."id"'
            ' WHERE r."id" = NEW."round_id" AND r."answer_id" = NEW."answer_id" AND r."closed_at" IS NULL'
            ' AND t."digest" = NEW."digest" AND NOT t."is_sealed"'
            ' AND v."decision" = \'approve\' AND v."digest" = NEW."digest")'
        ),
        reads=("conditions_round", "conditions_revision", "conditions_verdict"),
    ),
    Refuses(
        name="schedule_ends_with_its_review",
        table="conditions_round",
        promise="E9",
        says="A publication of these words is planned. It ends before their review does.",
        events=("UPDATE",),
        when=(
            'NEW."closed_at" IS NOT NULL AND EXISTS (SELECT 1 FROM "conditions_schedule" AS s'
            ' WHERE s."round_id" = NEW."id" AND s."ended_at" IS NULL)'
        ),
        reads=("conditions_schedule",),
    ),
)
