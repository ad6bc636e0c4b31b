"""What is said about published words since: taken away by one, confirmed by another (E7, E19, E21)."""

from conditions.guards.kinds import AppendOnly, KeepsRows, Key, Refuses, Rule, Sealable

NOTICES: tuple[Rule, ...] = (
    Sealable(
        name="notice_stays",
        table="conditions_notice",
        promise="E1",
        says="What the public was told never changes or vanishes.",
        keeps=("publication_id", "kind", "by_id", "at", "on"),
        words=(("reason", ""), ("advice", "")),
        sealed=(
            'EXISTS (SELECT 1 FROM "conditions_seal" AS s JOIN "conditions_publication" AS p'
            ' ON p."revision_id" = s."revision_id" WHERE p."id" = OLD."publication_id" AND s."sealed_at" IS NOT NULL'
            ' AND (s."includes_notices" OR OLD."kind" = \'correction\'))'
        ),
        reads=("conditions_seal", "conditions_publication"),
        unique=(Key(("publication_id", "kind")),),
    ),
    Refuses(
        name="notice_before_the_end",
        table="conditions_notice",
        promise="E20",
        says="Only text that readers have is withdrawn.",
        events=("INSERT",),
        when=(
            'NEW."kind" = \'withdrawal\' AND NOT EXISTS (SELECT 1 FROM "conditions_publication" AS p'
            ' WHERE p."id" = NEW."publication_id" AND p."ended_at" IS NULL)'
        ),
        reads=("conditions_publication",),
    ),
    Refuses(
        name="publication_withdrawn_with_a_notice",
        table="conditions_publication",
        promise="E20",
        says="Whoever withdraws a text tells the public why. Write the notice in the same step.",
        events=("UPDATE",),
        when=(
            'OLD."ended_at" IS NULL AND NEW."ending" = \'withdrawn\' AND NOT EXISTS ('
            'SELECT 1 FROM "conditions_notice" AS n WHERE n."publication_id" = NEW."id"'
            ' AND n."kind" = \'withdrawal\' AND n."by_id" = NEW."ended_by_id")'
        ),
        reads=("conditions_notice",),
    ),
    AppendOnly(
        name="confirmation_stays",
        table="conditions_confirmation",
        promise="E7",
        says="A confirmation stays on record.",
        unique=(Key(("notice_id",)),),
    ),
    Refuses(
        name="confirmation_by_another",
        table="conditions_confirmation",
        promise="E7",
        says="Whoever withdrew a text does not confirm it. Ask a colleague.",
        events=("INSERT",),
        when=(
            'EXISTS (SELECT 1 FROM "conditions_notice" AS n'
            ' WHERE n."id" = NEW."notice_id" AND (n."by_id" = NEW."by_id" OR n."kind" <> \'withdrawal\'))'
        ),
        reads=("conditions_notice",),
    ),
    AppendOnly(
        name="escalation_stays",
        table="conditions_escalation",
        promise="E7",
        says="That colleagues were told stays on record.",
        unique=(Key(("notice_id",)),),
    ),
    KeepsRows(
        name="caution_stays",
        table="conditions_caution",
        promise="E21",
        says="A caution stays on record, is confirmed once and lifted once. Set a new one.",
        keeps=("answer_id", "condition_id", "source_id", "words", "reason", "by_id", "at", "starts_on", "ends_on"),
        once=(("confirmed_at", "confirmed_by_id"), ("lifted_at", "lifted_by_id")),
    ),
    Refuses(
        name="caution_begins",
        table="conditions_caution",
        promise="E21",
        says="A caution ends in 14 days, and its own words wait for a second person.",
        events=("INSERT",),
        when='NEW."confirmed_at" IS NOT NULL OR NEW."lifted_at" IS NOT NULL OR NEW."ends_on" > NEW."starts_on" + 14',
        when_sqlite=(
            'NEW."confirmed_at" IS NOT NULL OR NEW."lifted_at" IS NOT NULL'
            ' OR julianday(NEW."ends_on") > julianday(NEW."starts_on") + 14'
        ),
    ),
    KeepsRows(
        name="seal_stays",
        table="conditions_seal",
        promise="E19",
        says="A seal stays on record, and is decided on once.",
        keeps=("revision_id", "ground", "reason", "includes_notices", "asked_by_id", "asked_at"),
        once=(("sealed_at", "sealed_by_id"), ("refused_at", "refused_by_id")),
        unique=(Key(("revision_id",), where='{row}."refused_at" IS NULL'),),
    ),
    Refuses(
        name="seal_begins",
        table="conditions_seal",
        promise="E19",
        says="A seal is asked for by one person and confirmed by another.",
        events=("INSERT",),
        when='NEW."sealed_at" IS NOT NULL OR NEW."refused_at" IS NOT NULL',
    ),
    Refuses(
        name="seal_not_over_live_text",
        table="conditions_seal",
        promise="E19",
        says="This version is live. Withdraw it, or publish another, before its words are taken away.",
        events=("UPDATE",),
        when=(
            'OLD."sealed_at" IS NULL AND NEW."sealed_at" IS NOT NULL AND EXISTS (SELECT 1'
            ' FROM "conditions_publication" AS p WHERE p."revision_id" = NEW."revision_id" AND p."ended_at" IS NULL)'
        ),
        reads=("conditions_publication",),
    ),
)
