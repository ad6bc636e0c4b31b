"""Whom a member can call where they are, if their words worry us (M11)."""

import datetime

from community.models import Member
from conditions.models import Country


def help_for(member: Member, country: str, *, on: datetime.date) -> Country | None:
    """The country of the story, else the one where they said they are, if somebody can be called there.

    What nobody checked within a year is not shown: of a line that was not, the emergency number is left.
    """
    said = [country, *member.memberships.exclude(country="").values_list("country", flat=True)[:1]]
    known = {each.code: each for each in Country.objects.with_lines(on).filter(code__in=said)}
    return next((there for code in said if (there := known.get(code)) and (there.is_checked(on) or there.lines)), None)
