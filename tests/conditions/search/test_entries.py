"""What search reads follows names and codes, in the transaction that changed them."""

import threading

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction

from conditions import guards, search
from conditions.models import Code, Condition, Name, SearchEntry, SearchWord
from conditions.search import find
from tests.factories import condition, findable, named

pytestmark = pytest.mark.django_db


def names(text):
    return [hit.name.text for hit in find(text, language="en").hits]


def rows():
    entries = SearchEntry.objects.order_by("condition", "kind", "text").values_list(
        "condition", "kind", "place", "system", "language", "text", "folded", "size", "words"
    )
    return list(entries), list(SearchWord.objects.order_by("word").values_list("word", "count"))


def test_new_name_is_found_at_once():
    made = findable("Lyme disease")
    assert names("borreliosis") == []
    named(made, "borreliosis", use=Name.Use.SEARCH)
    search.index(made)
    assert names("borreliosis") == ["Lyme disease"]
    assert names("boreliosis") == ["Lyme disease"]


def test_name_that_is_gone_is_found_no_more():
    made = findable("Lyme disease", "borreliosis")
    assert names("borreliosis") == ["Lyme disease"]
    made.names.filter(text="borreliosis").delete()
    search.index(made)
    assert names("borreliosis") == []
    assert not SearchWord.objects.filter(word="borreliosis").exists()


def test_word_stays_while_another_name_has_it():
    made = findable("Lyme disease")
    findable("celiac disease")
    made.names.all().delete()
    search.index(made)
    assert SearchWord.objects.get(word="disease").count == 1


def test_nothing_is_found_of_a_change_that_was_undone():
    made = findable("Lyme disease")
    with transaction.atomic():
        named(made, "borreliosis")
        search.index(made)
        transaction.set_rollback(True)
    assert names("borreliosis") == []


def test_rebuilding_writes_what_indexing_each_wrote():
    for name in ("Lyme disease", "celiac disease", "T-B+ severe combined immunodeficiency"):
        findable(name, f"{name} of children", codes={"omim": f"1435{len(name):02}"})
    one_by_one = rows()
    search.rebuild()
    assert rows() == one_by_one
    assert names("coeliac") == ["celiac disease"]


def test_rebuilding_forgets_what_is_not_there_any_more():
    made = findable("Lyme disease", "borreliosis")
    Name.objects.filter(text="borreliosis").delete()
    search.rebuild()
    assert names("borreliosis") == []
    assert names("lyme") == [made.names.get().text]


def test_rebuilding_tells_how_far_it_is():
    made = condition()
    Code.objects.create(condition=made, system="omim", value="143500")
    told = []

    def show(batches, **said):
        told.append(said)
        return batches

    assert search.rebuild(show) == 2
    assert told == [{"desc": "Search", "total": 1}]


def test_command_makes_everything_findable(capsys):
    condition("Gilbert syndrome")
    assert names("gilbert") == []
    call_command("rebuild_search")
    assert names("gilbert") == ["Gilbert syndrome"]
    assert "Names, codes, answers and stories that can be found: 1." in capsys.readouterr().out


@pytest.mark.parametrize("change", ["index", "delete", "update", "rebuild"])
def test_index_holds_what_the_rows_say(change):
    made = findable("Lyme disease", "borreliosis")
    match change:
        case "index":
            search.index(made)
        case "delete":
            made.search_entries.filter(text="borreliosis").delete()
        case "update":
            made.search_entries.update(words="lyme")
        case "rebuild":
            search.rebuild()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # raises an error where the two differ
            cursor.execute(
                "INSERT INTO conditions_searchindex (conditions_searchindex, rank) VALUES ('integrity-check', 1)"
            )
    assert names("lyme") == ["Lyme disease"]


def test_index_survives_a_migration_that_takes_it_down():
    findable("Lyme disease")
    connection.check_constraints()  # PostgreSQL alters no table whose keys it has yet to check
    guards.take_down(connection)
    findable("celiac disease")
    connection.check_constraints()
    guards.install(connection)
    assert names("disease") == ["celiac disease", "Lyme disease"] or names("disease") == [
        "Lyme disease",
        "celiac disease",
    ]
    findable("Addison disease")
    assert "Addison disease" in names("disease")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only on PostgreSQL: SQLite has one writer at a time")
def test_second_writer_waits_for_the_first_even_where_there_is_no_word_yet():
    outcome = []

    def write_too():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '100ms'")
                outcome.append(search.index(Condition(pk=1)))
        except OperationalError as refusal:
            outcome.append("lock timeout" in str(refusal))
        finally:
            connection.close()

    search.rebuild()
    other = threading.Thread(target=write_too)
    other.start()
    other.join(20)
    assert outcome == [True]
