"""Drafts of a member: nobody else reads them, and nothing about them is on record (C2, M11)."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community.models import Member, Purpose, Story, StoryDraft, StoryPublication
from community.moderation import publications, threads
from conditions.editorial import rows
from conditions.models import Condition, Question, User
from conditions.stale import Stale

TYPED = (
    "condition",
    "question",
    "relation",
    "attests",
    "comes_of_age",
    "title",
    "text",
    "since",
    "country",
    "ties",
    "keeps",
    "purposes",
    "years",
    "after_death",
    "step",
)


def start(
    member: Member,
    *,
    at: datetime.datetime,
    language: str,
    condition: Condition | None = None,
    question: Question | None = None,
) -> StoryDraft:
    """An empty draft, private to the member."""
    return rows.write(StoryDraft(member=member, language=language, condition=condition, question=question, saved_at=at))


@transaction.atomic
def edit(story: Story, *, by: User, at: datetime.datetime, hides: bool = False) -> StoryDraft:
    """The draft of the next words of a story: the one that stands, or one that begins with the last words.

    What is public stays so until somebody has read the new words, or with `hides` is taken down at once.
    Raises: PermissionDenied; ValidationError once the words were erased.
    """
    story = threads.lock(story)
    threads.require_author(story, by)
    draft = StoryDraft.objects.filter(story=story).first() or _next(story, at=at)
    if hides and StoryPublication.objects.live().filter(story=story).exists():
        publications.take_down(story, by=by, at=at)
    return draft


def _next(story: Story, *, at: datetime.datetime) -> StoryDraft:
    """A draft that begins with the last words, and with what was said beside them."""
    text = threads.current(story)
    if text.is_sealed:
        raise ValidationError(_("You erased this story. Write a new one."))
    copied = {name: getattr(text, name) for name in ("title", "text", "relation", "since", "country", "ties")}
    allowed = list(story.consents.filter(ended_at__isnull=True))
    display = next((each for each in allowed if each.purpose == Purpose.DISPLAY), None)
    said = {"attests": display.attests, "comes_of_age": display.comes_of_age} if display else {}
    said |= {"after_death": display.after_death} if display else {}
    return rows.write(
        StoryDraft(
            member=story.author,
            story=story,
            condition=story.condition,
            question=story.question,
            language=story.language,
            purposes=[each.purpose for each in allowed],
            saved_at=at,
            **copied,
            **said,
        )
    )


@transaction.atomic
def save(draft: StoryDraft, typed: dict[str, Any], *, by: User, at: datetime.datetime, seen: int) -> StoryDraft:
    """Keeps what was typed. `seen` is the version that was on screen: what another window saved is not lost.

    Raises: PermissionDenied; Stale; ValidationError for what no database keeps.
    """
    if draft.member.user_id != by.pk:
        raise PermissionDenied(_("Only the author of a story may do this."))
    now = StoryDraft.objects.select_for_update(no_key=True).filter(pk=draft.pk).first()
    if now is None or now.version != seen:
        raise Stale
    for name in TYPED:
        if name in typed:
            setattr(now, name, typed[name])
    if problem := rows.unkeepable(f"{now.title} {now.text} {now.ties}"):
        raise ValidationError({"text": problem})
    now.version, now.saved_at = seen + 1, at
    now.clean_fields()
    now.save()
    return now


def discard(draft: StoryDraft, *, by: User) -> None:
    """Deletes a draft. Nothing of it was ever on record. Raises: PermissionDenied."""
    if draft.member.user_id != by.pk:
        raise PermissionDenied(_("Only the author of a story may do this."))
    draft.delete()
