"""Where the lives of the demonstration are played, side by side in the order of time.

A life is a generator. It gives the moment of what comes next, and does it when it is called again.
"""

import datetime
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone

from conditions.demonstration.cast import Cast
from conditions.models import Condition

Life = Iterator[datetime.datetime]


@dataclass(frozen=True)
class Stage:
    """On which condition the lives are played, by whom, and when today is."""

    condition: Condition
    mondo: str
    cast: Cast
    today: datetime.date

    def on(self, days_ago: int) -> datetime.date:
        return self.today - datetime.timedelta(days=days_ago)

    def at(self, days_ago: int, hour: int, minute: int = 0) -> datetime.datetime:
        """A time of an earlier day. Raises: ValueError for a day that is not over."""
        if days_ago < 1:
            raise ValueError("What happened in the demonstration happened yesterday at the latest: days_ago = 1.")
        moment = datetime.datetime.combine(self.on(days_ago), datetime.time(hour, minute))
        return timezone.make_aware(moment)

    def in_days(self, days: int, hour: int) -> datetime.datetime:
        """A time that lies ahead."""
        return timezone.make_aware(datetime.datetime.combine(self.on(-days), datetime.time(hour)))


def play(lives: Iterable[tuple[str, Life]]) -> Iterator[datetime.datetime]:
    """All of them together, as time passes; the moment of each step, once it is done.

    Raises: ValueError, with the name of the life, for one that goes back in time or tries what a move refuses.
    """
    numbered = enumerate(lives)
    going = [(first, number, name, life) for number, (name, life) in numbered if (first := next(life, None))]
    heapq.heapify(going)
    while going:
        now, number, name, life = heapq.heappop(going)
        try:
            following = next(life, None)
        except ValidationError as refusal:
            raise ValueError(f"{name}, on {now:%Y-%m-%d %H:%M}: {refusal}") from refusal
        if following and following < now:
            raise ValueError(f"{name}: {following:%Y-%m-%d %H:%M} comes before {now:%Y-%m-%d %H:%M}.")
        if following:
            heapq.heappush(going, (following, number, name, life))
        yield now
