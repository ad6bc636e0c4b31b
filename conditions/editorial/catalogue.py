"""Moves of a condition: its address, its names, its families. Its codes are in `codes`."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions import ledger, names, rendering, search
from conditions.editorial import rows
from conditions.models import Condition, FormerSlug, Name, Publication, User

ACTION = "manage_catalogue"


def stream(condition: Condition) -> str:
    return f"condition:{condition.pk}"


@transaction.atomic
def change_place(
    condition: Condition, values: dict[str, Any], *, by: User, at: datetime.datetime, seen: str
) -> Condition:
    """What one person alone may, because readers see nothing new: an address that it had, a family, fewer families.

    `values` are of `slug`, `is_grouping` and `families`. What shows more is proposed (`proposals.propose_place`).
    Raises: PermissionDenied; Stale; ValidationError, also for what takes two.
    """
    rows.enter(by, ACTION, condition, at=at)
    now = rows.locked(condition, seen)
    if shows_more(now, values):
        raise ValidationError(_("Readers would see more than now, which takes two people. Propose it."))
    return place(now, values, by=by, at=at)


def shows_more(condition: Condition, values: dict[str, Any]) -> bool:
    """Whether readers would see there what they do not see now (E7)."""
    had = {condition.slug, *condition.former_slugs.values_list("slug", flat=True)}
    moves = values.get("slug", condition.slug) not in had
    is_asked = condition.is_grouping and not values.get("is_grouping", True)
    joins = {each.pk for each in values.get("families", ())} - _families(condition)
    return moves or is_asked or bool(joins)


def place(now: Condition, values: dict[str, Any], *, by: User, at: datetime.datetime) -> Condition:
    """Writes it for a condition that is locked, each change with its event; part of a move that asked who may.

    A former address leads to the condition for ever (E18), and it may return to one that it had: it is kept while it
    is still the address, for afterwards the database takes nobody's word that it was.
    Raises: ValidationError as `refuse_place`; Stale if somebody else was faster, also in closing a circle (E24).
    """
    refuse_place(now, values)
    said: dict[str, Any] = {"stream": stream(now), "by": by, "at": at}
    if values.get("slug", now.slug) != now.slug:
        FormerSlug.objects.get_or_create(slug=now.slug, defaults={"condition": now})
        rows.change(now, {"slug": values["slug"]}, "address changed", **said)
    if "is_grouping" in values:
        rows.change(now, {"is_grouping": values["is_grouping"]}, "family marked", **said)
    before, families = _families(now), {family.pk for family in values.get("families", ())}
    if "families" in values and before != families:
        with rows.unless_somebody_was_faster():
            now.parents.set(families)
        ledger.record(data={"was": sorted(before), "is": sorted(families)}, action="families changed", **said)
    return now


def refuse_place(condition: Condition, values: dict[str, Any]) -> None:
    """Raises: ValidationError for an address that is reserved, taken or none, or if it would belong to itself.

    Also if it would be a family while answers about it are live: readers would lose them without a word (E7).
    """
    if values.get("slug", condition.slug) != condition.slug:
        refuse_address(values["slug"], condition)
        asked = Condition(pk=condition.pk, slug=values["slug"])
        asked._state.adding = False
        asked.full_clean()
    if condition.pk in above({family.pk for family in values.get("families", ())}):
        raise ValidationError(_("A condition cannot belong to itself, nor to one of its own members."))
    if values.get("is_grouping") and not condition.is_grouping:
        _refuse_over_live_text(condition)


def _refuse_over_live_text(condition: Condition) -> None:
    live = Publication.objects.live().filter(answer__condition=condition).count()
    if live:
        says = ngettext(
            "%(number)d answer about this condition is live, and a family has none. Withdraw it first: then readers "
            "are told, and a second person looks at it.",
            "%(number)d answers about this condition are live, and a family has none. Withdraw them first: then "
            "readers are told, and a second person looks at them.",
            live,
        )
        raise ValidationError({"is_grouping": says % {"number": live}})


def _families(condition: Condition) -> set[int]:
    return set(condition.parents.order_by().values_list("pk", flat=True))


@transaction.atomic
def show_countries(condition: Condition, shows: bool, *, by: User, at: datetime.datetime, seen: str) -> Condition:  # noqa: FBT001
    """Says whether readers see in which countries its members live (docs/decisions/0053-the-community-map.md).

    Raises: PermissionDenied; Stale.
    """
    rows.enter(by, ACTION, condition, at=at)
    now, told = rows.locked(condition, seen), "countries shown" if shows else "countries hidden"
    return rows.change(now, {"shows_countries": shows}, told, stream=stream(now), by=by, at=at)


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
