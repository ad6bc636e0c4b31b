"""What readers report about stories: by anybody, on the words that they read, and never told to the author (M8-M10)."""

import datetime
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from community.models import Case, Level, Story, StoryPublication, StoryReport
from community.moderation import cases, danger, erasures, letters, threads
from conditions import rendering
from conditions.editorial import rows
from conditions.editorial.reports import standard_reply
from conditions.models import User
from conditions.stale import Stale

Reason = StoryReport.Reason
Outcome = StoryReport.Outcome
SAME = datetime.timedelta(hours=1)  # within which the same words about one story are one report, pressed twice


@transaction.atomic
def report(
    story: Story, *, reason: str, at: datetime.datetime, words: str = "", email: str = "", language: str = "en"
) -> StoryReport:
    """Anybody's report, signed in or not; its number is the receipt. Nothing is kept of who wrote it but the address.

    What is public at that moment is the snapshot: its words never change. The report opens a case, or joins the one
    that is open. Raises: ValidationError; Stale.
    """
    story = threads.lock(story)
    told = {"reason": reason, "words": rendering.shown(words), "email": email.strip(), "language": language}
    read = StoryPublication.objects.live().filter(story=story).first()
    if read is None or not Story.objects.published(timezone.localdate(at)).filter(pk=story.pk).exists():
        raise ValidationError(_("This story is not here any more, so there is nothing to report."))
    again = StoryReport.objects.open().filter(**told, publication=read, emptied_at=None, at__range=(at - SAME, at))
    if pressed_twice := again.first():
        return pressed_twice
    case = threads.open_case(story) or threads.opened(story, Case.Cause.REPORTED, at=at)
    number = rows.drawn(StoryReport, "number")
    fresh = rows.write(StoryReport(number=number, publication=read, case=case, at=at, **told))
    danger.rise(case, Level.DANGER if reason in StoryReport.URGENT else Level.USUAL, at=at)
    rows.tell("reported", case, stream=threads.stream(story), by=None, at=at, report=fresh.pk, reason=reason)
    return fresh


@transaction.atomic
def handle(
    found: StoryReport, *, outcome: str, reply: str, by: User, at: datetime.datetime, is_personal: bool = False
) -> StoryReport:
    """A moderator closes one report: because nothing is to be done, or after its case was closed without it.

    Whoever left an address is answered, and the address is forgotten. `is_personal`: it was a question about somebody's
    own health, whatever they said that it was (M23).
    Raises: PermissionDenied; Stale if somebody handled it already; ValidationError.
    """
    story = threads.lock(found.case.story)
    rows.enter(by, "moderate", story.condition, at=at, language=story.language)
    now = StoryReport.objects.select_related("case").get(pk=found.pk)
    if hindrance := cases.hindrance_for(story, by):
        raise ValidationError(hindrance)
    if outcome not in Outcome.values or not outcome:
        raise ValidationError({"outcome": _("Say how it was handled.")})
    if outcome not in endings(now.case):
        untrue = _("That is not how the story stands now. Choose what is true of it.")
        open_ = _("Decide on the story: its reports are answered with that.")
        raise ValidationError({"outcome": untrue if now.case.closed_at else open_})
    if now.email and not rendering.shown(reply):
        raise ValidationError({"reply": _("Write an answer: this reader left an address for it.")})
    _answered(now, outcome, rendering.shown(reply), by=by, at=at, is_personal=is_personal)
    ended = _over(now.case, at=at)
    rows.tell("report handled", *ended, stream=threads.stream(story), by=by, at=at, report=now.pk, outcome=outcome)
    return now


@transaction.atomic
def close_all(case: Case, *, outcome: str, seen: Collection[int], by: User, at: datetime.datetime) -> list[StoryReport]:
    """Closes all reports of a case without a decision on the story: nothing is to be done, and each receipt says why.

    `seen` are those that were on screen. A question about somebody's own health gets the answer that it always gets.
    Raises: PermissionDenied; Stale if another one came, or somebody else works on the case; ValidationError.
    """
    story = threads.lock(case.story)
    rows.enter(by, "moderate", story.condition, at=at, language=story.language)
    case = Case.objects.get(pk=case.pk)
    if hindrance := hindrance_together(case, by):
        raise ValidationError(hindrance)
    cases.require_free(case, by=by, at=at)
    if outcome not in endings(case):
        raise ValidationError({"outcome": _("Say why nothing is to be done.")})
    found = list(case.reports.open())
    if {each.pk for each in found} != set(seen):
        raise Stale
    for each in found:
        ending = Outcome.NO_REPORT if each.reason == Reason.QUESTION else outcome
        _answered(each, ending, usual_reply(each, ending, on=timezone.localdate(at)), by=by, at=at)
    told = {"reports": [each.pk for each in found], "outcome": outcome}
    rows.tell("reports closed", *_over(case, at=at), stream=threads.stream(story), by=by, at=at, **told)
    return found


