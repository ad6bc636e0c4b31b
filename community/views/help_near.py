"""Whom a member can call where they are, if their words worry us (M11)."""

import datetime

from community.models import Member
from conditions.models import Country


def help_for(member: Member, country: str, *, on: datetime.date) -> Country | None:
    """The emergency numbers of their country, checked within a year: of the story, else of where they said they are."""
    said = [country, *member.memberships.exclude(country="").values_list("country", flat=True)[:1]]
    known = {each.code: each for each in Country.objects.checked(on).filter(code__in=said)}
    return next((known[code] for code in said if code in known), None)
