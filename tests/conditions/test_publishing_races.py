"""Several people at once over one answer: one live text, and everybody else is told that it moved."""

import os
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from conditions import ledger
from conditions.editorial import publications, questions, rows, schedules, seals, withdrawals
from conditions.models import Notice, Publication, Revision
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON
from tests.races import together

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 50 if os.environ.get("DISEASEMAPS_TEST_PROFILE") == "deep" else 4


def publisher(revision, person):
    return lambda: publications.publish(revision, by=person, at=NOON, seen=revision.digest)


def withdrawer(publication, person):
    return lambda: factories.withdrawn(publication, by=person)


def worker(plan):
    return lambda: schedules.publish_due(at=plan.due_at)


def undoer(plan, person):
    return lambda: schedules.undo(plan, by=person, at=NOON)


def won(outcomes):
    return [outcome for outcome in outcomes if not isinstance(outcome, Exception)]


@pytest.mark.promise("E2", "E3")
def test_of_four_publishers_one_wins_and_the_words_are_those_approved():
    people, editors = factories.desk(), [factories.holder(Role.EDITOR) for _ in range(4)]
    answer = factories.started(people)
    for number in range(ROUNDS):
        revision = factories.approved(people, answer, short=f"It is harmless in {number} ways.[^ers-2017]")
        outcomes = together(*(publisher(revision, editor) for editor in editors))
        (fresh,) = won(outcomes)
        assert Publication.objects.live().get(answer=answer) == fresh
        assert fresh.revision == revision
    assert Publication.objects.filter(answer=answer).count() == ROUNDS
    assert list(ledger.verify()) == []


@pytest.mark.promise("E7")
@pytest.mark.skipif(connection.vendor == "sqlite", reason="only on PostgreSQL: SQLite has one writer at a time")
def test_nothing_is_published_while_its_question_is_taken_from_readers():
    people, asked = factories.desk(), factories.question("is-it-asked", "Is it asked?")
    revision = factories.approved(people, factories.started(people, question=asked))
    told = {"seen": rows.version(asked), "by": people.author, "at": NOON}
    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic():
            questions.change_question(asked, {"is_asked": False}, **told)
            published = beside.submit(together, publisher(revision, people.colleague))
            wait([published], timeout=1)  # it does not come to an end before we do
        (refusal,) = published.result()
    assert isinstance(refusal, (Stale, ValidationError))
    assert not Publication.objects.exists()


@pytest.mark.promise("E9")
def test_of_two_workers_one_publishes_what_is_due():
    people = factories.desk()
    for number in range(1, ROUNDS + 1):
        plan = factories.planned(people)
        outcomes = together(worker(plan), worker(plan))
        assert sorted(outcomes) == [0, 1]
        assert Publication.objects.live().count() == number
    assert list(ledger.verify()) == []


@pytest.mark.promise("E9", "E18")
def test_undoing_against_the_worker_publishes_or_does_not():
    people = factories.desk()
    for _ in range(ROUNDS):
        plan = factories.planned(people)
        outcomes = together(undoer(plan, people.colleague), worker(plan))
        plan.refresh_from_db()
        assert plan.outcome == ("undone" if outcomes[0] in won(outcomes) else "published")
        assert Publication.objects.filter(answer=plan.answer).exists() == (plan.outcome == "published")


@pytest.mark.promise("E2", "E7")
def test_publishing_against_withdrawing_leaves_no_withdrawn_text_live():
    people, editors = factories.desk(), [factories.holder(Role.EDITOR) for _ in range(2)]
    for _ in range(ROUNDS):
        former = factories.published(people)
        better = factories.approved(people, former.answer, short="It is common.")
        outcomes = together(publisher(better, editors[0]), withdrawer(former, editors[1]))
        former.refresh_from_db()
        assert former.ending == ("withdrawn" if outcomes[1] in won(outcomes) else "replaced")
        assert Publication.objects.live().get(answer=former.answer).revision == better


@pytest.mark.promise("E10")
def test_translation_never_outlives_the_text_that_it_translates():
    people, editors = factories.desk(), [factories.holder(Role.EDITOR) for _ in range(2)]
    for _ in range(ROUNDS):
        source = factories.published(people)
        factories.withdrawn(factories.translated(people, source))
        spanish = Revision.objects.get(translates=source).answer
        revision = factories.approved(people, spanish, short="Es común.", translates=source)
        outcomes = together(publisher(revision, editors[0]), withdrawer(source, editors[1]))
        live = set(Publication.objects.live().values_list("answer", flat=True))
        assert len(won(outcomes)) >= 1
        assert spanish.pk not in live or source.answer_id in live


@pytest.mark.promise("E10", "E20")
def test_two_who_withdraw_a_text_and_its_translation_do_not_wait_for_each_other():
    people, editors = factories.desk(), [factories.holder(Role.EDITOR) for _ in range(2)]
    for _ in range(ROUNDS):
        source = factories.published(people)
        spanish = factories.translated(people, source)
        together(withdrawer(source, editors[0]), withdrawer(spanish, editors[1]))
        if Publication.objects.live().exists():  # the original's editor looked before the translation had ended
            factories.withdrawn(source, by=editors[0])
        assert not Publication.objects.live().exists()
        assert Notice.objects.filter(publication__in=[source, spanish]).count() == 2


@pytest.mark.promise("E19")
def test_words_are_either_sealed_or_put_back():
    people, editors = factories.desk(), [factories.holder(Role.EDITOR) for _ in range(2)]
    for _ in range(ROUNDS):
        former = factories.published(people)
        factories.withdrawn(former)
        asked = seals.ask_seal(former.revision, ground="libel", reason="Libel.", by=people.author, at=NOON)
        outcomes = together(
            lambda asked=asked: seals.seal(asked, by=editors[0], at=NOON),
            lambda former=former: withdrawals.restore(former, by=editors[1], at=NOON, reason="It was right."),
        )
        assert len(won(outcomes)) == 1
        live = Publication.objects.live().filter(answer=former.answer)
        assert live.exists() != Revision.objects.get(pk=former.revision_id).is_sealed