def endings(case: Case) -> list[str]:
    """How a report of the case can end by itself: while it is open, only so that nothing is to be done.

    Only what is true is said: “looked at before” of words on which a report was answered by what became of them, and of
    a case that is closed whether the words that were reported still stand there.
    """
    found: list[str] = [each for each in Outcome.values if each] if case.closed_at else list(StoryReport.NOTHING_TO_DO)
    false = set() if _was_looked_at(case) else {Outcome.KNOWN}
    if case.closed_at:
        waiting = list(case.reports.open().values_list("publication__ended_at", flat=True))
        false |= set() if None in waiting else {Outcome.UNCHANGED, Outcome.KNOWN}
        false |= set() if any(waiting) else {Outcome.CHANGED}
    return [each for each in found if each not in false]


def hindrance_together(case: Case, by: User) -> str:
    """Why this moderator does not close all reports of the case without a decision; empty where they may."""
    if hindrance := cases.hindrance_for(case.story, by):
        return hindrance
    if not case.reports.open().exists():
        return _("No report of this story waits.")
    if case.reports.open().filter(reason__in=StoryReport.URGENT).exists():
        return _("A report says that somebody may be in danger. Close that one by itself, or decide on the story.")
    if _is_of_reports(case) and case.level != Level.USUAL:
        return _("It is risky, so it takes two people: decide on the story.")
    return ""


def close_with(case: Case, *, is_changed: bool, by: User, at: datetime.datetime) -> None:
    """Part of a move: every report of the case is answered with what was decided."""
    outcome = Outcome.CHANGED if is_changed else Outcome.UNCHANGED
    on = timezone.localdate(at)
    for each in case.reports.open():
        _answered(each, outcome, usual_reply(each, outcome, on=on), by=by, at=at)


@transaction.atomic
def empty_personal(*, at: datetime.datetime) -> int:
    """Questions about somebody's own health are kept for 90 days, answered or not (M23). Returns how many went."""
    found = StoryReport.objects.personal_until(at).select_related("publication__story").select_for_update(of=("self",))
    gone = list(found)
    for each in gone:
        rows.tell("words deleted", stream=threads.stream(each.publication.story), by=None, at=at, report=each.pk)
    erasures.forget_reports(StoryReport.objects.filter(pk__in=[each.pk for each in gone]), at=at)
    return len(gone)


def usual_reply(found: StoryReport, outcome: str, *, on: datetime.date) -> str:
    """What somebody is answered, in their language; a moderator may change it where they close one report alone.

    Who asked about their own health gets the one answer that readers of every page get (M23).
    """
    if found.reason == StoryReport.Reason.QUESTION:
        return standard_reply(found.language, on=on)
    with translation.override(found.language):
        said = {
            Outcome.CHANGED: _("A person has looked at what you reported. It was changed or removed."),
            Outcome.UNCHANGED: _("A person has looked at what you reported. It stays as it is, within our rules."),
            Outcome.NO_REPORT: _("A person has read what you wrote. It is not about the page that you reported."),
            Outcome.KNOWN: _(
                "A person has read what you wrote. The page was looked at for this before, and nothing is new, so it "
                "stays as it is."
            ),
            Outcome.UNSAID: _(
                "A person has read what you wrote, and could not tell from it what is wrong. If there is a problem, "
                "please report the page again and name the words."
            ),
        }[Outcome(outcome)]
        return "\n".join([said, _("Thank you for telling us.")])


def _is_of_reports(case: Case) -> bool:
    """Whether it is open, and only because readers reported what is public: the author has sent nothing since."""
    is_reported = case.closed_at is None and case.cause == Case.Cause.REPORTED
    return is_reported and cases.live(case.story) == threads.current(case.story)


def _was_looked_at(case: Case) -> bool:
    reported = case.reports.open().values("publication__text")
    return StoryReport.objects.filter(publication__text__in=reported, outcome__in=StoryReport.LOOKED_AT).exists()


def _over(case: Case, *, at: datetime.datetime) -> list[models.Model]:
    """Part of a move: a case that only reports opened is over with the last of them. Returns what it changed.

    One that is risky, or in which the author was asked something, waits for a decision.
    """
    if case.level != Level.USUAL or not _is_of_reports(case) or case.reports.open().exists():
        return []
    is_waiting = Case.objects.with_the_author().filter(pk=case.pk).exists()
    return [] if is_waiting else threads.closed(case, Case.Outcome.NOTHING, at=at)


def _answered(
    found: StoryReport, outcome: str, reply: str, *, by: User, at: datetime.datetime, is_personal: bool = False
) -> None:
    """Its words may be gone already; then so is the address, and nobody is answered."""
    address = found.email
    kept = {} if found.emptied_at else {"reply": reply, "email": ""}
    kept |= {"reason": StoryReport.Reason.QUESTION} if is_personal else {}
    rows.once(found, handled_at=at, handled_by=by, outcome=outcome, **kept)
    if address:
        letters.report_answered(found, address, at=at)
