"""The one move of a country: somebody read its emergency numbers in a source, on a day."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions.editorial import rows
from conditions.models import Country, User


@transaction.atomic
def record_country(
    code: str,
    *,
    emergency_numbers: str,
    checked_on: datetime.date,
    source_title: str,
    source_url: str,
    by: User,
    at: datetime.datetime,
    seen: str = "",
) -> Country:
    """Records what somebody read, whether or not the numbers changed: the day of the check is what readers rely on.

    Raises: PermissionDenied; Stale; ValidationError, also for a day that has not come or lies before the last check.
    """
    rows.enter(by, "manage_countries", at=at)
    there = Country.objects.filter(pk=code).first()
    if checked_on > timezone.localdate(at):
        raise ValidationError({"checked_on": _("This day has not come yet. Write the day of the check.")})
    if there and checked_on < there.checked_on:
        raise ValidationError({"checked_on": _("Somebody has checked it since. Write the day of your own check.")})
    values = {
        "emergency_numbers": emergency_numbers.strip(),
        "checked_on": checked_on,
        "source_title": source_title.strip(),
        "source_url": source_url,
    }
    if there is None:
        return rows.add(Country(code=code, **values), "recorded", stream=f"country:{code}", by=by, at=at)
    return rows.change(rows.locked(there, seen), values, "checked", stream=f"country:{code}", by=by, at=at)
