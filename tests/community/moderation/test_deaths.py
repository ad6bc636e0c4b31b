"""What a member wished for after their death happens (C10)."""

import pytest
from django.core.exceptions import PermissionDenied

from community.models import Story
from community.moderation import deaths
from conditions.stale import Stale
from tests import factories, stories
from tests.conditions.evidence import world
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

LONG_AFTER = NOON.replace(year=2060).date()


made = made_once(stories.duty)
people = copied()


@pytest.mark.promise("C10")
def test_each_story_follows_its_own_wish(people):
    kept = stories.published(people)
    person = kept.author.user
    about = factories.condition(slug="other")
    removed = stories.published(people, person, about, after_death="remove")
    deaths.note_death(person.member, basis="Her daughter wrote", by=people.lead, at=NOON)
    assert list(Story.objects.published(TODAY)) == [kept]
    assert list(Story.objects.published(LONG_AFTER)) == [kept]
    assert (removed.publications.get().ending, removed.consents.first().ending) == ("died", "died")
    assert world.found() == []


def test_waiting_story_that_they_wished_gone_is_decided_on_no_more(people):
    case = stories.sent(after_death="remove")
    deaths.note_death(case.story.author, basis="Her daughter wrote", by=people.lead, at=NOON)
    case.refresh_from_db()
    assert case.outcome == "withdrawn"


def test_it_is_noted_by_the_lead_and_once(people):
    person = factories.member()
    with pytest.raises(PermissionDenied):
        deaths.note_death(person.member, basis="Her daughter wrote", by=people.moderator, at=NOON)
    deaths.note_death(person.member, basis="Her daughter wrote", by=people.lead, at=NOON)
    with pytest.raises(Stale):
        deaths.note_death(person.member, basis="Her daughter wrote", by=people.lead, at=NOON)
