"""What answers rest on: entered once, in normal form, dated with the day on which somebody read it."""

import datetime
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions import identifiers, rendering
from conditions.editorial import rows
from conditions.models import Event, Source, User

ACTION = "manage_sources"
FLAG = "caution_sources"  # it warns readers of every answer that cites it, on whatever condition, in any language
LINES = ("title", "publisher", "published", "note")
IDENTIFIERS = {"doi": identifiers.doi, "pmid": identifiers.pmid, "url": identifiers.url}
TYPED = (*LINES, *IDENTIFIERS)


@transaction.atomic
def add_source(source: Source, *, by: User, at: datetime.datetime) -> Source:
    """One more source, read on a day, by whoever writes in any language.

    Raises: PermissionDenied; ValidationError, naming the source it would double.
    """
    rows.enter(by, ACTION, at=at, language=None)
    _refuse_day("read_on", source.read_on, at)
    for name, value in normal({name: getattr(source, name) for name in TYPED}, read_on=source.read_on).items():
        setattr(source, name, value)
    source.added_by, source.added_at = by, at
    return rows.add(source, "added", stream=stream(source), by=by, at=at)


@transaction.atomic
def change_source(source: Source, values: dict[str, Any], *, by: User, at: datetime.datetime, seen: str) -> Source:
    """Mends what was typed wrongly; answers keep the copy that was signed. Its key stays, since texts cite it.

    Raises: PermissionDenied; Stale; ValidationError.
    """
    rows.enter(by, ACTION, at=at)
    now = rows.locked(source, seen)
    if now.replaces.exists():
        raise ValidationError(
            _("Readers see it in the place of another. Take that back first; a colleague puts it there again.")
        )
    typed = {name: getattr(now, name) for name in TYPED} | {name: values[name] for name in TYPED if name in values}
    values = normal(typed, read_on=now.read_on, but=now)
    return rows.change(now, values, "changed", stream=stream(now), by=by, at=at)


@transaction.atomic
def read_again(source: Source, *, on: datetime.date, by: User, at: datetime.datetime, seen: str) -> Source:
    """Somebody read it on a later day; texts that are saved from now on say so.

    Raises: PermissionDenied; Stale; ValidationError for a day that has not come or lies before the last reading.
    """
    rows.enter(by, ACTION, at=at, language=None)
    now = rows.locked(source, seen)
    _refuse_day("read_on", on, at)
    if on < now.read_on:
        raise ValidationError({"read_on": _("Somebody has read it since. Write the day of your own reading.")})
    return rows.change(now, {"read_on": on}, "read again", stream=stream(now), by=by, at=at)


@transaction.atomic
def retract_source(
    source: Source, *, on: datetime.date, note: str, by: User, at: datetime.datetime, seen: str
) -> Source:
    """Its publisher took it back on that day: from now on each answer that cites it is flagged (E16).

    Those answers, worst first, are `Publication.objects.citing(source)`.
    Raises: PermissionDenied; Stale; ValidationError without a note, or for a day that has not come.
    """
    rows.enter(by, FLAG, at=at)
    now = rows.locked(source, seen)
    _refuse_day("retracted_on", on, at)
    why = rendering.line(note)
    if not why:
        raise ValidationError({"retraction_note": _("Say who retracted it and why: colleagues decide by it.")})
    values = {"retracted_on": on, "retraction_note": why}
    return rows.change(now, values, "retracted", stream=stream(now), by=by, at=at)


@transaction.atomic
def take_retraction_back(source: Source, *, by: User, at: datetime.datetime, seen: str) -> Source:
    """It was marked by mistake; the ledger keeps that it was. Raises: PermissionDenied; Stale."""
    rows.enter(by, FLAG, at=at)
    now = rows.locked(source, seen)
    values = {"retracted_on": None, "retraction_note": ""}
    return rows.change(now, values, "retraction taken back", stream=stream(now), by=by, at=at)


