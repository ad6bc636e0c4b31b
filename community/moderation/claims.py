"""A moderator takes a case to work on it, for so many minutes, and lets it go; somebody else takes it over."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.models import Case, Claim
from community.moderation import cases, decisions, threads
from conditions.editorial import rows
from conditions.models import User
from conditions.stale import Stale

Ending, Why = Claim.Ending, Claim.Why


@transaction.atomic
def take(case: Case, *, by: User, at: datetime.datetime, because: str = "") -> Claim:
    """From now on this moderator alone decides on it. Who holds it already holds it for longer.

    What somebody else holds is taken over once it has run out, or before with a reason.
    Raises: PermissionDenied; Stale if the case is closed; ValidationError.
    """
    story, case = cases.entered(case, by=by, at=at)
    if decisions.decided_before(case, by):
        raise ValidationError(_("You decided on this story before. Another moderator decides on the appeal."))
    before = Claim.objects.filter(case=case, ended_at=None).select_related("by").first()
    ended = [_ended(before, because, by=by, at=at)] if before else []
    until = at + datetime.timedelta(minutes=int(settings.DISEASEMAPS["lease"]))
    fresh = rows.write(Claim(case=case, by=by, at=at, until=until))
    rows.tell("claimed", fresh, *ended, stream=threads.stream(story), by=by, at=at)
    return fresh


@transaction.atomic
def let_go(case: Case, *, by: User, at: datetime.datetime) -> Claim:
    """They work on it no more, and anybody may take it. Raises: PermissionDenied; Stale if they do not hold it."""
    story, case = cases.entered(case, by=by, at=at)
    freed = cases.let_go(case, Ending.RELEASED, by=by, at=at)
    if not freed:
        raise Stale
    rows.tell("let go", *freed, stream=threads.stream(story), by=by, at=at)
    return freed[0]


def said(claim: Claim) -> str:
    """Who works on it, and until when, as a sentence for colleagues."""
    until = date_format(timezone.localtime(claim.until), "TIME_FORMAT")
    return _("%(name)s works on this story until %(time)s.") % {"name": claim.by, "time": until}


def _ended(before: Claim, because: str, *, by: User, at: datetime.datetime) -> Claim:
    """Raises: ValidationError without a reason where it still runs."""
    if before.by_id == by.pk:
        return rows.once(before, ended_at=at, ending=Ending.RENEWED)
    if before.until <= at:
        return rows.once(before, ended_at=at, ending=Ending.OVER)
    if because not in Why.values or not because:
        raise ValidationError({"because": _("%(said)s Say why you take it over.") % {"said": said(before)}})
    return rows.once(before, ended_at=at, ending=Ending.TAKEN, because=because)
