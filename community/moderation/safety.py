"""What safeguarding leads do where somebody may be in danger: steps in a log, its outcome, and a deputy (M11)."""

import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Case, Erasure, Level, SafetyStep, StandIn
from community.moderation import threads
from conditions import rendering
from conditions.editorial import rows
from conditions.models import User
from conditions.permissions import holders, may

STREAM = "safeguarding"


class OnDuty(NamedTuple):
    """A lead; their time away, if they are; and who stands in, unless they look after nobody's safety any more."""

    lead: User
    away: StandIn | None
    deputy: User | None


@transaction.atomic
def note_step(case: Case, *, kind: str, note: str, is_told: bool, by: User, at: datetime.datetime) -> SafetyStep:
    """A line of the log. `is_told`: the author reads that it was done, and when; never the note.

    Raises: PermissionDenied; ValidationError.
    """
    rows.enter(by, "safeguard", at=at)
    story = threads.lock(case.story)
    if hindrance := hindrance_for(Case.objects.get(pk=case.pk), by):
        raise ValidationError(hindrance)
    said = {"kind": kind, "note": rendering.shown(note), "is_told": is_told}
    step = rows.write(SafetyStep(case=case, **said, by=by, at=at, salt=rows.salt()))
    rows.tell("safety step", step, stream=threads.stream(story), by=by, at=at, kind=kind)
    return step


def hindrance_for(case: Case, by: User) -> str:
    """Why this lead notes nothing there; empty where they may."""
    if case.story.author.user_id == by.pk:
        return _("This is your own story. Another lead looks after it.")
    if case.level != Level.DANGER:
        return _("Nobody has said that somebody may be in danger here. Raise the risk first.")
    if Erasure.objects.filter(story=case.story).exists():
        return _("Every word of this story was erased. Nothing is added to it.")
    return ""


@transaction.atomic
def stand_in(
    deputy: User, *, from_on: datetime.date, until_on: datetime.date, by: User, at: datetime.datetime
) -> StandIn:
    """A lead who will be away names another lead who acts meanwhile, and is there on all those days.

    Raises: PermissionDenied; ValidationError.
    """
    rows.enter(by, "safeguard", at=at)
    list(User.objects.select_for_update(no_key=True).filter(pk__in=(by.pk, deputy.pk)).order_by("pk"))  # no ring of two
    if until_on < timezone.localdate(at):
        raise ValidationError({"until_on": _("These days are over. Choose days to come.")})
    if not all(may(deputy, "safeguard", on=day) for day in (from_on, until_on)):
        raise ValidationError({"deputy": _("This person is no safeguarding lead on these days. Choose another one.")})
    same = StandIn.objects.not_over(from_on).filter(from_on__lte=until_on)
    if same.filter(lead=deputy).exists():
        raise ValidationError({"deputy": _("This person is away then as well. Choose another one.")})
    if same.filter(lead=by).exists():
        raise ValidationError(_("You have named somebody for some of these days already. End that first."))
    if other := same.filter(deputy=by).select_related("lead").first():
        raise ValidationError(
            _("You stand in for %(name)s on some of these days. Ask them to name somebody else first.")
            % {"name": other.lead}
        )
    fresh = StandIn(lead=by, deputy=deputy, from_on=from_on, until_on=until_on, at=at)
    return rows.add(fresh, "stand-in named", stream=STREAM, by=by, at=at)


@transaction.atomic
def be_back(away: StandIn, *, by: User, at: datetime.datetime) -> StandIn:
    """The lead is there again before the last day. Raises: PermissionDenied; ValidationError; Stale if it ended."""
    rows.enter(by, "safeguard", at=at)
    if away.lead_id != by.pk:
        raise ValidationError(_("Only who is away says that they are back."))
    rows.once(away, ended_at=at)
    rows.tell("stand-in ended", stream=STREAM, by=by, at=at, stand_in=away.pk)
    return away


def on_duty(on: datetime.date) -> list[OnDuty]:
    """Every lead on the day, those who are there first."""
    away = {each.lead_id: each for each in StandIn.objects.on(on).select_related("deputy")}
    leads = [_there(each, away.get(each.pk), on=on) for each in holders("safeguard", on=on).order_by("name", "pk")]
    return sorted(leads, key=lambda each: each.away is not None)


def ahead(on: datetime.date) -> list[OnDuty]:
    """Every time away that runs on the day, or begins later."""
    found = StandIn.objects.not_over(on).select_related("lead", "deputy")
    return [_there(each.lead, each, on=max(on, each.from_on)) for each in found]


def _there(lead: User, away: StandIn | None, *, on: datetime.date) -> OnDuty:
    is_able = away is not None and may(away.deputy, "safeguard", on=on)
    return OnDuty(lead, away, away.deputy if away and is_able else None)


def outcome(steps: list[SafetyStep]) -> SafetyStep | None:
    """How it ended; nothing while it goes on, or after another step was needed."""
    return steps[-1] if steps and steps[-1].is_outcome else None
