"""Until when moderators read the words of a story: as long as somebody needs them to, and not a day longer (C5).

Who takes a story back keeps its words for themselves. What became of it stays on the desk, and no word of it.
"""

import datetime

from community.models import Case, Consent, Hold, Story, StoryReport

Outcome, Ending = Case.Outcome, Consent.Ending
REFUSED = (Outcome.DECLINED, Outcome.REMOVED)
LEFT = (Ending.WITHDRAWN, Ending.DIED)


def is_needed(story: Story, *, on: datetime.date, is_lead: bool) -> bool:
    """Readers see it, a case or a report of it waits, or its author may still contest a refusal.

    What must be kept for somebody's safety the safeguarding lead reads alone: others are not told that it is (C8).
    """
    if is_lead and Hold.objects.in_force(on).filter(story=story).exists():
        return True
    waits = Case.objects.open().filter(story=story).exists()
    waits = waits or StoryReport.objects.open().filter(case__story=story).exists()
    return waits or Story.objects.published(on).filter(pk=story.pk).exists() or _is_contestable(story, on=on)


def _is_contestable(story: Story, *, on: datetime.date) -> bool:
    """The last thing that happened to it was a refusal, and the time to ask for another look runs."""
    last = Case.objects.filter(story=story, closed_at__isnull=False).order_by("-closed_at", "-pk").first()
    if last is None or last.outcome not in REFUSED or not last.decisions.filter(contest_until__gte=on).exists():
        return False
    return not story.consents.filter(ending__in=LEFT, ended_at__gt=last.closed_at).exists()