@transaction.atomic
def replace_source(
    source: Source, to: Source | None, *, by: User, at: datetime.datetime, seen: str, next_seen: str = ""
) -> Source:
    """A newer one stands in its place; None takes that back. Those that replace one another never form a ring.

    Readers see the newer one at once, so whoever typed any of it puts it there by no means alone (E7), and whoever
    does has seen what it says: `next_seen` is its version.
    Raises: PermissionDenied; Stale, also if somebody has just closed the ring; ValidationError.
    """
    rows.enter(by, FLAG, at=at)
    now, to = _both(source, seen, to, next_seen)
    if to is not None and by.pk in _typed_by(to):
        raise ValidationError(
            {"replaced_by": _("Readers will see what you typed of it yourself. Ask a colleague to put it there.")}
        )
    following = to
    while following is not None:
        if following.pk == now.pk:
            raise ValidationError({"replaced_by": _("A source does not replace itself, by whatever way round.")})
        following = following.replaced_by
    values = {"replaced_by_id": to and to.pk}
    return rows.change(now, values, "replaced", stream=stream(now), by=by, at=at)


def _both(source: Source, seen: str, to: Source | None, next_seen: str) -> tuple[Source, Source | None]:
    """As they are now, locked in the order of their keys: two who turn them round wait for each other."""
    asked = {source.pk: (source, seen)} | ({to.pk: (to, next_seen)} if to and to.pk != source.pk else {})
    now = {pk: rows.locked(*asked[pk]) for pk in sorted(asked)}
    return now[source.pk], now[to.pk] if to else None


def _typed_by(source: Source) -> set[int | None]:
    """Whoever typed any of what it says now, as the ledger tells."""
    last: dict[str, int | None] = {}
    told = Event.objects.filter(stream=stream(source), action__in=["added", "changed"]).order_by("sequence")
    for by, data in told.values_list("by", "data"):
        values = json.loads(data)
        last |= dict.fromkeys(set(values.get("is", values)) & set(TYPED), by)
    return set(last.values())


def marked_at(key: str) -> Subquery:
    """When it was last marked as retracted or replaced, as the ledger tells; `key` is the column that holds its key."""
    told = Event.objects.filter(stream=Concat(Value("source:"), OuterRef(key)), action__in=["retracted", "replaced"])
    return Subquery(told.order_by("-sequence").values("at")[:1])


def normal(typed: dict[str, str], *, read_on: datetime.date, but: Source | None = None) -> dict[str, str]:
    """What was typed, as it is stored. Raises: ValidationError, keyed by field; a double is named by its key."""
    values = tidied(typed, read_on=read_on)
    for name, told in zip(("doi", "pmid"), identifiers.told_by(values["url"]), strict=True):
        if told and values[name] in ("", told):
            values |= {name: told, "url": ""}
    _refuse_double(values, but)
    return values


def tidied(typed: dict[str, str], *, read_on: datetime.date) -> dict[str, str]:
    """Each column in its own form. Raises: ValidationError, keyed by field."""
    values = {name: rendering.line(typed[name]) for name in LINES}
    wrong: dict[str, list[str]] = {}
    for name, normalise in IDENTIFIERS.items():
        try:
            values[name] = normalise(typed[name])
        except ValidationError as refusal:
            values[name], wrong[name] = "", refusal.messages
    year = values["published"][:4]
    if year.isdecimal() and int(year) > read_on.year + 1:
        wrong["published"] = [_("This lies too far ahead to have been read. Look the year up again.")]
    if wrong:
        raise ValidationError(wrong)
    return values


def stream(source: Source) -> str:
    return f"source:{source.key}"


def _refuse_double(values: dict[str, str], but: Source | None) -> None:
    same = {
        "doi": Q(doi=values["doi"]) if values["doi"] else None,
        "pmid": Q(pmid=values["pmid"]) if values["pmid"] else None,
        "url": Q(url__in=identifiers.twins(values["url"])) if values["url"] else None,
    }
    others = Source.objects.exclude(pk=but.pk) if but else Source.objects.all()
    doubled = {name: others.filter(query).first() for name, query in same.items() if query is not None}
    sentence = _("“%(key)s” is this publication already. Cite that one.")
    wrong = {name: sentence % {"key": double.key} for name, double in doubled.items() if double}
    if wrong:
        raise ValidationError(wrong)


def _refuse_day(field: str, day: datetime.date, at: datetime.datetime) -> None:
    if day > timezone.localdate(at):
        raise ValidationError({field: _("This day has not come yet. Write the day on which it was.")})
