"""The author asks that somebody else looks again, within six months (M7)."""

import datetime
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Appeal, Case, Claim, Consent, Decision, Purpose, Story, StoryText
from community.moderation import cases, consents, danger, decisions, letters, publications, threads
from conditions import rendering
from conditions.editorial import rows
from conditions.models import User

Kind, Outcome = Decision.Kind, Appeal.Outcome


@transaction.atomic
def appeal(decision: Decision, *, text: str, purposes: Collection[str], by: User, at: datetime.datetime) -> Appeal:
    """Opens a case for another moderator. What the author allowed ended with the refusal, so they allow it anew, in
    the words of today, for as many years as before.

    Raises: PermissionDenied; Stale if the story has moved on; ValidationError.
    """
    story = threads.lock(decision.case.story)
    threads.require_author(story, by)
    if hindrance := hindrance_for(decision, story, on=timezone.localdate(at)):
        raise ValidationError(hindrance)
    allowed = [rows.write(each) for each in _allowed(story, purposes, at=at)]
    case = threads.opened(story, Case.Cause.APPEALED, at=at)
    fresh = rows.write(
        Appeal(
            decision=decision,
            case=case,
            text=rendering.shown(text),
            salt=rows.salt(),
            at=at,
            on=timezone.localdate(at),
        )
    )
    marked = decision.text.findings.values_list("level", flat=True)
    danger.rise(case, danger.worst([decision.case.level, *marked, *danger.signs(fresh.text)]), at=at)
    rows.tell("appealed", case, fresh, *allowed, stream=threads.stream(story), by=by, at=at)
    return fresh


def hindrance_for(decision: Decision, story: Story, *, on: datetime.date) -> str:
    """The sentence that says why nobody can contest it; empty while its author can."""
    if decision.contest_until is None:
        return _("There is nothing to contest in this decision.")
    if decision.contest_until < on:
        return _("The time to ask for another look is over. You can send your story again.")
    if Appeal.objects.filter(decision=decision).exists():
        return _("You asked for another look already.")
    if threads.open_case(story):
        return _("A moderator is reading what you sent since. Wait for that decision.")
    if decision.is_sealed or story.texts.filter(accepted_at__gt=decision.at).exists():
        return _("You have sent other words since. There is a decision on those.")
    return ""


@transaction.atomic
def decide_appeal(
    appealed: Appeal, *, outcome: str, sentence: str, by: User, at: datetime.datetime, seen: str, cleared: str = ""
) -> Appeal:
    """Somebody who did not decide before says whether the decision stands. Changed, they publish the words on screen,
    or, where the story is risky, they are the first of two; `cleared` is as in `decisions.decide`.

    Raises: PermissionDenied; Stale; ValidationError.
    """
    story, case = cases.entered(appealed.case, by=by, at=at)
    cases.require_free(case, by=by, at=at)
    if decisions.decided_before(case, by):
        raise ValidationError(_("You decided on this story before. Another moderator decides on the appeal."))
    if outcome not in Outcome.values or not outcome:
        raise ValidationError({"outcome": _("Say how it ends.")})
    if outcome == Outcome.CHANGED and Case.objects.with_the_author().filter(pk=case.pk).exists():
        raise ValidationError(_("The author was asked something. Decide when they have answered."))
    text = decisions.words_for(case, Kind.PUBLISH)
    cases.require_seen(text, seen)
    said = {"outcome": outcome, "sentence": rendering.shown(sentence)}
    rows.once(appealed, decided_at=at, decided_by=by, **said)
    moved = _followed(appealed, story, case, text, cleared=cleared, by=by, at=at)
    if outcome == Outcome.STANDS or case.closed_at is None:  # what became public was told with that
        letters.decided(story, at=at)
    rows.tell("appeal decided", appealed, *moved, stream=threads.stream(story), by=by, at=at, outcome=outcome)
    return appealed


def _followed(
    appealed: Appeal, story: Story, case: Case, text: StoryText, *, cleared: str, by: User, at: datetime.datetime
) -> list[models.Model]:
    """What follows for the story. Returns the rows that it wrote or changed."""
    if appealed.outcome == Outcome.CHANGED:
        decision, moved = decisions.made(case, text, Kind.PUBLISH, by=by, at=at, cleared=cleared)
        return [decision, *moved]
    ended: list[models.Model] = []
    if cases.live(story) is None:
        ended += publications.end_consents(story, Consent.Ending.DECLINED, at=at)
    before = Kind(appealed.decision.kind)
    ended += cases.let_go(case, Claim.Ending.DECIDED, by=by, at=at)
    return [*ended, *threads.closed(case, decisions.CLOSES_AS[before], at=at)]


def _allowed(story: Story, purposes: Collection[str], *, at: datetime.datetime) -> list[Consent]:
    """What is allowed anew, beside what still stands. Raises: ValidationError without a permission to show it."""
    standing = set(story.consents.filter(ended_at__isnull=True).values_list("purpose", flat=True))
    if Purpose.DISPLAY not in standing | set(purposes):
        raise ValidationError(
            {"purposes": _("Without your permission to show it on this site there is nothing to decide.")}
        )
    last = story.consents.filter(purpose=Purpose.DISPLAY).latest("given_at", "pk")
    years = min(consents.YEARS, key=lambda each: abs(each - (last.until.year - last.given_at.year)))
    return consents.give(
        story,
        set(purposes) - standing,
        at=at,
        years=years,
        way=Consent.Way.RENEWAL,
        attests=last.attests,
        comes_of_age=last.comes_of_age,
        after_death=last.after_death,
    )
