"""Words, reviews, notices, cautions and seals that no move would write, typed into the database (E1-E21)."""

import datetime

import pytest

from conditions.models import Assignment, Citation, Contribution, Quotation, Revision, Round, Source
from tests import factories
from tests.conditions.evidence.world import SEALED
from tests.conditions.guards.installation import allowed, fresh, insert, refused, row, run
from tests.factories import NOON, TODAY

A_DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


def copied(model, revision, **other):
    """A row like the first one of the revision, for another."""
    pk = model.objects.filter(revision=revision).order_by("pk").first().pk
    return model._meta.db_table, row(model._meta.db_table, pk) | other


def written(world, **words):
    return factories.written(world.people, fresh(world), **words)


def suggested(world, **other):
    """A contribution that says that the colleague suggested words."""
    told = {"revision_id": written(world).pk, "user_id": world.people.colleague.pk, "role": "suggested", "name": "x"}
    return "conditions_contribution", told | {"comment_id": world.comment.pk} | other


def round_of(world, revision, **other):
    told = row("conditions_round", world.round.pk) | {"answer_id": revision.answer_id, "revision_id": revision.pk}
    return "conditions_round", told | other


def caution(world, **other):
    nothing = {"condition_id": None, "source_id": None, "confirmed_by_id": None, "confirmed_at": None}
    nothing |= {"lifted_by_id": None, "lifted_at": None, "words": ""}
    said = {"answer_id": world.live.answer_id, "reason": "x", "by_id": world.people.author.pk, "at": NOON}
    return "conditions_caution", nothing | said | {"starts_on": TODAY, "ends_on": TODAY + 14 * A_DAY} | other


def seal(world, **other):
    return "conditions_seal", row("conditions_seal", world.seal.pk) | {"revision_id": world.open.pk} | other


def confirmation(world, **other):
    by = {"notice_id": world.notice.pk, "by_id": world.people.colleague.pk, "at": NOON}
    return "conditions_confirmation", by | other


def next_of(world, **other):
    """A revision after the newest one of an answer that is not in review."""
    told = row("conditions_revision", world.dismissed.pk)
    return "conditions_revision", told | {"number": 2, "based_on_id": world.dismissed.pk} | other


ALLOWED = {
    "revision": next_of,
    "citation": lambda w: copied(Citation, w.open, revision_id=written(w).pk, position=2, source_id=other_source().pk),
    "caution": caution,
    "seal": seal,
    "confirmation": confirmation,
    "round": lambda w: round_of(w, written(w)),
}


def other_source():
    return Source.objects.filter(key="other").first() or factories.source("other")


@pytest.mark.parametrize("what", ALLOWED)
def test_row_that_a_move_would_write_passes(world, what):
    table, values = ALLOWED[what](world)
    assert allowed(lambda: insert(table, values))


WORDING = {"kind": "wording", "policy_id": None}
FORGED = {
    "contribution after review began": (
        "contribution_with_its_revision",
        lambda w: copied(Contribution, w.open, role="editor", user_id=w.stranger.user_id),
    ),
    "citation after review began": (
        "citation_with_its_revision",
        lambda w: copied(Citation, w.open, position=2, source_id=other_source().pk),
    ),
    "quotation after review began": (
        "quotation_with_its_revision",
        lambda w: copied(Quotation, w.live.revision, revision_id=w.open.pk),
    ),
    "author by an address": (
        "contribution_by_name",
        lambda w: copied(Contribution, w.open, revision_id=written(w).pk, user_id=w.stranger.user_id, name="a@b.org"),
    ),
    "suggestion by somebody else": ("contribution_was_suggested", lambda w: suggested(w, user_id=w.stranger.user_id)),
    "suggestion in another answer": ("contribution_was_suggested", suggested),
    "suggestion without words": (
        "contribution_was_suggested",
        lambda w: suggested(w, revision_id=superseding(w).pk),
    ),
    "revision that skips a number": ("revision_comes_next", lambda w: next_of(w, number=3)),
    "revision of the same number": ("revision_(comes_next|stays)", lambda w: next_of(w, number=1)),
    "revision born sealed": ("revision_comes_next", lambda w: next_of(w, is_sealed=True, **EMPTY)),
    "revision based on another answer's": ("revision_comes_next", lambda w: next_of(w, based_on_id=w.open.pk)),
    "revision while a review is open": (
        "revision_comes_next",
        lambda w: ("conditions_revision", row("conditions_revision", w.open.pk) | {"number": 2}),
    ),
    "second open review": ("round_(stays|begins|one_open)", lambda w: round_of(w, w.open)),
    "review born closed": (
        "round_begins",
        lambda w: round_of(w, written(w), closed_at=NOON, closed_by_id=w.people.author.pk, outcome="published"),
    ),
    "review of words that are not the newest": ("round_begins", lambda w: round_of(w, w.superseded)),
    "review of another answer's words": ("round_begins", lambda w: round_of(w, written(w), revision_id=w.open.pk)),
    "wording-only review where nothing is live": ("round_begins", lambda w: round_of(w, written(w), **WORDING)),
    "wording-only review of live words": ("round_begins", lambda w: round_of(w, w.live.revision, **WORDING)),
    "comment on other words": (
        "comment_on_its_review",
        lambda w: ("conditions_comment", row("conditions_comment", w.comment.pk) | {"revision_id": w.approved.pk}),
    ),
    "comment in a review that has ended": (
        "comment_on_its_review",
        lambda w: (
            "conditions_comment",
            row("conditions_comment", w.comment.pk)
            | {"revision_id": w.dismissed.pk, "round_id": Round.objects.get(revision=w.dismissed).pk},
        ),
    ),
    "comment born sealed": (
        "comment_on_its_review",
        lambda w: ("conditions_comment", row("conditions_comment", w.comment.pk) | {"is_sealed": True, "text": ""}),
    ),
    "withdrawal confirmed by its author": (
        "confirmation_by_another",
        lambda w: confirmation(w, by_id=w.people.author.pk),
    ),
    "caution of fifteen days": ("caution_begins", lambda w: caution(w, ends_on=TODAY + 15 * A_DAY)),
    "caution born confirmed": (
        "caution_begins",
        lambda w: caution(w, words="x", confirmed_at=NOON, confirmed_by_id=w.people.colleague.pk),
    ),
    "caution born lifted": (
        "caution_begins",
        lambda w: caution(w, lifted_at=NOON, lifted_by_id=w.people.colleague.pk),
    ),
    "seal born sealed": (
        "seal_begins",
        lambda w: seal(w, sealed_at=NOON, sealed_by_id=w.people.colleague.pk),
    ),
    "seal born refused": (
        "seal_begins",
        lambda w: seal(w, refused_at=NOON, refused_by_id=w.people.colleague.pk),
    ),
}
EMPTY = {field.column: "{}" if field.get_internal_type() == "JSONField" else "" for field in SEALED}


