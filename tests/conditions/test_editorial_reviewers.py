"""Moves of reviewers: their profiles, credentials and interests, and what is left when they leave."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from conditions import chores
from conditions.editorial import people as people_moves
from conditions.editorial import publications, reviewers, rounds, verdicts
from conditions.editorial.rows import version
from conditions.models import Credential, Declaration, Event, Grant, Publication, Revocation, Verdict, Verification
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


made = made_once(factories.desk)
people = copied()


def changed(people, by, **values):
    profile = people.reviewer
    return reviewers.change_profile(profile, values, by=by, at=NOON, seen=version(profile))


def test_colleague_changes_name_and_discipline(people):
    now = changed(people, people.author, name="Prof 1", discipline="Genetics", slug="another-address")
    assert (now.name, now.discipline, now.slug) == ("Prof 1", "Genetics", people.reviewer.slug)
    told = Event.objects.get(stream=f"reviewer:{now.pk}", action="profile changed")
    assert f"conditions_reviewer:{now.pk}" in told.data


def test_reviewer_changes_only_what_is_theirs_to_tell(people):
    now = changed(people, people.colleague, workplace="A hospital", shows_workplace=True)
    assert (now.workplace, now.shows_workplace) == ("A hospital", True)
    people.reviewer.refresh_from_db()
    with pytest.raises(ValidationError, match="Ask a colleague"):
        changed(people, people.colleague, discipline="Everything")
    people.reviewer.refresh_from_db()
    assert people.reviewer.discipline == "Hepatology"


@pytest.mark.parametrize("values", [{"workplace": "Call 0900 now"}, {"shows_workplace": True}, {"shows_number": True}])
def test_colleague_takes_away_what_a_reviewer_tells_and_writes_none_of_it(people, values):
    with pytest.raises(ValidationError, match="Only the reviewer tells this of themselves"):
        changed(people, people.author, **values)
    people.reviewer.refresh_from_db()
    changed(people, people.colleague, workplace="A hospital", shows_workplace=True)
    people.reviewer.refresh_from_db()
    now = changed(people, people.author, workplace="", shows_workplace=False)
    assert (now.workplace, now.shows_workplace) == ("", False)


@pytest.mark.promise("R9")
def test_name_that_nobody_looked_up_never_stands_beside_a_checked_registration(people):
    (credential,), editor = people.reviewer.credentials.all(), factories.holder(Role.EDITOR)
    for values in ({"name": "Prof 1"}, {"discipline": "Everything"}):
        with pytest.raises(ValidationError, match="under the new name and discipline first"):
            changed(people, editor, **values)
        people.reviewer.refresh_from_db()
    reviewers.verify(credential, on=TODAY - DAY, days=30, evidence="Prof 1 on the register", by=editor, at=NOON)
    with pytest.raises(ValidationError, match="write today’s check down"):
        changed(people, editor, name="Prof 1")
    people.reviewer.refresh_from_db()
    reviewers.verify(credential, on=TODAY, days=30, evidence="Prof 1 on the register", by=editor, at=NOON)
    assert changed(people, editor, name="Prof 1").name == "Prof 1"


def test_profile_without_a_change_is_no_event_and_one_that_moved_is_stale(people):
    events = Event.objects.count()
    changed(people, people.author, name=people.reviewer.name)
    assert Event.objects.count() == events
    changed(people, people.author, name="Prof 1")
    with pytest.raises(Stale):
        changed(people, people.author, name="Prof 2")


def test_profile_needs_a_name_and_somebody_who_may(people):
    with pytest.raises(ValidationError):
        changed(people, people.author, name="")
    with pytest.raises(PermissionDenied):
        changed(people, factories.holder(Role.AUTHOR), name="Prof 1")
    people.reviewer.refresh_from_db()
    assert people.reviewer.name.startswith("Dr ")


def verified(credential, by, on=TODAY, days=365, evidence="The register's page"):
    return reviewers.verify(credential, on=on, days=days, evidence=evidence, by=by, at=NOON)


def test_nobody_verifies_their_own_credential(people):
    credential = Credential.objects.get(reviewer=people.reviewer)
    with pytest.raises(ValidationError, match="Ask a colleague"):
        verified(credential, people.colleague)
    told = {"at": NOON, "verified_on": TODAY, "days": 1, "valid_until": TODAY + DAY, "evidence": "A mirror"}
    with pytest.raises(IntegrityError, match="Nobody verifies their own"):
        Verification.objects.create(credential=credential, by=people.colleague, **told)


@pytest.mark.parametrize("wrong", [{"on": TODAY + DAY}, {"days": 0}, {"days": 1_828}, {"evidence": " "}])
def test_verification_that_cannot_be_looked_up_is_refused(people, wrong):
    with pytest.raises(ValidationError):
        verified(Credential.objects.get(reviewer=people.reviewer), people.author, **wrong)
    assert Verification.objects.count() == 1


@pytest.mark.parametrize(("days", "can"), [(364, True), (365, True), (366, False)])
def test_credential_counts_to_its_last_day(people, days, can):
    later = NOON + days * DAY
    assert Verification.objects.valid(later.date()).exists() is can
    revision = factories.written(people)
    round_ = rounds.submit(revision, by=people.author, at=later, seen=revision.digest)
    if can:
        assert len(rounds.offer(round_, [people.reviewer], by=people.author, at=later)) == 1
    else:
        with pytest.raises(ValidationError, match="no credential"):
            rounds.offer(round_, [people.reviewer], by=people.author, at=later)


def test_revoked_credential_signs_nothing_and_is_verified_no_more(people):
    revision = factories.in_review(people)
    credential = Credential.objects.get(reviewer=people.reviewer)
    told = {"on": TODAY, "reason": "Struck off", "by": people.author, "at": NOON}
    reviewers.revoke(credential, **told)
    with pytest.raises(ValidationError, match="no credential"):
        factories.signed(people, revision)
    with pytest.raises(ValidationError, match="Enter it again"):
        verified(credential, people.author)
    assert not Verdict.objects.exists()


def test_credential_is_revoked_once_and_who_comes_second_reads_what_to_do(people):
    credential = Credential.objects.get(reviewer=people.reviewer)
    told = {"on": TODAY, "by": people.author, "at": NOON}
    reviewers.revoke(credential, reason="Struck off", **told)
    held = Credential.objects.select_related("revocation").get(pk=credential.pk)
    for again in (credential, held):  # as a page had it before, and as it has it now
        with pytest.raises(ValidationError, match="Enter it again if it counts again") as refused:
            reviewers.revoke(again, reason="Struck off again", **told)
        assert refused.value.__cause__ is None  # the move knew it, not the database alone
    assert Revocation.objects.get().reason == "Struck off"


@pytest.mark.promise("R9")
def test_revoked_credential_is_entered_anew_and_counts_once_it_was_verified(people):
    old = Credential.objects.get()
    same = {name: getattr(old, name) for name in ("reviewer", "profession", "title", "register", "number")}
    with pytest.raises(ValidationError, match="entered already"):
        reviewers.enter_credential(Credential(**same), by=people.colleague, at=NOON)
    reviewers.revoke(old, on=TODAY, reason="Left the register", by=people.author, at=NOON)
    again = reviewers.enter_credential(Credential(**same), by=people.colleague, at=NOON)
    assert not Verification.objects.valid(TODAY).exists()
    verified(again, people.author)
    assert Verification.objects.valid(TODAY).get().credential == again


@pytest.mark.parametrize("day", ["0001-01-01", "2062-03-04"])
def test_revocation_of_a_mistyped_year_is_refused(people, day):
    told = {"reason": "Struck off", "by": people.author, "at": NOON}
    with pytest.raises(ValidationError, match="more than five years away"):
        reviewers.revoke(Credential.objects.get(), on=datetime.date.fromisoformat(day), **told)
    assert not Revocation.objects.exists()


def test_revocation_needs_a_reason(people):
    with pytest.raises(ValidationError, match="reason"):
        reviewers.revoke(Credential.objects.get(), on=TODAY, reason=" ", by=people.author, at=NOON)


def test_only_the_reviewer_declares_and_none_is_said(people):
    about = factories.condition()
    with pytest.raises(PermissionDenied):
        reviewers.declare(people.reviewer, about, interests="", by=people.author, at=NOON)
    other = factories.reviewer(verified_by=people.author)
    with pytest.raises(PermissionDenied):
        reviewers.declare(people.reviewer, about, interests="", by=other.user, at=NOON)
    reviewers.declare(people.reviewer, about, interests=" ", by=people.colleague, at=NOON)
    assert Declaration.objects.get().text == "none declared for this topic"


def test_reviewer_of_one_language_declares_and_signs_there(people):
    person = factories.holder(Role.REVIEWER, language="es")
    people.colleague, people.reviewer = person, factories.reviewer(person, verified_by=people.author)
    verdict = factories.signed(people, factories.in_review(people, factories.started(people, language="es")))
    assert (verdict.by, verdict.declaration.is_none) == (person, True)
    profile = changed(people, person, workplace="A hospital")
    assert profile.workplace == "A hospital"


@pytest.mark.promise("E12")
def test_reviewer_who_leaves_keeps_standing_on_what_they_signed(people):
    publication = factories.published(people)
    signed = Verdict.objects.values("name", "credential", "discipline", "register", "interests", "verified_on").get()
    boss = factories.administrator()
    for grant in Grant.objects.filter(user=people.colleague):
        people_moves.end_grant(grant, ends_on=TODAY - DAY, by=boss, at=NOON, seen=version(grant))
    people_moves.change_standing(people.colleague, is_active=False, by=boss, at=NOON, seen=version(people.colleague))
    changed(people, people.author, name="Somebody else", discipline="Retired")
    assert Verdict.objects.values(*signed).get() == signed
    assert list(Publication.objects.reviewed(TODAY)) == [publication]
    assert publication.sign_offs.get().verdict.name == signed["name"] != "Somebody else"


@pytest.mark.promise("E12")
def test_nobody_who_signed_is_deleted_by_any_road(people):
    factories.published(people)
    with pytest.raises(ProtectedError):
        people.colleague.delete()
    with pytest.raises(ProtectedError):
        people.reviewer.delete()
    assert Verdict.objects.get().by == people.colleague


@pytest.mark.promise("E8")
def test_nothing_is_approved_by_time_or_by_the_worker(people):
    revision = factories.in_review(people)
    years_later = NOON + 3_650 * DAY
    chores.do_due(clock=lambda: years_later)
    with pytest.raises(ValidationError, match="Nobody has approved"):
        publications.publish(revision, by=people.colleague, at=years_later, seen=revision.digest)
    assert not Verdict.objects.exists()


@pytest.mark.promise("E8")
def test_two_approvals_do_not_outvote_one_request_for_changes(people):
    revision = factories.approved(people)
    second, third = (factories.reviewer(verified_by=people.author) for _ in range(2))
    rounds.offer(revision.rounds.get(), [second, third], by=people.author, at=NOON)
    factories.signed(SimpleNamespace(reviewer=second, colleague=second.user), revision)
    verdicts.request_changes(revision, by=third.user, at=NOON, seen=revision.digest, because="Say how often.")
    with pytest.raises(ValidationError, match="asked for changes first"):
        publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    assert not Publication.objects.exists()


@pytest.mark.promise("E8")
def test_database_takes_no_approval_but_from_the_person_who_was_asked(people):
    signed = factories.signed(people, factories.in_review(people))
    about = signed.revision.answer.condition
    revision = factories.in_review(people, factories.started(people, condition=about))
    values = {name: getattr(signed, name) for name in copied(Verdict)} | {"digest": revision.digest}
    asked = revision.rounds.get().assignments.get()
    here = {"revision": revision, "round": revision.rounds.get(), "assignment": asked}
    with pytest.raises(IntegrityError, match="by a reviewer who was asked"), transaction.atomic():
        Verdict.objects.create(**values | here | {"by": factories.user()})
    assert list(Verdict.objects.all()) == [signed]


def copied(model):
    return [field.name for field in model._meta.concrete_fields if not field.primary_key]
