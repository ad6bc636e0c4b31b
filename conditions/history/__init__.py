"""What happened to an answer, told line by line from its stream of events: who, what, why and when (E11).

The ledger holds that something happened and to which rows; what was said stands in those rows alone, so that a seal
takes it from here too (E19).
"""

import datetime
import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet

from conditions.history.rows import Rows, found
from conditions.history.sentences import SENTENCES, Said, overtaken
from conditions.models import Answer, Event

PART = 50  # events on one page
REPEATED = frozenset({"commented", "wording suggested", "not clear here"})
OF_PLANS = frozenset({"publication planned", "plan undone", "plan came", "plan failed"})


class Line(NamedTuple):
    """One event, or several remarks that one person made in a row in one review."""

    at: datetime.datetime
    said: Said


def lines(answer: Answer, part: int = 1) -> tuple[list[Line], bool]:
    """A part of the history, the newest first, and whether an earlier one follows. Any length takes as many queries."""
    newest_first = _events(answer)[(part - 1) * PART : part * PART + 1]
    events = list(newest_first)
    shown = events[:PART]
    rows = found(_named(event) for event in shown)
    told = [_line(group, rows) for group in _grouped(shown)]
    return told, len(events) > PART


def _events(answer: Answer) -> QuerySet[Event]:
    stream = f"answer:{answer.pk}"
    return Event.objects.filter(stream=stream).select_related("by").order_by("-sequence")


def _named(event: Event) -> list[str]:
    """The rows that the event wrote or changed, as the ledger names them."""
    return list(json.loads(event.data).get("rows", ()))


def _grouped(events: Iterable[Event]) -> Iterable[list[Event]]:
    def kind(event: Event) -> tuple[object, ...]:
        if event.action in REPEATED:
            return event.action, event.by_id, json.loads(event.data).get("round")
        return (event.pk,)

    return (list(group) for _kind, group in groupby(events, key=kind))


def _line(events: Sequence[Event], rows: Rows) -> Line:
    event = events[0]
    told = rows.of(name for each in events for name in _named(each))
    said = SENTENCES[event.action](event, told, len(events))
    if event.action not in OF_PLANS and (also := overtaken(told)):
        said = said._replace(what=f"{said.what} {also}")
    return Line(event.at, said)
