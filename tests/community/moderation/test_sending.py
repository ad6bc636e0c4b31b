"""Words that are sent for a public story: it stays as it is until they are read, on what its author allows now."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from community.models import Consent, Story, StoryPublication
from community.moderation import sending, writing
from conditions.stale import Stale
from tests import factories, stories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

YEAR = datetime.timedelta(days=365)


made = made_once(stories.duty)
people = copied()


def again(story, *, at=NOON, **typed):
    """Other words of a story, sent by its author."""
    by = story.author.user
    draft = writing.edit(story, by=by, at=at)
    typed = {"text": f"{stories.WORDS} That was all.", "years": 1} | typed
    draft = writing.save(draft, typed, by=by, at=at, seen=draft.version)
    return sending.submit(draft, by=by, at=at, seen=draft.version)


@pytest.mark.promise("C4")
def test_consent_is_recorded_in_the_language_in_which_it_was_read(people):
    stories.asked(people.administrator, language="es")
    case = stories.sent(language="es")
    assert set(case.story.consents.values_list("document__language", flat=True)) == {"es"}


@pytest.mark.promise("C13")
@pytest.mark.parametrize("relation", ["partner", "bereaved"])
def test_story_about_somebody_else_says_whether_they_agree_or_have_died(people, relation):
    with pytest.raises(ValidationError) as refusal:
        stories.sent(relation=relation)
    assert set(refusal.value.message_dict) == {"attests"}


@pytest.mark.promise("C4", "C10")
def test_public_story_rests_on_what_its_author_allows_now(people):
    story = stories.published(people)
    again(story)
    live = StoryPublication.objects.live().get()
    assert (live.text.number, live.consent.until) == (1, TODAY.replace(year=TODAY.year + 1))
    assert Consent.objects.get(pk=story.publications.first().consent_id).ending == "replaced"


@pytest.mark.promise("C10")
def test_story_that_sleeps_wakes_with_the_new_words_alone(people):
    story, late = stories.published(people), NOON + 4 * YEAR
    case = again(story, at=late)
    assert not Story.objects.published(late.date()).exists()
    stories.decided(case, people.moderator, at=late)
    assert StoryPublication.objects.live().get(story__in=Story.objects.published(late.date())).text.number == 2


@pytest.mark.promise("C13")
def test_public_story_is_not_turned_into_one_about_somebody_else(people):
    story = stories.published(people)
    with pytest.raises(ValidationError, match="public in another role"):
        again(story, relation="parent", attests="guardian", comes_of_age=TODAY.year + 9)
    assert Story.objects.published(TODAY).get().texts.get().relation == "person"


def test_draft_that_was_sent_from_another_window_is_not_saved_over(people):
    draft = stories.draft(factories.member())
    sending.submit(draft, by=draft.member.user, at=NOON, seen=draft.version)
    with pytest.raises(Stale):
        writing.save(draft, {"title": "Late"}, by=draft.member.user, at=NOON, seen=draft.version)
