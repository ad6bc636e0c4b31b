"""What a help line must be, and the one move of it that one person makes: a line that is wrong comes down.

New ones, and a new check of one, are proposed (`proposals.propose_line`).
"""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conditions import names, rendering
from conditions.editorial import countries, rows
from conditions.models import HelpLine, User


def stream(slug: str) -> str:
    return f"line:{slug}"


@transaction.atomic
def take_down(line: HelpLine, *, by: User, at: datetime.datetime, seen: str) -> HelpLine:
    """A number on which nobody answers is worse than none: readers do not see the line from this moment (E7).

    Raises: PermissionDenied; Stale.
    """
    rows.enter(by, countries.ACTION, at=at)
    now = rows.locked(line, seen)
    return rows.change(now, {"number": ""}, "line taken down", stream=stream(now.slug), by=by, at=at)


def clean(**values: Any) -> dict[str, Any]:
    """The values as they are kept: what was typed stands in one line each."""
    return {name: rendering.line(value) if isinstance(value, str) else value for name, value in values.items()}


def key(country: str, name: str) -> str:
    """By which its proposals know it, also when it is called otherwise one day."""
    return f"{country.lower()}-{names.slug(name)[:80]}"


def refuse(slug: str, values: dict[str, Any]) -> None:
    """Raises: ValidationError for what is no line that readers could call."""
    if not values["number"]:
        raise ValidationError({"number": _("Write the number. To take a line down, empty this field and no other.")})
    told = values | {"country_id": values["country"]}
    del told["country"]
    HelpLine(slug=slug, **told).full_clean(validate_unique=False)
