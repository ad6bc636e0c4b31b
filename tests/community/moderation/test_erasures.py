"""Every word of a story goes; digests, lengths, reasons and dates stay, with a receipt (C8)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from community.models import Appeal, Decision, Erasure, Message, Story, StoryDraft, StoryText
from community.moderation import cases, erasures, holds, publications, reports, writing
from conditions.models import Mail
from conditions.stale import Stale
from tests import factories, stories
from tests.conditions.evidence import world
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db


made = made_once(stories.duty)
people = copied()


def erased(story, at=NOON):
    return erasures.erase(story, by=story.author.user, at=at)


def held(story, people, **said):
    told = {"basis": "Children Act, section 47", "until": TODAY + datetime.timedelta(days=30), "is_told": True} | said
    return holds.hold(story, by=people.lead, at=NOON, **told)


@pytest.mark.promise("C8")
def test_words_go_and_what_proves_them_stays(people):
    story = stories.published(people)
    before = story.texts.get()
    receipt = erased(story)
    text = story.texts.get()
    assert (text.title, text.text, text.ties, text.salt, text.is_sealed) == ("", "", "", "", True)
    assert (text.digest, text.length, text.created_at) == (before.digest, before.length, before.created_at)
    assert (receipt.story, receipt.kind, len(receipt.number)) == (story, "words", 8)
    assert world.found() == []


@pytest.mark.promise("C6")
def test_public_story_is_gone_before_its_words_are(people):
    story = stories.published(people)
    erased(story)
    assert not Story.objects.published(TODAY).exists()
    assert story.publications.get().ending == "taken-down"
    assert set(story.consents.values_list("ending", flat=True)) == {"withdrawn"}


@pytest.mark.promise("C8")
def test_thread_refusal_and_appeal_lose_their_words(people):
    case = stories.sent()
    cases.ask_author(case, "When was it?", by=people.moderator, at=NOON, seen=case.story.texts.get().digest)
    cases.answer(case, "In May.", by=case.story.author.user, at=NOON)
    stories.appealed(stories.decided(case, people.moderator, "decline"))
    erased(case.story)
    assert set(Message.objects.values_list("text", "salt", "is_sealed")) == {("", "", True)}
    assert set(Decision.objects.values_list("sentence", "rule", "is_sealed")) == {("", "contact", True)}
    assert set(Appeal.objects.values_list("text", "salt", "is_sealed")) == {("", "", True)}
    assert world.found() == []


def test_draft_of_its_next_words_goes_too(people):
    story = stories.published(people)
    writing.edit(story, by=story.author.user, at=NOON)
    erased(story)
    assert not StoryDraft.objects.exists()


@pytest.mark.promise("C8")
def test_what_readers_wrote_about_it_goes_answered_or_not(people):
    story = stories.published(people)
    reports.report(story, reason="other", words="He quotes Tuesday.", email="r@example.org", at=NOON)
    other = reports.report(story, reason="advert", words="Buy now.", email="s@example.org", at=NOON)
    reports.handle(other, outcome="no-report", reply="It says Tuesday.", by=people.moderator, at=NOON)
    erased(story)
    left = set(other.publication.reports.values_list("words", "email", "reply"))
    assert left == {("", "", "")}
    assert not Mail.objects.filter(text__contains="Tuesday").exists()


def test_only_its_author_erases_it_and_only_once(people):
    story = stories.published(people)
    with pytest.raises(PermissionDenied):
        erasures.erase(story, by=people.moderator, at=NOON)
    erased(story)
    with pytest.raises(Stale):
        erased(story)
    with pytest.raises(ValidationError, match="erased this story"):
        writing.edit(story, by=story.author.user, at=NOON)


@pytest.mark.promise("C8")
def test_what_must_be_kept_says_why_and_until_when(people):
    story = stories.published(people)
    held(story, people)
    with pytest.raises(ValidationError, match=r"until 1 April 2026.*Children Act, section 47\. You can take it down"):
        erased(story)
    publications.take_down(story, by=story.author.user, at=NOON)
    assert StoryText.objects.get().text == stories.WORDS


def test_hold_of_which_the_law_says_nothing_may_be_told_is_not_told(people):
    story = stories.published(people)
    held(story, people, is_told=False)
    with pytest.raises(ValidationError) as refusal:
        erased(story)
    assert "Children" not in str(refusal.value)
    assert not Mail.objects.filter(purpose="story-held").exists()


def test_hold_ends_by_its_day_or_by_the_lead(people):
    story, other = stories.published(people), stories.published(people, about=factories.condition(slug="other"))
    held(story, people)
    erased(story, at=NOON + datetime.timedelta(days=31))
    holds.lift(held(other, people), by=people.lead, at=NOON)
    erased(other)
    assert Erasure.objects.count() == 2
    assert world.found() == []


@pytest.mark.promise("M22")
def test_author_is_told_of_a_hold_and_not_of_what(people):
    story = stories.published(people)
    held(story, people)
    mail = Mail.objects.get(purpose="story-held")
    assert mail.recipient == story.author.user.email
    assert not any(
        word in f"{mail.subject}{mail.text}{mail.html}" for word in (story.code, "Children", "story", "Gilbert")
    )


def test_hold_is_the_leads_and_lasts_a_year_at_most(people):
    story = stories.published(people)
    with pytest.raises(PermissionDenied):
        holds.hold(story, basis="A law", until=TODAY, is_told=True, by=people.moderator, at=NOON)
    with pytest.raises(ValidationError, match="within a year"):
        held(story, people, until=TODAY + datetime.timedelta(days=400))
    with pytest.raises(ValidationError, match="cannot be blank"):
        held(story, people, basis=" ")
    with pytest.raises(PermissionDenied):
        holds.lift(held(story, people), by=people.moderator, at=NOON)
    erased(stories.published(people, about=factories.condition(slug="other")))


def test_nothing_is_kept_of_what_is_gone(people):
    story = stories.published(people)
    erased(story)
    with pytest.raises(ValidationError, match="nothing left to keep"):
        held(story, people)
