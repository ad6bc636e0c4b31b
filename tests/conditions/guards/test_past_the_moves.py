"""Past the moves: the database itself publishes, withdraws, confirms and seals only as the promises say."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from conditions.editorial import seals
from conditions.models import Confirmation, Notice, Publication, Round, Seal, SignOff
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

YEAR = datetime.timedelta(days=365)
DAY = datetime.timedelta(days=1)


made = made_once(factories.desk)
people = copied()


@pytest.fixture
def withdrawn(people):
    publication = factories.published(people)
    factories.withdrawn(publication, by=factories.holder(Role.ADMINISTRATOR))
    return Publication.objects.get(pk=publication.pk)


def insert(row):
    with transaction.atomic():
        row.save(force_insert=True)
    return row


def restored(former, **changed):
    """What a move would write to put the publication back, but for what is changed."""
    copied = ("answer", "revision", "round", "policy", "reviewed_on", "edited_on", "next_due_on")
    told = {name: getattr(former, name) for name in copied}
    told |= {"number": former.number + 1, "code": "00000000", "kind": "restored", "before": former}
    told |= {"published_by": factories.holder(Role.EDITOR), "published_at": NOON, "published_on": TODAY}
    return insert(Publication(**told | changed))


def test_database_takes_what_a_move_would_write(withdrawn):
    assert restored(withdrawn).before == withdrawn


LATE = {"published_at": NOON + 2 * YEAR, "published_on": TODAY + 2 * YEAR}
WRONG = {
    "born ended": ({"ended_at": NOON, "ended_on": TODAY, "ending": "withdrawn"}, "publication_comes_next"),
    "out of order": ({"number": 9}, "publication_comes_next"),
    "before nothing": ({"before": None, "kind": "new"}, "publication_(comes_next|approved)"),
    "as new": ({"kind": "new"}, "publication_approved"),
    "as reconfirmed": ({"kind": "reconfirmed"}, "publication_(approved|follows_its_kind)"),
    "reviewed later": ({"reviewed_on": TODAY - DAY}, "publication_dates_of_a_review"),
    "due later": ({"next_due_on": TODAY + 2_000 * DAY}, "publication_dates_of_a_review"),
    "edited later": ({"edited_on": TODAY - DAY}, "publication_dates_of_a_review"),
    "dated back": ({"published_on": TODAY + 9 * DAY}, "publication_of_its_day"),
    "after the credential": (LATE, "publication_credential_holds"),
}


@pytest.mark.promise("E2", "E3", "R2", "R4", "R6")
@pytest.mark.parametrize(("changed", "guard"), WRONG.values(), ids=WRONG.keys())
def test_database_refuses_a_publication(withdrawn, changed, guard):
    ended = {"ended_by": factories.holder(Role.EDITOR)} if "ended_at" in changed else {}
    with pytest.raises(IntegrityError, match=guard):
        restored(withdrawn, **changed, **ended)
    assert Publication.objects.count() == 1


@pytest.mark.promise("E7")
@pytest.mark.parametrize(("who", "guard"), [("author", "by_two_people"), ("who withdrew", "follows_its_kind")])
def test_database_refuses_who_may_not_put_back(withdrawn, people, who, guard):
    person = people.author if who == "author" else withdrawn.ended_by
    with pytest.raises(IntegrityError, match=f"publication_{guard}"):
        restored(withdrawn, published_by=person)
    assert not Publication.objects.live().exists()


@pytest.mark.promise("E2")
def test_database_refuses_a_second_live_version(people):
    live = factories.published(people)
    with pytest.raises(IntegrityError):
        restored(live)
    assert Publication.objects.get() == live


@pytest.mark.promise("E2")
def test_database_revives_nothing(withdrawn):
    with pytest.raises(IntegrityError, match="publication_stays"), transaction.atomic():
        Publication.objects.update(ended_at=None, ended_on=None, ended_by=None, ending="")
    assert not Publication.objects.live().exists()


@pytest.mark.promise("R17")
@pytest.mark.parametrize("changed", [{"code": "00000000"}, {"reviewed_on": "2026-01-01"}, {"edited_on": "2026-01-01"}])
def test_database_keeps_what_was_published_as_it_was(withdrawn, changed):
    with pytest.raises(IntegrityError, match="publication_stays"), transaction.atomic():
        Publication.objects.update(**changed)
    assert Publication.objects.get().code == withdrawn.code


@pytest.mark.promise("E7")
def test_database_refuses_words_from_a_review_older_than_their_withdrawal(people):
    publication = factories.published(people)
    factories.reconfirmed(people, publication)
    told = {"kind": "withdrawal", "reason": "x", "advice": "y", "by": people.author, "at": NOON, "on": TODAY}
    insert(Notice(publication=publication, **told))
    ended = {"ended_at": NOON + DAY, "ended_on": TODAY + DAY, "ended_by": people.author, "ending": "withdrawn"}
    Publication.objects.update(**ended)
    review = Round.objects.get(closed_at=None)
    with pytest.raises(IntegrityError, match="publication_reviewed_since"):
        restored(Publication.objects.get(), kind="new", round=review)


@pytest.mark.promise("E20")
def test_database_withdraws_nothing_in_silence(people):
    factories.published(people)
    with pytest.raises(IntegrityError, match="publication_withdrawn_with_a_notice"), transaction.atomic():
        Publication.objects.update(ended_at=NOON, ended_on=TODAY, ended_by=people.author, ending="withdrawn")
    assert Publication.objects.live().exists()


@pytest.mark.promise("E20")
def test_database_takes_no_notice_of_withdrawal_over_what_has_ended(people):
    former = factories.published(people)
    factories.published(people, former.answer, short="It is common.")
    told = {"kind": "withdrawal", "reason": "x", "advice": "y", "by": people.author, "at": NOON, "on": TODAY}
    with pytest.raises(IntegrityError, match="notice_before_the_end"):
        insert(Notice(publication=former, **told))


@pytest.mark.promise("E10")
def test_database_withdraws_no_text_from_under_its_translation(people):
    publication = factories.published(people)
    factories.translated(people, publication)
    told = {"kind": "withdrawal", "reason": "x", "advice": "y", "by": people.author, "at": NOON, "on": TODAY}
    insert(Notice(publication=publication, **told))
    with pytest.raises(IntegrityError, match="publication_ends_with_translations"), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(
            ended_at=NOON, ended_on=TODAY, ended_by=people.author, ending="withdrawn"
        )


@pytest.mark.promise("E7")
def test_database_takes_no_confirmation_of_who_withdrew(withdrawn):
    notice = withdrawn.notices.get()
    with pytest.raises(IntegrityError, match="confirmation_by_another"):
        insert(Confirmation(notice=notice, by=notice.by, at=NOON))
    assert Notice.objects.to_confirm().get() == notice


@pytest.mark.promise("E19")
def test_database_seals_no_live_words(people):
    publication = factories.published(people)
    told = {"ground": "court", "reason": "A court.", "by": people.author, "at": NOON}
    seals.ask_seal(publication.revision, **told)
    with pytest.raises(IntegrityError, match="seal_not_over_live_text"), transaction.atomic():
        Seal.objects.update(sealed_at=NOON, sealed_by=people.colleague)


@pytest.mark.promise("E19")
def test_database_takes_no_seal_of_one_person(people):
    revision = factories.written(people)
    told = {"ground": "court", "reason": "A court.", "by": people.author, "at": NOON}
    seals.ask_seal(revision, **told)
    with pytest.raises(IntegrityError, match="seal_by_two_people"), transaction.atomic():
        Seal.objects.update(sealed_at=NOON, sealed_by=people.author)


@pytest.mark.promise("R2")
def test_database_names_nobody_who_did_not_approve_these_words(people):
    first, other = factories.published(people), factories.published(people)
    with pytest.raises(IntegrityError, match="signoff_behind_these_words"):
        insert(SignOff(publication=first, verdict=other.sign_offs.get().verdict))
    assert first.sign_offs.count() == 1


@pytest.mark.promise("R6")
def test_database_lets_no_review_last_longer_than_its_policy(people):
    revision = factories.approved(people)
    told = {"answer": revision.answer, "revision": revision, "round": Round.objects.get(), "kind": "new", "number": 1}
    told |= {
        "policy": revision.answer.question.policy,
        "code": "00000000",
        "published_by": people.colleague,
        "published_at": NOON,
        "published_on": TODAY,
    }
    dates = {"reviewed_on": TODAY, "edited_on": TODAY, "next_due_on": TODAY + 1_097 * DAY}
    with pytest.raises(IntegrityError, match="publication_due_in_time"):
        insert(Publication(**told, **dates))
    assert insert(Publication(**told, **dates | {"next_due_on": TODAY + 1_096 * DAY})).pk


@pytest.mark.promise("E10")
def test_database_lets_no_translations_go_round_in_a_ring(people):
    first = factories.published(people)
    translation = factories.translated(people, first)
    revision = factories.approved(people, first.answer, short="It is common.", translates=translation)
    Publication.objects.filter(pk=first.pk).update(
        ended_at=NOON, ended_on=TODAY, ended_by=people.colleague, ending="replaced"
    )
    review = Round.objects.get(closed_at=None)
    with pytest.raises(IntegrityError, match="publication_translates_no_ring"):
        restored(Publication.objects.get(pk=first.pk), kind="new", revision=revision, round=review)
