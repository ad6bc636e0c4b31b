"""Publications that no move would write, typed into the database (E2, E3, E7, R2-R6, R13, R27, R28)."""

import datetime

import pytest

from conditions.models import Applicability, Citation, Fact, Question, Revocation, Round, Verdict
from tests import factories
from tests.conditions.guards.installation import allowed, fresh, insert, refused, row, run
from tests.factories import NOON, TODAY

A_DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


def of(revision):
    """The columns of a publication of the revision, from the review that was opened last."""
    round_ = Round.objects.filter(revision=revision).latest("pk")
    return {"answer_id": revision.answer_id, "revision_id": revision.pk, "round_id": round_.pk}


def publication(world, **other):
    """A row that brings the approved words to readers, with these columns instead."""
    told = row("conditions_publication", world.withdrawn.pk) | of(world.approved)
    nobody = {"ended_at": None, "ended_on": None, "ended_by_id": None, "ending": "", "before_id": None}
    return told | nobody | {"number": 1, "code": "ZZZZZZZ0", "kind": "new"} | other


def publish(world, **other):
    return lambda: insert("conditions_publication", publication(world, **other))


def in_place_of(live, **other):
    """The columns of a version that follows the live one, which ends first."""
    run(
        "UPDATE conditions_publication SET ended_at = published_at, ended_on = published_on,"
        " ended_by_id = published_by_id, ending = 'replaced' WHERE id = %s",
        [live.pk],
    )
    return {"before_id": live.pk, "number": live.number + 1, **of(live.revision), **other}


def in_place_of_withdrawn(world, **other):
    gone = world.withdrawn
    restored = {"kind": "restored", "published_by_id": world.people.colleague.pk}
    return {"before_id": gone.pk, "number": gone.number + 1, **restored, **of(gone.revision), **other}


def approved(world, **words):
    return factories.approved(world.people, fresh(world), **words)


def test_publication_of_approved_words_passes(world):
    assert allowed(publish(world))


def test_restoring_what_was_withdrawn_passes(world):
    assert allowed(publish(world, **in_place_of_withdrawn(world)))


UNAPPROVED = "publication_(approved|dates_of_a_review|credential_holds)"  # each of them refuses it
FORGED = {
    "of words in review": (UNAPPROVED, lambda w: of(w.open)),
    "of words that were superseded": ("publication_approved", lambda w: of(w.superseded)),
    "of words whose review was dismissed": ("publication_approved", lambda w: of(w.dismissed)),
    "of other words of the answer": (
        UNAPPROVED,
        lambda w: {"revision_id": factories.written(w.people, w.approved.answer, body="Other.[^ers-2017]").pk},
    ),
    "on the approval of another answer": (UNAPPROVED, lambda w: {"round_id": of(w.open)["round_id"]}),
    "of the words of another answer": (UNAPPROVED, lambda w: {"answer_id": w.open.answer_id}),
    "by the author": ("publication_by_two_people", lambda w: {"published_by_id": w.people.author.pk}),
    "born ended": (
        "publication_comes_next",
        lambda w: {
            "ended_at": NOON,
            "ended_on": TODAY,
            "ended_by_id": w.people.author.pk,
            "ending": "replaced",
        },
    ),
    "as the second version of none": ("publication_comes_next", lambda w: {"number": 2}),
    "joined to another answer": ("publication_comes_next", lambda w: {"before_id": w.live.pk}),
    "due a day too late": (
        "publication_due_in_time",
        lambda w: {"next_due_on": w.live.reviewed_on + datetime.timedelta(days=1097)},
    ),
    "reviewed on an invented day": (
        "publication_dates_of_a_review",
        lambda w: {"reviewed_on": TODAY - A_DAY, "next_due_on": w.live.next_due_on - A_DAY},
    ),
    "dated before": ("publication_of_its_day", lambda w: {"published_at": NOON - 3 * A_DAY}),
    "restored after another's review": (
        "publication_approved",
        lambda w: in_place_of_withdrawn(w, kind="new"),
    ),
    "restored by whoever withdrew it": (
        "publication_follows_its_kind",
        lambda w: in_place_of_withdrawn(w) | withdrawn_by(w, w.people.colleague),
    ),
    "restored with a later date": (
        "publication_dates_of_a_review",
        lambda w: in_place_of_withdrawn(w, next_due_on=w.withdrawn.next_due_on + A_DAY),
    ),
    "as wording only, from a medical review": ("publication_dates_of_a_review", lambda w: reworded(w, "medical")),
    "as wording only, with a new review date": (
        "publication_dates_of_a_review",
        lambda w: reworded(w, "wording") | {"next_due_on": w.live.next_due_on - A_DAY},
    ),
}


def withdrawn_by(world, person):
    """Another answer, which this person withdrew."""
    live = factories.published(world.people, fresh(world))
    factories.withdrawn(live, by=person)
    return {"before_id": live.pk, **of(live.revision)}


def reworded(world, kind):
    """Words in place of the live ones, approved in a review of the kind."""
    live = factories.published(world.people, fresh(world))
    if kind == "wording":
        revision = factories.reworded(world.people, live)
    else:
        revision = factories.approved(world.people, live.answer, short="It is harmless.")
    return in_place_of(live, kind="wording") | of(revision)


