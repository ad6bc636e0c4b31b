"""What an outside expert, and whoever vouches for one, could only do by typing it in (R9, E7, S4)."""

import datetime
from types import SimpleNamespace

import pytest
from django.db import transaction

from conditions.editorial import bundles, experts, publications
from conditions.models import Assignment, Publication
from conditions.models.people import Role
from tests import factories
from tests.conditions.guards.installation import allowed, insert, refused, row
from tests.factories import DAY_ONE, NOON, TODAY
from tests.shared import made_once

pytestmark = pytest.mark.django_db


def built():
    """An expert who was asked for two texts, and approved the first of them."""
    people = factories.desk()
    link = factories.asked_outside(people)
    first, second = experts.begin(link, at=NOON)
    said = [bundles.Said(first, first.round.revision.digest, "approve")]
    who = {"by": link.reviewer.user, "at": NOON}
    (verdict,) = bundles.finish(link.bundle, link.reviewer, said, scopes=("accuracy",), interests="", **who)
    return SimpleNamespace(people=people, link=link, verdict=verdict, second=second)


outside = made_once(built)


def approve(outside, **other):
    """A row that approves the second text, with these columns instead."""
    told = row("conditions_verdict", outside.verdict.pk)
    now = outside.second.round
    told |= {"round_id": now.pk, "revision_id": now.revision_id, "digest": now.revision.digest}
    return lambda: insert("conditions_verdict", told | {"assignment_id": outside.second.pk} | other)


def link(outside, **other):
    told = row("conditions_expertlink", outside.link.pk)
    return lambda: insert("conditions_expertlink", told | {"digest": "0" * 64} | other)


def test_approval_by_a_link_that_works_passes(outside):
    assert allowed(approve(outside))


@pytest.mark.promise("R9")
def test_approval_by_a_link_that_is_over_is_refused(outside):
    assert refused("verdict_by_link", approve(outside, at=outside.link.expires_at))
    experts.withdraw(outside.link, by=outside.people.author, at=NOON)
    assert refused("verdict_by_link", approve(outside))


@pytest.mark.promise("R9")
def test_link_to_one_bundle_decides_nothing_of_another(outside):
    other = factories.asked_outside(outside.people)
    asked = Assignment.objects.filter(round__bundle=other.bundle).first()
    mine = Assignment.objects.create(
        round=asked.round, reviewer=outside.link.reviewer, offered_by=outside.people.author, offered_at=NOON
    )
    revision = asked.round.revision
    told = {"round_id": asked.round_id, "assignment_id": mine.pk, "revision_id": revision.pk, "digest": revision.digest}
    assert refused("verdict_by_link", approve(outside, **told))


@pytest.mark.promise("R9")
def test_approval_that_rests_on_another_look_than_that_of_the_link_is_refused(outside):
    other, credential = factories.holder(Role.EDITOR), outside.link.verification.credential
    told = {"on": TODAY, "days": 365, "evidence": "Their page", "by": other, "at": NOON}
    looked = factories.reviewers.verify(credential, **told)
    vouched = {"verification_id": looked.pk, "voucher_id": other.pk, "verified_on": looked.verified_on}
    assert refused("verdict_by_link", approve(outside, **vouched))


@pytest.mark.promise("R9")
@pytest.mark.parametrize("voucher", [None, "author"])
def test_approval_for_which_nobody_or_an_author_vouches_is_refused(outside, voucher):
    who = getattr(outside.people, voucher) if voucher else None
    told = {"voucher_id": who and who.pk, "vouched_by": "A Person" if who else ""}
    assert refused("verdict_vouched_for", approve(outside, **told))


@pytest.mark.promise("R9")
def test_nobody_vouches_for_a_reviewer_with_an_account(outside):
    about = factories.approved(outside.people).verdicts.get()
    told = row("conditions_verdict", about.pk)
    revision = factories.in_review(outside.people)
    round_ = revision.rounds.get()
    told |= {"round_id": round_.pk, "revision_id": revision.pk, "digest": revision.digest}
    told |= {"assignment_id": round_.assignments.get().pk, "declaration_id": declared(outside, revision).pk}
    assert allowed(lambda: insert("conditions_verdict", told))
    told |= {"voucher_id": outside.people.author.pk, "vouched_by": "A Person"}
    assert refused("verdict_vouched_for", lambda: insert("conditions_verdict", told))


def declared(outside, revision):
    about, reviewer = revision.answer.condition, outside.people.reviewer
    return factories.reviewers.declare(reviewer, about, interests="", by=reviewer.user, at=NOON)


