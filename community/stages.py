"""In which state a story is for its author on a day, and what comes next: computed from rows and the day."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import Case, Consent, Erasure, Purpose, Story, StoryDraft, StoryPublication
from community.models.cases import asked, offered
from community.models.stories import StoryQuerySet

Ending, Outcome = StoryPublication.Ending, Case.Outcome


class Stage(models.TextChoices):
    DRAFT = "draft", gettext_lazy("Draft")
    WAITING = "waiting", gettext_lazy("With a moderator")
    QUESTION = "question", gettext_lazy("We have a question")
    CHANGE = "change", gettext_lazy("Please look at our change")
    PUBLIC = "public", gettext_lazy("Public")
    TAKEN_DOWN = "taken-down", gettext_lazy("Hidden by you")
    REMOVED = "removed", gettext_lazy("Removed by a moderator")
    DECLINED = "declined", gettext_lazy("Not published")
    ASLEEP = "asleep", gettext_lazy("Asleep")
    ERASED = "erased", gettext_lazy("Erased")


# How what was last before readers, or before a moderator, has ended.
LEFT = {Ending.REMOVED: Stage.REMOVED, Ending.TAKEN_DOWN: Stage.TAKEN_DOWN, Ending.DIED: Stage.TAKEN_DOWN}
DECIDED = {Outcome.DECLINED: Stage.DECLINED, Outcome.REMOVED: Stage.REMOVED}


@dataclass(frozen=True)
class Standing:
    """One story, or one draft that was never sent, as its author sees it."""

    stage: Stage
    next_step: str
    story: Story | None = None
    draft: StoryDraft | None = None
    is_public: bool = False
    is_being_changed: bool = False


def of(stories: StoryQuerySet, *, on: datetime.date) -> list[Standing]:
    """Each of the stories on the day, in their order; one query for all of them."""
    return [_standing(found) for found in _asked_for(stories, on)]


def of_draft(draft: StoryDraft) -> Standing:
    """A draft of which nothing was sent yet."""
    return Standing(Stage.DRAFT, _("Go on writing. Nobody reads it before you send it."), draft=draft)


def _asked_for(stories: StoryQuerySet, on: datetime.date) -> Any:
    """The stories with all that their state follows from."""
    mine = {"story": OuterRef("pk")}
    cases, publications = Case.objects.filter(**mine), StoryPublication.objects.filter(**mine)
    opened, closed = cases.open(), cases.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    display = Consent.objects.filter(**mine, purpose=Purpose.DISPLAY, ended_at__isnull=True)
    ended = publications.filter(ended_at__isnull=False).order_by("-ended_at", "-pk")
    return stories.annotate(
        receipt=Subquery(Erasure.objects.filter(**mine).values("number")[:1]),
        is_asked=Exists(opened.filter(Exists(asked()))),
        is_offered=Exists(opened.filter(Exists(offered()))),
        # That readers reported it is not the author's to know: they hear of what is decided (M9).
        is_read_by=Subquery(opened.exclude(cause=Case.Cause.REPORTED).values("due_on")[:1]),
        is_shown=Exists(Story.objects.published(on).filter(pk=OuterRef("pk"))),
        is_live=Exists(publications.live()),
        until=Subquery(display.values("until")[:1]),
        outcome=Subquery(closed.values("outcome")[:1]),
        closed_at=Subquery(closed.values("closed_at")[:1]),
        ending=Subquery(ended.values("ending")[:1]),
        ended_at=Subquery(ended.values("ended_at")[:1]),
        has_draft=Exists(StoryDraft.objects.filter(**mine)),
    ).select_related("condition", "question")


def _standing(found: Any) -> Standing:
    stage = _stage(found)
    return Standing(
        stage, _next_step(stage, found), story=found, is_public=found.is_shown, is_being_changed=found.has_draft
    )


def _stage(found: Any) -> Stage:
    if found.receipt:
        return Stage.ERASED
    if found.is_asked:
        return Stage.QUESTION
    if found.is_offered:
        return Stage.CHANGE
    if found.is_read_by:
        return Stage.WAITING
    if found.is_shown:
        return Stage.PUBLIC
    return Stage.ASLEEP if found.is_live else _ended(found)


def _ended(found: Any) -> Stage:
    """Neither public nor before anybody: the last thing that happened to it decides."""
    left = found.ended_at is not None and (found.closed_at is None or found.ended_at >= found.closed_at)
    return LEFT.get(found.ending, Stage.TAKEN_DOWN) if left else DECIDED.get(found.outcome, Stage.TAKEN_DOWN)


def _next_step(stage: Stage, found: Any) -> str:
    """One sentence: what the author does next, or what happens without them."""
    day = found.is_read_by if stage == Stage.WAITING else found.until
    sentences = {
        Stage.ERASED: _("Every word of it is gone. Receipt %(number)s."),
        Stage.QUESTION: _("Please answer our question. It waits for you."),
        Stage.CHANGE: _("Please say whether you agree. Nobody sees the change before."),
        Stage.WAITING: _("A person will read it by %(day)s."),
        Stage.PUBLIC: _("Readers see it until %(day)s, and longer if you allow it again."),
        Stage.ASLEEP: _("Nobody sees it any more. Allow it again by one press."),
        Stage.REMOVED: _("Read why, and what you can do."),
        Stage.DECLINED: _("Read why, and what you can do."),
        Stage.TAKEN_DOWN: _("Nobody sees it. You can change it and send it again."),
    }
    return sentences[stage] % {"number": found.receipt, "day": date_format(day) if day else ""}
