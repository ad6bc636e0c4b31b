"""Rows that are right but for one thing, so that each condition of a rule is seen to count (R8, R4, E2, E3)."""

import pytest

from conditions.models import Citation, Comment, Quotation, Revision, Round
from tests import factories
from tests.conditions.guards.installation import allowed, fresh, insert, refused, row, run
from tests.conditions.guards.test_publications import in_place_of, of, publish, reworded
from tests.conditions.guards.test_verdicts import approve
from tests.conditions.guards.test_words import copied, written
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def dismissed_in_review(world):
    """The columns of an approval of words that nobody decided on before their review was dismissed."""
    revision = factories.in_review(world.people, fresh(world))
    round_ = Round.objects.get(revision=revision)
    said = {"round_id": round_.pk, "revision_id": revision.pk, "digest": revision.digest}
    closed = {"closed_at": NOON, "closed_by": world.people.author, "outcome": "dismissed", "closed_because": "x"}
    Round.objects.filter(pk=round_.pk).update(**closed)
    return said | {"assignment_id": round_.assignments.get().pk}


VERDICTS = {
    "on another review": lambda w: {"round_id": Round.objects.get(revision=w.approved).pk},
    "as somebody else was asked": lambda w: {"assignment_id": w.author.assignment.pk},
    "after the review was dismissed": dismissed_in_review,
}


@pytest.mark.promise("E3")
@pytest.mark.parametrize("attack", VERDICTS)
def test_approval_that_does_not_fit_its_review_is_refused(world, attack):
    assert refused("verdict_fits", approve(world, **VERDICTS[attack](world)))


SUGGESTED = {"place": "short", "quote": "It is", "suggestion": "It is common."}


def taken_over(world, *, by=None, **other):
    """A contribution of the colleague, whose suggested wording the next revision took over."""
    insert("conditions_comment", row("conditions_comment", world.comment.pk) | SUGGESTED)
    ended = {"closed_at": NOON, "closed_by": world.people.author, "outcome": "superseded"}
    Round.objects.filter(pk=world.round.pk).update(**ended)
    saved = {"number": 2, "based_on_id": world.open.pk, "created_by_id": (by or world.people.author).pk}
    insert("conditions_revision", row("conditions_revision", world.open.pk) | saved)
    told = {"revision_id": Revision.objects.get(answer=world.open.answer, number=2).pk, "name": "x"}
    told |= {"role": "suggested", "user_id": world.people.colleague.pk, "comment_id": Comment.objects.latest("pk").pk}
    return lambda: insert("conditions_contribution", told | other)


SUGGESTIONS = {
    "of another person": lambda w: taken_over(w, user_id=w.stranger.user_id),
    "in a comment that suggests nothing": lambda w: taken_over(w, comment_id=w.comment.pk),
    "for another answer": lambda w: taken_over(w, revision_id=written(w).pk),
    "that they took over themselves": lambda w: taken_over(w, by=w.people.colleague),
}


@pytest.mark.promise("R8")
def test_suggestion_that_another_person_took_over_passes(world):
    assert allowed(taken_over(world))


@pytest.mark.promise("R8")
@pytest.mark.parametrize("attack", SUGGESTIONS)
def test_part_in_the_words_is_not_called_a_suggestion(world, attack):
    assert refused("contribution_was_suggested", SUGGESTIONS[attack](world))


def after_withdrawn(world, **other):
    """The columns of approved words that follow those that were withdrawn."""
    revision = factories.approved(world.people, world.withdrawn.answer, short="It is common.")
    return of(revision) | {"number": 2, "before_id": world.withdrawn.pk} | other


def replaced(world):
    live = factories.published(world.people, fresh(world))
    return in_place_of(live, kind="restored", published_by_id=world.stranger.user_id)


def reworded_after_withdrawal(world):
    """A correction of wording, confirmed while the words were live, which were withdrawn since."""
    live = factories.published(world.people, fresh(world))
    revision = factories.reworded(world.people, live)
    insert("conditions_notice", row("conditions_notice", world.notice.pk) | {"publication_id": live.pk})
    run(
        "UPDATE conditions_publication SET ended_at = published_at, ended_on = published_on, ended_by_id = %s,"
        " ending = 'withdrawn' WHERE id = %s",
        [world.notice.by_id, live.pk],
    )
    return of(revision) | {"kind": "wording", "number": 2, "before_id": live.pk}


def of_another(world):
    other = factories.published(world.people, fresh(world))
    factories.withdrawn(other)
    return other


PUBLICATIONS = {
    "after none": ("publication_comes_next", lambda w: after_withdrawn(w, before_id=None)),
    "after another answer's": ("publication_comes_next", lambda w: after_withdrawn(w, before_id=of_another(w).pk)),
    "restored though it was replaced": ("publication_follows_its_kind", replaced),
    "reworded though it was withdrawn": ("publication_follows_its_kind", reworded_after_withdrawal),
    "as new, from a review of wording": (
        "publication_dates_of_a_review",
        lambda w: reworded(w, "wording") | {"kind": "new"},
    ),
}


def test_publication_after_one_that_was_withdrawn_passes(world):
    assert allowed(publish(world, **after_withdrawn(world)))


@pytest.mark.promise("E2", "E3", "R4")
@pytest.mark.parametrize("attack", PUBLICATIONS)
def test_publication_with_one_thing_wrong_is_refused(world, attack):
    rule, other = PUBLICATIONS[attack]
    assert refused(rule, publish(world, **other(world)))


SEALED = {
    "citation": (Citation, {"title": "", "publisher": "", "published": "", "link": "", "note": "", "position": 2}),
    "quotation": (Quotation, {"text": ""}),
}


@pytest.mark.promise("E3")
@pytest.mark.parametrize("part", SEALED)
def test_nothing_comes_to_words_already_sealed(world, part):
    model, empty = SEALED[part]
    of_which = world.live.revision if part == "quotation" else world.open
    other = {"revision_id": written(world).pk, "is_sealed": True, **empty}
    if part == "citation":
        other["source_id"] = factories.source("sealed").pk
    table, values = copied(model, of_which, **other)
    assert refused(f"{part}_with_its_revision", lambda: insert(table, values))