@pytest.mark.promise("E7")
def test_voucher_stands_behind_nothing_that_they_publish(outside):
    revision = outside.verdict.revision
    third = factories.holder(Role.EDITOR)
    with transaction.atomic():
        live = publications.publish(revision, by=third, at=NOON, seen=revision.digest)
        forged = row("conditions_publication", live.pk)
        transaction.set_rollback(True)

    def publish(by):
        insert("conditions_publication", forged | {"published_by_id": by.pk})
        fresh = Publication.objects.get(code=forged["code"])
        insert("conditions_signoff", {"publication_id": fresh.pk, "verdict_id": outside.verdict.pk})

    assert allowed(lambda: publish(third))
    assert refused("signoff_voucher_apart", lambda: publish(outside.people.colleague))


@pytest.mark.promise("E7")
@pytest.mark.parametrize("voucher_first", [True, False])
def test_voucher_stands_behind_nothing_that_they_approved(outside, voucher_first):
    revision, third = outside.verdict.revision, factories.holder(Role.EDITOR)
    asked = {"reviewer": outside.people.reviewer, "offered_by": outside.people.author, "offered_at": NOON}
    with transaction.atomic():
        live = publications.publish(revision, by=third, at=NOON, seen=revision.digest)
        forged = row("conditions_publication", live.pk)
        transaction.set_rollback(True)
    Assignment.objects.create(round=outside.verdict.round, **asked)
    own = factories.signed(outside.people, revision)
    both = [own, outside.verdict] if voucher_first else [outside.verdict, own]

    def publish(signed):
        insert("conditions_publication", forged)
        fresh = Publication.objects.get(code=forged["code"])
        for verdict in signed:
            insert("conditions_signoff", {"publication_id": fresh.pk, "verdict_id": verdict.pk})

    assert allowed(lambda: publish(both[:1]))
    assert refused("signoff_voucher_signs_nothing", lambda: publish(both))


@pytest.mark.promise("R9")
def test_link_of_a_month_passes_and_a_longer_one_is_refused(outside):
    assert allowed(link(outside, expires_at=NOON + datetime.timedelta(days=31)))
    assert refused("expertlink_lasts_a_month", link(outside, expires_at=NOON + datetime.timedelta(days=32)))


@pytest.mark.promise("R9")
def test_link_follows_another_day_within_its_month_until_it_is_withdrawn(outside):
    def lasts(days):
        until = NOON + datetime.timedelta(days=days)
        return lambda: type(outside.link).objects.filter(pk=outside.link.pk).update(expires_at=until)

    assert allowed(lasts(31))
    assert refused("expertlink_lasts_a_month", lasts(32))
    experts.withdraw(outside.link, by=outside.people.author, at=NOON)
    assert refused("expertlink_stays_over", lasts(31))


@pytest.mark.promise("R9")
def test_link_for_a_reviewer_with_an_account_is_refused(outside):
    own = outside.people.reviewer.credentials.get().verifications.get()
    told = {"reviewer_id": outside.people.reviewer.pk, "verification_id": own.pk}
    assert refused("expertlink_begins", link(outside, **told))


def test_link_that_nobody_was_asked_by_is_refused(outside):
    other = factories.bundled(outside.people)
    assert refused("expertlink_begins", link(outside, bundle_id=other.pk))


@pytest.mark.promise("S4")
def test_outside_expert_never_becomes_somebody_with_an_account(outside):
    user, editor = outside.link.reviewer.user, outside.people.author
    people = type(user).objects
    assert allowed(lambda: people.filter(pk=user.pk).update(name="Dr Ada Farther"))
    assert refused("user_outside_stays", lambda: people.filter(pk=user.pk).update(is_outside=False))
    assert refused("user_outside_stays", lambda: people.filter(pk=editor.pk).update(is_outside=True))


@pytest.mark.promise("R9")
def test_one_registration_is_that_of_one_outside_expert(outside):
    other, own = factories.asked_outside(outside.people, 1).reviewer, outside.people.reviewer
    told = row("conditions_credential", outside.link.verification.credential_id)
    told |= {"register": told["register"].upper()}
    assert allowed(lambda: insert("conditions_credential", told | {"reviewer_id": own.pk}))
    assert allowed(lambda: insert("conditions_credential", told | {"reviewer_id": other.pk, "number": "Z-1"}))
    assert refused(
        "credential_of_one_expert", lambda: insert("conditions_credential", told | {"reviewer_id": other.pk})
    )


@pytest.mark.promise("S4")
def test_address_of_a_link_never_becomes_another(outside):
    box = outside.link.mailbox
    assert refused("expertmailbox_address", lambda: type(box).objects.update(email="thief@example.org"))
    assert allowed(box.delete)


@pytest.mark.promise("S4")
@pytest.mark.parametrize("grant", [{"role": "editor"}, {"condition_id": None}, {"ends_on": None}])
def test_outside_expert_gets_no_role_but_the_one_for_the_review(outside, grant):
    held = outside.link.reviewer.user.grants.get()
    told = row("conditions_grant", held.pk) | {"starts_on": DAY_ONE}
    assert allowed(lambda: insert("conditions_grant", told))
    assert refused("grant_outside", lambda: insert("conditions_grant", told | grant))
