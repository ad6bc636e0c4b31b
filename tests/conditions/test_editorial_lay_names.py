"""What a lay reader said of themselves: taken back, removed by an editor, and gone with their account."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from conditions import evidence, history
from conditions.accounts import closing
from conditions.editorial import comments, declining, lay_names, readings, rounds
from conditions.ledger import EVIDENCE
from conditions.models import Comment, Event, Mail, Publication, Reading
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.conditions.evidence.world import sealed
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def holds():
    return not list(EVIDENCE["answer"].problems(lambda: None))


def told_last(answer):
    return history.lines(answer)[0][0].said


def test_name_is_taken_back_for_good(people, reading):
    published = factories.understood(people, reading)
    lay_names.take_back_name(reading, by=reading.reader, at=NOON)
    reading.refresh_from_db()
    assert (reading.name, reading.standpoint, reading.said, reading.is_sealed) == ("", "", "clear", True)
    assert Publication.objects.live().get(pk=published.pk).reading == reading
    with pytest.raises(Stale):
        lay_names.take_back_name(reading, by=reading.reader, at=NOON)
    assert holds()


@pytest.mark.promise("C8")
def test_name_that_was_taken_back_is_found_by_no_guess(reading):
    """Whoever guesses all that is gone but the salt gets none of the fingerprints that the ledger kept."""
    named = factories.read(reading)
    kept = evidence.fingerprint(named)
    assert kept in "".join(Event.objects.values_list("data", flat=True))
    assert len(named.salt) == 32
    gone = lay_names.take_back_name(named, by=reading.reader, at=NOON)
    gone.name, gone.standpoint, gone.is_sealed = "Fern Reader", "lives", False
    assert (gone.salt, evidence.fingerprint(gone) == kept) == ("", False)


@pytest.mark.promise("C8")
def test_answer_to_a_lay_reader_is_found_by_no_guess(people, reading):
    """It may quote them. An answer to a clinician stays with its words."""
    seen = {"at": NOON, "seen": reading.digest}
    said = readings.lost_here(reading, "Which pigment?", place="body-1", by=reading.reader, **seen)
    told = comments.comment(reading.round, "Fern asks which.", by=people.author, reply_to=said, **seen)
    again = comments.comment(reading.round, "Fern is right.", by=people.author, reply_to=told, **seen)
    other = comments.comment(reading.round, "Is this so?", by=people.colleague, **seen)
    answer = comments.comment(reading.round, "It is.", by=people.author, reply_to=other, **seen)
    assert [len(each.salt) for each in (said, told, again, other, answer)] == [32, 32, 32, 0, 0]


def test_editor_takes_a_false_name_away_and_says_why(people, reading):
    published = factories.understood(people, reading)
    lay_names.remove_name(reading, "false", by=people.colleague, at=NOON)
    reading.refresh_from_db()
    assert (reading.name, reading.standpoint, reading.salt, reading.said) == ("", "", "", "clear")
    assert (reading.removed_by, reading.removed_because) == (people.colleague, "false")
    assert told_last(published.answer).what.endswith("Readers are told of a reader now.")
    assert told_last(published.answer).why == "It is not true"
    (mail,) = Mail.objects.filter(purpose="reading-name-removed")
    assert (mail.recipient, "It is not true" in mail.text) == (reading.reader.email, True)
    assert holds()


def test_name_is_taken_away_by_an_editor_for_a_reason_and_once(people, reading):
    factories.read(reading)
    for person in (people.reviewer.user, factories.holder(Role.AUTHOR), factories.holder(Role.EDITOR, language="es")):
        if person != people.colleague:
            with pytest.raises(PermissionDenied):
                lay_names.remove_name(reading, "false", by=person, at=NOON)
    with pytest.raises(ValidationError, match="Choose one of the reasons"):
        lay_names.remove_name(reading, "", by=people.author, at=NOON)
    own = factories.granted(reading.reader, Role.EDITOR)
    with pytest.raises(PermissionDenied, match="your own"):
        lay_names.remove_name(reading, "false", by=own, at=NOON)
    lay_names.remove_name(reading, "abuse", by=people.author, at=NOON)
    with pytest.raises(Stale):
        lay_names.remove_name(reading, "abuse", by=people.author, at=NOON)


@pytest.mark.promise("E19")
def test_seal_takes_the_name_with_the_words(people, reading):
    published = factories.understood(people, reading)
    factories.withdrawn(published)
    sealed(published.revision, people)
    reading.refresh_from_db()
    assert (reading.name, reading.standpoint, reading.said, reading.is_sealed) == ("", "", "clear", True)
    assert holds()


@pytest.mark.promise("C8")
def test_closed_account_leaves_no_word_of_a_lay_reader(people, reading):
    """Also what they said at a paragraph, what was answered to it, why they declined, and the account's own name."""
    declined = declining.decline(factories.to_be_read(people, reading.reader), "close", by=reading.reader, at=NOON)
    seen = {"at": NOON, "seen": reading.digest}
    said = readings.lost_here(reading, "Which pigment, Fern asks?", place="body-1", by=reading.reader, **seen)
    comments.comment(reading.round, "Fern asks which pigment.", by=people.author, reply_to=said, **seen)
    factories.read(reading, "unclear", text="Nowhere is Fern told.")
    closing.close(reading.reader, at=NOON)
    for row in (reading, declined, reading.reader):
        row.refresh_from_db()
    assert (reading.name, reading.standpoint, reading.said, reading.salt) == ("", "", "unclear", "")
    assert (declined.declined_because, declined.salt, declined.declined_at) == ("", "", NOON)
    assert set(Comment.objects.values_list("text", "quote", "salt", "is_sealed")) == {("", "", "", True)}
    assert (reading.reader.name, str(reading.reader)) == ("", "somebody who closed their account")
    assert holds()


