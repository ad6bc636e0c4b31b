"""Past the moves: an old story stays as its author is asked about it, and does not come back (C1, C8)."""

import pytest

from community.models import OldStory
from tests import factories, stories
from tests.community.moderation.test_old_stories import old
from tests.conditions.guards.installation import allowed, refused
from tests.factories import NOON
from tests.shared import made_once

pytestmark = pytest.mark.django_db

row = made_once(lambda: old(factories.condition()))
GONE = {"ended_at": NOON, "ending": "silent", "email": "", "title": "", "text": "", "digest": ""}


def changed(row, **values):
    return lambda: OldStory.objects.filter(pk=row.pk).update(**values)


@pytest.mark.promise("C1")
def test_words_and_address_stay_until_they_are_erased(row):
    assert allowed(changed(row, digest="x", asked_at=NOON))
    assert refused("oldstory_is_asked_as_it_is", changed(row, text="Other words."))
    assert refused("oldstory_is_asked_as_it_is", changed(row, email="other@example.org"))


@pytest.mark.promise("C8")
def test_what_has_ended_stays_known_without_its_words(row):
    assert refused("oldstory_ends_without_words", changed(row, **GONE | {"text": "It rained."}))
    assert allowed(changed(row, **GONE))
    OldStory.objects.filter(pk=row.pk).update(**GONE)
    assert refused("oldstory_stays", changed(row, ended_at=None, ending=""))
    assert refused("oldstory_stays", lambda: OldStory.objects.filter(pk=row.pk).delete())


@pytest.mark.promise("C8")
def test_story_that_it_became_stays_known(row):
    draft = stories.draft(factories.member(), row.condition)
    assert refused("oldstory_went_where_taken", changed(row, draft=draft))
    OldStory.objects.filter(pk=row.pk).update(**GONE | {"ending": "taken", "draft": draft})
    stories.duty()
    story = stories.sent(about=row.condition).story
    OldStory.objects.filter(pk=row.pk).update(story=story)
    assert refused("oldstory_stays", changed(row, story=None))
    assert allowed(changed(row, draft=None))
