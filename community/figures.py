"""What moderators did in each year, so roughly that no single case can be worked out of it (M20, C18).

Counted from rows that stay when words are erased (C8). Each whole stands alone, and no two make up a third: stories
are counted as they come and decisions as they are made, also those on new words, and what waits or was taken back is
not told.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Case as Choice
from django.db.models import Count, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import ExtractYear
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community import bands
from community.models import Appeal, Case, Sanction, Story, StoryReport

Text = str | Promise
Sizes = Mapping[str, Counter[Any]]

Outcome, Grade = Case.Outcome, Sanction.Grade
REFUSED = (Outcome.DECLINED, Outcome.REMOVED)
# How long half of the decisions took at most, in days; the last one is what took longer.
SPEEDS: tuple[tuple[int, Text], ...] = (
    (1, _("a day at most")),
    (3, _("1 to 3 days")),
    (7, _("3 to 7 days")),
    (14, _("1 to 2 weeks")),
    (0, _("more than 2 weeks")),
)


MEDIAN, CONTESTED = _("Median time until publication"), _("Contested by the author")


class Figure(NamedTuple):
    """One line of a year, and how far in it stands: what is part of another one stands below it."""

    label: Text
    value: Text
    depth: int = 0


@dataclass(frozen=True)
class Year:
    number: int
    figures: list[Figure]


class Explained(NamedTuple):
    """Of what the page tells how it was counted: only of what stands on it."""

    median: bool
    contested: bool
    parts: bool  # that are told as “so many or more”
    hidden: bool  # parts that are not shown


def explained(years: Iterable[Year]) -> Explained:
    shown = [each for year in years for each in year.figures]
    parts = [each for each in shown if each.depth and each.label is not MEDIAN]
    return Explained(
        median=any(each.label is MEDIAN for each in shown),
        contested=any(each.label is CONTESTED for each in parts),
        parts=any(each.value for each in parts),
        hidden=any(not each.value for each in parts),
    )


def of_years(on: datetime.date) -> list[Year]:
    """From the newest year, as far as it has come, to the first in which a story was received; one query."""
    counted = _gathered(_rows())
    years = range(on.year, min(counted, default=on.year + 1) - 1, -1)
    return [Year(number, list(_figures(counted[number]))) for number in years]


def _gathered(rows: Iterable[tuple[Any, ...]]) -> dict[int, dict[str, Counter[Any]]]:
    """By year and kind. Speeds are those of publication alone: one of a refusal would show that there was one."""
    counted: dict[int, dict[str, Counter[Any]]] = defaultdict(lambda: defaultdict(Counter))
    for kind, year, what, speed, size in rows:
        counted[year][kind][what] += size
        if kind == "decided" and what == Outcome.PUBLISHED:
            counted[year]["speeds"][speed] += size
    return counted


def _figures(sizes: Sizes) -> Iterator[Figure]:
    decided, contested, reports = sizes["decided"], sizes["contested"], sizes["reports"]
    yield _whole(_("Stories received"), sizes["received"].total())
    yield _whole(_("Stories published"), decided[Outcome.PUBLISHED])
    if decided[Outcome.PUBLISHED] > bands.UNSEEN:
        yield Figure(MEDIAN, _median(sizes["speeds"]), 1)
    yield from _parts(
        (_("Refused or removed"), sum(decided[each] for each in REFUSED)),
        (CONTESTED, contested.total()),
        (_("The decision was changed"), contested[Appeal.Outcome.CHANGED]),
    )
    yield from _parts(
        (_("Reports by readers"), reports.total()),
        (_("The story was changed or removed"), reports[StoryReport.Outcome.CHANGED]),
    )
    for grade, label in ((Grade.WARNING, _("Warnings")), (Grade.PAUSE, _("Pauses")), (Grade.BAN, _("Bans"))):
        yield _whole(label, sizes["sanctions"][grade])


def _whole(label: Text, size: int) -> Figure:
    return Figure(label, str(bands.shown(size, {})))


def _parts(whole: tuple[Text, int], *parts: tuple[Text, int]) -> Iterator[Figure]:
    """Each is part of the one before it, and is told where that leaves ten to the rest."""
    yield _whole(*whole)
    told: bands.Band | bands.Least | None = bands.band(whole[1])
    for depth, (label, size) in enumerate(parts, 1):
        if told is None:
            return
        told = bands.within(told.low, size)
        yield Figure(label, str(told or ""), depth)


def _median(speeds: Counter[int]) -> Text:
    """So roughly that one decision more moves it seldom, and tells no day."""
    reached = 0
    for speed in sorted(speeds):
        reached += speeds[speed]
        if 2 * reached >= speeds.total():
            break
    return SPEEDS[speed][1]


def _rows() -> Any:
    """Of each kind, year, outcome and speed, how many there are. A case that an objection opened is counted with it."""
    first = Case.objects.exclude(cause=Case.Cause.APPEALED).filter(closed_at__isnull=False)
    contested = Appeal.objects.exclude(decision__case__cause=Case.Cause.APPEALED)  # a second time is no second refusal
    return _counted("received", Story.objects.all(), "created_at", Value("")).union(
        _counted("decided", first, "closed_at", F("outcome"), _speed()),
        _counted("contested", contested, "decision__case__closed_at", F("outcome")),
        _counted("reports", StoryReport.objects.all(), "at", F("outcome")),
        _counted("sanctions", Sanction.objects.all(), "at", F("grade")),
        all=True,
    )


def _counted(kind: str, found: QuerySet[Any], at: str, what: Any, speed: Any = None) -> Any:
    told = {"counted_as": Value(kind), "year": ExtractYear(at), "what": what, "speed": speed or Value(0)}
    return found.order_by().annotate(**told).values_list(*told).annotate(size=Count("pk"))


def _speed() -> Choice:
    """The number of the speed at which a case was decided: days on which the author was asked something count."""
    quick = [
        When(closed_at__lte=F("opened_at") + datetime.timedelta(days=days), then=Value(number))
        for number, (days, _told) in enumerate(SPEEDS[:-1])
    ]
    return Choice(*quick, default=Value(len(SPEEDS) - 1), output_field=IntegerField())
