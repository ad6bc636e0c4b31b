"""What the ledger knows of a row of evidence: its fingerprint on the day when it was written or last changed.

What a fingerprint and `manage.py verify` prove stands in docs/decisions/0019-evidence-and-verify.md.
"""

import datetime
from typing import Any

from django.db import models

from conditions.digest import moment, sha256, stored


def fingerprint(row: models.Model) -> str:
    """A hash over every column of the row, letter by letter as it is stored.

    A column that holds what it holds when nothing was said is left out, so that one that is added later changes no
    fingerprint. There is one such value for each column, so two rows that differ never look alike.
    Raises: TypeError or ValueError for a value that the column cannot hold.
    """
    values = ((field, getattr(row, field.attname)) for field in row._meta.concrete_fields)
    return sha256(stored({field.attname: _plain(value) for field, value in values if not _says_nothing(field, value)}))


def witness(*rows: models.Model) -> dict[str, str]:
    """What an event says of the rows that it wrote or changed."""
    return {name(row): fingerprint(row) for row in rows}


def name(row: models.Model) -> str:
    """How an event names a row."""
    return f"{row._meta.db_table}:{row.pk}"


def _says_nothing(field: "models.Field[Any, Any]", value: Any) -> bool:
    """A number always says something: 0 is one."""
    if field.null:
        return value is None
    match field:
        case models.CharField() | models.TextField():
            return isinstance(value, str) and not value
        case models.BooleanField():
            return value is False
        case models.JSONField():
            return isinstance(value, dict) and not value
    return False


def _plain(value: Any) -> Any:
    match value:
        case datetime.datetime():
            return moment(value)
        case datetime.date():
            return value.isoformat()
        case _:
            return value
