"""Plans to publish, typed in past the moves (E9, E18)."""

import datetime

import pytest

from conditions.models import Round, Schedule
from tests import factories
from tests.conditions.guards.installation import allowed, insert, refused, run
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.promise("E9", "E18")]
LATER = NOON + datetime.timedelta(hours=1)


def of(world, revision, **other):
    """A plan for the words, as raw SQL would write it."""
    told = {
        "answer_id": revision.answer_id,
        "round_id": Round.objects.get(revision=revision).pk,
        "digest": revision.digest,
        "by_id": world.people.colleague.pk,
        "at": NOON,
        "due_at": LATER,
        "outcome": "",
        "because": "",
    }
    return lambda: insert("conditions_schedule", told | other)


def test_plan_for_approved_words_passes(world):
    assert allowed(of(world, world.approved))


WRONG = {
    "of words that nobody approved": lambda w: of(w, w.open),
    "of a review that is over": lambda w: of(w, w.dismissed),
    "of other words": lambda w: of(w, w.approved, digest="0" * 64),
    "of another answer": lambda w: of(w, w.approved, answer_id=w.open.answer_id),
    "over from the beginning": lambda w: of(w, w.approved, ended_at=LATER, outcome="published"),
}


@pytest.mark.parametrize("attack", WRONG)
def test_plan_for_anything_else_is_refused(world, attack):
    assert refused("schedule_of_approved_words", WRONG[attack](world))


@pytest.fixture
def plan(world):
    return factories.planned(world.people, world.approved)


def ended(plan, **other):
    told = {"ended_at": LATER, "ended_by_id": None, "outcome": "published", "because": ""} | other
    return lambda: Schedule.objects.filter(pk=plan.pk).update(**told)


def test_plan_ends_once(plan):
    assert allowed(ended(plan))
    ended(plan)()
    assert refused("schedule_stays", ended(plan, outcome="failed", because="x"))
    assert refused("schedule_stays", lambda: Schedule.objects.filter(pk=plan.pk).update(ended_at=None, outcome=""))


CHANGED = ["digest = 'x'", "due_at = ended_at", "by_id = by_id + 1", "round_id = round_id + 1", "at = due_at"]


@pytest.mark.parametrize("change", CHANGED)
def test_what_was_planned_never_changes(plan, change):
    assert refused("schedule_stays", lambda: run(f"UPDATE conditions_schedule SET {change} WHERE id = %s", [plan.pk]))


def test_plan_never_vanishes(plan):
    assert refused("schedule_stays", lambda: run("DELETE FROM conditions_schedule WHERE id = %s", [plan.pk]))


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        pytest.param("schedule_not_before_its_minute", {"ended_at": NOON}, id="before its minute"),
        pytest.param("schedule_ends_as_a_whole", {"outcome": "failed"}, id="failed without a reason"),
        pytest.param("schedule_ends_as_a_whole", {"outcome": "undone"}, id="undone by nobody"),
    ],
)
def test_plan_does_not_end_like_that(plan, rule, other):
    assert refused(rule, ended(plan, **other))


def test_review_does_not_end_before_what_was_planned_of_it(world, plan):
    closed = {"closed_at": LATER, "closed_by": world.people.author, "outcome": "superseded"}
    assert refused("schedule_ends_with_its_review", lambda: Round.objects.filter(pk=plan.round_id).update(**closed))
    ended(plan)()
    assert allowed(lambda: Round.objects.filter(pk=plan.round_id).update(**closed))


def test_second_plan_of_one_answer_is_refused(world, plan):
    assert refused("schedule_(one_open|stays)", of(world, world.approved))
