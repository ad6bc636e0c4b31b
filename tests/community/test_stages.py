"""In which state a story is for its author, and the one next step."""

import datetime

import pytest

from community import stages
from community.models import Case, Story
from community.moderation import cases, deaths, erasures, publications, reports, writing
from tests import factories, stories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


made = made_once(stories.duty)
people = copied()


def standing(story, on=TODAY):
    (only,) = stages.of(Story.objects.filter(pk=story.pk), on=on)
    return only


def stage(story, on=TODAY):
    return standing(story, on).stage


def seen(case):
    return case.story.texts.latest("number").digest


def test_draft_is_for_its_author_alone():
    assert stages.of_draft(stories.draft(factories.member())).stage == "draft"


def test_sent_story_is_with_a_moderator_until_the_day_that_was_promised(people):
    case = stories.sent()
    assert stage(case.story) == "waiting"
    assert f"{case.due_on.day} March 2026" in standing(case.story).next_step


def test_question_and_change_wait_for_the_author(people):
    case = stories.sent()
    cases.ask_author(case, "When?", by=people.moderator, at=NOON, seen=seen(case))
    assert stage(case.story) == "question"
    cases.answer(case, "In May.", by=case.story.author.user, at=NOON)
    told = {"title": "", "text": f"{stories.WORDS} So.", "because": "It is clearer."}
    change = cases.propose_change(case, **told, by=people.moderator, at=NOON, seen=seen(case))
    assert stage(case.story) == "change"
    cases.refuse_change(change, by=case.story.author.user, at=NOON)
    assert stage(case.story) == "waiting"


def test_second_moderator_is_still_a_moderator(people):
    case = stories.sent()
    Case.objects.update(level="high")
    stories.decided(case, people.moderator)
    assert stage(case.story) == "waiting"
    stories.decided(case, people.second)
    assert stage(case.story) == "public"


@pytest.mark.promise("C10")
def test_public_story_sleeps_when_its_consent_has_run_out(people):
    story = stories.published(people)
    last = story.consents.first().until
    assert stage(story, last) == "public"
    assert "2 March 2029" in standing(story).next_step
    assert stage(story, last + datetime.timedelta(days=1)) == "asleep"


def test_public_story_of_which_new_words_wait_is_both(people):
    story = stories.published(people)
    stories.resent(story)
    assert (stage(story), standing(story).is_public) == ("waiting", True)


@pytest.mark.promise("M9")
def test_author_does_not_learn_that_a_reader_reported_it(people):
    story = stories.published(people)
    reports.report(story, reason="other", at=NOON)
    assert stage(story) == "public"


def test_refused_removed_and_taken_down_are_told_apart(people):
    refused = stories.sent()
    stories.decided(refused, people.moderator, "decline")
    about = factories.condition(slug="other")
    removed = stories.published(people, about=about)
    reports.report(removed, reason="other", at=NOON)
    stories.removed(removed, people.moderator)
    down = stories.published(people, about=about)
    publications.take_down(down, by=down.author.user, at=NOON)
    assert [stage(each) for each in (refused.story, removed, down)] == ["declined", "removed", "taken-down"]


def test_what_happened_last_decides(people):
    story = stories.published(people)
    publications.take_down(story, by=story.author.user, at=NOON)
    case = stories.resent(story, at=NOON + HOUR)
    stories.decided(case, people.moderator, "decline", at=NOON + HOUR)
    assert stage(story) == "declined"
    again = stories.resent(story, at=NOON + 2 * HOUR)
    publications.take_down(again.story, by=story.author.user, at=NOON + 3 * HOUR)
    assert stage(story) == "taken-down"


def test_words_that_were_refused_leave_public_what_is(people):
    story = stories.published(people)
    stories.decided(stories.resent(story), people.moderator, "decline")
    assert stage(story) == "public"


def test_erased_story_shows_its_receipt(people):
    story = stories.published(people)
    receipt = erasures.erase(story, by=story.author.user, at=NOON)
    assert stage(story) == "erased"
    assert receipt.number in standing(story).next_step


def test_story_that_its_dead_author_wished_gone_is_gone(people):
    story = stories.published(people, after_death="remove")
    deaths.note_death(story.author, basis="Her daughter wrote", by=people.lead, at=NOON)
    assert stage(story) == "taken-down"


def test_list_costs_one_query_however_long(people, django_assert_num_queries):
    story = stories.published(people)
    writing.edit(story, by=story.author.user, at=NOON)
    stories.sent(story.author.user, story.condition)
    stories.sent(story.author.user, story.condition)
    for length in (1, 3):
        with django_assert_num_queries(1):
            found = stages.of(Story.objects.order_by("pk")[:length], on=TODAY)
            assert [str(each.story.condition.slug) for each in found] == [story.condition.slug] * length
    assert [each.is_being_changed for each in found] == [True, False, False]