def superseding(world):
    """The next revision of the answer on which the colleague commented, saved past the move."""
    Round.objects.filter(pk=world.round.pk).update(closed_at=NOON, closed_by=world.people.author, outcome="superseded")
    insert("conditions_revision", row("conditions_revision", world.open.pk) | {"number": 2})
    return Revision.objects.get(answer=world.open.answer, number=2)


@pytest.mark.promise("E1", "E2", "E3", "E5", "E7", "R8", "E19")
@pytest.mark.parametrize("attack", FORGED)
def test_forged_row_is_refused(world, attack):
    rule, made = FORGED[attack]
    table, values = made(world)
    assert refused(rule, lambda: insert(table, values))


def decide(seal, **values):
    said = ", ".join(f'"{column}" = %s' for column in values)
    return run(f"UPDATE conditions_seal SET {said} WHERE id = %s", [*values.values(), seal.pk])


def empty(revision, **other):
    values = EMPTY | {"is_sealed": True} | other
    said = ", ".join(f'"{column}" = %s' for column in values)
    return run(f"UPDATE conditions_revision SET {said} WHERE id = %s", [*values.values(), revision.pk])


def sealed_by_two(world):
    return decide(world.seal, sealed_at=NOON, sealed_by_id=world.people.colleague.pk)


@pytest.mark.promise("E19")
def test_words_are_emptied_after_two_people_sealed_them(world):
    sealed_by_two(world)
    assert allowed(lambda: empty(world.withdrawn.revision))


@pytest.mark.promise("E19")
def test_words_are_not_emptied_without_a_seal(world):
    assert refused("revision_stays", lambda: empty(world.withdrawn.revision))


@pytest.mark.promise("E19")
@pytest.mark.parametrize("column", [field.column for field in SEALED])
def test_no_word_stays_in_a_sealed_version(world, column):
    other = '{"GB": "x"}' if EMPTY.get(column) == "{}" else "x"
    sealed_by_two(world)
    assert refused("revision_(stays|sealed_has_no_words)", lambda: empty(world.withdrawn.revision, **{column: other}))


@pytest.mark.promise("E19")
@pytest.mark.parametrize(("column", "value"), [("digest", "0" * 64), ("number", 7), ("is_sealed", False)])
def test_seal_takes_nothing_but_words(world, column, value):
    sealed_by_two(world)
    assert refused("revision_stays", lambda: empty(world.withdrawn.revision, **{column: value}))


@pytest.mark.promise("E19")
def test_live_words_are_not_sealed(world):
    by = {"sealed_at": NOON, "sealed_by_id": world.people.colleague.pk}
    assert refused("seal_not_over_live_text", lambda: decide(world.seal_of_live, **by))


@pytest.mark.promise("E1")
def test_what_was_declined_is_not_accepted_after_all(world):
    assert Assignment.objects.get(pk=world.decliner.assignment.pk).declined_at
    assert refused(
        "assignment_stays",
        lambda: run(
            "UPDATE conditions_assignment SET declined_at = NULL, declined_because = '' WHERE id = %s",
            [world.decliner.assignment.pk],
        ),
    )
