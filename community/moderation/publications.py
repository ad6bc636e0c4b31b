"""Words of a member come before readers, and leave them: parts of moves, and taking down, which is one (C5, C6)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import finding
from community.models import Case, Consent, Decision, Purpose, Story, StoryPublication
from community.moderation import threads
from conditions.editorial import rows
from conditions.models import Event, User
from conditions.stale import Stale

Ending = StoryPublication.Ending
TAKEN_DOWN = "taken down"


def begin(story: Story, decisions: list[Decision], *, at: datetime.datetime) -> list[StoryPublication]:
    """Part of a move: the words that were decided on become public, in place of those that are.

    Returns the rows that it wrote or changed, the new one first.
    Raises: ValidationError where the author allows it no more; Stale where the database refuses it otherwise.
    """
    on = timezone.localdate(at)
    consent = Consent.objects.standing(on).filter(story=story, purpose=Purpose.DISPLAY).first()
    if consent is None:
        raise ValidationError(_("The author does not allow this story to be shown. It stays as it is."))
    before = end(story, Ending.REPLACED, at=at)
    first, second = [*decisions, None][:2]
    fresh = StoryPublication(
        story=story,
        text=decisions[0].text,
        first=first,
        second=second,
        consent=consent,
        published_at=at,
        published_on=on,
    )
    written = rows.write(fresh)
    finding.index(story, fresh.text)
    return [written, *([before] if before else [])]


def end(story: Story, ending: str, *, at: datetime.datetime) -> StoryPublication | None:
    """Part of a move: what is public of the story is public no more; nothing where nothing is."""
    live = StoryPublication.objects.live().filter(story=story).first()
    if live is None:
        return None
    rows.once(live, ended_at=at, ending=ending)
    finding.forget(story)
    return live


def end_consents(story: Story, ending: str, *, at: datetime.datetime) -> list[Consent]:
    """Part of a move: all that the author allowed for the story, after its publication has ended (C1)."""
    return [rows.once(each, ended_at=at, ending=ending) for each in story.consents.filter(ended_at__isnull=True)]


def leave(story: Story, ending: str, consents: str, *, at: datetime.datetime) -> list[models.Model]:
    """Part of a move: nothing of the story is public or allowed any more, and nobody is asked to decide on it.

    Returns the rows that it changed.
    """
    ended = end(story, ending, at=at)
    case = threads.open_case(story)
    return [
        *([ended] if ended else []),
        *end_consents(story, consents, at=at),
        *(threads.closed(case, Case.Outcome.WITHDRAWN, at=at) if case else []),
    ]


@transaction.atomic
def take_down(story: Story, *, by: User, at: datetime.datetime) -> Story:
    """The author withdraws it, at once and everywhere, and keeps the text. An open case is closed with it (C5, C6).

    Raises: PermissionDenied; Stale if there is nothing to take down any more.
    """
    story = threads.lock(story)
    threads.require_author(story, by)
    moved = leave(story, Ending.TAKEN_DOWN, Consent.Ending.WITHDRAWN, at=at)
    if not moved:
        raise Stale
    rows.tell(TAKEN_DOWN, *moved, stream=threads.stream(story), by=by, at=at)
    return story


def receipt(story: Story) -> str:
    """Where it is on record that the author took the story down last: its code, and which event of its stream it was.

    Whoever has the ledger finds it by that, and nobody can write it afterwards. Empty if it never happened.
    """
    events = Event.objects.filter(stream=threads.stream(story), action=TAKEN_DOWN)
    last = events.order_by("-sequence").first()
    return f"{story.code}-{last.sequence}" if last else ""
