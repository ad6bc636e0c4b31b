"""Two people take the words of a version away: none is left in any table, and everything else still holds."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from conditions import evidence, guards, ledger
from conditions.editorial import drafts, publications, reports, rounds, seals, withdrawals
from conditions.models import Comment, Draft, Event, Notice, Publication, Revision, Round, Seal
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

WORD, TITLE = "Quxzyplf", "Vrbnkwtj"  # the one is planted in the answer, the other in a source that it cites


made = made_once(factories.desk)
people = copied()


def ask(people, revision, **told):
    given = {"ground": "court", "reason": "A court ordered it.", "by": people.author, "at": NOON} | told
    return seals.ask_seal(revision, **given)


def tables_with(word):
    """Every table of the database that holds the word in any column, whatever its type."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            told = " OR ".join(f'LOWER(CAST("{column}" AS TEXT)) LIKE %s' for column in columns)
            cursor.execute(f'SELECT COUNT(*) FROM "{table}" WHERE {told}', [f"%{word.lower()}%"] * len(columns))
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def planted(people):
    """A version whose every text holds the word, with all that was ever said about it; withdrawn in the end."""
    factories.source("with-title", title=TITLE, publisher=TITLE, note=TITLE)
    answer = factories.published(people).answer
    words = dict.fromkeys(("body", "urgent_help", "sources_differ"), f"{WORD} is said here.[^with-title]")
    words |= {"unknowns": WORD, "short": f"Here is what {WORD} means.", "change": f"{WORD}!"}
    revision = factories.written(people, answer, **words)
    round_ = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest, question=f"Is {WORD} right?")
    rounds.dismiss(round_, f"{WORD} again.", by=people.author, at=NOON)
    round_ = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)
    comment = {"text": WORD, "quote": WORD, "suggestion": WORD}
    Comment.objects.create(round=round_, revision=revision, by=people.colleague, at=NOON, **comment)
    factories.signed(people, revision)
    publication = publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    report = reports.file_report("/x/", reason="wrong", words=WORD, at=NOON, publication=publication)
    reports.handle_report(report, outcome="unchanged", reply=WORD, by=people.author, at=NOON)
    drafts.save_draft(answer, {"body": WORD}, by=people.author, at=NOON, seen=0)
    factories.withdrawn(publication)
    return revision


@pytest.mark.promise("E19")
def test_no_word_of_a_sealed_version_is_left_in_any_table(people):
    revision = planted(people)
    before = tables_with(WORD)
    seals.seal(ask(people, revision), by=people.colleague, at=NOON)
    of_reviews = {"conditions_comment", "conditions_round", "conditions_notice", "conditions_draft"}
    assert {"conditions_revision", "conditions_readerreport", *of_reviews} <= before
    assert tables_with(WORD) == set()


@pytest.mark.promise("E19")
def test_what_was_copied_of_sources_goes_and_the_source_stays(people):
    revision = planted(people)
    assert "conditions_citation" in tables_with(TITLE)
    seals.seal(ask(people, revision), by=people.colleague, at=NOON)
    assert tables_with(TITLE) == {"conditions_source", "conditions_event"}
    assert [cited.source.title for cited in revision.citations.all()] == [TITLE]


@pytest.mark.promise("E19")
def test_digest_dates_people_and_reason_stay(people):
    revision = planted(people)
    before = Revision.objects.values("digest", "number", "created_at", "created_by").get(pk=revision.pk)
    seals.seal(ask(people, revision), by=people.colleague, at=NOON)
    after = Revision.objects.get(pk=revision.pk)
    assert Revision.objects.values(*before).get(pk=revision.pk) == before
    assert (after.is_sealed, after.question, after.condition_name, after.country_notes) == (True, "", "", {})
    assert after.seals.get().reason == "A court ordered it."
    assert [each.verdict.digest for each in after.publications.get().sign_offs.all()] == [revision.digest]


@pytest.mark.promise("E19", "E20")
def test_notice_of_the_withdrawal_stays_for_those_who_acted_on_it(people):
    revision = planted(people)
    seals.seal(ask(people, revision, ground="danger"), by=people.colleague, at=NOON)
    notice = Notice.objects.get(kind="withdrawal")
    assert (notice.advice, notice.is_sealed) == ("Ask your doctor.", False)


@pytest.mark.promise("E19")
def test_notice_that_repeats_the_words_goes_with_them(people):
    revision = planted(people)
    seals.seal(ask(people, revision, includes_notices=True), by=people.colleague, at=NOON)
    notice = Notice.objects.get(kind="withdrawal")
    assert (notice.reason, notice.advice, notice.on) == ("", "", NOON.date())


@pytest.mark.promise("E19", "E11")
def test_ledger_knows_every_emptied_row_and_holds(people):
    revision = planted(people)
    seals.seal(ask(people, revision), by=people.colleague, at=NOON)
    wrong = [each.sentence for kind in ledger.EVIDENCE.values() for each in kind.problems(lambda: None)]
    data = json.loads(Event.objects.filter(action="sealed").get().data)
    rows = [revision, *revision.citations.all(), *revision.rounds.all(), *revision.comments.all()]
    assert wrong == []
    assert evidence.witness(Revision.objects.get(pk=revision.pk)).items() <= data["rows"].items()
    assert {evidence.name(row) for row in rows} <= data["rows"].keys()


