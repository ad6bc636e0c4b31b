"""Approvals that no move would write, typed into the database: by whom, on which words, on what (R8-R12)."""

import datetime

import pytest

from conditions.models import Assignment, Credential, Declaration, Revocation, Round, Verification
from tests import factories
from tests.conditions.guards.installation import allowed, insert, refused, row
from tests.factories import NOON, TODAY

A_DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


def approval(world, **other):
    """A row that approves the words of the open review, with these columns instead."""
    told = row("conditions_verdict", world.verdict.pk)
    told |= {"round_id": world.round.pk, "revision_id": world.open.pk, "digest": world.open.digest}
    told["assignment_id"] = Assignment.objects.get(round=world.round, reviewer=world.people.reviewer).pk
    return told | other


def approve(world, **other):
    return lambda: insert("conditions_verdict", approval(world, **other))


def by(reviewer, **other):
    """The columns of an approval by another reviewer."""
    verification = reviewer.verification
    return {
        "by_id": reviewer.user_id,
        "reviewer_id": reviewer.pk,
        "verification_id": verification.pk,
        "verified_on": verification.verified_on,
        "declaration_id": reviewer.declaration.pk,
        **({"assignment_id": reviewer.assignment.pk} if hasattr(reviewer, "assignment") else {}),
        **other,
    }


def verified(world, verified_on=TODAY, days=365):
    """One more credential of the reviewer, looked up on a day."""
    credential = Credential.objects.create(
        reviewer=world.people.reviewer,
        profession="physician",
        title="MD",
        register="Another",
        number=str(next(factories.numbers)),
        entered_by=world.people.author,
        entered_at=NOON,
    )
    until = verified_on + days * A_DAY
    return Verification.objects.create(
        credential=credential,
        by=world.people.author,
        at=NOON,
        verified_on=verified_on,
        days=days,
        valid_until=until,
        evidence="x",
    )


def test_approval_of_the_one_who_was_asked_passes(world):
    assert allowed(approve(world))


@pytest.mark.promise("R8")
def test_author_approves_nothing_of_theirs(world):
    assert refused("verdict_not_by_a_writer", approve(world, **by(world.author)))


@pytest.mark.promise("R8")
@pytest.mark.parametrize("role", ["editor", "translator", "author"])
def test_whoever_had_a_part_approves_nothing(world, role):
    told = {"role": role, "name": "x", "comment_id": None, "user_id": world.people.colleague.pk}
    revision = factories.written(world.people, factories.started(world.people, condition=world.about))

    def add_and_approve():
        insert("conditions_contribution", told | {"revision_id": revision.pk})
        policy = revision.answer.question.policy
        by = {"opened_by": world.people.author, "opened_at": NOON}
        round_ = Round.objects.create(answer=revision.answer, revision=revision, kind="medical", policy=policy, **by)
        asked = Assignment.objects.create(
            round=round_, reviewer=world.people.reviewer, offered_by=world.people.author, offered_at=NOON
        )
        where = {"round_id": round_.pk, "revision_id": revision.pk, "digest": revision.digest}
        insert("conditions_verdict", approval(world, assignment_id=asked.pk, **where))

    assert refused("verdict_not_by_a_writer", add_and_approve)


FORGED = {
    "by a superuser": ("verdict_fits", lambda w: {"by_id": factories.administrator().pk}),
    "by somebody who was not asked": ("verdict_fits", lambda w: by(w.stranger)),
    "by somebody who declined": ("verdict_fits", lambda w: by(w.decliner)),
    "in the name of another": ("verdict_fits", lambda w: by(w.stranger, by_id=w.people.colleague.pk)),
    "of other words": ("verdict_fits", lambda w: {"digest": "0" * 64}),
    "of the words of another answer": (
        "verdict_fits",
        lambda w: {"revision_id": w.approved.pk, "digest": w.approved.digest},
    ),
    "in a review that was superseded": (
        "verdict_fits",
        lambda w: {
            "round_id": Round.objects.get(revision=w.superseded).pk,
            "revision_id": w.superseded.pk,
            "digest": w.superseded.digest,
        },
    ),
    "in a review that was dismissed": (
        "verdict_fits",
        lambda w: {
            "round_id": Round.objects.get(revision=w.dismissed).pk,
            "revision_id": w.dismissed.pk,
            "digest": w.dismissed.digest,
        },
    ),
    "of an earlier day": (
        "verdict_of_its_day",
        lambda w: {
            "on": TODAY - 3 * A_DAY,
            "verification_id": verified(w, TODAY - 5 * A_DAY).pk,
            "verified_on": TODAY - 5 * A_DAY,
        },
    ),
    "of a later day": ("verdict_of_its_day", lambda w: {"on": TODAY + 3 * A_DAY}),
    "on another's credential": ("verdict_with_credential", lambda w: {"verification_id": w.stranger.verification.pk}),
    "with another title": ("verdict_with_credential", lambda w: {"credential": "Professor"}),
    "verified on another day": ("verdict_with_credential", lambda w: {"verified_on": TODAY - A_DAY}),
    "on another's declaration": ("verdict_with_interests", lambda w: {"declaration_id": w.stranger.declaration.pk}),
}


