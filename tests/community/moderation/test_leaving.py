"""A member leaves with every word, or leaves their stories without a name (C8)."""

import datetime
import logging

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from community import membership
from community.models import Decision, Member, Membership, Story, StoryDraft
from community.moderation import appeals, deaths, erasures, holds, leaving, reports, threads
from conditions import outbox
from conditions.accounts import closing
from conditions.accounts.mail import CONFIRMS
from conditions.editorial import rows
from conditions.models import Device, Mail, User
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories, planted, stories
from tests.conditions.evidence import world
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

LATER = NOON + datetime.timedelta(days=40)


made = made_once(stories.duty)
people = copied()


SEEN = {"title", "text", "ties", "changed"}


def left(person, kind="words", at=NOON):
    return leaving.close_account(person.member, kind, by=person, at=at)


def held(story, people):
    until = TODAY + datetime.timedelta(days=30)
    return holds.hold(story, basis="A court", until=until, is_told=True, by=people.lead, at=NOON)


@pytest.mark.promise("C8")
def test_no_word_is_left_in_any_table_nor_in_a_log(people, caplog):
    said = planted.words()
    person = planted.member(said)
    planted.story(people, person, said)
    assert {place for _table, place in planted.left(said)} == set(planted.PLACES)
    with caplog.at_level(logging.DEBUG):
        left(person)
    assert planted.left(said) == set()
    assert not any(word in caplog.text for word in vars(said).values())
    assert world.found() == []


@pytest.mark.promise("C8")
def test_what_others_wrote_from_an_address_that_is_not_theirs_stays(people):
    story = stories.published(people)
    report = reports.report(story, reason="other", words="She lies.", email="r@example.org", at=NOON)
    person = factories.member()
    EmailAddress.objects.create(user=person, email="r@example.org", verified=False)
    with transaction.atomic():
        asked, other = (
            outbox.queue("r@example.org", "News", "Text", purpose=purpose, at=NOON)
            for purpose in (CONFIRMS, "report-answered")
        )
    left(person)
    for row in (report, asked, other):
        row.refresh_from_db()
    assert (report.words, report.email, other.text) == ("She lies.", "r@example.org", "Text")
    assert asked.recipient == ""


@pytest.mark.promise("C8")
def test_nothing_is_left_by_which_to_sign_in_or_be_reached(people):
    person = planted.member(planted.words())
    left(person)
    rows = (EmailAddress, Authenticator, Device, Session, StoryDraft, Membership)
    assert [model for model in rows if model.objects.exists()] == []
    person.refresh_from_db()
    assert (person.is_active, person.has_usable_password(), person.name) == (False, False, "")
    assert person.email == f"{person.pk}@{closing.NOWHERE}"
    assert not Mail.objects.due(LATER).exclude(recipient="").filter(purpose="news").exists()


@pytest.mark.promise("C8")
def test_receipt_and_nameless_row_stay(people):
    person = stories.published(people).author.user
    receipt = left(person)
    gone = Member.objects.get(pk=person.member.pk)
    assert (gone.display_name, gone.left_on) == ("", TODAY)
    assert (receipt.kind, receipt.story, receipt.on) == ("words", None, TODAY)
    assert membership.is_free(person.member.display_name)
    assert world.found() == []


@pytest.mark.promise("C8")
def test_public_stories_stay_without_a_name(people):
    shown = stories.published(people)
    person = shown.author.user
    waiting = stories.sent(person, shown.condition).story
    left(person, "name")
    assert list(Story.objects.published(TODAY)) == [shown]
    assert str(Story.objects.get(pk=shown.pk).author.display_name) == ""
    assert waiting.texts.get().is_sealed
    assert not shown.texts.get().is_sealed


@pytest.mark.promise("C8")
def test_of_a_story_that_stays_nothing_is_left_but_what_readers_see(people):
    said = planted.words()
    person = planted.member(said)
    story = planted.story(people, person, said)
    left(person, "name")
    assert {place for _table, place in planted.left(said)} == SEEN
    assert story in Story.objects.published(TODAY)
    assert threads.current(story) == story.texts.get(is_sealed=False)
    assert world.found() == []


@pytest.mark.promise("C8", "M11")
def test_of_a_story_that_stays_and_must_be_kept_the_thread_goes_when_that_ends(people):
    said = planted.words()
    person = planted.member(said)
    story = planted.story(people, person, said)
    held(story, people)
    left(person, "name")
    assert leaving.erase_the_rest(at=NOON) == 0
    assert {"reply", "because", "appeal"} <= {place for _table, place in planted.left(said)}
    assert leaving.erase_the_rest(at=LATER) == 1
    assert {place for _table, place in planted.left(said)} == SEEN
    assert leaving.erase_the_rest(at=LATER) == 0


HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.mark.promise("C8")
def test_why_marked_words_may_stay_goes_with_the_rest(people):
    """The commonest story: one text, no thread, nothing that moderators wrote to its author."""
    shown = stories.published(people, text=f"{stories.WORDS} Ring me on 020 7946 0123.", cleared="Her sister agreed.")
    left(shown.author.user, "name", at=NOON + HOUR)
    said = Decision.objects.filter(case__story=shown)
    assert list(said.values_list("cleared", "is_sealed").distinct()) == [("", True)]
    assert shown in Story.objects.published(TODAY)
    assert world.found() == []


