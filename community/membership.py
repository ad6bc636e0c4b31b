"""Every move of a member: joining, taking another name, belonging to a community, being forgotten unconfirmed."""

import datetime

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from community import pseudonyms
from community.models import Member, Membership
from conditions.digest import sha256
from conditions.editorial.typed import COUNTRIES
from conditions.models import Condition, User

UNCONFIRMED_LASTS = datetime.timedelta(days=3)  # as long as the link in the mail


def join(user: User, display_name: str, *, on: datetime.date) -> Member:
    """Makes the user a member. Raises: ValidationError if the name is unfit or somebody was faster to take it."""
    name = pseudonyms.check(display_name, email=user.email, on=on)
    member = Member(
        user=user,
        display_name=name,
        folded_name=pseudonyms.fold(name),
        age_reached=settings.DISEASEMAPS["minimum_age"],
        joined_on=on,
    )
    member.full_clean()
    return _kept(member)


def rename(member: Member, display_name: str, *, on: datetime.date) -> Member:
    """Gives the member another name. Raises: ValidationError as `join` does."""
    member.display_name = pseudonyms.check(display_name, email=member.user.email, on=on)
    member.folded_name = pseudonyms.fold(member.display_name)
    member.full_clean()
    return _kept(member)


def is_free(name: str, *, unless: Member | None = None) -> bool:
    """Whether nobody has the name, nor one that looks like it, and nobody holds it (see `hold`)."""
    taken = Member.objects.filter(folded_name=pseudonyms.fold(name))
    if unless:
        taken = taken.exclude(pk=unless.pk)
    return not taken.exists() and not cache.get(_held(name))


def hold(name: str) -> None:
    """Keeps a name as taken for as long as a new account would have kept it.

    Somebody who joins with an address that has an account already makes no new one. If the name stayed
    free, asking for it again would tell that the address is known (S6).
    """
    cache.set(_held(name), 1, timeout=UNCONFIRMED_LASTS.total_seconds())


def release(name: str) -> None:
    """Keeps the name no more: nothing of somebody who left is kept, not even that (C8)."""
    cache.delete(_held(name))


def _held(name: str) -> str:
    return f"name-held:{sha256(pseudonyms.fold(name))}"


def _kept(member: Member) -> Member:
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as lost:
        raise ValidationError(_("Somebody took this name a moment ago. Choose another one.")) from lost
    return member


def belong(member: Member, condition: Condition, *, relation: str, country: str = "", on: datetime.date) -> Membership:
    """Joins the community of a condition, in a role and, if they wish, in a country. Readers learn a band (R26).

    Raises: ValidationError, also for somebody who belongs to it already.
    """
    where = {"country": _country(country), "placed_on": on if country else None}
    membership = Membership(member=member, condition=condition, relation=relation, joined_on=on, **where)
    membership.full_clean()
    try:
        with transaction.atomic():
            membership.save(force_insert=True)
    except IntegrityError as pressed_twice:
        raise ValidationError(_("You belong to this community already.")) from pressed_twice
    return membership


def change(membership: Membership, *, relation: str, country: str, on: datetime.date) -> Membership:
    """Another role, another country, or none. Raises: ValidationError, also for somebody who left it meanwhile.

    Who says another country counts there as late as somebody who joins (`bands.of`); so does who never had a day, since
    they joined while the site was brought up to date.
    """
    if membership.country != _country(country) or membership.placed_on is None:
        membership.placed_on = on if country else None
    membership.relation, membership.country = relation, country
    membership.full_clean()
    said = {"relation": relation, "country": country, "placed_on": membership.placed_on}
    if not Membership.objects.filter(pk=membership.pk).update(**said):
        raise ValidationError(_("You do not belong to this community any more. Join it again, if you like."))
    return membership


def leave(membership: Membership) -> None:
    """Belongs to it no more. Nothing of it is kept."""
    membership.delete()


def _country(code: str) -> str:
    if code and code not in COUNTRIES:
        raise ValidationError({"country": _("Choose a country from the list, or leave it empty.")})
    return code


def forget_unconfirmed(*, at: datetime.datetime) -> int:
    """Deletes the accounts whose address was never confirmed while the link lasted; how many there were.

    Their names and addresses are free again. Nothing hangs on them: who has not confirmed cannot sign in.
    """
    forgotten = User.objects.filter(
        member__isnull=False,
        date_joined__lt=at - UNCONFIRMED_LASTS,
        last_login__isnull=True,
        emailaddress__isnull=False,
        grants__isnull=True,
    ).exclude(emailaddress__verified=True)
    with transaction.atomic():
        locked = User.objects.filter(pk__in=forgotten.values("pk")).select_for_update()
        people = [user.pk for user in locked]
        Member.objects.filter(user__in=people).delete()
        User.objects.filter(pk__in=people).delete()
    return len(people)