@pytest.mark.promise("C8")
def test_mail_to_an_editor_says_nothing_that_a_lay_reader_can_take_back(people, reading):
    factories.read(reading)
    declining.decline(factories.to_be_read(people, reading.reader), "close", by=reading.reader, at=NOON)
    mails = Mail.objects.filter(recipient=people.author.email, purpose="reading-answered")
    assert mails.count() == 2
    for mail in mails:
        assert not any(word in mail.subject + mail.text for word in (reading.reader.name, "Fern", "too close"))


def test_lay_reader_closes_their_account_while_they_have_the_role_and_are_waited_for(people, reading):
    closing.close(reading.reader, at=NOON)
    assert not Reading.objects.waiting().exists()
    assert Mail.objects.filter(recipient=people.author.email, text__contains="ask somebody else").exists()
    other = factories.granted(factories.holder(Role.LAY_READER), Role.AUTHOR)
    with pytest.raises(ValidationError, match="You have a role"):
        closing.close(other, at=NOON)


@pytest.mark.promise("C8")
def test_whoever_worked_here_besides_keeps_the_name_under_which_they_did(reading):
    factories.read(reading, name="")
    person = factories.granted(reading.reader, Role.AUTHOR)
    person.grants.update(ends_on=factories.DAY_ONE)
    closing.close(person, at=NOON)
    assert factories.User.objects.get(pk=person.pk).name == "A Person"


def test_words_of_a_lay_reader_who_stays_are_not_emptied(people, reading):
    readings.lost_here(reading, "Which pigment?", place="body-1", by=reading.reader, at=NOON, seen=reading.digest)
    gone = {"text": "", "quote": "", "suggestion": "", "salt": "", "is_sealed": True}
    with pytest.raises(IntegrityError, match="comment_stays"), transaction.atomic():
        Comment.objects.update(**gone)
    rounds.dismiss(reading.round, "Later.", by=people.author, at=NOON)
    closing.close(reading.reader, at=NOON)
    assert not Comment.objects.exclude(text="").exists()
