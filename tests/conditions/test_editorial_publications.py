"""From approved words to readers: the very digest, by a second person, with dates that are kept apart."""

import datetime
import itertools
import secrets
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conditions import ledger
from conditions.editorial import checks, publications, reviewers, rounds, verdicts
from conditions.models import Notice, Publication, Round, SignOff
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

WEEK = datetime.timedelta(days=7)
YEAR = datetime.timedelta(days=364)  # the credential of factories.reviewer is valid for one day more
Kind = Publication.Kind


made = made_once(factories.desk)
people = copied()


def publish(people, revision, *, at=NOON, by=None, seen=None):
    return publications.publish(revision, by=by or people.colleague, at=at, seen=seen or revision.digest)


@pytest.mark.promise("E3")
def test_published_is_the_very_revision_that_was_approved(people):
    revision = factories.approved(people)
    publication = publish(people, revision)
    assert publication == Publication.objects.live().get()
    assert (publication.revision, publication.kind, publication.number) == (revision, Kind.NEW, 1)
    assert [each.verdict.digest for each in publication.sign_offs.all()] == [revision.digest]
    assert publication.round.outcome == Round.Outcome.PUBLISHED
    assert list(ledger.verify()) == []


@pytest.mark.promise("R5", "R6")
def test_publication_stores_three_dates(people):
    revision = factories.in_review(people)
    factories.signed(people, revision, at=NOON + WEEK)
    publication = publish(people, revision, at=NOON + 2 * WEEK)
    assert publication.edited_on == TODAY
    assert publication.reviewed_on == TODAY + WEEK
    assert publication.next_due_on == TODAY + WEEK + datetime.timedelta(days=1096)
    assert publication.published_on == TODAY + 2 * WEEK


@pytest.mark.promise("R6")
def test_question_of_higher_risk_is_due_sooner(people):
    answer = factories.started(people)
    factories.ruled(answer, days=365)
    publication = factories.published(people, answer)
    assert publication.next_due_on == TODAY + datetime.timedelta(days=365)


@pytest.mark.promise("E3")
def test_other_digest_than_the_one_on_screen_is_stale(people):
    revision = factories.approved(people)
    with pytest.raises(Stale):
        publish(people, revision, seen="0" * 64)
    assert not Publication.objects.exists()


@pytest.mark.promise("E3")
def test_revision_that_a_newer_one_superseded_is_stale(people):
    old = factories.approved(people)
    factories.written(people, old.answer, short="It is a common change.")
    with pytest.raises(Stale):
        publish(people, old)
    assert not Publication.objects.exists()


def test_second_press_publishes_nothing_twice(people):
    publication = factories.published(people)
    with pytest.raises(Stale):
        publish(people, publication.revision)
    assert Publication.objects.count() == 1


@pytest.mark.promise("E3")
def test_words_that_nobody_approved_are_refused(people):
    revision = factories.in_review(people)
    with pytest.raises(ValidationError, match="Nobody has approved"):
        publish(people, revision)


@pytest.mark.promise("E3")
def test_request_for_changes_stops_what_another_approved(people):
    revision = factories.in_review(people)
    second = factories.reviewer()
    rounds.offer(Round.objects.get(), [second], by=people.author, at=NOON)
    factories.signed(people, revision)
    verdicts.request_changes(revision, by=second.user, at=NOON, seen=revision.digest, because="The dose is wrong.")
    with pytest.raises(ValidationError, match="asked for changes first"):
        publish(people, revision)


@pytest.mark.promise("E7", "R8")
def test_who_wrote_the_first_words_has_a_part_in_what_others_made_of_them(people):
    live, editor = factories.published(people), factories.holder(Role.EDITOR)
    revision = factories.written(SimpleNamespace(author=editor), live.answer, short="It is common.")
    assert [checks.wrote(each, revision) for each in (people.author, editor, people.colleague)] == [True, True, False]
    assert set(checks.authors(revision)) == {people.author, editor}


@pytest.mark.promise("E7")
def test_author_cannot_publish(people):
    revision = factories.approved(people)
    with pytest.raises(ValidationError, match="You had a part in these words"):
        publish(people, revision, by=people.author)
    assert not Publication.objects.exists()


@pytest.mark.promise("E7")
@pytest.mark.parametrize("grant", [{}, {"language": "es"}])
def test_who_holds_no_editors_role_there_cannot_publish(people, grant):
    revision = factories.approved(people)
    person = factories.holder(Role.EDITOR, **grant) if grant else factories.holder(Role.REVIEWER)
    with pytest.raises(PermissionDenied):
        publish(people, revision, by=person)


@pytest.mark.promise("R2")
def test_credential_that_lapsed_since_stops_publishing(people):
    revision = factories.approved(people)
    with pytest.raises(ValidationError, match="has lapsed"):
        publish(people, revision, at=NOON + 2 * YEAR)
    assert not Publication.objects.exists()


@pytest.mark.promise("R2")
def test_credential_that_was_revoked_since_stops_publishing(people):
    revision = factories.approved(people)
    credential = people.reviewer.credentials.get()
    reviewers.revoke(credential, on=TODAY, reason="Struck off.", by=people.author, at=NOON)
    with pytest.raises(ValidationError, match="has lapsed"):
        publish(people, revision)


@pytest.mark.promise("R2")
def test_credential_that_was_verified_anew_counts_again(people):
    revision = factories.approved(people)
    credential = people.reviewer.credentials.get()
    later = NOON + 2 * YEAR
    reviewers.verify(credential, on=later.date(), days=365, evidence="Its page", by=people.author, at=later)
    assert publish(people, revision, at=later).reviewed_on == TODAY


