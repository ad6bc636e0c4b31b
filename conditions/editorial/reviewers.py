"""Who may sign: profiles, credentials that somebody else verified, and interests that they declared."""

import datetime
import itertools
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions import rendering
from conditions.editorial import registered, rows
from conditions.models import Condition, Credential, Declaration, Publication, Reviewer, Revocation, User, Verification
from conditions.models.reviewers import LONGEST
from conditions.names import slug

ACTION = "verify_credentials"
OWN = ("workplace", "shows_workplace", "shows_number")
SLUG_LENGTH = 110  # a number fits behind it
PROFILE = ("name", "discipline", *OWN)


@transaction.atomic
def add_reviewer(reviewer: Reviewer, *, by: User, at: datetime.datetime) -> Reviewer:
    """A person who is to review, as readers will see them, added by themselves or somebody who checks credentials.

    Raises: PermissionDenied; ValidationError.
    """
    _enter(reviewer, by=by, at=at)
    _tidy(reviewer, "name", "discipline", "workplace")
    reviewer.full_clean()
    rows.write(reviewer)
    rows.tell("reviewer added", reviewer, stream=stream(reviewer), by=by, at=at)
    return reviewer


@transaction.atomic
def introduce(reviewer: Reviewer, credential: Credential, *, by: User, at: datetime.datetime) -> Reviewer:
    """Somebody who was given the role says who they are and what they are registered as; a colleague looks it up.

    Raises: PermissionDenied; ValidationError, also where they have a profile already.
    """
    if Reviewer.objects.filter(user=by).exists():
        raise ValidationError(_("You have told us this already. Change it on the page about you."))
    reviewer.user, reviewer.slug = by, address(reviewer.name)
    credential.reviewer = add_reviewer(reviewer, by=by, at=at)
    enter_credential(credential, by=by, at=at)
    return reviewer


def address(name: str) -> str:
    """A free address of the name; that of a namesake gets a number."""
    first = slug(name)[:SLUG_LENGTH]
    numbered = (f"{first}-{number}" for number in itertools.count(2))
    return next(each for each in (first, *itertools.islice(numbered, 1000)) if not Reviewer.objects.filter(slug=each))


@transaction.atomic
def change_profile(
    reviewer: Reviewer, values: dict[str, Any], *, by: User, at: datetime.datetime, seen: str
) -> Reviewer:
    """How readers see the reviewer from now on; what they signed keeps its own copy (E12), and they their address.

    Their workplace is theirs to tell, and so is what they show of it: a colleague only takes it away. Name and
    discipline are what readers trust: from the day on which somebody looked them up, a colleague changes those (R9),
    who has looked them up anew and written that down on the same day.
    Readers are told that the registration was checked, and nobody had checked the new name.
    Raises: PermissionDenied; Stale; ValidationError.
    """
    own = _enter(reviewer, by=by, at=at)
    now = rows.locked(reviewer, seen)
    was = {name: getattr(now, name) for name in PROFILE}
    for name in PROFILE:
        setattr(now, name, values.get(name, was[name]))
    _tidy(now, "name", "discipline", "workplace")
    now.full_clean()
    changed = {name: getattr(now, name) for name in PROFILE if getattr(now, name) != was[name]}
    if not own and any(changed.get(name) for name in OWN):
        raise ValidationError(_("Only the reviewer tells this of themselves. You can take it away, and ask them to."))
    if not changed.keys() <= set(OWN):
        _refuse_unchecked(now, own=own, by=by, at=at)
    if changed:
        Reviewer.objects.filter(pk=now.pk).update(**changed)
        told = {"was": {name: was[name] for name in changed}, "is": changed}
        rows.tell("profile changed", now, stream=stream(now), by=by, at=at, **told)
    return now


@transaction.atomic
def enter_credential(credential: Credential, *, by: User, at: datetime.datetime) -> Credential:
    """What the reviewer says they are registered as, entered by themselves or an editor; it counts for nothing yet.

    One that was revoked is entered anew once it counts again. Raises: PermissionDenied; ValidationError.
    """
    _enter(credential.reviewer, by=by, at=at)
    credential.entered_by, credential.entered_at = by, at
    _tidy(credential, "title", "register", "number")
    same = {name: getattr(credential, name) for name in ("reviewer", "register", "number", "title")}
    if Credential.objects.filter(**same, revocation=None).exists():
        raise ValidationError(_("This credential was entered already. Verify that one."))
    rows.write(credential)
    rows.tell("credential entered", credential, stream=stream(credential.reviewer), by=by, at=at)
    return credential