@pytest.mark.promise("R8", "R9", "R12", "E3", "E5")
@pytest.mark.parametrize("attack", FORGED)
def test_forged_approval_is_refused(world, attack):
    rule, other = FORGED[attack]
    assert refused(rule, approve(world, **other(world)))


@pytest.mark.promise("R9")
@pytest.mark.parametrize(("verified_on", "days"), [(TODAY - 10 * A_DAY, 5), (TODAY + A_DAY, 5)])
def test_lapsed_or_future_verification_approves_nothing(world, verified_on, days):
    other = verified(world, verified_on, days)
    assert refused("verdict_with_credential", approve(world, verification_id=other.pk, verified_on=verified_on))


@pytest.mark.promise("R9")
def test_revoked_credential_approves_nothing(world):
    other = verified(world)
    Revocation.objects.create(credential=other.credential, by=world.people.author, at=NOON, on=TODAY, reason="x")
    assert refused("verdict_with_credential", approve(world, verification_id=other.pk))


@pytest.mark.promise("R9")
def test_credential_stands_once_until_it_is_revoked(world):
    other = verified(world)
    told = row("conditions_credential", other.credential_id)
    assert refused("credential_once", lambda: insert("conditions_credential", told))
    Revocation.objects.create(credential=other.credential, by=world.people.author, at=NOON, on=TODAY, reason="x")
    assert allowed(lambda: insert("conditions_credential", told))


@pytest.mark.promise("R9")
def test_nobody_verifies_their_own_credential(world):
    told = row("conditions_verification", world.verdict.verification_id)
    own = told | {"by_id": world.people.colleague.pk}
    assert refused("verification_by_another", lambda: insert("conditions_verification", own))


@pytest.mark.promise("R9")
def test_verification_lasts_as_long_as_it_says(world):
    told = row("conditions_verification", world.verdict.verification_id)
    longer = told | {"valid_until": TODAY + 400 * A_DAY}
    assert refused("verification_days", lambda: insert("conditions_verification", longer))


@pytest.mark.promise("R12")
def test_declaration_of_another_condition_approves_nothing(world):
    elsewhere = Declaration.objects.create(
        reviewer=world.people.reviewer, condition=factories.condition(slug="other"), is_none=True, interests="", at=NOON
    )
    assert refused("verdict_with_interests", approve(world, declaration_id=elsewhere.pk))


@pytest.mark.promise("R12")
def test_declaration_that_was_replaced_approves_nothing(world):
    told = {"reviewer": world.people.reviewer, "condition": world.about, "is_none": False, "interests": "Shares"}
    later = NOON + datetime.timedelta(hours=1)

    def declare_and_approve():
        Declaration.objects.create(at=later, **told)
        approve(world, at=later + datetime.timedelta(hours=1))()

    assert refused("verdict_with_interests", declare_and_approve)


@pytest.mark.promise("R12")
def test_declaration_that_is_yet_to_come_approves_nothing(world):
    told = {"reviewer": world.people.reviewer, "condition": world.about, "is_none": True, "interests": ""}
    later = Declaration(at=NOON + A_DAY, **told)

    def declare_and_approve():
        later.save(force_insert=True)
        approve(world, declaration_id=later.pk)()

    assert refused("verdict_with_interests", declare_and_approve)