@pytest.mark.promise("C8")
def test_what_readers_reported_goes_where_there_is_nothing_else_to_erase(people):
    shown = stories.published(people)
    answered = reports.report(shown, reason="other", words="She is Anna.", email="r@example.org", at=NOON)
    stories.kept(answered, people)
    waits = reports.report(shown, reason="other", words="Of Elm Street.", email="s@example.org", at=NOON)
    left(shown.author.user, "name", at=NOON + HOUR)
    assert emptied(answered, waits) == [True, False]
    stories.kept(waits, people, at=NOON + DAY)
    assert leaving.erase_the_rest(at=NOON + DAY + HOUR) == 0  # its answer is on the way
    assert leaving.erase_the_rest(at=NOON + 2 * DAY) == 1
    assert emptied(answered, waits) == [True, True]
    assert leaving.erase_the_rest(at=LATER) == 0
    assert world.found() == []


def emptied(*reported):
    """Of each report whether its words went."""
    for each in reported:
        each.refresh_from_db()
    return [(each.words, each.reply, each.email) == ("", "", "") for each in reported]


@pytest.mark.promise("C8", "M7")
def test_appeal_ends_with_the_account_and_nobody_decides_on_empty_words(people):
    shown = stories.published(people)
    refusal = stories.decided(stories.resent(shown), people.moderator, "decline")
    contested = stories.appealed(refusal, purposes=(), at=NOON + HOUR)
    left(shown.author.user, "name", at=NOON + DAY)
    contested.refresh_from_db()
    assert (contested.text, contested.case.outcome, contested.decided_at) == ("", "withdrawn", None)
    assert [each.is_sealed for each in shown.texts.order_by("number")] == [False, True]
    ends = {"outcome": "changed", "sentence": "It is a year.", "seen": refusal.digest}
    with pytest.raises(ValidationError, match="nothing left to decide"):
        appeals.decide_appeal(contested, **ends, by=people.second, at=NOON + 2 * DAY)
    assert shown in Story.objects.published(TODAY)
    assert leaving.erase_the_rest(at=LATER) == 0
    assert world.found() == []


@pytest.mark.promise("C8")
def test_words_that_readers_see_are_not_taken_from_a_story_that_stays(people):
    story = stories.published(people)
    left(story.author.user, "name")
    with pytest.raises(Stale):
        rows.empty(story.texts.get())
    assert story.texts.get().text == stories.WORDS


def test_new_words_of_a_story_that_stays_are_taken_back(people):
    shown = stories.published(people)
    case = stories.resent(shown)
    left(shown.author.user, "name")
    case.refresh_from_db()
    assert case.outcome == "withdrawn"
    assert shown in Story.objects.published(TODAY)
    assert world.found() == []


@pytest.mark.promise("C8")
def test_nameless_story_is_erased_when_its_consent_has_run_out(people):
    shown = stories.published(people, years=1)
    left(shown.author.user, "name")
    assert leaving.erase_the_rest(at=LATER) == 0
    assert leaving.erase_the_rest(at=NOON.replace(year=2028)) == 1
    assert shown.texts.get().is_sealed
    assert leaving.erase_the_rest(at=NOON.replace(year=2028)) == 0


def test_nameless_story_of_somebody_who_died_stays_as_they_wished(people):
    shown = stories.published(people, years=1)
    left(shown.author.user, "name")
    deaths.note_death(shown.author, basis="Her daughter wrote", by=people.lead, at=NOON)
    assert leaving.erase_the_rest(at=NOON.replace(year=2040)) == 0


@pytest.mark.promise("C8")
def test_what_must_be_kept_is_taken_down_and_erased_when_that_ends(people):
    story = stories.published(people)
    held(story, people)
    left(story.author.user)
    assert not Story.objects.published(TODAY).exists()
    assert leaving.erase_the_rest(at=NOON) == 0
    assert story.texts.get().text == stories.WORDS
    assert leaving.erase_the_rest(at=LATER) == 1
    assert story.texts.get().text == ""
    assert world.found() == []


def test_nobody_else_closes_an_account_and_nobody_twice(people):
    person = factories.member()
    with pytest.raises(PermissionDenied):
        leaving.close_account(person.member, "words", by=people.moderator, at=NOON)
    left(person)
    with pytest.raises(Stale):
        left(person)


def test_who_has_a_role_is_told_what_to_do_first(people):
    person = factories.granted(factories.member(), Role.MODERATOR)
    with pytest.raises(ValidationError, match="Ask an administrator to end it first"):
        left(person)
    assert User.objects.get(pk=person.pk).is_active


def test_who_worked_here_once_keeps_the_name_beside_what_they_signed():
    person = factories.granted(factories.member(name="Ada Clerk"), Role.AUTHOR, ends_on="2026-02-01")
    left(person)
    assert User.objects.get(pk=person.pk).name == "Ada Clerk"


def test_erased_story_is_passed_over(people):
    story = stories.published(people)
    erasures.erase(story, by=story.author.user, at=NOON)
    left(story.author.user)
    assert story.author.erasures.count() == 2
