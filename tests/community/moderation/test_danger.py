"""Whoever is told of danger is told in the same moment, by a mail that tells nobody else (M11)."""

import datetime

import pytest

from community import triage
from community.models import Finding, Level, Story
from community.moderation import cases, sending, threads
from conditions.models import Grant, Mail
from conditions.models.people import Role
from tests import factories, stories
from tests.community.triage import scores as corpus
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db


def alarms():
    return Mail.objects.filter(purpose="danger")


@pytest.mark.promise("M11")
def test_every_safeguarding_lead_is_told_at_once():
    people = stories.duty()
    other = factories.holder(Role.SAFEGUARDING)
    case = stories.sent()
    assert not alarms().exists()
    cases.raise_level(case, Level.DANGER, by=people.moderator, at=NOON)
    assert set(alarms().values_list("recipient", flat=True)) == {people.lead.email, other.email}
    case.refresh_from_db()
    assert case.lead_told_at == NOON
    assert f"/desk/stories/{case.pk}/" in alarms().first().text


def test_nobody_is_said_to_be_told_where_nobody_was():
    people = stories.duty()
    case = stories.sent()
    Grant.objects.filter(role=Role.SAFEGUARDING).update(ends_on="2026-02-01")
    cases.raise_level(case, Level.DANGER, by=people.moderator, at=NOON)
    case.refresh_from_db()
    assert (case.level, case.lead_told_at) == (Level.DANGER, None)


@pytest.mark.promise("M4", "M11")
def test_words_that_are_sent_raise_the_case_and_tell_the_lead():
    stories.duty()
    text = f"{stories.WORDS} I want to kill myself."
    draft = stories.draft(factories.member(), text=text)
    assert not Finding.objects.exists()
    assert not alarms().exists()
    case = sending.submit(draft, by=draft.member.user, at=NOON, seen=draft.version)
    assert (case.level, case.lead_told_at, alarms().count()) == (Level.DANGER, NOON, 1)
    [found] = Finding.objects.filter(rule="danger")
    assert text[found.place : found.place + found.length] == "want to kill myself"


@pytest.mark.promise("M11")
def test_danger_is_read_by_the_next_day_and_stays_so_when_words_are_sent_again():
    people = stories.duty()
    case = stories.sent()
    assert case.due_on > threads.due_on(NOON, is_urgent=True)
    cases.raise_level(case, Level.DANGER, by=people.moderator, at=NOON)
    case.refresh_from_db()
    assert case.due_on == TODAY + datetime.timedelta(days=1)
    assert stories.resent(case.story).due_on == case.due_on


@pytest.mark.promise("M11")
def test_answer_of_the_author_is_read_for_danger_too():
    people = stories.duty()
    case = stories.sent()
    cases.ask_author(case, "When?", by=people.moderator, at=NOON, seen=case.story.texts.get().digest)
    cases.answer(case, "I do not want to live any more.", by=case.story.author.user, at=NOON)
    case.refresh_from_db()
    assert (case.level, case.lead_told_at, alarms().count()) == (Level.DANGER, NOON, 1)


@pytest.mark.promise("M4")
def test_rules_raise_the_risk_and_refuse_nothing():
    stories.duty()
    text = f"{stories.WORDS} I took 40 mg, stopped taking my tablets, and it cured me. Ring me on 020 7946 0123."
    case = stories.sent(text=text)
    assert (case.level, case.closed_at) == (Level.HIGH, None)
    assert set(Finding.objects.values_list("rule", flat=True)) == {"contact", "cure", "dose", "stopping"}


@pytest.mark.promise("M11")
def test_child_at_risk_is_told_at_once_like_any_danger():
    stories.duty()
    case = stories.sent(text=f"{stories.WORDS} My boyfriend hits my little boy.")
    assert (case.level, case.lead_told_at, alarms().count()) == (Level.DANGER, NOON, 1)


@pytest.mark.promise("M4")
def test_whatever_rules_find_the_story_is_sent_and_can_be_published():
    people = stories.duty()
    one_of_each = {rule: each["text"] for each in corpus.stories(corpus.SHAPED_ON) for rule in each.get("marks", ())}
    author, cleared = factories.member(), "They are invented."
    story = stories.published(
        people, author, text=f"{stories.WORDS}\n\n{' '.join(one_of_each.values())}", cleared=cleared
    )
    assert Story.objects.published(TODAY).get() == story
    assert set(Finding.objects.values_list("rule", "version")) == {(rule.name, rule.version) for rule in triage.RULES}


def test_title_is_read_like_the_words():
    stories.duty()
    assert stories.sent(title="I want to die").level == Level.DANGER
