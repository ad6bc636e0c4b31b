"""What every move shares: the door, the version that was on screen, and one way to write a row down with its event."""

import datetime
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions import evidence, guards, ledger
from conditions.digest import canonical, sha256
from conditions.models import Condition, User
from conditions.permissions import may
from conditions.stale import Stale

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no letter that is taken for another
Row = TypeVar("Row", bound=models.Model)
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")  # no database keeps them: something broke on the way here


def enter(
    by: User, action: str, condition: Condition | None = None, *, at: datetime.datetime, language: str | None = ""
) -> None:
    """The door of every move. One that names no language concerns them all; for None a role in any of them will do.

    Raises: PermissionDenied. That the guards stand is asked where its event is recorded.
    """
    if not may(by, action, condition, on=timezone.localdate(at), language=language):
        raise PermissionDenied(_("Your role does not allow this. Ask an administrator."))


def version(row: models.Model) -> str:
    """What a form carries to say which state of the row was on screen; empty for a row that is not saved yet.

    The rows that it is linked to count too. A model may name in `VERSIONED` the columns that do.
    """
    if not row.pk or row._state.adding:
        return ""
    values = _values(row)
    seen = {name: values[name] for name in getattr(row, "VERSIONED", values)}
    links = {field.name: sorted(_linked(row, field.name)) for field in row._meta.many_to_many}
    return sha256(canonical(seen | links))[:16]


def locked(row: Row, seen: str) -> Row:
    """The row as it is now, kept from others until the move ends. Raises: Stale if it is not what was seen.

    No move changes what other rows point to, so new ones may come to point to the row meanwhile (docs/decisions/0004).
    """
    now = type(row)._default_manager.select_for_update(no_key=True).filter(pk=row.pk).first()
    if now is None or version(now) != seen:
        raise Stale
    return now


@contextmanager
def unless_somebody_was_faster() -> Iterator[None]:
    """Around the write of what was valid a moment ago. Raises: Stale where the database refuses it all the same."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refusal:
        raise Stale from refusal


def add(row: Row, action: str, *, stream: str, by: User, at: datetime.datetime) -> Row:
    """Writes a new row and its event. Raises: ValidationError; Stale if somebody has just written the same."""
    row.full_clean()
    with unless_somebody_was_faster():
        row.save(force_insert=True)
    ledger.record(stream, action, by=by, at=at, data=_values(row) | _witness(stream, row))
    return row


def change(now: Row, values: dict[str, Any], action: str, *, stream: str, by: User, at: datetime.datetime) -> Row:
    """Sets the values of a locked row and records what they were; nothing at all if nothing differs.

    Raises: ValidationError; Stale if the row moved in spite of the lock.
    """
    before = _values(now)
    for name, value in values.items():
        setattr(now, name, value)
    now.full_clean()
    after = _values(now)
    changed = {name: value for name, value in after.items() if value != before[name]}
    if not changed:
        return now
    same = type(now)._default_manager.filter(pk=now.pk, **{name: before[name] for name in changed})
    with unless_somebody_was_faster():
        if not same.update(**changed):
            raise Stale
    data = {"was": {name: before[name] for name in changed}, "is": changed}
    ledger.record(stream, action, by=by, at=at, data=data | _witness(stream, now))
    return now


def unkeepable(text: str) -> str:
    """The sentence about a sign that no database keeps; empty where there is none."""
    found = UNKEEPABLE.search(text)
    if found is None:
        return ""
    before = " ".join(text[: found.start()].split()[-4:])
    return _("A sign after “%(words)s” cannot be kept. Take it out, or paste that place again.") % {"words": before}


def write(row: Row) -> Row:
    """Writes a new row of evidence; its event follows with `tell`.

    The database says whether it holds: a constraint that a person can read is asked for its sentence only then.
    Raises: ValidationError; Stale where the database refuses it for another reason.
    """
    _refuse_unkeepable(_values(row))
    row.clean_fields(exclude=_links(row))
    with _explained(row):
        row.save(force_insert=True)
    return row


def once(row: Row, **values: Any) -> Row:
    """Sets columns that are empty until this happens, and never change again; the first one says whether it did.

    Raises: ValidationError; Stale if it happened already.
    """
    _refuse_unkeepable(values)
    for name, value in values.items():
        setattr(row, name, value)
    row.clean_fields(exclude=_links(row) | {field.name for field in row._meta.concrete_fields} - values.keys())
    with _explained(row):
        if not type(row)._default_manager.filter(pk=row.pk, **{next(iter(values)): None}).update(**values):
            raise Stale
    return row


def empty(row: Row) -> Row:
    """Takes the words of sealed evidence away, and nothing else of it (E19). Which they are, the guards declare.

    Raises: Stale where the database says that nobody sealed it.
    """
    gone: dict[str, Any] = {"is_sealed": True}
    for column, nothing in guards.words(row._meta.db_table):
        gone[column] = json.loads(nothing) if isinstance(row._meta.get_field(column), models.JSONField) else nothing
    for name, value in gone.items():
        setattr(row, name, value)
    with _explained(row):
        type(row)._default_manager.filter(pk=row.pk).update(**gone)
    return row


def drawn(model: type[models.Model], column: str) -> str:
    """Eight letters that no other row has there: random, so that nobody finds the next one by counting."""
    while True:
        code = "".join(secrets.choice(CROCKFORD) for _letter in range(8))
        if not model._default_manager.filter(**{column: code}).exists():
            return code


def salt() -> str:
    """Drawn anew for each row of words, and gone with them, so that no digest or fingerprint can be guessed back."""
    return secrets.token_hex(16)


@contextmanager
def _explained(row: models.Model) -> Iterator[None]:
    """Around a write. Raises: ValidationError with the sentence of the constraint that it broke, else Stale."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refusal:
        row.validate_constraints()
        raise Stale from refusal


def tell(action: str, *rows: models.Model, stream: str, by: User | None, at: datetime.datetime, **data: Any) -> None:
    """The event of a move, with the fingerprints of the evidence that it wrote or changed (E11).

    Raises: ValueError for a row that another stream tells of: `verify` would look for it there.
    """
    ledger.record(stream, action, by=by, at=at, data=data | _witness(stream, *rows))


def _witness(stream: str, *rows: models.Model) -> dict[str, Any]:
    homes = {row: evidence.home(row) for row in rows}
    if strayed := [row for row, home in homes.items() if home not in (stream, "")]:
        raise ValueError(f"{strayed} belongs into the stream {homes[strayed[0]]}, not into {stream}.")
    kept = [row for row, home in homes.items() if home]
    return {"rows": evidence.witness(*kept)} if kept else {}


def _refuse_unkeepable(values: dict[str, Any]) -> None:
    wrong = {name: unkeepable(value) for name, value in values.items() if isinstance(value, str)}
    if any(wrong.values()):
        raise ValidationError({name: sentence for name, sentence in wrong.items() if sentence})


def _values(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


def _links(row: models.Model) -> set[str]:
    return {field.name for field in row._meta.concrete_fields if field.is_relation}


def _linked(row: models.Model, name: str) -> list[Any]:
    return list(getattr(row, name).order_by().values_list("pk", flat=True))