@pytest.mark.promise("R2")
def test_reviewer_whose_credential_was_revoked_stands_behind_nothing_new(people):
    revision = factories.in_review(people)
    second = factories.reviewer()
    rounds.offer(Round.objects.get(), [second], by=people.author, at=NOON)
    factories.signed(people, revision)
    other = factories.SimpleNamespace(reviewer=second, colleague=second.user)
    factories.signed(other, revision)
    reviewers.revoke(second.credentials.get(), on=TODAY, reason="Struck off.", by=people.author, at=NOON)
    publication = publish(people, revision)
    assert [each.verdict.reviewer for each in publication.sign_offs.all()] == [people.reviewer]


@pytest.mark.promise("R6")
def test_approval_older_than_the_review_lasts_is_refused(people):
    answer = factories.started(people)
    factories.ruled(answer, days=30)
    revision = factories.approved(people, answer)
    with pytest.raises(ValidationError, match="has run out"):
        publish(people, revision, at=NOON + 5 * WEEK)


@pytest.mark.promise("E2", "R3")
def test_former_text_ends_in_the_moment_in_which_the_next_begins(people):
    former = factories.published(people)
    revision = factories.approved(people, former.answer, short="It is a common change.")
    assert Publication.objects.live().get() == former
    publication = publish(people, revision, at=NOON + WEEK)
    former.refresh_from_db()
    assert Publication.objects.live().get() == publication
    assert (former.ending, former.ended_at, former.ended_by) == ("replaced", NOON + WEEK, people.colleague)
    assert (publication.before, publication.number) == (former, 2)


@pytest.mark.promise("R18")
def test_new_words_in_place_of_others_are_listed_with_date_and_reason(people):
    former = factories.published(people)
    factories.published(people, former.answer, short="It is a common change.", change="The dose was wrong.")
    notice = Notice.objects.get()
    assert (notice.kind, notice.reason, notice.on) == ("correction", "The dose was wrong.", TODAY)
    assert notice.publication.revision.change == notice.reason


@pytest.mark.promise("R18")
def test_first_words_are_no_correction(people):
    factories.published(people)
    assert not Notice.objects.exists()


@pytest.mark.promise("R18")
def test_new_words_after_a_withdrawal_are_listed_too(people):
    former = factories.published(people)
    factories.withdrawn(former)
    publication = factories.published(people, former.answer, short="It is rare.", change="The dose was wrong.")
    assert [notice.kind for notice in publication.notices.all()] == ["correction"]
    assert [notice.kind for notice in former.notices.all()] == ["withdrawal"]


@pytest.mark.promise("R18")
def test_words_after_a_withdrawal_need_their_reason(people):
    former = factories.published(people)
    factories.withdrawn(former)
    with pytest.raises(ValidationError, match="what changed"):
        factories.in_review(people, former.answer, short="It is rare.", change="")


@pytest.mark.promise("R4")
def test_wording_alone_moves_the_last_edit_and_leaves_the_review(people):
    former = factories.published(people)
    revision = factories.reworded(people, former, at=NOON + WEEK)
    publication = publish(people, revision, at=NOON + WEEK)
    assert publication.kind == Kind.WORDING
    assert (publication.reviewed_on, publication.next_due_on) == (former.reviewed_on, former.next_due_on)
    assert (publication.edited_on, former.edited_on) == (TODAY + WEEK, TODAY)
    assert not Notice.objects.exists()


@pytest.mark.promise("R4", "R2")
def test_behind_reworded_text_stand_the_review_and_who_confirmed_the_wording(people):
    former = factories.published(people)
    publication = publish(people, factories.reworded(people, former))
    rounds_behind = [each.verdict.round.kind for each in publication.sign_offs.order_by("pk")]
    assert rounds_behind == ["medical", "wording"]


@pytest.mark.promise("R4")
def test_author_cannot_publish_wording_either(people):
    revision = factories.reworded(people, factories.published(people))
    with pytest.raises(ValidationError, match="You had a part in these words"):
        publish(people, revision, by=people.author)


@pytest.mark.promise("R5")
def test_same_words_reviewed_again_keep_their_last_edit(people):
    former = factories.published(people)
    revision = factories.reconfirmed(people, former, at=NOON + 4 * WEEK)
    publication = publish(people, revision, at=NOON + 4 * WEEK)
    assert (publication.kind, publication.revision) == (Kind.RECONFIRMED, former.revision)
    assert (publication.edited_on, publication.reviewed_on) == (TODAY, TODAY + 4 * WEEK)
    assert publication.next_due_on > former.next_due_on
    assert not Notice.objects.exists()


def test_version_code_that_is_taken_is_drawn_again(people, monkeypatch):
    taken = factories.published(people).code
    drawn = itertools.chain(taken, "7" * 8)
    monkeypatch.setattr(secrets, "choice", lambda letters: next(drawn))
    assert factories.published(people).code == "77777777"


@pytest.mark.promise("R17")
def test_each_version_keeps_its_code_words_reviewer_and_dates(people):
    first = factories.published(people)
    for short in ("It is a common change.", "It is a frequent change."):
        factories.published(people, first.answer, short=short)
    kept = [Publication.objects.get(code=code) for code in Publication.objects.values_list("code", flat=True)]
    assert sorted(each.number for each in kept) == [1, 2, 3]
    assert len({each.revision.short_answer for each in kept}) == 3
    assert SignOff.objects.filter(verdict__name=people.reviewer.name).count() == 3


def test_translation_that_would_translate_itself_is_refused(people):
    first = factories.published(people)
    translation = factories.translated(people, first)
    revision = factories.approved(people, first.answer, short="It is common.", translates=translation)
    with pytest.raises(ValidationError, match="translate a text that translates it"):
        publish(people, revision)
