"""What an invitation promises is what it gives, and to nobody else."""

from conditions.guards.kinds import KeepsRows, Key, Refuses, Rule

INVITATIONS: tuple[Rule, ...] = (
    KeepsRows(
        name="invitation_stays",
        table="conditions_invitation",
        promise="E12",
        says="Who invited somebody, and to what, stays on record. Withdraw the invitation, and invite again.",
        keeps=("role", "condition_id", "language", "ends_on", "invited_by_id", "invited_at", "expires_at", "digest"),
        changes=("email", "message"),
        once=(("withdrawn_at", "withdrawn_by_id"), ("accepted_at", "accepted_by_id", "grant_id")),
        unique=(Key(("digest",)), Key(("grant_id",))),
    ),
    Refuses(
        name="invitation_address",
        table="conditions_invitation",
        promise="S4",
        says="An invitation is for one address. It may be forgotten, never changed. Invite again.",
        events=("UPDATE",),
        when='(NEW."email" <> OLD."email" AND NEW."email" <> \'\')'
        ' OR (NEW."message" <> OLD."message" AND NEW."message" <> \'\')',
    ),
    Refuses(
        name="invitation_grants",
        table="conditions_invitation",
        promise="S4",
        says="An invitation gives the role that it names, from whoever invited, and nothing else.",
        events=("INSERT", "UPDATE"),
        when=(
            'NEW."grant_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "conditions_grant" AS g'
            ' WHERE g."id" = NEW."grant_id" AND g."user_id" = NEW."accepted_by_id"'
            ' AND g."granted_by_id" = NEW."invited_by_id" AND g."role" = NEW."role"'
            ' AND g."language" = NEW."language" AND g."condition_id" IS NOT DISTINCT FROM NEW."condition_id")'
        ),
        reads=("conditions_grant",),
    ),
)
