"""How each story of the demonstration came to be: its moves, one after the other, as in life."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from community import membership
from community.demonstration import reading
from community.demonstration.cast import Cast
from community.models import Case, Consent, Purpose, StoryDraft
from community.moderation import cases, decisions, publications, reminders, reports, safety, sending, threads, writing
from conditions.demonstration.stage import Life
from conditions.models import Condition, Question

AS_TYPED = ("relation", "attests", "title", "text", "since", "country", "ties", "keeps", "purposes", "years")
REMINDED = tuple(datetime.timedelta(days=days) for days in (-60, -14, 1))  # from the last day of a permission


@dataclass(frozen=True)
class Stage:
    """Of which condition is told, among whom, and when today is."""

    condition: Condition
    cast: Cast
    today: datetime.date

    def at(self, days_ago: int, hour: int, minute: int = 0) -> datetime.datetime:
        """A time of an earlier day. Raises: ValueError for a day that is not over."""
        if days_ago < 1:
            raise ValueError("What happened in the demonstration happened yesterday at the latest: days_ago = 1.")
        return _moment(self.today - datetime.timedelta(days=days_ago), hour, minute)


def of_story(told: reading.Story, stage: Stage) -> Life:
    """Its author joins the community; it is sent, read, perhaps published, and perhaps leaves readers again."""
    at = stage.at(told.sent_days_ago, 9)
    yield at
    _belong(told, stage, at)
    case = _sent(told, stage, at)
    yield from _read(case, told, stage)
    if told.published_days_ago is not None:
        yield from _published(case, told.published_days_ago, stage)
        yield from _reminded(case, stage)
    yield from _reported(case, told, stage)
    if told.taken_down_days_ago is not None:
        at = stage.at(told.taken_down_days_ago, 20)
        yield at
        publications.take_down(case.story, by=case.story.author.user, at=at)


def of_draft(told: reading.Draft, stage: Stage) -> Life:
    """Somebody wrote a part of it."""
    at = stage.at(told.saved_days_ago, 21)
    yield at
    _written(told, stage, at, {name: getattr(told, name) for name in ("relation", "title", "text", "step")})


def _belong(told: reading.Story, stage: Stage, at: datetime.datetime) -> None:
    """In the role in which they write, unless they belong to it by an earlier story."""
    member = stage.cast.member(told.by)
    if not member.memberships.filter(condition=stage.condition).exists():
        said = {"relation": told.relation, "country": told.country}
        membership.belong(member, stage.condition, **said, on=timezone.localdate(at))


def _written(
    told: reading.Story | reading.Draft, stage: Stage, at: datetime.datetime, typed: dict[str, Any]
) -> StoryDraft:
    member = stage.cast.member(told.by)
    asked = Question.objects.get(slug=told.question)
    begun = writing.start(member, at=at, language=told.language, condition=stage.condition, question=asked)
    return writing.save(begun, typed, by=member.user, at=at, seen=begun.version)


def _sent(told: reading.Story, stage: Stage, at: datetime.datetime) -> Case:
    typed = {name: getattr(told, name) for name in (*AS_TYPED, "after_death")}
    if told.of_age_in_years is not None:
        typed["comes_of_age"] = at.year + told.of_age_in_years
    draft = _written(told, stage, at, typed)
    return sending.submit(draft, by=draft.member.user, at=at, seen=draft.version)


def _read(case: Case, told: reading.Story, stage: Stage) -> Life:
    """What a moderator asks, or proposes."""
    text, reader = threads.current(case.story), stage.cast.moderators[0]
    if told.asked:
        at = stage.at(told.asked.days_ago, 11)
        yield at
        cases.ask_author(case, told.asked.text, by=reader, at=at, seen=text.digest)
    if told.change:
        at = stage.at(told.change.days_ago, 11)
        yield at
        changed = {"title": text.title, "text": text.text.replace(told.change.was, told.change.now)}
        cases.propose_change(case, **changed, because=told.change.because, by=reader, at=at, seen=text.digest)


def _published(case: Case, days_ago: int, stage: Stage) -> Life:
    """By one moderator; by two where the case says so."""
    for reader, hour in zip(stage.cast.moderators, (14, 16), strict=True):
        at = stage.at(days_ago, hour)
        yield at
        if Case.objects.open().filter(pk=case.pk).exists():
            decisions.decide(case, by=reader, at=at, seen=threads.current(case.story).digest, kind="publish")


def _reported(case: Case, told: reading.Story, stage: Stage) -> Life:
    """What readers say about it joins one case; where somebody may be in danger, a lead logs each step."""
    for each in told.report:
        at = stage.at(each.days_ago, 10)
        yield at
        reports.report(case.story, reason=each.reason, words=each.words, at=at)
    for step in told.step:
        at = stage.at(step.days_ago, step.hour)
        yield at
        opened = Case.objects.open().get(story=case.story)
        lead = stage.cast.leads[step.by]
        safety.note_step(opened, kind=step.kind, note=step.note, is_told=step.is_told, by=lead, at=at)


def _reminded(case: Case, stage: Stage) -> Life:
    """Its author hears before the permission ends, and once when it has."""
    until = Consent.objects.get(story=case.story, purpose=Purpose.DISPLAY, ended_at=None).until
    for day in (until + after for after in REMINDED):
        if day < stage.today:
            at = _moment(day, 6)
            yield at
            reminders.remind(at=at)


def _moment(day: datetime.date, hour: int, minute: int = 0) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))
