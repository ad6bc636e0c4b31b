"""Moves of lay readers: whom one may ask, what they say of which words, and that it is never a medical review."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from conditions import history, standing
from conditions.editorial import checks, declining, lay_names, publications, readings, rounds, verdicts
from conditions.editorial.waiting import to_publish
from conditions.ledger import EVIDENCE
from conditions.models import Comment, Mail, Reading, Round
from conditions.models.people import Role
from conditions.models.understanding import complete
from conditions.stale import Stale
from tests import factories
from tests.conditions.guards.test_policies import publication_of
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db


def publish(people, revision):
    return publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


def approved(people, reading):
    """The words, which the reviewer has approved."""
    factories.signed(people, reading.revision)
    return reading.revision


def asked(people, round_, *persons, by=None):
    return readings.ask(round_, persons, by=by or people.author, at=NOON)


def test_words_that_a_lay_reader_understood_are_published_with_the_reading(people, reading):
    live = factories.understood(people, reading)
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


def test_who_did_not_understand_it_is_not_kept_as_anybody(people, reading):
    """Readers are told nothing of it, so nobody is asked who they are to the condition."""
    answered = factories.read(reading, "unclear", standpoint="lives", name="Fern Reader")
    answered.refresh_from_db()
    assert (answered.said, answered.name, answered.standpoint) == ("unclear", "", "")
    with pytest.raises(Stale):
        lay_names.take_back_name(answered, by=reading.reader, at=NOON)


def test_lay_reader_answers_once(people, reading):
    factories.read(reading, "unclear")
    with pytest.raises(Stale):
        factories.read(reading)
    with pytest.raises(Stale):
        declining.decline(reading, "time", by=reading.reader, at=NOON)


def test_whoever_declines_is_no_longer_waited_for(people, reading):
    declining.decline(reading, "time", by=reading.reader, at=NOON)
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
        lay_names.take_back_name(factories.read(reading), by=other, at=NOON)
    with pytest.raises(PermissionDenied):
        declining.decline(reading, "time", by=other, at=NOON)


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


@pytest.mark.promise("R8")
def test_nobody_is_clinician_and_lay_reader_of_the_same_words_in_two_reviews(people, reading):
    """The review ended, and the very words go out once more."""
    clinician = factories.reviewer(factories.granted(reading.reader, Role.REVIEWER))
    revision = reading.revision
    rounds.dismiss(reading.round, "Later.", by=people.author, at=NOON)
    again = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest)
    with pytest.raises(ValidationError, match="was asked to read these very words as a lay reader"):
        rounds.offer(again, [clinician], by=people.author, at=NOON)
    assert clinician not in checks.askable(revision, at=NOON)
    factories.granted(people.colleague, Role.LAY_READER)
    with pytest.raises(ValidationError, match="cannot be asked"):
        asked(people, again, people.colleague)


@pytest.mark.promise("R6")
def test_what_the_same_person_says_last_of_the_same_words_counts(people, reading):
    live = factories.understood(people, reading)
    factories.reconfirmed(people, live)
    (second,) = asked(people, Round.objects.get(closed_at=None), reading.reader)
    factories.read(second, "unclear")
    told = standing.told(TODAY).get(pk=live.pk)
    assert standing.of(told, TODAY).understood is None
    with pytest.raises(ValidationError, match="asks for a lay reader"):
        publish(people, live.revision)
    assert not list(EVIDENCE["answer"].problems(lambda: None))


def test_whoever_lost_the_role_says_no_and_is_waited_for_no_more(people, reading):
    reading.reader.grants.update(ends_on=factories.DAY_ONE)
    with pytest.raises(PermissionDenied):
        factories.read(reading)
    declining.decline(reading, "time", by=reading.reader, at=NOON)
    assert not Reading.objects.waiting().exists()


def test_nobody_waits_for_whoever_lost_the_role(people, reading):
    assert declining.end_without_role(at=NOON) == 0
    reading.reader.grants.update(ends_on=factories.DAY_ONE)
    assert (declining.end_without_role(at=NOON), declining.end_without_role(at=NOON)) == (1, 0)
    reading.refresh_from_db()
    assert (reading.declined_because, Reading.objects.waiting().count()) == ("role", 0)
    told = {mail.recipient for mail in Mail.objects.filter(purpose__in=("reading-ended", "reading-answered"))}
    assert told == {people.author.email, reading.reader.email}


def test_nobody_chooses_that_their_role_ended(reading):
    with pytest.raises(ValidationError, match="Choose one of the reasons"):
        declining.decline(reading, "role", by=reading.reader, at=NOON)


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
    live = factories.understood(people, reading)
    factories.reconfirmed(people, live)
    again = publish(people, live.revision)
    assert (again.kind, again.reading) == ("reconfirmed", reading)


@pytest.mark.promise("R4")
def test_corrected_wording_is_named_as_read_by_nobody(people, reading):
    live = factories.understood(people, reading)
    assert publish(people, factories.reworded(people, live)).reading is None


def test_words_put_back_keep_their_reading(people, reading):
    live = factories.understood(people, reading)
    factories.withdrawn(live)
    back = factories.withdrawals.restore(live, by=people.colleague, at=NOON, reason="It was right.")
    assert back.reading == reading


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
    assert complete().filter(closed_at=None).exists()
    factories.withdrawn(live)
    assert not complete().filter(closed_at=None).exists()
    with pytest.raises(ValidationError, match="asks for a lay reader"):
        publish(people, revision)
    about = {"policy": revision.rounds.get().policy, "before": live, "number": 3}
    with pytest.raises(IntegrityError, match="publication_read_plainly"):
        publication_of(revision, people, reading=own, **about)


@pytest.mark.promise("M22")
def test_letters_name_no_condition_and_no_question(people, reading):
    others = asked(people, reading.round, *(factories.holder(Role.LAY_READER) for _person in range(2)))
    factories.read(reading, "unclear")
    declining.decline(others[0], "close", by=others[0].reader, at=NOON)
    rounds.dismiss(reading.round, "Later.", by=people.author, at=NOON)
    letters = Mail.objects.filter(purpose__startswith="reading")
    assert {letter.purpose for letter in letters} == {"reading-asked", "reading-answered", "reading-ended"}
    assert letters.count() == 6
    for letter in letters:
        said = (letter.subject + letter.text).lower()
        assert reading.revision.question.lower() not in said
        assert reading.revision.condition_name.lower() not in said


@pytest.mark.parametrize(("rule", "asks"), [("never", False), ("asked", True), ("always", True)])
def test_editor_asks_for_one_where_the_policy_lets_them(people, rule, asks):
    revision = factories.written(people)
    factories.ruled(revision.answer, lay_reader=rule)
    round_ = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest, lay_reader=True)
    assert round_.lay_reader is asks
    again = factories.written(people, revision.answer, body="Other words.[^ers-2017]")
    left = rounds.submit(again, by=people.author, at=NOON, seen=again.digest)
    assert left.lay_reader is (rule == "always")


def test_button_pressed_twice_says_it_once(people, reading):
    told = {"by": reading.reader, "at": NOON, "seen": reading.digest}
    for _press in range(2):
        readings.lost_here(reading, "What is a pigment?", place="", **told)
    factories.read(reading, "unclear")
    assert Comment.objects.filter(round=reading.round, text="What is a pigment?").count() == 1


@pytest.mark.promise("R4")
@pytest.mark.parametrize("asked", [{"lay_reader": True}, {"readers": True}])
def test_correction_of_wording_says_that_no_lay_reader_reads_it(people, reading, asked):
    live = factories.understood(people, reading)
    revision = factories.written(people, live.answer, short="It is a harmless and common change.")
    chosen = [reading.reader] if asked.pop("readers", False) else []
    told = {"by": people.author, "at": NOON, "seen": revision.digest}
    with pytest.raises(ValidationError, match="A correction of wording is read by no lay reader"):
        readings.send(revision, "wording", [], chosen, **told, **asked)
    assert not Round.objects.filter(revision=revision).exists()


def test_who_says_where_they_lost_the_thread_is_not_counted_as_having_understood(reading):
    with pytest.raises(ValidationError, match="some places were not clear"):
        factories.read(reading, text="In the second step.")
    reading.refresh_from_db()
    assert reading.answered_at is None
