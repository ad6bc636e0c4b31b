"""One press, and the same words go on being public in the consent of the day (C10, C11, C14)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from community.models import Case, Consent, Story
from community.moderation import consents, publications, renewals
from conditions.stale import Stale
from tests import factories, stories
from tests.conditions.evidence import world
from tests.factories import NOON
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

ASLEEP = NOON + datetime.timedelta(days=3 * 366)
CHILD = {"relation": "parent", "attests": "guardian", "comes_of_age": 2029, "years": 5}


made = made_once(stories.duty)
people = copied()


def renewed(story, *, at=ASLEEP, years=5, by=None, **said):
    seen = [each.pk for each in renewals.asked_again(story)]
    return renewals.renew(story, by=by or story.author.user, at=at, years=years, seen=seen, **said)


@pytest.mark.promise("C10")
def test_story_that_slept_is_back_with_the_same_decision(people):
    story = stories.published(people)
    before = story.publications.get()
    fresh = renewed(story)
    assert story in Story.objects.listed(ASLEEP.date())
    assert (fresh.text, fresh.first, fresh.consent.way) == (before.text, before.first, "renewal")
    assert set(before.story.consents.filter(ended_at__isnull=False).values_list("ending", flat=True)) == {"replaced"}
    assert world.found() == []


def test_risky_story_keeps_both_decisions(people):
    case = stories.sent()
    Case.objects.update(level="high")
    stories.decided(case, people.moderator)
    second = stories.decided(case, people.second)
    fresh = renewed(case.story)
    assert (fresh.first.by, fresh.second) == (people.moderator, second)


@pytest.mark.parametrize(("years", "until"), [(1, "2027-03-02"), (3, "2029-03-02"), (5, "2031-03-02")])
def test_it_lasts_as_long_as_the_author_says(people, years, until):
    story = stories.published(people)
    assert renewed(story, at=NOON, years=years).consent.until.isoformat() == until


def test_other_numbers_of_years_are_no_choice(people):
    story = stories.published(people)
    with pytest.raises(ValidationError, match="Choose when we ask you again"):
        renewed(story, years=100)
    assert story.publications.live().count() == 1


@pytest.mark.promise("C11")
def test_renewal_is_in_the_words_of_the_day_that_were_on_screen(people):
    story = stories.published(people)
    seen = [each.pk for each in renewals.asked_again(story)]
    (fresh,) = stories.asked(people.administrator, "display")
    with pytest.raises(Stale):
        renewals.renew(story, by=story.author.user, at=NOON, years=1, seen=seen)
    assert renewed(story, at=NOON).consent.document == fresh


def test_purpose_that_nobody_asks_for_any_more_ends(people):
    story = stories.published(people)
    former = story.consents.get(purpose="indexing")
    consents.switch_off(former.document, by=people.administrator, at=NOON)
    renewed(story)
    assert list(Consent.objects.standing(ASLEEP.date()).values_list("purpose", flat=True)) == ["display"]


def test_only_its_author_renews_and_only_what_is_public(people):
    story = stories.published(people)
    with pytest.raises(PermissionDenied):
        renewed(story, by=factories.member())
    publications.take_down(story, by=story.author.user, at=NOON)
    with pytest.raises(ValidationError, match="not public"):
        renewed(story)


def test_wish_for_after_death_may_change(people):
    story = stories.published(people)
    assert renewed(story, after_death="remove").consent.after_death == "remove"


@pytest.mark.promise("C14")
def test_story_of_a_child_lasts_no_longer_than_the_year_before_they_come_of_age(people):
    story = stories.published(people, **CHILD)
    assert story.consents.first().until == datetime.date(2028, 12, 31)
    with pytest.raises(ValidationError, match="whether they agree"):
        renewed(story, at=datetime.datetime(2028, 11, 2, 12, tzinfo=datetime.UTC))


@pytest.mark.promise("C14")
def test_child_of_age_is_asked_themselves(people):
    story = stories.published(people, **CHILD)
    day = datetime.datetime(2029, 2, 1, 12, tzinfo=datetime.UTC)
    assert story not in Story.objects.published(day.date())
    fresh = renewed(story, at=day, attests="agreed", years=1)
    assert (fresh.consent.attests, fresh.consent.comes_of_age) == ("agreed", None)
    assert story in Story.objects.published(day.date())


def test_guardian_speaks_on_for_a_child_who_is_still_young(people):
    story = stories.published(people, **CHILD | {"years": 1})
    consent = renewed(story, at=NOON, years=5, attests="agreed").consent
    assert (consent.attests, consent.until) == ("guardian", datetime.date(2028, 12, 31))
