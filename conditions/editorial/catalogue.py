"""Moves of a condition: its address, its names, its codes, its families."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conditions import ledger, names, rendering, search
from conditions.editorial import rows
from conditions.models import Code, Condition, FormerSlug, Name, User

ACTION = "manage_catalogue"


def stream(condition: Condition) -> str:
    return f"condition:{condition.pk}"


@transaction.atomic
def change_slug(condition: Condition, to: str, *, by: User, at: datetime.datetime, seen: str) -> Condition:
    """Gives the condition a new address; the old one leads to it for ever (E18). It may return to one it had.

    Raises: PermissionDenied; Stale; ValidationError for an address that is reserved, taken, or no address.
    """
    rows.enter(by, ACTION, condition, at=at)
    now = rows.locked(condition, seen)
    if to == now.slug:
        return now
    refuse_address(to, now)
    old = now.slug
    rows.change(now, {"slug": to}, "address changed", stream=stream(now), by=by, at=at)
    if not FormerSlug.objects.filter(slug=old).exists():
        FormerSlug.objects.create(slug=old, condition=now)
    return now


@transaction.atomic
def mark_family(condition: Condition, is_grouping: bool, *, by: User, at: datetime.datetime, seen: str) -> Condition:  # noqa: FBT001
    """Says whether it is a family, which lists its members and is asked no questions.

    Raises: PermissionDenied; Stale.
    """
    rows.enter(by, ACTION, condition, at=at)
    now = rows.locked(condition, seen)
    return rows.change(now, {"is_grouping": is_grouping}, "family marked", stream=stream(now), by=by, at=at)


@transaction.atomic
def show_countries(condition: Condition, shows: bool, *, by: User, at: datetime.datetime, seen: str) -> Condition:  # noqa: FBT001
    """Says whether readers see in which countries its members live (docs/decisions/0053-the-community-map.md).

    Raises: PermissionDenied; Stale.
    """
    rows.enter(by, ACTION, condition, at=at)
    now, told = rows.locked(condition, seen), "countries shown" if shows else "countries hidden"
    return rows.change(now, {"shows_countries": shows}, told, stream=stream(now), by=by, at=at)


@transaction.atomic
def change_families(
    condition: Condition, to: Iterable[Condition], *, by: User, at: datetime.datetime, seen: str
) -> Condition:
    """Says what the condition belongs to.

    Raises: PermissionDenied; Stale, also if it would belong to itself by what somebody else has just written (E24);
    ValidationError if it would belong to itself, by whatever way round.
    """
    rows.enter(by, ACTION, condition, at=at)
    now = rows.locked(condition, seen)
    families = {family.pk: family for family in to}
    if now.pk in above(set(families)):
        raise ValidationError(_("A condition cannot belong to itself, nor to one of its own members."))
    before = set(now.parents.values_list("pk", flat=True))
    if before != families.keys():
        with rows.unless_somebody_was_faster():
            now.parents.set(families.values())
        data = {"was": sorted(before), "is": sorted(families)}
        ledger.record(stream(now), "families changed", by=by, at=at, data=data)
    return now


@transaction.atomic
def add_name(condition: Condition, text: str, *, by: User, at: datetime.datetime, language: str = "en") -> Name:
    """One more name to search by. That readers see it is proposed (`proposals.propose_name`).

    Raises: PermissionDenied; ValidationError.
    """
    rows.enter(by, ACTION, condition, at=at, language=language)
    Condition.objects.select_for_update().get(pk=condition.pk)
    clean = rendering.line(text)
    name = Name(condition=condition, text=clean, folded=names.fold(clean), language=language)
    rows.add(name, "name added", stream=stream(condition), by=by, at=at)
    search.index(condition)
    return name


@transaction.atomic
def lower_use(name: Name, use: str, *, by: User, at: datetime.datetime, seen: str) -> Name:
    """Takes a name from readers, or makes it a lesser one: one person alone may, for nothing new is shown (E7).

    Raises: PermissionDenied; Stale; ValidationError for what takes two, or if English would be left without a
    preferred name.
    """
    rows.enter(by, ACTION, name.condition, at=at, language=name.language)
    Condition.objects.select_for_update().get(pk=name.condition_id)
    now = rows.locked(name, seen)
    if now.would_show_more(use):
        raise ValidationError(_("Readers would see more than now, which takes two people. Propose it."))
    if now.use == Name.Use.PREFERRED != use and now.language == "en":
        raise ValidationError(_("Readers need a preferred name in English. Propose another name as preferred instead."))
    rows.change(now, {"use": use}, "name used otherwise", stream=stream(now.condition), by=by, at=at)
    search.index(now.condition)
    return now


@transaction.atomic
def add_code(
    condition: Condition,
    system: str,
    value: str,
    *,
    by: User,
    at: datetime.datetime,
    relation: str = Code.Relation.EXACT,
) -> Code:
    """What another system calls the condition. Raises: PermissionDenied; ValidationError."""
    rows.enter(by, ACTION, condition, at=at)
    Condition.objects.select_for_update().get(pk=condition.pk)
    code = Code(condition=condition, system=system, value=rendering.line(value), relation=relation)
    rows.add(code, "code added", stream=stream(condition), by=by, at=at)
    search.index(condition)
    return code


def refuse_address(slug: str, condition: Condition | None) -> None:
    """Raises: ValidationError for an address of another page, or one that led to another condition once."""
    if slug in names.RESERVED:
        raise ValidationError(
            {"slug": _("“%(slug)s” is the address of another page. Choose another.") % {"slug": slug}}
        )
    taken = FormerSlug.objects.filter(slug=slug).exclude(condition=condition)
    if taken.exists():
        raise ValidationError(
            {"slug": _("This address led to another condition once, and does so for ever. Choose another.")}
        )


def above(start: set[int]) -> set[int]:
    """The conditions themselves and all that they belong to, however far up."""
    link = Condition.parents.through
    found: set[int] = set()
    while start:
        found |= start
        up = link.objects.filter(from_condition_id__in=start).values_list("to_condition_id", flat=True)
        start = set(up) - found
    return found
