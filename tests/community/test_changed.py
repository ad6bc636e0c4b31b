"""What changed in what somebody follows, and that the mail and the page mean the same by it."""

import datetime

import pytest

from community import changed
from community.models import Following, Relation
from community.moderation import followings, publications
from tests import factories, past, stories
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
BEFORE = NOON - DAY


def prepared():
    desk = factories.desk()
    desk.duty = stories.duty()
    desk.fern = factories.member("Quiet fern")
    desk.live = factories.published(desk)
    desk.about, desk.asked = desk.live.answer.condition, desk.live.answer.question
    return desk


world = made_once(prepared)


@pytest.fixture
def follow(world):
    def begin(question=None, *, at=BEFORE, language="en", about=None):
        there = about or world.about
        return followings.follow(world.fern.member, there, question, language=language, by_mail=True, at=at)

    return begin


def told(following):
    """What the page says of it; the mail has to agree whether there is anything."""
    found = changed.of([following], TODAY)[following.pk]
    is_due = changed.with_news(Following.objects.filter(pk=following.pk), NOON).exists()
    assert is_due == bool(found)
    return [each.what for each in found]


def test_answer_that_is_new_is_told_to_who_follows_condition_or_question_and_to_nobody_else(world, follow):
    assert told(follow()) == ["First published"]
    assert told(follow(world.asked)) == ["First published"]
    assert told(follow(factories.question("outlook", "What comes?"))) == []
    assert told(follow(about=factories.condition())) == []
    assert told(follow(language="es")) == []


def test_what_happened_before_is_no_news(follow):
    assert told(follow(at=NOON)) == []


def test_change_of_meaning_and_taking_down_are_told_and_new_wording_is_not(world, follow):
    begun = follow()
    past.reworded(world, world.live)
    assert told(begun) == ["First published"]
    factories.withdrawn(factories.published(world, world.live.answer, short="Something else."))
    assert told(begun) == ["Taken down", "What it says was corrected", "First published"]


def test_sealed_version_is_told_no_more(world, follow):
    begun = follow()
    factories.withdrawn(world.live)
    past.sealed(world.live.revision)
    assert told(begun) == []


def test_story_is_told_by_the_role_of_its_author_while_readers_have_it(world, follow):
    begun, of_question = follow(), follow(world.asked)
    story = stories.published(world.duty, about=world.about)
    assert told(begun) == ["First published", f"A story: {Relation.PERSON.label}"]
    assert told(of_question) == ["First published"]
    publications.take_down(story, by=story.author.user, at=NOON)
    assert told(begun) == ["First published"]


def test_own_story_is_no_news(world, follow):
    begun = follow(about=factories.condition("Gilbert syndrome"))
    stories.published(world.duty, world.fern, begun.condition)
    assert told(begun) == []
