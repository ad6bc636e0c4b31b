"""Asking somebody to work here, by a mail with one link; and what whoever opened it in that mailbox gets by it.

Why an editor may invite reviewers, and what keeps one person from being two, stands in
docs/decisions/0041-invitations.md.
"""

import datetime
import hashlib
import re
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions import ledger, rendering
from conditions.editorial import invited, people, rows
from conditions.models import Grant, Invitation, User
from conditions.models.people import Role
from conditions.permissions import may

LASTS = datetime.timedelta(days=14)
KEPT = datetime.timedelta(days=90)  # how long the address stands after the end, so that somebody can invite again
A_DAY = datetime.timedelta(days=1)
MOST_TO_ONE = 3  # mails to one address in a day
MOST_BY_ONE = 50  # invitations by one person in a day
LINK = re.compile(r"://|@|\bwww\.|\S\.\S+/|[^\s.]{2}\.[^\W\d_]{2}")  # mail programs make one of “a.example”


def needs(role: str) -> str:
    """The right that it takes to invite to the role: whoever checks credentials may ask for reviewers."""
    return "invite_reviewers" if role == Role.REVIEWER else "manage_people"


def theirs(person: User, *, on: datetime.date) -> QuerySet[Invitation]:
    """The invitations that are theirs to see, and to withdraw."""
    if may(person, "manage_people", on=on):
        return Invitation.objects.all()
    return Invitation.objects.filter(role=Role.REVIEWER) if may(person, "invite_reviewers", on=on) else _nothing()


def _nothing() -> QuerySet[Invitation]:
    return Invitation.objects.none()


@transaction.atomic
def invite(invitation: Invitation, *, by: User, at: datetime.datetime, write_in: str) -> Invitation:
    """Sends the link. `invitation` is unsaved; what it says of an address is the same whether somebody has it or not.

    Raises: PermissionDenied; ValidationError, keyed by field.
    """
    rows.enter(by, needs(invitation.role), at=at)
    invitation.email = invitation.email.strip().lower()
    invitation.message = rendering.line(invitation.message)
    _refuse(invitation, by=by, at=at)
    secret = secrets.token_urlsafe(24)
    invitation.digest = digest(secret)
    invitation.invited_by, invitation.invited_at, invitation.expires_at = by, at, at + LASTS
    rows.write(invitation)
    _record(invitation, "invited", by=by, at=at, role=invitation.role)
    invited.asked(invitation, secret, write_in, at=at)
    return invitation


@transaction.atomic
def again(invitation: Invitation, *, by: User, at: datetime.datetime, write_in: str) -> Invitation:
    """The same with a new link; the old one ends. Raises: as `invite`; Stale if it was accepted meanwhile."""
    now = rows.locked(invitation, rows.version(invitation))
    if now.accepted_at:
        raise ValidationError(_("This invitation was accepted already. Nothing needs to be done."))
    if not now.email:
        said = _("The address was forgotten after {days} days. Invite them again.")
        raise ValidationError(said.format(days=KEPT.days))
    if not now.withdrawn_at:
        withdraw(now, by=by, at=at)
    same = ("email", "role", "condition_id", "language", "ends_on", "message")
    return invite(Invitation(**{name: getattr(now, name) for name in same}), by=by, at=at, write_in=write_in)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User, at: datetime.datetime) -> Invitation:
    """The link ends. Raises: PermissionDenied; Stale if it was accepted or withdrawn meanwhile."""
    rows.enter(by, needs(invitation.role), at=at)
    now = rows.locked(invitation, rows.version(invitation))
    rows.once(now, withdrawn_at=at, withdrawn_by=by)
    _record(now, "invitation withdrawn", by=by, at=at)
    return now


def found(secret: str) -> Invitation | None:
    """The invitation to which the link belongs, in whatever state."""
    return known(digest(secret))


def known(digested: str) -> Invitation | None:
    """The same by what is kept of the link."""
    told = Invitation.objects.select_related("condition", "invited_by", "accepted_by")
    return told.filter(digest=digested).first()


