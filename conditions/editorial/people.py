"""Who works here: letting people in, giving and ending roles, closing accounts. Each move is an event (E11)."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions import ledger
from conditions.editorial.rows import enter, locked
from conditions.models import Grant, User
from conditions.models.people import BY_NAME


def grant_role(grant: Grant, *, by: User, at: datetime.datetime) -> Grant:
    """Gives a role. `grant` is unsaved; its giver is whoever calls, never what a form says.

    Raises: PermissionDenied; ValidationError if it breaks a rule of grants, gives to oneself, to a closed account or to
    an outside expert, or repeats what holds.
    """
    _allowed(by, at)
    if grant.user.is_outside:
        raise ValidationError(_("An outside expert cannot sign in, so a role would be of no use. Invite them instead."))
    if not grant.user.is_active:
        raise ValidationError(_("This account is closed: no role of it counts."))
    return give(grant, by=by, at=at)


@transaction.atomic
def give(grant: Grant, *, by: User, at: datetime.datetime) -> Grant:
    """Part of a move that has asked whether they may: writes the role down. Raises: ValidationError."""
    grant.granted_by = by
    grant.full_clean()
    if grant.role in BY_NAME and not grant.user.is_named:
        raise ValidationError(_("Readers see whoever has this role by name. Put a name to the account first."))
    _lock(grant.user)
    if holds(grant, on=timezone.localdate(at)):
        raise ValidationError(_("This person holds this very role already. End that grant first."))
    grant.save(force_insert=True)
    _record(grant.user, "grant role", by=by, at=at, data=_facts(grant))
    return grant


def require_name(person: User) -> None:
    """Readers see who wrote, and an address is nobody's name. Raises: ValidationError."""
    if not person.is_named:
        raise ValidationError(_("Readers see who wrote. Ask an administrator to put your name to your account first."))


def holds(grant: Grant, *, on: datetime.date) -> bool:
    """Whether the person would hold the very same role twice."""
    there = {"role": grant.role, "condition": grant.condition, "language": grant.language}
    return Grant.objects.in_force(max(on, grant.starts_on)).filter(user=grant.user, **there).exists()


def end_grant(grant: Grant, *, ends_on: datetime.date | None, by: User, at: datetime.datetime, seen: str) -> Grant:
    """Brings the last day of a role forward: that day still counts, so yesterday ends it at once.

    Raises: PermissionDenied; Stale; ValidationError if it ended already, would last longer, would be unmade in
    the past, or if nobody could grant roles any more.
    """
    on = _allowed(by, at)
    with transaction.atomic():
        _lock_administrators()
        grant = locked(grant, seen)
        grant.ends_on = _checked_last_day(grant, ends_on, on)
        grant.full_clean()
        grant.save(update_fields=["ends_on"])
        _keep_an_administrator(on, max(on, grant.ends_on + datetime.timedelta(days=1)))
        _record(grant.user, "end grant", by=by, at=at, data=_facts(grant))
    return grant


def _checked_last_day(grant: Grant, ends_on: datetime.date | None, on: datetime.date) -> datetime.date:
    if grant.ends_on is not None and grant.ends_on < on:
        raise ValidationError(_("This grant has ended already. Nothing needs to be done."))
    if ends_on is None or (grant.ends_on is not None and ends_on > grant.ends_on):
        raise ValidationError(_("A grant is not made longer. Give a new one, to begin when this one ends."))
    if ends_on < on - datetime.timedelta(days=1):
        raise ValidationError(_("What was done under this role stays. Choose yesterday to end it at once."))
    return ends_on


def let_in(user: User, *, by: User, at: datetime.datetime) -> User:
    """Makes an account for a colleague, without a password: they choose it by the link that is sent to them."""
    _allowed(by, at)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    with transaction.atomic():
        user.save(force_insert=True)
        _record(user, "let in", by=by, at=at, data=_standing(user))
    return user


def change_standing(
    user: User,
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    name: str | None = None,
    language: str | None = None,
    is_active: bool | None = None,
    is_staff: bool | None = None,
) -> User:
    """Changes the name, the language, whether the account is open and the administration opens: what is given.

    Raises: PermissionDenied; Stale; ValidationError for one's own standing, or if nobody could grant roles any more.
    """
    on = _allowed(by, at)
    if user.pk == by.pk and False in (is_active, is_staff):
        raise ValidationError(_("Nobody shuts themselves out. Ask another administrator."))
    with transaction.atomic():
        _lock_administrators()
        user = locked(user, seen)
        user.name = user.name if name is None else name
        user.language = user.language if language is None else language
        user.is_active = user.is_active if is_active is None else is_active
        user.is_staff = user.is_staff if is_staff is None else is_staff
        user.full_clean(exclude=["password"])
        user.save(update_fields=["name", "language", "is_active", "is_staff"])
        _keep_an_administrator(on, on)
        _record(user, "change standing", by=by, at=at, data=_standing(user))
    return user


def _allowed(by: User, at: datetime.datetime) -> datetime.date:
    """The day on which they may."""
    enter(by, "manage_people", at=at)
    return timezone.localdate(at)


def _lock(user: User) -> None:
    User.objects.select_for_update().get(pk=user.pk)


def _lock_administrators() -> None:
    """Two administrators who end each other's role in one moment wait for each other."""
    list(User.objects.filter(is_staff=True).order_by("pk").select_for_update().values_list("pk", flat=True))


def _keep_an_administrator(*days: datetime.date) -> None:
    if not all(User.objects.administrators(day).exists() for day in days):
        raise ValidationError(_("Nobody could grant roles any more. Make somebody else administrator first."))


def _record(user: User, action: str, *, by: User, at: datetime.datetime, data: dict[str, Any]) -> None:
    ledger.record(f"user:{user.pk}", action, by=by, at=at, data=data)


def _facts(grant: Grant) -> dict[str, Any]:
    return {
        "grant": grant.pk,
        "role": grant.role,
        "condition": grant.condition_id,
        "language": grant.language,
        "starts_on": grant.starts_on,
        "ends_on": grant.ends_on,
    }


def _standing(user: User) -> dict[str, Any]:
    return {"is_active": user.is_active, "is_staff": user.is_staff}
