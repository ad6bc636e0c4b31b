"""What a value is, who accepted it and since when it holds is not changed past the moves, by whoever has a shell."""

import pytest
from django.db import IntegrityError, connection, transaction

from conditions.editorial import changeover, facts, publications
from conditions.models import FactValue, FactVersion, Publication, Quotation, Revision, Source
from conditions.stale import Stale
from tests import evidence, factories
from tests.factories import NOON, QUOTING
from tests.races import together

TABLES = ["source", "fact", "factversion", "factvalue", "quotation", "publication"]
LATER = "'2026-05-05 12:00:00+00:00'"
VERSION = (
    "conditions_factversion (fact_id, number, reason, origin, proposed_by_id, proposed_at, accepted_by_id, accepted_at,"
    " dropped_because)"
)
VALUE = "conditions_factvalue (version_id, language, position, text, source_id, as_of)"
WAITING, PROPOSED, HOLDING = (f"id = (SELECT id FROM conditions_factversion WHERE reason = '{each}')" for each in "wph")
NEW_VALUE = f"SELECT version_id, 'en', 2, '9 in 10', source_id, '' FROM conditions_factvalue WHERE version_{WAITING}"
BORN = f"SELECT fact_id, 9, 'x', 'x', NULL, {LATER}, %s, '' FROM conditions_factversion WHERE {PROPOSED}"

ON_BOTH = {
    "accept one's own": f"UPDATE conditions_factversion SET accepted_at = {LATER}, accepted_by_id = proposed_by_id"
    f" WHERE {PROPOSED}",
    "accept twice": f"UPDATE conditions_factversion SET accepted_at = {LATER} WHERE {WAITING}",
    "undo acceptance": f"UPDATE conditions_factversion SET accepted_at = NULL, accepted_by_id = NULL WHERE {WAITING}",
    "proposed by another": "UPDATE conditions_factversion SET proposed_by_id = accepted_by_id",
    "be born accepted": f"INSERT INTO {VERSION} "
    + BORN.replace("%s", f"(SELECT accepted_by_id FROM conditions_factversion WHERE {HOLDING}), {LATER}"),
    "propose beside a proposal": f"INSERT INTO {VERSION} " + BORN.replace("%s", "NULL, NULL"),
    "force without acceptance": f"UPDATE conditions_factversion SET in_force_at = {LATER} WHERE {PROPOSED}",
    "force under live text": f"UPDATE conditions_factversion SET in_force_at = {LATER} WHERE {WAITING}",
    "end under live text": f"UPDATE conditions_factversion SET ended_at = {LATER} WHERE {HOLDING}",
    "drop what holds": f"UPDATE conditions_factversion SET dropped_at = {LATER}, dropped_because = 'x' WHERE {HOLDING}",
    "change a value": "UPDATE conditions_factvalue SET text = '9 in 10'",
    "add a value to what was accepted": f"INSERT INTO {VALUE} {NEW_VALUE}",
    "delete a value": "DELETE FROM conditions_factvalue",
    "delete a version": f"DELETE FROM conditions_factversion WHERE {PROPOSED}",
    "move a fact": "UPDATE conditions_fact SET scope = 'everybody'",
    "rename a source": "UPDATE conditions_source SET key = 'other'",
    "delete a source": "DELETE FROM conditions_source",
}
ON_SQLITE = {
    "replace a value": f"REPLACE INTO {VALUE} SELECT version_id, 'en', 1, '9 in 10', source_id, ''"
    f" FROM conditions_factvalue WHERE version_{WAITING}",
    "replace a version": f"REPLACE INTO {VERSION} "
    + BORN.replace("9, 'x'", "1, 'x'").replace("%s", "NULL, NULL").replace(PROPOSED, HOLDING),
    "replace what waits": f"UPDATE OR REPLACE conditions_factversion SET in_force_at = {LATER} WHERE {WAITING}",
    "replace a source": "REPLACE INTO conditions_source (key, title, publisher, published, doi, pmid, url, read_on,"
    " note, retraction_note, added_by_id, added_at) SELECT key, 'x', 'x', '2017', '', '', '', read_on, '', '',"
    " added_by_id, added_at FROM conditions_source",
}
ON_POSTGRESQL = {
    f"truncate {table}": f"TRUNCATE conditions_{table} CASCADE"
    for table in ("source", "fact", "factversion", "factvalue")
}
RULE = r"\(\w+, [ER]\d+\)|factversion_(accepted_by_another|in_force_was_accepted|one_pending)"
FORBIDDEN = ON_BOTH | {"sqlite": ON_SQLITE, "postgresql": ON_POSTGRESQL}[connection.vendor]


def version(people, fact, text, reason):
    read = Source.objects.get(key="ers-2017")
    return facts.propose_fact(fact, [facts.Value("en", text, read)], reason=reason, by=people.author, at=NOON)


def accept(people, version):
    return facts.accept_fact(version, by=people.colleague, at=NOON, seen=facts.screen(version))


def scene():
    """Of one fact a value holds (h), which live text quotes, and another waits (w); of a second one is proposed (p)."""
    people = factories.desk()
    fact = factories.fact(people, factories.condition())
    accept(people, version(people, fact, "1 in 20", "h"))
    live = factories.quoting(people, fact.condition)
    waiting = accept(people, version(people, fact, "1 in 30", "w"))
    version(people, factories.fact(people, fact.condition, "onset"), "after 30", "p")
    return people, live, waiting