@pytest.mark.promise("E19")
def test_other_versions_keep_their_words(people):
    revision = planted(people)
    seals.seal(ask(people, revision), by=people.colleague, at=NOON)
    other = Revision.objects.exclude(pk=revision.pk).get()
    assert other.short_answer == factories.SHORT
    assert not other.is_sealed


@pytest.mark.promise("E19")
def test_drafts_that_began_with_the_words_go(people):
    revision = planted(people)
    other = factories.started(people)
    drafts.save_draft(other, {"body": "Kept."}, by=people.author, at=NOON, seen=0)
    seals.seal(ask(people, revision), by=people.colleague, at=NOON)
    assert Draft.objects.get().body == "Kept."


@pytest.mark.promise("E19")
def test_new_draft_does_not_begin_with_sealed_words(people):
    revision = planted(people)
    seals.seal(ask(people, revision), by=people.colleague, at=NOON)
    draft = drafts.save_draft(revision.answer, {}, by=people.author, at=NOON, seen=0)
    assert WORD not in draft.body


@pytest.mark.promise("E19")
def test_draft_that_fell_back_on_earlier_words_goes_with_them(people):
    revision = planted(people)
    first = Revision.objects.get(answer=revision.answer, number=1)
    seals.seal(ask(people, revision), by=people.colleague, at=NOON)
    draft = drafts.save_draft(revision.answer, {}, by=people.author, at=NOON, seen=0)
    assert draft.body == first.body
    seals.seal(ask(people, first), by=people.colleague, at=NOON)
    assert not Draft.objects.exists()


@pytest.mark.promise("E19")
def test_whoever_asked_does_not_seal(people):
    revision = planted(people)
    asked = ask(people, revision)
    with pytest.raises(ValidationError, match="takes two people"):
        seals.seal(asked, by=people.author, at=NOON)
    assert "conditions_revision" in tables_with(WORD)


@pytest.mark.promise("E19")
@pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER, Role.MODERATOR])
def test_other_roles_neither_ask_nor_seal(people, role):
    revision = factories.written(people)
    person = factories.holder(role)
    with pytest.raises(PermissionDenied):
        ask(people, revision, by=person)
    asked = ask(people, revision)
    with pytest.raises(PermissionDenied):
        seals.seal(asked, by=person, at=NOON)


@pytest.mark.promise("E19")
def test_live_words_are_withdrawn_first(people):
    publication = factories.published(people)
    asked = ask(people, publication.revision)
    with pytest.raises(ValidationError, match="This version is live"):
        seals.seal(asked, by=people.colleague, at=NOON)
    factories.withdrawn(publication)
    assert seals.seal(asked, by=people.colleague, at=NOON).is_sealed


@pytest.mark.promise("E19")
def test_sealed_words_come_back_by_no_road(people):
    publication = factories.published(people)
    factories.withdrawn(publication)
    seals.seal(ask(people, publication.revision), by=people.colleague, at=NOON)
    with pytest.raises(ValidationError, match="were sealed"):
        withdrawals.restore(publication, by=people.colleague, at=NOON, reason="We looked again.")
    with pytest.raises((ValidationError, Stale)):
        rounds.submit(publication.revision, by=people.author, at=NOON, seen=publication.revision.digest)
    assert not Publication.objects.live().exists()


@pytest.mark.promise("E19")
def test_review_of_sealed_words_ends(people):
    revision = factories.approved(people)
    seals.seal(ask(people, revision), by=people.colleague, at=NOON)
    with pytest.raises(Stale):
        publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    assert Round.objects.get().outcome == Round.Outcome.DISMISSED


@pytest.mark.promise("E19")
@pytest.mark.parametrize("told", [{"reason": " "}, {"ground": "whim"}])
def test_seal_without_a_reason_or_ground_is_refused(people, told):
    with pytest.raises(ValidationError):
        ask(people, factories.written(people), **told)
    assert not Seal.objects.exists()


def test_second_request_is_refused_while_the_first_stands(people):
    revision = factories.written(people)
    asked = ask(people, revision)
    with pytest.raises(ValidationError, match="was asked for already"):
        ask(people, revision, by=people.colleague)
    seals.refuse_seal(asked, by=people.colleague, at=NOON)
    assert ask(people, revision, by=people.colleague).sealed_at is None


def test_refused_seal_takes_nothing(people):
    revision = factories.written(people)
    asked = ask(people, revision)
    seals.refuse_seal(asked, by=people.colleague, at=NOON)
    with pytest.raises(Stale):
        seals.seal(asked, by=people.colleague, at=NOON)
    assert Revision.objects.get().short_answer == factories.SHORT


@pytest.mark.promise("E19")
def test_translation_of_sealed_words_is_sealed_on_its_own(people):
    publication = factories.published(people)
    spanish = factories.translated(people, publication)
    factories.withdrawn(publication)
    seals.seal(ask(people, publication.revision), by=people.colleague, at=NOON)
    assert not Revision.objects.get(pk=spanish.revision.pk).is_sealed


@pytest.mark.promise("E19")
@pytest.mark.parametrize("table", ["revision", "citation", "round", "comment", "notice"])
def test_database_refuses_to_empty_words_that_nobody_sealed(people, table):
    planted(people)
    emptied = ", ".join(f"\"{column}\" = '{nothing}'" for column, nothing in guards.words(f"conditions_{table}"))
    with pytest.raises(IntegrityError, match=f"{table}_stays"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE conditions_{table} SET is_sealed = TRUE, {emptied}")
    assert f"conditions_{table}" in tables_with(WORD if table != "citation" else TITLE)
