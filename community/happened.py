"""What happened to a story, as its author may know it: a day and a sentence each, the oldest first (C17, M9)."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from community.models import Appeal, Case, Decision, SafetyStep, Story, StoryPublication

Ending = StoryPublication.Ending


class Line(NamedTuple):
    at: datetime.datetime
    what: str


def lines(story: Story) -> list[Line]:
    """All of it. Who of the moderators it was is nobody's to know, and who reported it neither."""
    return sorted(
        [*_words(story), *_asked(story), *_decided(story), *_shown(story), *_safe(story)], key=lambda line: line.at
    )


def _words(story: Story) -> Iterator[Line]:
    for text in story.texts.all():
        if text.proposed_by_id is None:
            yield Line(text.created_at, _("You sent it.") if text.number == 1 else _("You sent new words."))
            continue
        yield Line(text.created_at, _("A moderator proposed a change."))
        if text.accepted_at:
            yield Line(text.accepted_at, _("You agreed with the change."))
        if text.refused_at:
            yield Line(text.refused_at, _("You kept your own words."))


def _asked(story: Story) -> Iterator[Line]:
    for case in Case.objects.filter(story=story).prefetch_related("messages"):
        for message in case.messages.all():
            yield Line(message.at, _("You answered.") if message.is_from_author else _("A moderator asked you."))


def _decided(story: Story) -> Iterator[Line]:
    sentences = {
        Decision.Kind.PUBLISH: _("A moderator read it and approved it."),
        Decision.Kind.DECLINE: _("A moderator did not publish it."),
        Decision.Kind.KEEP: _("A moderator read it again. It stays."),
        Decision.Kind.REMOVE: _("A moderator removed it."),
    }
    for decision in Decision.objects.filter(case__story=story):
        yield Line(decision.at, sentences[Decision.Kind(decision.kind)])
    for appeal in Appeal.objects.filter(decision__case__story=story):
        yield Line(appeal.at, _("You asked for another look."))
        if appeal.decided_at:
            stands = _("Another person looked again, and the decision stands.")
            changed = _("Another person looked again, and changed the decision.")
            yield Line(appeal.decided_at, stands if appeal.outcome == Appeal.Outcome.STANDS else changed)


def _shown(story: Story) -> Iterator[Line]:
    for publication in story.publications.all():
        yield Line(publication.published_at, _("It became public."))
        if publication.ended_at and publication.ending == Ending.TAKEN_DOWN:
            yield Line(publication.ended_at, _("You took it down."))


def _safe(story: Story) -> Iterator[Line]:
    """What was done for somebody's safety, where the author may know of it; never what was noted (M11)."""
    done = SafetyStep.Kind
    sentences = {
        done.READ: _("Somebody who looks after safety read what you wrote."),
        done.ASKED: _("Somebody who looks after safety asked how you are."),
        done.LINES: _("We named help lines and emergency numbers to you."),
        done.CALLED: _("For somebody’s safety we called the emergency services."),
        done.AUTHORITY: _("For somebody’s safety we told those who protect children or adults."),
        done.COLLEAGUE: _("Two people who look after safety spoke about it."),
        done.OTHER: _("We did something for somebody’s safety."),
        done.SAFE: _("You told us that you are safe. We look no further."),
        done.NONE: _("We found that nobody is in danger."),
        done.HANDED: _("Others look after somebody’s safety now."),
        done.SILENT: _("We could not reach you."),
    }
    for step in SafetyStep.objects.filter(case__story=story, is_told=True):
        yield Line(step.at, sentences[done(step.kind)])
