"""How long words take to read, and which sign-offs an editor should look at (E17)."""

import datetime

import pytest

from conditions import pace
from conditions.editorial import publications, rounds
from conditions.models import Verdict
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
LONG = "The liver handles the pigment more slowly. " * 100 + "[^ers-2017]"  # 700 words
SECOND = datetime.timedelta(seconds=1)


made = made_once(factories.desk)
people = copied()


def signed_after(people, seconds, **words):
    """A sign-off so long after the text was first opened; None: it never was."""
    revision = factories.in_review(people, **{"body": LONG} | words)
    if seconds is not None:
        assignment = revision.rounds.get().assignments.get()
        rounds.opened_by_reviewer(assignment, by=people.colleague, at=NOON)
    return factories.signed(people, revision, at=NOON + (seconds or 0) * SECOND)


def flagged():
    return {each.verdict: each for each in pace.quick(Verdict.objects.all(), on=TODAY)}


def test_words_are_counted_as_a_reader_would_in_every_part(people):
    parts = {"body": "# Two words\n\nthree *more* words[^ers-2017]", "urgent_help": "- one", "unknowns": "two words"}
    revision = factories.written(people, short="Four words are here.", country_notes={"GB": "one"}, **parts)
    assert revision.question == "What is Gilbert syndrome?"
    assert pace.words(revision) == 4 + 4 + 5 + 1 + 2 + 1
    assert pace.minutes(revision) == 1


def test_minutes_are_those_of_somebody_who_checks(people):
    revision = factories.written(people, body=LONG)
    assert pace.words(revision) == 700 + 4 + 12
    assert pace.minutes(revision) == 6


@pytest.mark.promise("E17")
def test_sign_off_before_the_text_can_be_read_is_flagged_with_its_numbers(people):
    soon, late = signed_after(people, 106), signed_after(people, 107)
    assert set(flagged()) == {soon}
    flag = flagged()[soon]
    assert (flag.words, flag.took, flag.least) == (716, 106 * SECOND, 107 * SECOND)
    assert late.decision == "approve"


@pytest.mark.promise("E17")
def test_sign_off_on_a_text_that_was_never_opened_is_flagged(people):
    unopened = signed_after(people, None)
    assert flagged()[unopened].took is None


@pytest.mark.promise("E17")
def test_flag_blocks_nothing(people):
    verdict = signed_after(people, 1)
    assert verdict in flagged()
    live = publications.publish(verdict.revision, by=people.colleague, at=NOON + SECOND, seen=verdict.digest)
    assert live.ended_at is None


def test_first_time_that_a_text_was_opened_counts(people):
    revision = factories.in_review(people)
    assignment = revision.rounds.get().assignments.get()
    for later in (0, 60):
        assignment = rounds.opened_by_reviewer(assignment, by=people.colleague, at=NOON + later * SECOND)
    assert type(assignment).objects.get().opened_at == NOON


def test_flag_says_that_an_earlier_text_was_known(people):
    first = signed_after(people, 3600)
    again = factories.in_review(people, first.revision.answer, body=f"{LONG} More.[^ers-2017]")
    second = factories.signed(people, again, at=NOON + 3601 * SECOND)
    assert flagged()[second].before == TODAY


@pytest.mark.promise("E17")
def test_many_sign_offs_of_one_person_in_a_day_are_flagged(people, monkeypatch):
    monkeypatch.setattr(pace, "MANY", 2)
    for _ in range(2):
        signed_after(people, 3600)
    assert pace.many(Verdict.objects.all(), on=TODAY) == []
    signed_after(people, 3600)
    (flag,) = pace.many(Verdict.objects.all(), on=TODAY)
    assert (flag.name, flag.on, flag.count) == (people.reviewer.name, TODAY, 3)


def test_flags_leave_the_list_after_three_months(people):
    signed_after(people, 1)
    assert pace.quick(Verdict.objects.all(), on=TODAY + pace.LOOKED_BACK) != []
    assert pace.quick(Verdict.objects.all(), on=TODAY + pace.LOOKED_BACK + datetime.timedelta(days=1)) == []