def contents():
    rows = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM conditions_{table} ORDER BY id")
            rows.append(cursor.fetchall())
    return rows


@pytest.mark.promise("R27", "E7")
def test_database_refuses_and_nothing_has_changed(db, as_with_a_shell, subtests):
    scene()
    connection.check_constraints()  # PostgreSQL truncates nothing whose keys it has yet to check
    before = contents()
    for name, sql in FORBIDDEN.items():
        with subtests.test(name):
            with pytest.raises(IntegrityError, match=RULE):
                evidence.run(sql)
            assert contents() == before


@pytest.mark.promise("R27")
def test_text_that_quotes_what_waits_is_published_by_no_road(db):
    people, live, _waiting = scene()
    approved = factories.approved(people, live.answer, body=QUOTING)
    publications.end(live, Publication.Ending.REPLACED, by=people.colleague, at=NOON)
    fresh = Publication.objects.get()
    fresh.pk, fresh.number, fresh.code, fresh.before_id, fresh.kind = None, 2, "00000000", live.pk, "new"
    fresh.revision, fresh.round = approved, approved.rounds.get()
    fresh.ended_at = fresh.ended_on = fresh.ended_by = None
    fresh.ending = ""
    with pytest.raises(IntegrityError, match="publication_quotes_what_holds, R27"), transaction.atomic():
        fresh.save(force_insert=True)


@pytest.mark.promise("R27")
def test_second_value_is_not_in_force_even_where_no_live_text_quotes_the_first(db):
    people, live, waiting = scene()
    factories.published(people, live.answer)
    with pytest.raises(IntegrityError, match=r"factversion_(one_in_force|stays)"):
        evidence.run(f"UPDATE conditions_factversion SET in_force_at = {LATER} WHERE id = {waiting.pk}")
    assert FactVersion.objects.in_force().get().reason == "h"


@pytest.mark.promise("R27")
@pytest.mark.parametrize("which", ["another condition", "another key", "a proposal"])
def test_text_quotes_what_it_says_that_it_quotes(db, which):
    people, live, _waiting = scene()
    proposed = FactVersion.objects.get(reason="p")
    there = factories.condition("Other", "other") if which == "another condition" else live.answer.condition
    revision = factories.written(people, factories.started(people, condition=there))
    holding = FactVersion.objects.get(reason="h")
    quoted, key = {
        "another condition": (holding, "prevalence"),
        "another key": (holding, "onset"),
        "a proposal": (proposed, "onset"),
    }[which]
    with pytest.raises(IntegrityError, match="quotation_of_its_condition, R27"), transaction.atomic():
        Quotation.objects.create(revision=revision, version=quoted, key=key, text="9 in 10")


@pytest.mark.promise("E7")
def test_nobody_accepts_a_version_without_a_value(db):
    people = factories.desk()
    fact = factories.fact(people, factories.condition())
    empty = FactVersion.objects.create(fact=fact, number=1, reason="x", proposed_by=people.author, proposed_at=NOON)
    with pytest.raises(IntegrityError, match="factversion_has_a_value, E7"), transaction.atomic():
        FactVersion.objects.filter(pk=empty.pk).update(accepted_at=NOON, accepted_by=people.colleague)


def other_values_shown():
    return (
        Publication.objects.live()
        .exclude(revision__quotations=None)
        .exclude(revision__quotations__version__in=FactVersion.objects.in_force())
    )


@pytest.mark.promise("R27")
@pytest.mark.django_db(transaction=True)
def test_acceptance_and_publication_of_the_old_value_never_cross():
    people = factories.desk()
    for number in range(4):
        fact = factories.fact(people, factories.condition(f"C {number}", f"c-{number}"))
        factories.value_accepted(people, fact)
        revision = factories.approved(people, factories.started(people, condition=fact.condition), body=QUOTING)
        newer = factories.value_proposed(people, fact, "1 in 30")
        accepted, published = together(
            lambda newer=newer: accept(people, newer),
            lambda words=revision: publications.publish(words, by=people.colleague, at=NOON, seen=words.digest),
        )
        newer.refresh_from_db()
        assert not isinstance(accepted, Exception)
        assert (newer.in_force_at is None) == (not isinstance(published, Exception))
        assert not other_values_shown().exists()


@pytest.mark.promise("R27")
@pytest.mark.django_db(transaction=True)
def test_value_is_put_in_force_once_by_two_at_once():
    people, live, waiting = scene()
    approved = factories.approved(people, live.answer, body=QUOTING)
    seen = {live.answer: approved.digest}
    move = [lambda: changeover.put_in_force(waiting, by=people.colleague, at=NOON, seen=seen)] * 2
    assert [type(each) for each in together(*move) if isinstance(each, Exception)] == [Stale]
    assert Publication.objects.live().get().revision == Revision.objects.get(pk=approved.pk)
    assert not other_values_shown().exists()
    assert FactValue.objects.filter(version__in=FactVersion.objects.in_force()).get().text == "1 in 30"
