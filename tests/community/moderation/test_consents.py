"""Each purpose is a choice of its own, in words of the day, and old consents keep theirs (C3, C4, C5, C11)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from community.models import Consent, ConsentDocument, Story
from community.moderation import consents
from conditions.stale import Stale
from tests import factories, stories
from tests.conditions.evidence import world
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db


made = made_once(stories.duty)
people = copied()


@pytest.fixture
def story(people):
    return stories.published(people, purposes=["display"])


def allowed(story, purpose="indexing", by=None):
    words = ConsentDocument.objects.in_force("en").get(purpose=purpose)
    return consents.allow(story, purpose, by=by or story.author.user, at=NOON, seen=words.pk)


@pytest.mark.promise("C4")
def test_one_purpose_more_is_allowed_in_the_words_of_the_day(story):
    given = allowed(story)
    display = story.consents.get(purpose="display")
    assert (given.way, given.document.purpose, given.until) == ("choices", "indexing", display.until)
    assert story in Story.objects.listed(TODAY)
    assert world.found() == []


def test_nobody_else_allows_it(story):
    with pytest.raises(PermissionDenied):
        allowed(story, by=factories.member())


def test_what_stands_allowed_is_not_allowed_twice(story):
    allowed(story)
    with pytest.raises(ValidationError, match="You allowed this already"):
        allowed(story)


@pytest.mark.promise("C4", "C11")
def test_words_that_changed_while_they_were_read_are_not_agreed_to(people, story):
    read = ConsentDocument.objects.in_force("en").get(purpose="indexing")
    stories.asked(people.administrator, "indexing")
    with pytest.raises(Stale):
        consents.allow(story, "indexing", by=story.author.user, at=NOON, seen=read.pk)


@pytest.mark.promise("C3")
def test_one_purpose_ends_and_the_rest_stays(story):
    given = allowed(story)
    consents.withdraw(given, by=story.author.user, at=NOON)
    assert story in Story.objects.published(TODAY)
    assert story not in Story.objects.listed(TODAY)
    assert world.found() == []


def test_nothing_more_is_allowed_for_a_story_that_sleeps(story):
    later = NOON + datetime.timedelta(days=3 * 366)
    words = ConsentDocument.objects.in_force("en").get(purpose="indexing")
    with pytest.raises(ValidationError, match="allow it again, first"):
        consents.allow(story, "indexing", by=story.author.user, at=later, seen=words.pk)


@pytest.mark.promise("C5")
def test_without_display_the_story_is_gone_and_every_other_purpose_with_it(story):
    allowed(story)
    ended = consents.withdraw(story.consents.get(purpose="display"), by=story.author.user, at=NOON)
    assert ended.ending == "withdrawn"
    assert not Story.objects.published(TODAY).exists()
    assert not Consent.objects.standing(TODAY).exists()


def test_nobody_else_withdraws_it_and_nobody_twice(story):
    given = allowed(story)
    with pytest.raises(PermissionDenied):
        consents.withdraw(given, by=factories.member(), at=NOON)
    consents.withdraw(given, by=story.author.user, at=NOON)
    with pytest.raises(Stale):
        consents.withdraw(given, by=story.author.user, at=NOON)


@pytest.mark.promise("C11")
def test_new_words_leave_old_consents_as_they_are(people, story):
    before = story.consents.values().get()
    (fresh,) = stories.asked(people.administrator, "display")
    assert story.consents.values().get() == before
    assert story.consents.get().document != fresh
    assert story in Story.objects.published(TODAY)
