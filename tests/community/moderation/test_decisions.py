"""A person decides on the words on screen; risky ones stay before readers only by two (M1, M4, M6)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from community.models import Case, Consent, Decision, Level, Story
from community.moderation import cases, decisions, publications, reports, statements, threads
from conditions.models import Mail
from conditions.stale import Stale
from tests import factories, stories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db


made = made_once(stories.duty)
people = copied()


def risky(people, **typed):
    case = stories.sent(**typed)
    return cases.raise_level(case, Level.HIGH, by=people.moderator, at=NOON)


def public():
    return list(Story.objects.published(TODAY))


@pytest.mark.promise("M4")
def test_risky_story_takes_two_people(people):
    case = risky(people)
    stories.decided(case, people.moderator)
    assert public() == []
    with pytest.raises(ValidationError, match="decided on this already"):
        stories.decided(case, people.moderator)
    stories.decided(case, people.second)
    assert public() == [case.story]


@pytest.mark.promise("M4")
def test_refusal_outranks_who_approved_before(people):
    case = risky(people)
    stories.decided(case, people.moderator)
    stories.decided(case, people.second, "decline")
    case.refresh_from_db()
    assert (case.outcome, public()) == (Case.Outcome.DECLINED, [])
    with pytest.raises(Stale):
        stories.decided(case, factories.holder("moderator"))


def test_who_approved_may_still_refuse(people):
    case = risky(people)
    stories.decided(case, people.moderator)
    stories.decided(case, people.moderator, "decline")
    case.refresh_from_db()
    assert case.outcome == Case.Outcome.DECLINED


@pytest.mark.promise("M1")
def test_words_that_moved_during_the_decision_are_not_decided_on(people):
    case = stories.sent()
    before = threads.current(case.story).digest
    change = cases.propose_change(
        case, title="", text=stories.WORDS, because="No title.", by=people.moderator, at=NOON, seen=before
    )
    cases.accept_change(change, by=case.story.author.user, at=NOON)
    with pytest.raises(Stale):
        decisions.decide(case, by=people.second, at=NOON, seen=before, kind="publish")
    assert public() == []


@pytest.mark.promise("C1")
def test_consent_that_ended_during_the_decision_is_a_clear_sentence(people):
    case = stories.sent()
    Consent.objects.filter(story=case.story).update(ended_at=NOON, ending="withdrawn")
    with pytest.raises(ValidationError, match="does not allow this story to be shown"):
        stories.decided(case, people.moderator)
    publications.take_down(case.story, by=case.story.author.user, at=NOON)
    with pytest.raises(ValidationError, match="taken this story back"):
        stories.decided(case, people.moderator)


@pytest.mark.promise("M6")
def test_refusal_says_what_which_words_which_rule_and_how_to_contest(people):
    decision = stories.decided(stories.sent(), people.moderator, "decline")
    said = statements.of(decision)
    assert said.heading == "We did not publish your story."
    assert (said.rule, said.sentence) == ("It holds contact data", "It gives a telephone number.")
    assert "A person read it and decided. No part of the decision was automatic." in said.lines
    assert said.contest == "Another person will look again if you ask by 1 September 2026."
    assert Mail.objects.get(purpose="story-decided").recipient == decision.case.story.author.user.email


def test_moderator_reads_before_what_the_author_reads_after(people):
    why = {"rule": "dose", "sentence": "It gives 40 mg."}
    preview = statements.before("decline", **why, on=TODAY)
    assert preview == statements.of(stories.decided(stories.sent(), people.moderator, "decline", **why))


@pytest.mark.promise("M6")
def test_refusal_without_rule_or_reason_is_none(people):
    case = stories.sent()
    for why in ({"rule": ""}, {"sentence": " "}):
        with pytest.raises(ValidationError):
            stories.decided(case, people.moderator, "decline", **why)
    assert not Decision.objects.exists()


def test_removed_story_takes_its_consents_along(people):
    story = stories.published(people)
    reports.report(story, reason="identity", at=NOON)
    stories.removed(story, people.second)
    assert public() == []
    assert not Consent.objects.standing(TODAY).exists()


@pytest.mark.promise("M4")
def test_risky_story_stays_public_only_by_two(people):
    story = stories.published(people)
    case = reports.report(story, reason="self-harm", at=NOON).case
    stories.decided(case, people.moderator, "keep")
    case.refresh_from_db()
    assert case.closed_at is None
    stories.decided(case, people.second, "keep")
    case.refresh_from_db()
    assert case.outcome == Case.Outcome.KEPT


def test_decision_fits_what_readers_see(people):
    case = stories.sent()
    for kind in ("keep", "remove"):
        with pytest.raises(ValidationError, match="not public"):
            stories.decided(case, people.moderator, kind)
    stories.decided(case, people.moderator)
    reported = reports.report(case.story, reason="other", words="Hm.", at=NOON).case
    for kind in ("publish", "decline"):
        with pytest.raises(ValidationError, match="public already"):
            stories.decided(reported, people.moderator, kind)


def test_new_words_are_not_refused_over_a_report_of_the_old_ones(people):
    story = stories.published(people)
    case = stories.resent(story)
    reports.report(story, reason="other", words="Hm.", at=NOON)
    with pytest.raises(ValidationError, match="new words"):
        stories.decided(case, people.moderator, "keep")
    with pytest.raises(ValidationError, match="Answer their reports first"):
        stories.decided(case, people.moderator, "decline")
    stories.decided(case, people.moderator, "remove", seen=story.publications.get(ended_at=None).text.digest)
    assert public() == []


def test_refusing_new_words_leaves_the_old_ones_public(people):
    story = stories.published(people)
    stories.decided(stories.resent(story), people.moderator, "decline")
    assert public() == [story]
    assert Consent.objects.standing(TODAY).filter(purpose="display").exists()


def test_only_a_moderator_of_the_condition_decides(people):
    case = stories.sent()
    elsewhere = factories.holder("moderator", condition=factories.condition("Lyme disease", "lyme"))
    with pytest.raises(PermissionDenied):
        stories.decided(case, elsewhere)
    assert not Decision.objects.exists()


MARKED = {
    "text": {"text": f"{stories.WORDS} Write to fern@example.org."},
    "title": {"title": "Write to fern@example.org"},
    "links": {"ties": "Tea from Leaf, fern@example.org"},
    "address": {"text": f"{stories.WORDS} We live at 12 Elm Street."},
    "birth": {"title": "Born on 3 May 1990"},
}


@pytest.mark.promise("C16")
@pytest.mark.parametrize("where", MARKED)
def test_what_could_lead_to_somebody_is_not_published_as_it_is(people, where):
    case = stories.sent(**MARKED[where])
    with pytest.raises(ValidationError, match="Propose a change first, or say why it is none"):
        stories.decided(case, people.moderator)
    assert public() == []


@pytest.mark.promise("C16", "M4")
def test_person_says_why_it_is_none_and_that_stays_on_record(people):
    case = stories.sent(**MARKED["title"])
    decision = stories.decided(case, people.moderator, cleared="The address of no one.")
    assert decision.cleared == "The address of no one."
    assert public() == [case.story]


@pytest.mark.promise("C16")
def test_second_moderator_says_it_for_themselves(people):
    case = risky(people, **MARKED["text"])
    stories.decided(case, people.moderator, cleared="It is the clinic.")
    with pytest.raises(ValidationError, match="fern@example"):
        stories.decided(case, people.second)
    stories.decided(case, people.second, cleared="I rang there.")
    assert public() == [case.story]


@pytest.mark.promise("C16")
def test_reported_words_stay_public_only_if_it_is_said_again(people):
    story = stories.sent(**MARKED["text"]).story
    stories.decided(threads.open_case(story), people.moderator, cleared="It is the clinic.")
    case = reports.report(story, reason="identity", at=NOON).case
    with pytest.raises(ValidationError, match="fern@example"):
        stories.decided(case, people.second, "keep")
    assert stories.decided(case, people.second, "keep", cleared="It is.").cleared == "It is."


@pytest.mark.promise("C16")
def test_nothing_is_cleared_where_nothing_is_marked_or_nothing_stays(people):
    plain = stories.sent()
    assert stories.decided(plain, people.moderator, cleared="None.").cleared == ""
    marked = stories.sent(factories.member("Calm heron"), plain.story.condition, **MARKED["text"])
    assert stories.decided(marked, people.moderator, "decline").cleared == ""
