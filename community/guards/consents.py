"""What members allowed: in words of the day, by the author, and never without effect when it ends (C1, C4, C11)."""

from community.guards.stories import gone
from conditions.guards import AppendOnly, KeepsRows, Key, Refuses
from conditions.guards.kinds import Rule

OTHER_THAN = "('agreed', 'cannot', 'guardian')"

CONSENTS: tuple[Rule, ...] = (
    KeepsRows(
        name="consentdocument_stays",
        table="community_consentdocument",
        promise="C4",
        says="Words of a consent never change, because people agreed to them. Write a new version.",
        keeps=("purpose", "language", "number", "label", "text", "written_by_id", "began_at"),
        once=(("ended_at",),),
        unique=(
            Key(("purpose", "language", "number")),
            Key(("purpose", "language"), where='{row}."ended_at" IS NULL'),
        ),
    ),
    KeepsRows(
        name="consent_stays",
        table="community_consent",
        promise="C4",
        says="A consent never changes, and ends once. Ask for it anew.",
        keeps=(
            "story_id",
            "purpose",
            "document_id",
            "given_by_id",
            "given_at",
            "way",
            "until",
            "attests",
            "comes_of_age",
            "after_death",
        ),
        once=(("ended_at", "ending"),),
        unique=(Key(("story_id", "purpose"), where='{row}."ended_at" IS NULL'),),
    ),
    Refuses(
        name="consent_given_in_words",
        table="community_consent",
        promise="C4",
        says="Consent is given by the author, for one purpose, in the words that explain it now.",
        events=("INSERT",),
        when=(
            'NEW."ended_at" IS NOT NULL OR NOT EXISTS (SELECT 1 FROM "community_consentdocument" AS d'
            ' WHERE d."id" = NEW."document_id" AND d."purpose" = NEW."purpose" AND d."ended_at" IS NULL)'
            ' OR NOT EXISTS (SELECT 1 FROM "community_story" AS s'
            ' WHERE s."id" = NEW."story_id" AND s."author_id" = NEW."given_by_id")'
        ),
        reads=("community_consentdocument", "community_story"),
    ),
    Refuses(
        name="consent_lasts_five_years",
        table="community_consent",
        promise="C10",
        says="Nobody allows it for ever: after five years at most they are asked again.",
        events=("INSERT",),
        when='NEW."until" - (NEW."given_at" AT TIME ZONE \'UTC\')::date > 1828',
        when_sqlite='julianday(NEW."until") - julianday(substr(NEW."given_at", 1, 10)) > 1828',
    ),
    Refuses(
        name="consent_ends_last",
        table="community_consent",
        promise="C1",
        says="The story is still public and rests on this consent. Take it down with it.",
        events=("UPDATE",),
        when=(
            'NEW."ended_at" IS NOT NULL AND EXISTS (SELECT 1 FROM "community_storypublication" AS p'
            ' WHERE p."consent_id" = NEW."id" AND p."ended_at" IS NULL)'
        ),
        reads=("community_storypublication",),
        queue="stories",
    ),
    Refuses(
        name="consent_speaks_for_others",
        table="community_storypublication",
        promise="C13",
        says="A story about somebody else needs that person's word, or says why they cannot give it.",
        events=("INSERT",),
        when=(
            'NOT EXISTS (SELECT 1 FROM "community_consent" AS c JOIN "community_storytext" AS t'
            ' ON t."id" = NEW."text_id" WHERE c."id" = NEW."consent_id" AND ('
            "t.\"relation\" IN ('person', 'risk', 'waiting', 'before', 'unsaid') AND c.\"attests\" = ''"
            " OR t.\"relation\" = 'bereaved' AND c.\"attests\" = 'died'"
            f" OR t.\"relation\" IN ('parent', 'carer', 'partner', 'relative') AND c.\"attests\" IN {OTHER_THAN}))"
        ),
        reads=("community_consent", "community_storytext"),
        queue="stories",
    ),
    gone("consent"),
    AppendOnly(
        name="reminder_stays",
        table="community_reminder",
        promise="C10",
        says="What an author was told of stays told. Nobody is reminded twice of the same.",
        unique=(Key(("consent_id", "kind")),),
    ),
)