@transaction.atomic
def verify(
    credential: Credential,
    *,
    on: datetime.date,
    days: int,
    evidence: str,
    by: User,
    at: datetime.datetime,
    link: str = "",
) -> Verification:
    """Somebody else looked the credential up on the day (R9); `link` is where the register can be searched.

    Raises: PermissionDenied; ValidationError; Stale if the reviewer is called otherwise than the credential says.
    """
    rows.enter(by, ACTION, at=at)
    rows.locked(credential.reviewer, rows.version(credential.reviewer))  # their name stays what was compared
    if credential.reviewer.user_id == by.pk:
        raise ValidationError(_("Nobody verifies their own credential. Ask a colleague."))
    if on > timezone.localdate(at):
        raise ValidationError({"verified_on": _("This day has not come yet. Write the day on which you looked.")})
    _refuse_revoked(credential)
    verification = rows.write(
        Verification(
            credential=credential,
            by=by,
            at=at,
            verified_on=on,
            days=days,
            valid_until=on + datetime.timedelta(days=max(0, min(days, LONGEST))),
            evidence=rendering.line(evidence),
            link=link,
        )
    )
    rows.tell("credential verified", verification, stream=stream(credential.reviewer), by=by, at=at)
    return verification


@transaction.atomic
def revoke(credential: Credential, *, on: datetime.date, reason: str, by: User, at: datetime.datetime) -> Revocation:
    """From that day on the credential counts no more; what rests on it alone goes to re-review (E13).

    The reviewer is told, and so are the editors of those answers.
    Raises: PermissionDenied; ValidationError without a reason, for a day on which no verification could count, and
    if it was revoked already, also a moment ago.
    """
    rows.enter(by, ACTION, at=at)
    Reviewer.objects.select_for_update(no_key=True).get(pk=credential.reviewer_id)  # who verifies it waits here too
    _refuse_revoked(credential)
    today = timezone.localdate(at)
    if abs((on - today).days) > LONGEST:
        raise ValidationError({"on": _("This day is more than five years away. Look at its year again.")})
    resting = list(Publication.objects.resting_only_on(credential, max(on, today)))
    revocation = rows.write(Revocation(credential=credential, by=by, at=at, on=on, reason=rendering.line(reason)))
    rows.tell("credential revoked", revocation, stream=stream(credential.reviewer), by=by, at=at)
    registered.ended(credential, resting, on - datetime.timedelta(days=1), at=at)
    return revocation


@transaction.atomic
def declare(
    reviewer: Reviewer, condition: Condition, *, interests: str, by: User, at: datetime.datetime
) -> Declaration:
    """The reviewer's interests in the condition from now on; empty says that there are none (R11, R12).

    Raises: PermissionDenied for anybody else; ValidationError.
    """
    rows.enter(by, "review", condition, at=at, language=None)
    if reviewer.user_id != by.pk:
        raise PermissionDenied(_("Only the reviewer declares their interests."))
    text = rendering.line(interests)
    declaration = rows.write(
        Declaration(reviewer=reviewer, condition=condition, is_none=not text, interests=text, at=at)
    )
    rows.tell("interests declared", declaration, stream=stream(reviewer), by=by, at=at)
    return declaration


def is_looked_up(reviewer: Reviewer) -> bool:
    """Whether somebody ever compared the name with a register."""
    return Verification.objects.filter(credential__reviewer=reviewer).exists()


def _refuse_revoked(credential: Credential) -> None:
    if Revocation.objects.filter(credential=credential).exists():
        raise ValidationError(_("This credential was revoked. Enter it again if it counts again."))


def _refuse_unchecked(reviewer: Reviewer, *, own: bool, by: User, at: datetime.datetime) -> None:
    """Raises: ValidationError where readers would read that a name was checked which nobody compared."""
    if own and is_looked_up(reviewer):
        raise ValidationError(_("Readers trust your name and discipline. Ask a colleague to change them."))
    today = Verification.objects.filter(credential=OuterRef("pk"), by=by, verified_on=timezone.localdate(at))
    shown = Credential.objects.filter(reviewer=reviewer, revocation=None, verifications__isnull=False)
    if other := shown.filter(~Exists(today)).first():
        told = {"title": other.title, "register": other.register}
        raise ValidationError(
            _(
                "Readers are told that the registration was checked. Look “%(title)s” up in “%(register)s” under the "
                "new name and discipline first, and write today’s check down; then change them."
            )
            % told
        )


def _enter(reviewer: Reviewer, *, by: User, at: datetime.datetime) -> bool:
    """Whether it is about themselves: then the role of a reviewer will do. Raises: PermissionDenied."""
    own = reviewer.user_id == by.pk
    rows.enter(by, "review" if own else ACTION, at=at, language=None)
    return own


def stream(reviewer: Reviewer) -> str:
    return f"reviewer:{reviewer.pk}"


def _tidy(row: Reviewer | Credential, *names: str) -> None:
    """What readers are shown stands on one line, without signs that nobody sees."""
    for name in names:
        setattr(row, name, rendering.line(getattr(row, name)))
