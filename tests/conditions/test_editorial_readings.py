"""Moves of lay readers: whom one may ask, what they say of which words, and that it is never a medical review."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from conditions import history, standing
from conditions.accounts import closing
from conditions.editorial import publications, readings, rounds, verdicts
from conditions.editorial.waiting import to_publish
from conditions.ledger import EVIDENCE
from conditions.models import Comment, Mail, Publication, Reading, Round
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.conditions.guards.test_policies import publication_of
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.desk()


@pytest.fixture
def reading(people):
    return factories.to_be_read(people)


def publish(people, revision):
    return publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


def approved(people, reading):
    """The words, which the reviewer has approved."""
    factories.signed(people, reading.revision)
    return reading.revision


def asked(people, round_, *persons, by=None):
    return readings.ask(round_, persons, by=by or people.author, at=NOON)


def test_words_that_a_lay_reader_understood_are_published_with_the_reading(people, reading):
    live = publish(people, approved(people, factories.read(reading)))
    assert live.reading == reading
    assert not list(EVIDENCE["answer"].problems(lambda: None))
    told = [line.said.what for line in history.lines(live.answer)[0]]
    assert any("understood all of revision 1. That is no medical review." in said for said in told)


@pytest.mark.promise("R1")
def test_lay_reading_counts_for_no_medical_review(people, reading):
    factories.read(reading)
    with pytest.raises(ValidationError, match="Nobody has approved these words yet"):
        publish(people, reading.revision)
    assert not Round.objects.signed_as_asked().exists()
    live = publish(people, approved(people, reading))
    assert [each.verdict.by for each in live.sign_offs.all()] == [people.colleague]
    told = standing.told(TODAY).get(pk=live.pk)
    assert [each.name for each in standing.of(told, TODAY).signers] == [people.reviewer.name]


@pytest.mark.promise("R2")
def test_lay_reader_signs_nothing(people, reading):
    declaration = factories.reviewers.declare(
        people.reviewer, reading.revision.answer.condition, interests="", by=people.colleague, at=NOON
    )
    shown = {"at": NOON, "seen": reading.digest, "scopes": ("accuracy",), "declaration": declaration}
    with pytest.raises(PermissionDenied):
        verdicts.approve(reading.revision, by=reading.reader, **shown)


def test_text_waits_until_a_lay_reader_understood_it(people, reading):
    revision = approved(people, reading)
    with pytest.raises(ValidationError, match="asks for a lay reader"):
        publish(people, revision)
    assert not to_publish(people.colleague, TODAY).exists()
    factories.read(reading, "unclear")
    with pytest.raises(ValidationError, match="asks for a lay reader"):
        publish(people, revision)
    (second,) = asked(people, reading.round, factories.holder(Role.LAY_READER))
    factories.read(second)
    assert to_publish(people.colleague, TODAY).exists()
    assert publish(people, revision).reading == second


def test_what_is_not_clear_reaches_the_author_at_its_place(people, reading):
    told = {"by": reading.reader, "at": NOON, "seen": reading.digest}
    said = readings.lost_here(reading, "Which pigment?", place="body-1", quote="the pigment", **told)
    assert (said.place, said.weight, said.by) == ("body-1", "unclear", reading.reader)
    factories.read(reading, "unclear", text="")
    for wrong in ({"place": "body-9"}, {"place": "body-1", "quote": "no such words"}):
        with pytest.raises((ValidationError, Stale)):
            readings.lost_here(reading, "What?", **wrong, **told)
    assert Comment.objects.get() == said


@pytest.mark.parametrize(
    ("said", "other", "sentence"),
    [
        ("unclear", {"text": " "}, "Say where you lost the thread"),
        ("unclear", {"text": "a \x00 b"}, "cannot be kept"),
        ("perhaps", {}, "Say whether you understood it"),
        ("clear", {"standpoint": ""}, "Say who you are to this text"),
        ("clear", {"name": "x" * 81}, "at most 80 characters"),
    ],
)
def test_answer_says_what_is_asked(reading, said, other, sentence):
    with pytest.raises(ValidationError, match=sentence):
        factories.read(reading, said, **other)
    reading.refresh_from_db()
    assert not reading.answered_at


def test_lay_reader_answers_once(people, reading):
    factories.read(reading, "unclear")
    with pytest.raises(Stale):
        factories.read(reading)
    with pytest.raises(Stale):
        readings.decline(reading, "time", by=reading.reader, at=NOON)


def test_whoever_declines_is_no_longer_waited_for(people, reading):
    readings.decline(reading, "time", by=reading.reader, at=NOON)
    assert not Reading.objects.waiting().exists()
    assert Mail.objects.filter(recipient=people.author.email, text__contains="cannot read the text").exists()
    with pytest.raises(Stale):
        factories.read(reading)


def test_somebody_else_answers_nothing(reading):
    other = factories.holder(Role.LAY_READER)
    for person in (other, factories.holder(Role.EDITOR)):
        with pytest.raises(PermissionDenied):
            readings.answer(reading, "clear", standpoint="neither", by=person, at=NOON, seen=reading.digest)
    with pytest.raises(PermissionDenied):
        readings.take_back_name(factories.read(reading), by=other, at=NOON)


@pytest.mark.promise("R8")
def test_nobody_reads_who_wrote_or_reviews_or_lacks_the_role(people, reading):
    writer = factories.granted(people.author, Role.LAY_READER)
    clinician = factories.granted(people.colleague, Role.LAY_READER)
    spanish = factories.holder(Role.LAY_READER, language="es")
    able = set(readings.askable(reading.revision, at=NOON))
    assert able == {reading.reader}
    for person in (writer, clinician, spanish, reading.reader, factories.member()):
        with pytest.raises(ValidationError, match="cannot be asked"), transaction.atomic():
            asked(people, reading.round, person, by=factories.holder(Role.EDITOR))


def test_nobody_asks_themselves(people, reading):
    editor = factories.granted(factories.holder(Role.EDITOR), Role.LAY_READER)
    with pytest.raises(ValidationError, match="cannot be asked"):
        asked(people, reading.round, editor, by=editor)


def test_review_that_asks_for_none_gets_none(people):
    revision = factories.in_review(people)
    with pytest.raises(ValidationError, match="asks for no lay reader"):
        asked(people, revision.rounds.get(), factories.holder(Role.LAY_READER))


@pytest.mark.promise("E5")
def test_new_words_end_what_was_asked_of_the_old(people, reading):
    factories.written(people, reading.revision.answer, body="Other words.[^ers-2017]")
    with pytest.raises(Stale):
        factories.read(reading)
    assert Mail.objects.filter(recipient=reading.reader.email, text__contains="not in review any more").exists()


def test_reading_of_the_same_words_holds_in_their_next_review(people, reading):
    live = publish(people, approved(people, factories.read(reading)))
    factories.reconfirmed(people, live)
    again = publish(people, live.revision)
    assert (again.kind, again.reading) == ("reconfirmed", reading)


@pytest.mark.promise("R4")
def test_corrected_wording_is_named_as_read_by_nobody(people, reading):
    live = publish(people, approved(people, factories.read(reading)))
    assert publish(people, factories.reworded(people, live)).reading is None


def test_words_put_back_keep_their_reading(people, reading):
    live = publish(people, approved(people, factories.read(reading)))
    factories.withdrawn(live)
    back = factories.withdrawals.restore(live, by=people.colleague, at=NOON, reason="It was right.")
    assert back.reading == reading


def test_name_is_taken_back_for_good(people, reading):
    live = publish(people, approved(people, factories.read(reading)))
    readings.take_back_name(reading, by=reading.reader, at=NOON)
    reading.refresh_from_db()
    assert (reading.name, reading.standpoint, reading.said, reading.is_sealed) == ("", "", "clear", True)
    assert Publication.objects.live().get(pk=live.pk).reading == reading
    with pytest.raises(Stale):
        readings.take_back_name(reading, by=reading.reader, at=NOON)
    assert not list(EVIDENCE["answer"].problems(lambda: None))


@pytest.mark.promise("C8")
def test_closed_account_takes_the_name_with_it(people, reading):
    live = publish(people, approved(people, factories.read(reading)))
    reading.reader.grants.update(ends_on=factories.DAY_ONE)
    closing.close(reading.reader, at=NOON)
    reading.refresh_from_db()
    assert (reading.name, reading.standpoint, reading.said) == ("", "", "clear")
    assert Publication.objects.live().get(pk=live.pk).reading == reading
    assert not list(EVIDENCE["answer"].problems(lambda: None))


@pytest.mark.promise("R8")
def test_whoever_has_a_part_since_a_withdrawal_is_named_no_more(people, reading):
    """They wrote the version before, read this one as somebody with no part in it, and then theirs was withdrawn."""
    first = factories.published(people)
    writer = factories.granted(factories.holder(Role.EDITOR), Role.LAY_READER)
    theirs = factories.SimpleNamespace(author=writer, reviewer=people.reviewer)
    hers = factories.in_review(theirs, first.answer, short="It is what she says it is.")
    factories.signed(people, hers)
    live = publish(people, hers)
    factories.ruled(first.answer, lay_reader="always")
    revision = factories.in_review(people, first.answer, short="It is what she says it is, and common.")
    (own,) = asked(people, revision.rounds.get(), writer)
    factories.signed(people, factories.read(own).revision)
    factories.withdrawn(live)
    with pytest.raises(ValidationError, match="asks for a lay reader"):
        publish(people, revision)
    about = {"policy": revision.rounds.get().policy, "before": live, "number": 3}
    with pytest.raises(IntegrityError, match="publication_read_plainly"):
        publication_of(revision, people, reading=own, **about)


@pytest.mark.promise("M22")
def test_letters_name_no_condition_and_no_question(people, reading):
    factories.read(reading, "unclear")
    letters = Mail.objects.filter(purpose__startswith="reading")
    assert {letter.recipient for letter in letters} == {reading.reader.email, people.author.email}
    for letter in letters:
        assert reading.revision.question not in letter.subject + letter.text
        assert reading.revision.condition_name not in (letter.subject + letter.text).lower()


@pytest.mark.parametrize(("rule", "asks"), [("never", False), ("asked", True), ("always", True)])
def test_editor_asks_for_one_where_the_policy_lets_them(people, rule, asks):
    revision = factories.written(people)
    factories.ruled(revision.answer, lay_reader=rule)
    round_ = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest, lay_reader=True)
    assert round_.lay_reader is asks
    again = factories.written(people, revision.answer, body="Other words.[^ers-2017]")
    left = rounds.submit(again, by=people.author, at=NOON, seen=again.digest)
    assert left.lay_reader is (rule == "always")


def test_who_says_where_they_lost_the_thread_is_not_counted_as_having_understood(reading):
    with pytest.raises(ValidationError, match="some places were not clear"):
        factories.read(reading, text="In the second step.")
    reading.refresh_from_db()
    assert reading.answered_at is None
