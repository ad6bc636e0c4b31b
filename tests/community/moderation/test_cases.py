"""A moderator and the author speak with each other before anything is decided, and nobody else reads it (M16, M21)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from community import waiting
from community.models import Case, Level, Story
from community.moderation import cases, publications, threads
from conditions.models import Mail
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories, stories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
SHORTER = "The letter came on a wet day. " * 20


made = made_once(stories.duty)
people = copied()


@pytest.fixture
def case(people):
    return stories.sent()


def seen(case):
    return threads.current(case.story).digest


def author(case):
    return case.story.author.user


def proposed(case, people, **said):
    said = {"title": "A day", "text": SHORTER, "because": "The weekday is left out."} | said
    return cases.propose_change(case, **said, by=people.moderator, at=NOON, seen=seen(case))


@pytest.mark.promise("M21")
def test_question_stops_the_clock_until_the_author_answers(people, case):
    cases.ask_author(case, "Which year was that?", by=people.moderator, at=NOON, seen=seen(case))
    assert case not in waiting.queue(people.second, at=NOON)
    assert case in Case.objects.with_the_author()
    with pytest.raises(PermissionDenied):
        cases.answer(case, "Long ago.", by=people.moderator, at=NOON)
    cases.answer(case, "Long ago.", by=author(case), at=NOON)
    assert case in waiting.queue(people.second, at=NOON)
    assert not Case.objects.with_the_author().exists()


@pytest.mark.promise("M21", "M22")
def test_mail_about_a_question_holds_no_word_of_it(people, case):
    cases.ask_author(case, "Which year was that?", by=people.moderator, at=NOON, seen=seen(case))
    mail = Mail.objects.get(purpose="story-question")
    assert mail.recipient == author(case).email
    told = f"{mail.subject} {mail.text} {mail.html}"
    assert not {word for word in ("year", "Gilbert", "Tuesday", case.story.code) if word in told}


def test_nobody_is_asked_by_who_saw_other_words_or_wrote_them(people, case):
    with pytest.raises(Stale):
        cases.ask_author(case, "Why?", by=people.moderator, at=NOON, seen="0" * 64)
    own = factories.granted(author(case), "moderator")
    with pytest.raises(ValidationError, match="your own story"):
        cases.ask_author(case, "Why?", by=own, at=NOON, seen=seen(case))
    assert not case.messages.exists()


def test_only_the_author_answers(people, case):
    with pytest.raises(PermissionDenied):
        cases.answer(case, "It was me.", by=factories.member(), at=NOON)
    with pytest.raises(ValidationError, match="Write a message"):
        cases.answer(case, " \n", by=author(case), at=NOON)
    assert not case.messages.exists()


@pytest.mark.promise("C12", "M5")
def test_changed_words_are_public_only_once_the_author_took_them(people, case):
    change = proposed(case, people)
    assert case in Case.objects.with_the_author()
    with pytest.raises(ValidationError, match="asked something"):
        stories.decided(case, people.second)
    cases.accept_change(change, by=author(case), at=NOON)
    stories.decided(case, people.second)
    assert Story.objects.published(TODAY).get().publications.get().text == change


@pytest.mark.promise("C12")
def test_author_keeps_their_own_words(people, case):
    change = proposed(case, people)
    cases.refuse_change(change, by=author(case), at=NOON)
    assert case in Case.objects.waiting()
    assert threads.current(case.story).text == stories.WORDS
    with pytest.raises(Stale):
        cases.accept_change(change, by=author(case), at=NOON)


def test_nobody_else_accepts_a_change(people, case):
    change = proposed(case, people)
    with pytest.raises(PermissionDenied):
        cases.accept_change(change, by=people.moderator, at=NOON)
    assert threads.current(case.story) != change


@pytest.mark.promise("M5")
def test_change_says_why_and_changes_something(people, case):
    with pytest.raises(ValidationError) as refusal:
        proposed(case, people, because=" ")
    assert list(refusal.value.message_dict) == ["because"]
    with pytest.raises(ValidationError) as refusal:
        proposed(case, people, title="A wet Tuesday", text=stories.WORDS)
    assert list(refusal.value.message_dict) == ["text"]


def test_one_change_waits_at_a_time(people, case):
    proposed(case, people)
    with pytest.raises(ValidationError, match="waits for the author already"):
        proposed(case, people, title="Another")


@pytest.mark.promise("M16")
def test_who_stepped_back_is_asked_no_more_and_approved_nothing(people):
    case = stories.sent()
    cases.raise_level(case, Level.HIGH, by=people.moderator, at=NOON)
    stories.decided(case, people.moderator)
    cases.step_back(case, by=people.moderator, at=NOON)
    with pytest.raises(ValidationError, match="stepped back"):
        stories.decided(case, people.moderator, "decline")
    stories.decided(case, people.second)
    assert not Story.objects.published(TODAY).exists()
    assert not waiting.theirs(people.moderator, on=TODAY).exists()


@pytest.mark.promise("M11")
def test_lead_who_stepped_back_as_a_moderator_still_looks_after_somebody_in_danger(people):
    case, lead = stories.sent(), factories.granted(people.lead, Role.MODERATOR)
    cases.step_back(case, by=lead, at=NOON)
    assert not waiting.theirs(lead, on=TODAY).exists()
    case = cases.raise_level(case, Level.DANGER, by=people.moderator, at=NOON)
    assert waiting.theirs(lead, on=TODAY).get() == case
    seen = threads.current(case.story).digest
    assert cases.ask_author(case, "How are you?", by=lead, at=NOON, seen=seen).by == lead
    with pytest.raises(ValidationError, match="stepped back"):
        stories.decided(case, lead)


@pytest.mark.promise("M4")
def test_risk_is_raised_and_never_lowered(people, case):
    cases.raise_level(case, Level.HIGH, by=people.moderator, at=NOON)
    for level in (Level.HIGH, Level.USUAL, "nonsense"):
        with pytest.raises(ValidationError, match="higher risk"):
            cases.raise_level(case, level, by=people.moderator, at=NOON)
    case.refresh_from_db()
    assert case.level == Level.HIGH


def test_story_that_was_taken_back_says_so(people, case):
    publications.take_down(case.story, by=author(case), at=NOON)
    with pytest.raises(ValidationError, match="taken this story back"):
        cases.ask_author(case, "Why?", by=people.moderator, at=NOON, seen=seen(case))


@pytest.mark.promise("M4")
def test_change_that_is_riskier_than_the_words_takes_two_people(people, case):
    change = proposed(case, people, text=f"{SHORTER} I stopped taking my tablets.")
    cases.accept_change(change, by=author(case), at=NOON)
    stories.decided(case, people.moderator)
    assert not Story.objects.published(TODAY).exists()
    stories.decided(case, people.second)
    assert Story.objects.published(TODAY).exists()
