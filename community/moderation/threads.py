"""What all moves of a story share: its lock, its stream of events, and who its author is."""

import secrets

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from community.models import Case, Story, StoryText
from conditions import evidence
from conditions.models import User


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
    """The words that a moderator decides on: the last that the author wrote or accepted."""
    text: StoryText = story.texts.filter(accepted_at__isnull=False).latest("number")
    return text


def open_case(story: Story) -> Case | None:
    return Case.objects.open().filter(story=story).first()


def salt() -> str:
    """Drawn anew for each row of words, and erased with them, so that no digest can be guessed back to words."""
    return secrets.token_hex(16)