@pytest.mark.promise("E2", "E3", "E5", "E7")
@pytest.mark.parametrize("attack", FORGED)
def test_forged_publication_is_refused(world, attack):
    rule, other = FORGED[attack]
    assert refused(rule, publish(world, **other(world)))


def test_wording_only_that_was_confirmed_passes(world):
    assert allowed(publish(world, **reworded(world, "wording")))


@pytest.mark.promise("E2")
def test_second_live_version_is_refused(world):
    better = factories.approved(world.people, world.live.answer, short="It is harmless.")
    assert refused("publication_comes_next", publish(world, **of(better), before_id=world.live.pk, number=2))


@pytest.mark.promise("E3")
def test_disputed_words_are_not_published(world):
    revision = approved(world)
    told = row("conditions_verdict", Verdict.objects.get(revision=world.disputed).pk)
    asked = row("conditions_assignment", world.decliner.assignment.pk) | {"declined_at": None, "declined_because": ""}

    def dispute_and_publish():
        round_id = of(revision)["round_id"]
        insert("conditions_assignment", asked | {"round_id": round_id})
        said = {"round_id": round_id, "revision_id": revision.pk, "digest": revision.digest}
        who = {"reviewer_id": world.decliner.pk, "by_id": world.decliner.user_id}
        run_id = Round.objects.get(pk=round_id).assignments.get(reviewer=world.decliner).pk
        insert("conditions_verdict", told | said | who | {"assignment_id": run_id})
        publish(world, **of(revision))()

    assert refused("publication_undisputed", dispute_and_publish)


@pytest.mark.promise("R2")
def test_words_on_a_revoked_credential_are_not_published(world):
    credential = world.verdict.verification.credential
    revoked = {"credential": credential, "by": world.people.author, "at": NOON, "on": TODAY, "reason": "x"}

    def revoke_and_publish():
        Revocation.objects.create(**revoked)
        publish(world)()

    assert refused("publication_credential_holds", revoke_and_publish)


@pytest.mark.promise("R2")
def test_words_on_a_lapsed_credential_are_not_published(world):
    late = {"published_on": TODAY + 366 * A_DAY, "published_at": NOON + 366 * A_DAY}
    assert refused("publication_credential_holds", publish(world, **late))


@pytest.mark.promise("R27")
def test_words_that_quote_what_is_not_in_force_are_not_published(world):
    waiting = factories.value_accepted(world.people, Fact.objects.get(), "1 in 30")
    revision = approved(world, body=factories.QUOTING)
    assert waiting.in_force_at is None
    assert refused("publication_quotes_what_holds", publish(world, **of(revision)))


def submit_and_publish(world, revision):
    """The revision, reviewed and published by raw rows alone."""
    answer = {"answer_id": revision.answer_id, "revision_id": revision.pk}
    insert("conditions_round", row("conditions_round", world.round.pk) | answer)
    round_ = Round.objects.get(revision=revision)
    asked = row("conditions_assignment", world.verdict.assignment_id) | {"round_id": round_.pk}
    insert("conditions_assignment", asked)
    told = {"round_id": round_.pk, "revision_id": revision.pk, "digest": revision.digest}
    told["assignment_id"] = round_.assignments.get().pk
    insert("conditions_verdict", row("conditions_verdict", world.verdict.pk) | told)
    publish(world, **of(revision))()


@pytest.mark.promise("R13")
def test_words_without_a_source_are_not_published(world):
    revision = factories.written(world.people, fresh(world), body="Nothing is cited here.")
    assert not Citation.objects.filter(revision=revision).exists()
    assert refused("publication_has_a_source", lambda: submit_and_publish(world, revision))


@pytest.mark.promise("R28")
def test_answer_to_what_does_not_apply_is_not_published(world):
    asked = {"condition": world.about, "question": world.approved.answer.question, "applies": False, "reason": "x"}

    def decide_and_publish():
        Applicability.objects.create(**asked)
        publish(world)()

    assert refused("publication_applies", decide_and_publish)


@pytest.mark.promise("E7")
def test_answer_to_what_is_asked_no_more_is_not_published(world):
    Question.objects.filter(pk=world.approved.answer.question_id).update(is_asked=False)
    assert refused("publication_is_asked", publish(world))


@pytest.mark.promise("E7")
def test_question_of_a_live_answer_is_taken_from_nobody(world):
    asked = Question.objects.filter(pk=world.live.answer.question_id)
    assert refused("question_asked_while_live", lambda: asked.update(is_asked=False))


SIGN_OFFS = {
    "of another answer": lambda w: {"verdict_id": Verdict.objects.get(revision=w.approved).pk},
    "that asks for changes": lambda w: {"verdict_id": Verdict.objects.get(revision=w.disputed).pk},
}


@pytest.mark.promise("R2")
@pytest.mark.parametrize("attack", SIGN_OFFS)
def test_sign_off_from_elsewhere_is_refused(world, attack):
    told = {"publication_id": world.live.pk} | SIGN_OFFS[attack](world)
    assert refused("signoff_behind_these_words", lambda: insert("conditions_signoff", told))
