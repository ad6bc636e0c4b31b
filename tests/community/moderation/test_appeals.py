"""A refusal can be contested for six months, and is looked at again by somebody else (M7)."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from community.models import Appeal, Case, Consent, Finding, Level, Story
from community.moderation import appeals, cases, decisions, reports, threads
from conditions import ledger
from conditions.models import Mail
from conditions.stale import Stale
from tests import factories, stories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db


made = made_once(stories.duty)
people = copied()


@pytest.fixture
def refused(people):
    return stories.decided(stories.sent(), people.moderator, "decline")


def answered(appeal, by, outcome="changed", **said):
    seen = decisions.words_for(appeal.case, "publish").digest
    said = {"sentence": "The number is a year.", "seen": seen} | said
    return appeals.decide_appeal(appeal, outcome=outcome, by=by, at=NOON, **said)


def public():
    return list(Story.objects.published(TODAY))


@pytest.mark.promise("M7")
def test_nobody_decides_on_an_appeal_from_their_own_decision(people, refused):
    appeal = stories.appealed(refused)
    with pytest.raises(ValidationError, match="decided on this story before"):
        answered(appeal, people.moderator)
    answered(appeal, people.second)
    assert public() == [refused.case.story]


@pytest.mark.promise("M7")
def test_appeal_is_open_for_six_months(refused):
    last = NOON + datetime.timedelta(days=183)
    with pytest.raises(ValidationError, match="time to ask for another look is over"):
        stories.appealed(refused, at=last + datetime.timedelta(days=1))
    assert stories.appealed(refused, at=last).on == refused.contest_until


def test_decision_that_stands_closes_the_case_and_says_why(people, refused):
    appeal = answered(stories.appealed(refused), people.second, "stands", sentence="The number is hers.")
    case = Case.objects.get(pk=appeal.case_id)
    assert (case.outcome, public()) == (Case.Outcome.DECLINED, [])
    assert not Consent.objects.standing(TODAY).exists()
    assert Mail.objects.filter(purpose="story-decided").count() == 2
    with pytest.raises(ValidationError, match="already"):
        stories.appealed(refused)


def test_appeal_decided_without_a_reason_is_not(people, refused):
    appeal = stories.appealed(refused)
    with pytest.raises(ValidationError, match="Say how it ends, and why"):
        answered(appeal, people.second, "stands", sentence=" ")
    assert Appeal.objects.get().decided_at is None


def test_removal_is_contested_too(people):
    story = stories.published(people)
    reports.report(story, reason="identity", at=NOON)
    appeal = stories.appealed(stories.removed(story, people.moderator))
    assert public() == []
    answered(appeal, people.second)
    assert public() == [story]


@pytest.mark.promise("C1")
def test_author_allows_it_anew(refused):
    with pytest.raises(ValidationError) as refusal:
        stories.appealed(refused, purposes=["indexing"])
    assert list(refusal.value.message_dict) == ["purposes"]
    stories.appealed(refused, purposes=["display"])
    assert Consent.objects.standing(TODAY).get().way == Consent.Way.RENEWAL


@pytest.mark.promise("M4", "M7")
def test_risky_story_takes_two_others_after_an_appeal(people):
    case = cases.raise_level(stories.sent(), Level.HIGH, by=people.second, at=NOON)
    appeal = stories.appealed(stories.decided(case, people.moderator, "decline"))
    answered(appeal, people.second)
    assert public() == []
    with pytest.raises(ValidationError, match="Another moderator decides now"):
        stories.decided(appeal.case, people.moderator)
    stories.decided(appeal.case, factories.holder("moderator"))
    assert public() == [case.story]


def test_appeal_is_decided_before_anything_else(people, refused):
    appeal = stories.appealed(refused)
    with pytest.raises(ValidationError, match="Decide on that first"):
        stories.decided(appeal.case, people.second)
    with pytest.raises(Stale):
        answered(appeal, people.second, seen="0" * 64)
    assert Appeal.objects.get().outcome == ""


def test_what_was_published_cannot_be_contested(people):
    decision = stories.decided(stories.sent(), people.moderator)
    with pytest.raises(ValidationError, match="nothing to contest"):
        stories.appealed(decision)
    assert not Appeal.objects.exists()


def test_newer_words_have_a_decision_of_their_own(people, refused):
    later = NOON + datetime.timedelta(hours=1)
    again = stories.resent(refused.case.story, at=later)
    with pytest.raises(ValidationError, match="Wait for that decision"):
        stories.appealed(refused, at=later)
    stories.decided(again, people.second, "decline", at=later)
    with pytest.raises(ValidationError, match="decision on those"):
        stories.appealed(refused, at=later)


@pytest.mark.promise("E11")
def test_every_move_of_moderators_is_told_in_the_ledger(people, refused):
    case = stories.appealed(refused).case
    cases.ask_author(case, "Which year?", by=people.second, at=NOON, seen=refused.digest)
    cases.answer(case, "1990.", by=refused.case.story.author.user, at=NOON)
    cases.step_back(case, by=people.moderator, at=NOON)
    answered(Appeal.objects.get(), people.second)
    reports.report(refused.case.story, reason="self-harm", at=NOON)
    stories.removed(refused.case.story, people.second)
    assert list(ledger.verify()) == []


@pytest.mark.promise("M4")
def test_appeal_is_as_risky_as_what_the_rules_marked(people):
    case = stories.sent()
    marked = Finding(text=threads.current(case.story), rule="dose", level=Level.HIGH, place=0, length=3)
    stories.told(case.story, marked, by=people.lead)
    appeal = stories.appealed(stories.decided(case, people.moderator, "decline"))
    assert appeal.case.level == Level.HIGH
    answered(appeal, people.second)
    assert public() == []


@pytest.mark.promise("M7")
@pytest.mark.parametrize("outcome", ["changed", "stands"])
@pytest.mark.parametrize("text", ["", " I took 20 mg."])
def test_author_is_told_once_how_an_appeal_ended(people, outcome, text):
    contested = stories.decided(stories.sent(text=stories.WORDS + text), people.moderator, "decline")
    appeal, before = stories.appealed(contested), Mail.objects.count()
    answered(appeal, people.second, outcome)
    assert [mail.purpose for mail in Mail.objects.order_by("pk")[before:]] == ["story-decided"]
