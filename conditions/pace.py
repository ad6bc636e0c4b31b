"""How long the words of an answer take to read, and which sign-offs were quicker than that (E17).

A flag is for an editor to look at. It blocks nothing, and nothing is stored: the times are those of the server.
"""

import datetime
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from conditions.models import Revision, Verdict
from conditions.models.reviews import VerdictQuerySet
from conditions.rendering import plain

CHECKING = 120  # words a minute of somebody who weighs each statement: half of what people read of a plain text
FASTEST = 400  # words a minute that nobody exceeds who takes in what they read
MANY = 10  # sign-offs of one person in a day that are not yet many
LOOKED_BACK = datetime.timedelta(days=90)
LONGEST = datetime.timedelta(hours=6)  # in which the longest text that can be stored is read at that pace


@dataclass(frozen=True, kw_only=True)
class Quick:
    """A sign-off that came before the text can have been read. `took` is None where it was never opened.

    `words` are those of all texts that were signed in the same go, of which this is one.
    """

    verdict: Verdict
    words: int
    took: datetime.timedelta | None
    least: datetime.timedelta
    before: datetime.date | None  # when they signed an earlier text of the answer, which they knew then


@dataclass(frozen=True, kw_only=True)
class Many:
    """More sign-offs of one person in a day than somebody gives who reads each text."""

    name: str
    on: datetime.date
    count: int


def words(revision: Revision) -> int:
    """As a reader would count them: of the question and all parts, without numbers of sources."""
    parts = [
        revision.short_answer_html,
        revision.urgent_help_html,
        revision.body_html,
        revision.sources_differ_html,
        revision.unknowns_html,
        *revision.country_notes_html.values(),
    ]
    texts = [revision.question, *(block for part in parts for block in plain(part))]
    return sum(len(text.split()) for text in texts)


def minutes(revision: Revision) -> int:
    """What checking takes; at least one."""
    return max(1, math.ceil(words(revision) / CHECKING))


def least(count: int) -> datetime.timedelta:
    """In less nobody reads so many words."""
    return datetime.timedelta(seconds=round(count * 60 / FASTEST))


def quick(given: VerdictQuerySet, *, on: datetime.date) -> list[Quick]:
    """Of the sign-offs of the last months those that came before the text can have been read, the newest first."""
    in_time = Q(assignment__opened_at=None) | Q(at__lt=F("assignment__opened_at") + LONGEST)
    perhaps = given.signed_since(on - LOOKED_BACK).filter(in_time, revision__is_sealed=False)
    earlier = Verdict.objects.signed().filter(
        reviewer=OuterRef("reviewer"), revision__answer=OuterRef("revision__answer"), at__lt=OuterRef("at")
    )
    told: QuerySet[Any] = perhaps.annotate(before=Subquery(earlier.values("on")[:1]))
    told = told.select_related("revision__answer", "assignment", "round")
    together: Counter[object] = Counter()
    for verdict in told.filter(round__bundle__isnull=False).iterator(chunk_size=100):
        together[_reading(verdict)] += words(verdict.revision)
    found = (_measured(verdict, together) for verdict in told.iterator(chunk_size=100))  # each brings a whole text
    return [each for each in found if each.took is None or each.took < each.least]


def _reading(verdict: Verdict) -> object:
    """The texts of a bundle that were signed in one go."""
    return verdict.round.bundle_id, verdict.reviewer_id, verdict.at


def _measured(verdict: Any, together: Mapping[object, int]) -> Quick:
    count, opened_at = together.get(_reading(verdict)) or words(verdict.revision), verdict.assignment.opened_at
    took = verdict.at - opened_at if opened_at else None
    return Quick(verdict=verdict, words=count, took=took, least=least(count), before=verdict.before)


def many(given: VerdictQuerySet, *, on: datetime.date) -> list[Many]:
    """Who signed more texts in a day than they can have read, in the last months, the newest first."""
    signed = given.signed_since(on - LOOKED_BACK).values_list("reviewer", "on", "name")
    counted = Counter((reviewer, day) for reviewer, day, _name in signed)
    names = {reviewer: name for reviewer, _day, name in signed}
    days = sorted(counted.items(), key=lambda each: each[0][1], reverse=True)
    return [Many(name=names[reviewer], on=day, count=count) for (reviewer, day), count in days if count > MANY]
