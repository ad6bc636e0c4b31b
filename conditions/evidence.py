"""What the ledger knows of a row of evidence: its fingerprint on the day when it was written or last changed."""

import datetime
from typing import Any

from django.db import models

from conditions.digest import moment, sha256, stored


def fingerprint(row: models.Model) -> str:
    """A hash over every column of the row, letter by letter as it is stored.

    Columns without a value are left out, so that one that is added later changes no fingerprint.
    """
    values = {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    return sha256(stored({name: value for name, value in values.items() if value not in (None, "", False, {}, [])}))


def witness(*rows: models.Model) -> dict[str, str]:
    """What an event says of the rows that it wrote or changed."""
    return {name(row): fingerprint(row) for row in rows}


def name(row: models.Model) -> str:
    """How an event names a row."""
    return f"{row._meta.db_table}:{row.pk}"


def _plain(value: Any) -> Any:
    match value:
        case datetime.datetime():
            return moment(value)
        case datetime.date():
            return value.isoformat()
        case _:
            return value
