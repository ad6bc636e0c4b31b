"""What all moves of a story share: its lock, its stream of events, its case, and who its author is."""

import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Case, Claim, Story, StoryText
from conditions import evidence
from conditions.editorial import rows
from conditions.models import User

URGENT = datetime.timedelta(days=1)


def lock(story: Story) -> Story:
    """The story as it is, kept from every other move until this one ends."""
    found: Story = Story.objects.select_for_update(no_key=True, of=("self",)).select_related("author").get(pk=story.pk)
    return found


def stream(story: Story) -> str:
    return evidence.home(story)


def require_author(story: Story, by: User) -> None:
    """Raises: PermissionDenied for everybody else."""
    if story.author.user_id != by.pk:
        raise PermissionDenied(_("Only the author of a story may do this."))


def current(story: Story) -> StoryText:
    """The words that a moderator decides on: the last that the author wrote or accepted, and that are still here."""
    taken = story.texts.filter(accepted_at__isnull=False).order_by("is_sealed", "-number")
    text: StoryText = taken[0]
    return text


def open_case(story: Story) -> Case | None:
    return Case.objects.open().filter(story=story).first()


def opened(story: Story, cause: str, *, at: datetime.datetime) -> Case:
    """Part of a move: a case of a story that has none open."""
    return rows.write(Case(story=story, cause=cause, opened_at=at, due_on=due_on(at)))


def closed(case: Case, outcome: str, *, at: datetime.datetime) -> list[models.Model]:
    """Part of a move: nothing is left to decide, so nobody works on it any more. Returns the rows that it changed."""
    over, released = Claim.Ending.OVER, Claim.Ending.RELEASED
    claims = Claim.objects.filter(case=case, ended_at=None)
    freed = [rows.once(each, ended_at=at, ending=over if each.until <= at else released) for each in claims]
    return [*freed, rows.once(case, closed_at=at, outcome=outcome)]


def due_on(at: datetime.datetime, *, is_urgent: bool = False) -> datetime.date:
    """By when a person has read it, as the operator promises (M2); sooner where somebody may be in danger (M11)."""
    days = int(settings.DISEASEMAPS["reading_days"])
    return timezone.localdate(at) + (URGENT if is_urgent else datetime.timedelta(days=days))
