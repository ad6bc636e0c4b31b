"""One person takes text away, a second stands behind it, and a third look alone brings it back."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conditions import ledger
from conditions.editorial import publications, reviewers, rounds, withdrawals
from conditions.models import Answer, Confirmation, Notice, Publication, Round
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


made = made_once(factories.desk)
people = copied()


def restore(publication, *, by=None, at=NOON, reason="The dose was right."):
    return withdrawals.restore(publication, by=by or factories.holder(Role.EDITOR), at=at, reason=reason)


def now(publication):
    return Publication.objects.get(pk=publication.pk)


@pytest.mark.promise("E7", "E20")
def test_one_person_ends_live_text_at_once_with_a_public_notice(people):
    publication = factories.published(people)
    notice = factories.withdrawn(publication, by=people.author, at=NOON + DAY)
    assert not Publication.objects.live().exists()
    assert (now(publication).ending, now(publication).ended_on) == ("withdrawn", TODAY + DAY)
    assert (notice.reason, notice.advice) == ("It names a wrong dose.", "Ask your doctor.")
    assert (notice.on, notice.by) == (TODAY + DAY, people.author)
    assert list(ledger.verify()) == []


@pytest.mark.promise("E7")
def test_administrator_may_withdraw(people):
    factories.withdrawn(factories.published(people), by=factories.administrator())
    assert not Publication.objects.live().exists()


@pytest.mark.promise("E7")
@pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER, Role.MODERATOR])
def test_other_roles_withdraw_nothing(people, role):
    publication = factories.published(people)
    with pytest.raises(PermissionDenied):
        factories.withdrawn(publication, by=factories.holder(role))
    assert Publication.objects.live().get() == publication


@pytest.mark.promise("E20")
@pytest.mark.parametrize(
    ("reason", "advice", "sentence"),
    [(" ", "Ask.", "Say why: readers see it."), ("Wrong.", "", "Say what somebody should do who acted on it")],
)
def test_withdrawal_without_reason_or_advice_is_refused(people, reason, advice, sentence):
    publication = factories.published(people)
    with pytest.raises(ValidationError, match=sentence):
        withdrawals.withdraw(publication, by=people.author, at=NOON, reason=reason, advice=advice)
    assert Publication.objects.live().get() == publication


def test_what_was_replaced_meanwhile_is_stale(people):
    publication = factories.published(people)
    newer = factories.published(people, publication.answer, short="It is common.")
    with pytest.raises(Stale):
        factories.withdrawn(publication)
    assert Publication.objects.live().get() == newer


@pytest.mark.promise("E10")
def test_translations_end_in_the_same_step_with_notices_of_their_own(people, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ca", "Catalan")]
    publication = factories.published(people)
    spanish = factories.translated(people, publication)
    catalan = factories.translated(people, spanish, "ca")
    other = factories.published(people)
    notice = factories.withdrawn(publication)
    assert Publication.objects.live().get() == other
    assert {now(each).ended_at for each in (publication, spanish, catalan)} == {NOON}
    assert set(Notice.objects.values_list("publication", flat=True)) == {publication.pk, spanish.pk, catalan.pk}
    assert notice.publication == publication


@pytest.mark.promise("E10")
def test_notice_of_a_translation_is_not_in_the_language_of_the_original(people):
    spanish = factories.translated(people, factories.published(people))
    factories.withdrawn(spanish.revision.translates)
    notice = spanish.notices.get()
    assert "wrong dose" not in notice.reason
    assert notice.reason
    assert notice.advice


@pytest.mark.promise("E10")
def test_translation_is_withdrawn_alone(people):
    publication = factories.published(people)
    spanish = factories.translated(people, publication)
    factories.withdrawn(spanish)
    assert Publication.objects.live().get() == publication


@pytest.mark.promise("E10")
def test_replaced_text_leaves_its_translations(people):
    publication = factories.published(people)
    spanish = factories.translated(people, publication)
    newer = factories.published(people, publication.answer, short="It is common.")
    assert set(Publication.objects.live()) == {newer, spanish}


def within(people, host):
    """A live answer that stands within the host."""
    answer = factories.started(people, condition=host.answer.condition)
    return factories.published(people, answer, within=host.answer, body="", short="It is harmless.[^ers-2017]")


@pytest.mark.promise("E18", "E20")
def test_what_stands_within_withdrawn_text_ends_with_it_and_has_a_notice_of_its_own(people):
    host = factories.published(people)
    inner = within(people, host)
    spanish = factories.translated(people, inner)
    notice = factories.withdrawn(host)
    assert not Publication.objects.live().exists()
    assert inner.notices.get().reason == "The text in which this question is answered was withdrawn."
    assert spanish.notices.get().reason != inner.notices.get().reason
    withdrawals.confirm_withdrawal(notice, by=people.author, at=NOON)
    assert Confirmation.objects.count() == 3


@pytest.mark.promise("E18")
def test_answer_within_another_comes_to_readers_after_its_host_alone(people):
    host = factories.published(people)
    inner = within(people, host)
    factories.withdrawn(host)
    with pytest.raises(ValidationError, match="within which this answer stands, is not live"):
        withdrawals.restore(inner, by=people.colleague, at=NOON, reason="It was right.")
    withdrawals.restore(host, by=people.colleague, at=NOON, reason="It was right.")
    back = withdrawals.restore(inner, by=people.colleague, at=NOON, reason="It was right.")
    assert back in Publication.objects.live()


@pytest.mark.promise("E10")
def test_translation_of_withdrawn_text_is_not_published(people):
    publication = factories.published(people)
    spanish = factories.translated(people, publication)
    revision = factories.approved(people, spanish.answer, short="Es común.", translates=publication)
    factories.withdrawn(publication)
    with pytest.raises(ValidationError, match="this one translates was withdrawn"):
        publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


def test_review_of_the_very_words_ends_with_them(people):
    publication = factories.published(people)
    revision = factories.reconfirmed(people, publication)
    factories.withdrawn(publication)
    assert Round.objects.order_by("-pk")[0].outcome == Round.Outcome.DISMISSED
    with pytest.raises(Stale):
        publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


def test_review_of_wording_alone_ends_with_the_words(people):
    publication = factories.published(people)
    factories.reworded(people, publication)
    factories.withdrawn(publication)
    ended = Round.objects.order_by("-pk")[0]
    assert (ended.outcome, ended.closed_because) == (Round.Outcome.DISMISSED, "The text was withdrawn.")


def test_review_of_newer_words_goes_on_and_brings_them(people):
    publication = factories.published(people)
    better = factories.approved(people, publication.answer, short="It is common.")
    factories.withdrawn(publication)
    fresh = publications.publish(better, by=people.colleague, at=NOON, seen=better.digest)
    assert (fresh.kind, fresh.before) == (Publication.Kind.NEW, publication)


def test_withdrawn_words_come_back_by_a_new_review(people):
    publication = factories.published(people)
    factories.withdrawn(publication)
    revision, later = publication.revision, NOON + DAY
    round_ = rounds.submit(revision, by=people.author, at=later, seen=revision.digest)
    rounds.offer(round_, [people.reviewer], by=people.author, at=later)
    factories.signed(people, revision, at=later)
    fresh = publications.publish(revision, by=people.colleague, at=later, seen=revision.digest)
    assert (fresh.kind, fresh.reviewed_on) == (Publication.Kind.NEW, TODAY + DAY)


@pytest.mark.promise("E7")
def test_second_person_confirms(people):
    notice = factories.withdrawn(factories.published(people), by=people.author)
    assert Notice.objects.to_confirm().get() == notice
    confirmation = withdrawals.confirm_withdrawal(notice, by=people.colleague, at=NOON + DAY)
    assert (confirmation.notice, confirmation.by) == (notice, people.colleague)
    assert not Notice.objects.to_confirm().exists()
    assert list(ledger.verify()) == []


@pytest.mark.promise("E7")
def test_whoever_withdrew_does_not_confirm(people):
    notice = factories.withdrawn(factories.published(people), by=people.author)
    with pytest.raises(ValidationError, match="Ask a colleague"):
        withdrawals.confirm_withdrawal(notice, by=people.author, at=NOON)
    assert not Confirmation.objects.exists()


@pytest.mark.promise("E7")
def test_reviewer_does_not_confirm(people):
    notice = factories.withdrawn(factories.published(people))
    with pytest.raises(PermissionDenied):
        withdrawals.confirm_withdrawal(notice, by=factories.holder(Role.REVIEWER), at=NOON)


def test_second_confirmation_is_stale(people):
    notice = factories.withdrawn(factories.published(people))
    withdrawals.confirm_withdrawal(notice, by=people.author, at=NOON)
    with pytest.raises(Stale):
        withdrawals.confirm_withdrawal(notice, by=people.colleague, at=NOON)


@pytest.mark.promise("E7", "E10")
def test_one_press_confirms_the_translations_too(people):
    spanish = factories.translated(people, factories.published(people))
    other = factories.withdrawn(factories.published(people))
    notice = factories.withdrawn(spanish.revision.translates)
    withdrawals.confirm_withdrawal(notice, by=people.colleague, at=NOON)
    assert Confirmation.objects.count() == 2
    assert Notice.objects.to_confirm().get() == other


@pytest.mark.promise("E7")
def test_unconfirmed_are_those_that_waited_for_a_day(people):
    notice = factories.withdrawn(factories.published(people))
    second = datetime.timedelta(seconds=1)
    assert not Notice.objects.unconfirmed(NOON + DAY - second).exists()
    assert Notice.objects.unconfirmed(NOON + DAY).get() == notice


@pytest.mark.promise("E7")
def test_text_stays_withdrawn_though_nobody_confirms(people):
    publication = factories.published(people)
    notice = factories.withdrawn(publication)
    assert Notice.objects.unconfirmed(NOON + 400 * DAY).get() == notice
    assert not Publication.objects.live().exists()


@pytest.mark.promise("E20", "E18")
def test_notice_is_found_by_the_address_of_the_answer(people):
    publication = factories.published(people)
    notice = factories.withdrawn(publication)
    answer = Answer.objects.get(
        condition__slug=publication.answer.condition.slug, question__slug=publication.answer.question.slug
    )
    assert Notice.objects.standing().get(publication__answer=answer) == notice


@pytest.mark.promise("E7")
def test_another_editor_puts_the_words_back_as_they_were(people):
    publication = factories.published(people)
    factories.withdrawn(publication, by=people.author)
    fresh = restore(publication, by=people.colleague, at=NOON + DAY)
    assert Publication.objects.live().get() == fresh
    for name in ("revision", "round", "reviewed_on", "edited_on", "next_due_on"):
        assert getattr(fresh, name) == getattr(publication, name)
    assert [each.verdict for each in fresh.sign_offs.all()] == [each.verdict for each in publication.sign_offs.all()]
    assert (fresh.kind, fresh.published_on, fresh.code != publication.code) == ("restored", TODAY + DAY, True)


@pytest.mark.promise("E20", "R18")
def test_notice_stays_on_record_beside_why_the_words_came_back(people):
    publication = factories.published(people)
    notice = factories.withdrawn(publication)
    fresh = restore(publication)
    assert publication.notices.get() == notice
    assert (fresh.notices.get().kind, fresh.notices.get().reason) == ("restored", "The dose was right.")
    assert not Notice.objects.standing().exists()
    assert list(ledger.verify()) == []


def test_words_come_back_for_a_reason_alone(people):
    publication = factories.published(people)
    factories.withdrawn(publication)
    with pytest.raises(ValidationError, match="Say why"):
        restore(publication, reason=" ")
    assert not Publication.objects.live().exists()


@pytest.mark.promise("E7")
def test_whoever_withdrew_does_not_put_back(people):
    publication, editor = factories.published(people), factories.holder(Role.EDITOR)
    factories.withdrawn(publication, by=editor)
    with pytest.raises(ValidationError, match="Whoever withdrew a text does not put it back"):
        restore(publication, by=editor)


@pytest.mark.promise("E7")
def test_author_does_not_put_back(people):
    publication = factories.published(people)
    factories.withdrawn(publication)
    with pytest.raises(ValidationError, match="You had a part in these words"):
        restore(publication, by=people.author)


@pytest.mark.promise("E7")
def test_administrator_who_is_no_editor_does_not_put_back(people):
    publication = factories.published(people)
    factories.withdrawn(publication)
    with pytest.raises(PermissionDenied):
        restore(publication, by=factories.administrator())


def test_words_do_not_come_back_over_a_newer_version(people):
    publication = factories.published(people)
    factories.withdrawn(publication)
    newer = factories.published(people, publication.answer, short="It is common.")
    with pytest.raises(ValidationError, match="newer version"):
        restore(publication)
    assert Publication.objects.live().get() == newer


@pytest.mark.promise("R2", "R6")
def test_words_whose_review_ran_out_do_not_come_back(people):
    answer = factories.started(people)
    factories.ruled(answer, days=30)
    publication = factories.published(people, answer)
    factories.withdrawn(publication)
    with pytest.raises(ValidationError, match="has run out"):
        restore(publication, at=NOON + 31 * DAY)
    assert restore(publication, at=NOON + 30 * DAY).next_due_on == TODAY + 30 * DAY


@pytest.mark.promise("R2")
def test_words_behind_which_a_credential_lapsed_do_not_come_back(people):
    publication = factories.published(people)
    factories.withdrawn(publication)
    reviewers.revoke(people.reviewer.credentials.get(), on=TODAY, reason="Struck off.", by=people.author, at=NOON)
    with pytest.raises(ValidationError, match="has lapsed"):
        restore(publication)


@pytest.mark.promise("R2", "R4")
def test_reworded_text_comes_back_with_all_who_stood_behind_it(people):
    first = factories.published(people)
    revision = factories.reworded(people, first)
    publication = publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    factories.withdrawn(publication)
    assert restore(publication).sign_offs.count() == 2


@pytest.mark.promise("E10")
def test_translation_comes_back_after_its_original_alone(people):
    publication = factories.published(people)
    spanish = factories.translated(people, publication)
    factories.withdrawn(publication)
    with pytest.raises(ValidationError, match="this one translates was withdrawn"):
        restore(spanish)
    fresh = restore(publication)
    assert Publication.objects.live().get() == fresh
    assert restore(spanish).before == spanish


def test_live_text_cannot_be_put_back(people):
    with pytest.raises(Stale):
        restore(factories.published(people))
    assert Publication.objects.count() == 1
