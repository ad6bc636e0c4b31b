"""A story is public by a person's decision and its author's consent, and leaves at one press (C1, C5, M1)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from community.models import Consent, Story
from community.moderation import publications
from conditions.models import Event
from conditions.stale import Stale
from tests import factories, stories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db


made = made_once(stories.duty)
people = copied()


@pytest.mark.promise("M1")
def test_story_waits_until_a_person_decided(people):
    case = stories.sent()
    assert not Story.objects.published(TODAY).exists()
    stories.decided(case, people.moderator)
    assert Story.objects.published(TODAY).get() == case.story


@pytest.mark.promise("C10")
def test_story_sleeps_on_the_day_after_its_consent_ran_out(people):
    story = stories.published(people)
    last = Consent.objects.get(story=story, purpose="display").until
    assert story in Story.objects.published(last)
    assert story not in Story.objects.published(last + datetime.timedelta(days=1))


@pytest.mark.promise("C5")
def test_author_takes_a_story_down_and_keeps_the_words(people):
    story = stories.published(people)
    publications.take_down(story, by=story.author.user, at=NOON)
    assert not Story.objects.published(TODAY).exists()
    assert not Consent.objects.standing(TODAY).exists()
    assert story.texts.get().text == stories.WORDS


@pytest.mark.promise("C5")
def test_nobody_else_takes_it_down(people):
    story = stories.published(people)
    with pytest.raises(PermissionDenied):
        publications.take_down(story, by=factories.member(), at=NOON)
    assert Story.objects.published(TODAY).exists()


def test_taking_down_twice_says_that_it_moved(people):
    story = stories.published(people)
    publications.take_down(story, by=story.author.user, at=NOON)
    with pytest.raises(Stale):
        publications.take_down(story, by=story.author.user, at=NOON)


@pytest.mark.promise("C5")
def test_receipt_names_the_event_that_took_it_down(people):
    story = stories.published(people)
    assert publications.receipt(story) == ""
    publications.take_down(story, by=story.author.user, at=NOON)
    code, sequence = publications.receipt(story).split("-")
    assert code == story.code
    assert Event.objects.get(stream=f"story:{code}", sequence=sequence).action == "taken down"


def test_taking_down_ends_what_a_moderator_is_just_deciding(people):
    case = stories.sent()
    publications.take_down(case.story, by=case.story.author.user, at=NOON)
    with pytest.raises(ValidationError, match="taken this story back"):
        stories.decided(case, people.moderator)
    case.refresh_from_db()
    assert case.outcome == "withdrawn"
    assert not Story.objects.published(TODAY).exists()


@pytest.mark.promise("C5")
def test_taking_down_takes_new_words_back_too(people):
    story = stories.published(people)
    case = stories.resent(story)
    publications.take_down(story, by=story.author.user, at=NOON)
    case.refresh_from_db()
    assert (case.outcome, story.consents.filter(ended_at=None).count()) == ("withdrawn", 0)
