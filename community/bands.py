"""How many members there are, so roughly that nobody can be counted out (C18, R26).

Whoever joins knows of themselves, so what is shown before and after may differ by them alone: at the edge of a band
that tells an exact number. Ten or fewer are never told apart, and of a country it is told that there are so many or
more, as far as the least that the band of the whole can mean leaves room for ten other people: then every country that
is not listed may still have any number below ten. No country takes the room of another: all that have so many are told
together or none is, because what disappears when another one grows would tell as much as what appears.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from django.db.models import Case, Count, F, Q, Value, When
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from community.models import Membership
from conditions.models import Condition

UNSEEN = 10


@dataclass(frozen=True, order=True)
class Band:
    """From so many to so many, both included: 11 to 20, 21 to 50, 51 to 100, 101 to 200, and so on."""

    low: int
    high: int

    def __str__(self) -> str:
        told = {name: number_format(value, force_grouping=True) for name, value in vars(self).items()}
        return _("%(low)s to %(high)s") % told


@dataclass(frozen=True, order=True)
class Least:
    """So many or more, as far as a part of a whole may be told."""

    low: int

    def __str__(self) -> str:
        return _("%(low)s or more") % {"low": number_format(self.low, force_grouping=True)}


@dataclass(frozen=True)
class Shown:
    """What readers learn of the members of a condition. No band: ten or fewer, or none."""

    total: Band | None
    countries: dict[str, Least] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.total) if self.total else _("ten or fewer")


def band(size: int) -> Band | None:
    """The band of a number; none for ten or fewer."""
    return next(each for each in _bands() if size <= each.high) if size > UNSEEN else None


def _bands() -> Iterator[Band]:
    low = UNSEEN + 1
    for power in count(1):
        for high in (2 * 10**power, 5 * 10**power, 10 * 10**power):
            yield Band(low, high)
            low = high + 1


def shown(total: int, countries: Mapping[str, int]) -> Shown:
    """The band of all members, and how many a country has at least, as far as that gives nobody else away.

    First all countries with eleven or more, then of these all with 21 or more, and so on; each step leaves room for ten
    people more than the one before, who would be known if somebody moved a country over its edge.
    """
    whole = band(total)
    if whole is None:
        return Shown(None)
    listed: dict[str, int] = {}
    room = whole.low - UNSEEN
    for each in _bands():
        reached = [code for code, size in countries.items() if code and size >= each.low]
        more = sum(each.low - listed.get(code, 0) for code in reached)
        if not reached or more > room:
            break
        listed |= dict.fromkeys(reached, each.low)
        room -= more + UNSEEN
    return Shown(whole, {code: Least(low) for code, low in listed.items()})


def within(low: int, size: int) -> Least | None:
    """How many of a whole are of one kind, at least, where the whole is told to be no less than `low`.

    It leaves room for ten more in the rest, and it has no upper end: so of the rest, and of what is not told, nobody
    can say more than that there may be none, ten, or more. Of one whole a single kind is told, never a second one.
    """
    each = band(min(size, low - UNSEEN))
    return Least(each.low) if each else None


def of(condition: Condition, on: datetime.date) -> Shown:
    """What readers learn of the members of the condition on the day; one query.

    All who belong count in the whole. In a country counts who has said it for one whole month of the calendar: so one
    account counts in a second country only after a month in which others came and went unseen, and what it finds there
    says nothing certain together with what it found in the first one. Of whom no day is known, it has not begun.
    """
    settled = Q(placed_on__lt=_month_before(on))
    where = Case(When(settled, then=F("country")), default=Value(""))
    members = Membership.objects.filter(condition=condition).order_by()
    sizes = dict(members.values_list(where).annotate(size=Count("pk")))
    return shown(sum(sizes.values()), sizes)


def _month_before(on: datetime.date) -> datetime.date:
    """The first day of the month before."""
    return (on.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)