@transaction.atomic
def accept(invitation: Invitation, *, by: User, at: datetime.datetime) -> Grant:
    """Gives the role to whoever owns the address; the giver is the one who invited, if they still may.

    That the address is theirs, who calls has asked (`accounts.invited`). Everybody else who could give roles is told.
    Raises: ValidationError with what to do instead.
    """
    now = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if hindrance := hindering(now, by=by, at=at):
        raise ValidationError(hindrance)
    grant = people.give(_grant(now, by, timezone.localdate(at)), by=now.invited_by, at=at)
    rows.once(now, accepted_at=at, accepted_by=by, grant=grant)
    _record(now, "invitation accepted", by=by, at=at, grant=grant.pk, user=by.pk)
    invited.accepted(now, at=at)
    return grant


def hindering(invitation: Invitation, *, by: User | None, at: datetime.datetime) -> str:
    """Why it cannot be accepted; empty where it can."""
    on, giver = timezone.localdate(at), invitation.invited_by
    if invitation.state(at) != "open":
        return _("This link does not work any more. Ask to be invited again.")
    if not may(giver, needs(invitation.role), on=on):
        return _("Whoever invited you may not do so any more. Write to us, and somebody else invites you.")
    if invitation.ends_on and invitation.ends_on < on:
        return _("The role for which you were invited has ended. Ask to be invited again.")
    if by and by.pk == giver.pk:
        return _("You sent this invitation yourself. Nobody gives themselves a role: ask a colleague.")
    if by and people.holds(_grant(invitation, by, on), on=on):
        return _("You hold this role already. Go to the desk: you need no invitation.")
    return ""


def forget(email: str, *, at: datetime.datetime) -> int:
    """Part of a move: the address, and what was said to it, go; an open invitation ends with them. How many."""
    mine = Invitation.objects.filter(email=email.lower())
    for each in mine.open(at):
        rows.once(each, withdrawn_at=at, withdrawn_by=each.invited_by)
        _record(each, "invitation withdrawn", by=None, at=at)
    return mine.update(email="", message="")


def forget_old(*, at: datetime.datetime) -> int:
    """Forgets the addresses of those who did not come, some time after their link ended. How many."""
    return Invitation.objects.over_since(at - KEPT).exclude(email="").update(email="", message="")


def _refuse(invitation: Invitation, *, by: User, at: datetime.datetime) -> None:
    """Raises: ValidationError for what no invitation says, or for too many of them."""
    on = timezone.localdate(at)
    if not invitation.email:
        raise ValidationError({"email": _("Write the address to which the link goes.")})
    if invitation.email in {by.email, *by.emailaddress_set.values_list("email", flat=True)}:  # type: ignore[attr-defined]
        raise ValidationError({"email": _("This is your own address. Nobody gives themselves a role.")})
    if invitation.ends_on and invitation.ends_on <= on:
        raise ValidationError({"ends_on": _("Choose a day that is still to come, or leave it empty.")})
    if LINK.search(invitation.message):
        raise ValidationError({"message": _("Leave links and addresses out: the mail has one link, ours.")})
    lately = Invitation.objects.filter(invited_at__gt=at - A_DAY)
    if lately.filter(email=invitation.email).count() >= MOST_TO_ONE:
        raise ValidationError({"email": _("This address was written to three times today. Try again tomorrow.")})
    if lately.filter(invited_by=by).count() >= MOST_BY_ONE:
        raise ValidationError(_("You have sent many invitations today. Go on tomorrow."))


def _grant(invitation: Invitation, user: User, on: datetime.date) -> Grant:
    there = {"condition": invitation.condition, "language": invitation.language}
    return Grant(user=user, role=invitation.role, starts_on=on, ends_on=invitation.ends_on, **there)


def digest(secret: str) -> str:
    """What is kept of a link: 192 random bits need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _record(invitation: Invitation, action: str, *, by: User | None, at: datetime.datetime, **data: object) -> None:
    """Never the address: what stands in the ledger stays."""
    ledger.record(f"invitation:{invitation.pk}", action, by=by, at=at, data=data)
