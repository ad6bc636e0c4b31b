"""The one move of a country that one person makes: numbers that are wrong come down. New ones are proposed."""

import datetime

from django.db import transaction

from conditions.editorial import rows
from conditions.models import Country, User

ACTION = "manage_countries"


def stream(code: str) -> str:
    return f"country:{code}"


@transaction.atomic
def take_down_numbers(country: Country, *, by: User, at: datetime.datetime, seen: str) -> Country:
    """A wrong number in an emergency is worse than none: readers see none of the country from this moment (E7).

    New ones come by `proposals.propose_country`, and a second person accepts them.
    Raises: PermissionDenied; Stale.
    """
    rows.enter(by, ACTION, at=at)
    now = rows.locked(country, seen)
    return rows.change(now, {"emergency_numbers": ""}, "numbers taken down", stream=stream(now.code), by=by, at=at)
