"""Signs of acute danger: whoever is to be told is told in the same moment, and nothing is held up by it (M11)."""

import datetime
from collections.abc import Iterable

from community import triage
from community.models import Case, Level
from community.moderation import letters, threads
from conditions.editorial import rows


def worst(levels: Iterable[str]) -> Level:
    return max((Level(each) for each in levels), key=triage.HEIGHTS.__getitem__, default=Level.USUAL)


def signs(*texts: str) -> list[Level]:
    """How much care what somebody wrote asks for."""
    return [mark.level for text in texts for mark in triage.read(text)]


def rise(case: Case, level: str, *, at: datetime.datetime) -> Case:
    """Part of a move: what was found makes the case no less risky than the level. New danger is told each time.

    Only who was told is noted as told: without a safeguarding lead the case says so, on the desk and on the page of
    health.
    """
    if triage.HEIGHTS[Level(level)] > triage.HEIGHTS[Level(case.level)]:
        case.level = level
        case.save(update_fields=["level"])
    if case.level == Level.DANGER and case.due_on > (soon := threads.due_on(at, is_urgent=True)):
        case.due_on = soon
        case.save(update_fields=["due_on"])
    if level == Level.DANGER and letters.danger(case, at=at) and case.lead_told_at is None:
        rows.once(case, lead_told_at=at)
    return case
