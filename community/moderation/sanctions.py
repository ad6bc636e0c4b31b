"""What follows for a member who breaks the rules again and again: told with its rule and reason, and lifted (M15)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Member, Sanction
from community.moderation import letters
from conditions import evidence, rendering
from conditions.editorial import rows
from conditions.models import User

LONGEST = datetime.timedelta(days=365)  # of a pause: what lasts longer is a ban, and is called one


@transaction.atomic
def impose(
    member: Member,
    *,
    grade: str,
    rule: str,
    sentence: str,
    by: User,
    at: datetime.datetime,
    until: datetime.date | None = None,
) -> Sanction:
    """A warning, a pause until a day, or a ban; the member is told at once. What they sent before stays as it is.

    Raises: PermissionDenied; ValidationError that names the field.
    """
    rows.enter(by, "sanction", at=at)
    if member.user_id == by.pk:
        raise ValidationError(_("Nobody decides on themselves. Ask another moderator."))
    if grade not in Sanction.Grade.values:
        raise ValidationError({"grade": _("Choose a warning, a pause or a ban.")})
    _require_day(until, on=timezone.localdate(at))
    if hindrance := hindrance_for(member):
        raise ValidationError(hindrance)
    said = {"grade": grade, "rule": rule, "sentence": rendering.line(sentence), "until": until}
    fresh = rows.write(Sanction(member=member, by=by, at=at, salt=rows.salt(), **said))
    letters.sanctioned(fresh)
    rows.tell("sanctioned", fresh, stream=evidence.home(fresh), by=by, at=at, grade=grade, rule=rule)
    return fresh


def hindrance_for(member: Member) -> str:
    """Why nothing further follows for the member; empty where something can."""
    if Sanction.objects.filter(member=member, grade=Sanction.Grade.BAN, lifted_at=None).exists():
        return _("A ban stands already, and nothing goes further. Lift it first.")
    return ""


def _require_day(until: datetime.date | None, *, on: datetime.date) -> None:
    if until is None:
        return
    if until <= on:
        raise ValidationError({"until": _("Choose a day that is still to come.")})
    if until > on + LONGEST:
        raise ValidationError({"until": _("A pause lasts a year at most. Choose an earlier day, or a ban.")})


@transaction.atomic
def lift(sanction: Sanction, *, by: User, at: datetime.datetime) -> Sanction:
    """Ends it before its time; it stays on record. Raises: PermissionDenied; Stale if it was lifted already."""
    rows.enter(by, "sanction", at=at)
    rows.once(sanction, lifted_at=at, lifted_by=by)
    letters.lifted(sanction, at=at)
    rows.tell("lifted", sanction, stream=evidence.home(sanction), by=by, at=at)
    return sanction
