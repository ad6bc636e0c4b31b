"""Goes through the evidence of a family, a part at a time, and names the first row of each owner that does not hold."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import models, transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.utils.translation import gettext as _

from conditions.evidence.families import Family, Model
from conditions.evidence.holding import Held
from conditions.ledger import Evidence, Problem
from conditions.models import Event, Stream

BATCH = 100  # owners
STREAMS = 1_000

Kept = type[Held]


def proof(family: Family, kept: Kept) -> Evidence:
    """How `manage.py verify` goes through the family, owner by owner."""
    owners = family.owner._default_manager.order_by()
    return Evidence(
        size=owners.count,
        problems=lambda looked_at: problems(family, kept, looked_at),
        holds=lambda: (
            _("%(kind)s: %(count)s, and every row of evidence holds.")
            % {"kind": family.owner._meta.verbose_name_plural, "count": f"{owners.count():,}"}
        ),
    )


def problems(family: Family, kept: Kept, looked_at: Callable[[], object]) -> Iterator[Problem]:
    """The first row of each owner that does not hold, and what is told of owners who are gone."""
    last = 0
    while part := list(family.owner._default_manager.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = part[-1].pk
        yield from _part(family, kept, part, looked_at)
    yield from _ownerless(family, kept)


def _part(
    family: Family, kept: Kept, part: Sequence[models.Model], looked_at: Callable[[], object]
) -> Iterator[Problem]:
    try:
        for owner, held in zip(part, _read(family, kept, part), strict=True):
            if next(held.wrong(), ""):
                yield from _again(family, kept, owner)
            looked_at()
    except UnreadableError as error:
        yield Problem(family.kind, str(error))


def _again(family: Family, kept: Kept, owner: models.Model) -> Iterator[Problem]:
    """Looks once more while nobody can move the owner: a move between two of our queries is no tampering."""
    with transaction.atomic():
        Stream.objects.select_for_update().filter(name=family.stream(owner)).first()
        (held,) = _read(family, kept, [owner])
        sentence = next(held.wrong(), "")
    if sentence:
        yield Problem(held.stream, sentence)


def _read(family: Family, kept: Kept, owners: Sequence[models.Model]) -> list[Held]:
    """What the events of the owners tell, then what stands of them, a query a table."""
    held = {owner.pk: kept(family, family.stream(owner)) for owner in owners}
    _hear({one.stream: one for one in held.values()})
    for model, way in family.tables.items():
        found = model._default_manager.filter(**{f"{way}__in": held}).annotate(owned_by=F(way), dates=_dates(model))
        for row in _rows(found.order_by("pk")):
            held[row.owned_by].take(row)
    return list(held.values())


def _hear(held: dict[str, Held]) -> None:
    events = Event.objects.filter(stream__in=held).order_by("stream", "sequence")
    for stream, sequence, data in events.values_list("stream", "sequence", "data").iterator():
        held[stream].told.hear(sequence, data)


def _dates(model: Model) -> Any:
    """SQL: how many dates and times the row has, whatever Django makes of them."""
    total: Any = Value(0)
    for field in model._meta.concrete_fields:
        if isinstance(field, models.DateField):
            total = total + Case(When(**{f"{field.name}__isnull": True}, then=0), default=1)
    return total


class UnreadableError(Exception):
    """A row whose dates are none."""


def _rows(found: "QuerySet[Any]") -> Iterator[Any]:
    """The rows one by one. Raises: UnreadableError, which names the first that Django cannot read at all."""
    try:
        yield from found.iterator(chunk_size=BATCH)
    except ValueError as error:
        for pk in found.values_list("pk", flat=True):
            try:
                found.get(pk=pk)
            except ValueError:
                row = f"{found.model._meta.db_table}:{pk}"
                raise UnreadableError(_("%(row)s cannot be read: %(error)s.") % {"row": row, "error": error}) from error
        raise


def _ownerless(family: Family, kept: Kept) -> Iterator[Problem]:
    """What streams tell whose owner is gone."""
    last = 0
    streams = Stream.objects.filter(name__startswith=f"{family.kind}:").order_by("pk")
    while part := dict(streams.filter(pk__gt=last).values_list("pk", "name")[:STREAMS]):
        last = max(part)
        held = {name: kept(family, name) for name in set(part.values()) - family.among(part.values())}
        _hear(held)
        for one in held.values():
            if sentence := next(one.wrong(), ""):
                yield Problem(one.stream, sentence)
