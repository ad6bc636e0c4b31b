"""The search page: what it says, what it costs, how often it answers, and that nothing typed can harm."""

import re
import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from conditions import limits
from conditions.models import SearchCount
from conditions.search.vocabulary import load
from tests.factories import condition, findable

pytestmark = pytest.mark.django_db
ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)' autofocus='",
    "javascript:alert(1)",
    "{{ 7|add:7 }}{% debug %}",
    "</title></h1><svg/onload=alert(1)>",
    "%3Cscript%3Ealert(1)%3C/script%3E",
]


def ask(client, words, **more):
    return client.get("/search/", {"q": words, **more})


def text(client, words, **more):
    return re.sub(r"\s+", " ", ask(client, words, **more).content.decode())


def test_form_asks_for_any_name_and_keeps_what_was_typed(client):
    page = text(client, 'lyme & "tick"')
    assert "Which condition?</label>" in page
    assert "Any name, short name or code. Spelling need not be right." in page
    assert 'name="q" value="lyme &amp; &quot;tick&quot;"' in page


@pytest.mark.parametrize("typed", ["", "   ", "\x00"])
def test_empty_search_says_what_to_do_and_is_not_counted(client, typed):
    assert "Type what you were told" in text(client, typed)
    assert not SearchCount.objects.exists()


def test_result_leads_to_the_condition_and_names_the_synonym(client):
    findable("Lyme disease", "borreliosis")
    page = text(client, "borreliosis")
    assert '<a href="/conditions/lyme-disease/" lang="en">Lyme disease</a>' in page
    assert '<span lang="en">Borreliosis</span> is another name for Lyme disease' in page


@pytest.mark.promise("E7")
def test_name_to_search_by_is_read_out_to_those_alone_who_typed_it(client):
    findable("Lyme disease", "stop medicines for tick fever")
    assert "Stop medicines for tick fever</span> is another name" in text(client, "stop medicine for tick fever")
    page = text(client, "tick fever")
    assert "Found by another name of it." in page
    assert "medicines" not in page


@pytest.mark.promise("E7")
def test_word_to_search_by_is_not_read_out_to_who_began_it_or_wrote_what_sounds_like_it(client):
    findable("Lyme disease", "quackophthisis")
    assert "Quackophthisis</span> is another name" in text(client, "quackophthi")
    assert "“<bdi>quackophthisis</bdi>”" in text(client, "quackofthisis")
    for typed in ("qua", "quack", "kwakoftisis"):
        page = text(client, typed)
        assert "Found by another name of it." in page
        assert "quackophthisis" not in page.lower()


def test_misspelt_word_of_a_shown_name_is_read_out(client):
    findable("schizophrenia")
    assert "These are results for “<bdi>schizophrenia</bdi>”" in text(client, "skitsofrenia")


def test_result_names_the_code_that_matched(client):
    findable("Lyme disease", codes={"orphanet": "91546"})
    assert "Orphanet 91546 is a code for Lyme disease" in text(client, "ORPHA:91546")


def test_family_is_named_where_there_is_something_to_tell_apart(client):
    findable("measles", family=condition("infectious disease", "infectious-disease", is_grouping=True))
    assert "Belongs to:" not in text(client, "measles")
    findable("measles encephalitis")
    assert 'Belongs to: <span lang="en">infectious disease</span>' in text(client, "measles")


def test_nothing_found_says_what_to_try(client):
    assert (
        "We found nothing for “<bdi>zzz</bdi>”. Try a shorter name or the code on a letter from your clinic."
        in text(client, "zzz")
    )


def test_misspelling_says_what_was_searched_instead(client):
    findable("cystic fibrosis")
    assert (
        "We found nothing for “<bdi>cystic fybrosis</bdi>”. These are results for “<bdi>cystic fibrosis</bdi>”."
        in text(client, "cystic fybrosis")
    )


def test_long_text_is_cut_and_the_page_says_so(client):
    findable("Lyme disease")
    page = text(client, "lyme disease " * 800)
    assert "That was a long text. We searched for its first 200 characters." in page
    assert "/conditions/lyme-disease/" in page


def test_long_list_leads_to_its_next_part_and_back(client):
    for number in range(21):
        findable(f"ataxia & {number:02}")
    first, second = text(client, "ataxia &"), text(client, "ataxia &", page="2")
    assert '<a rel="next" href="?q=ataxia%20%26&amp;page=2">More results</a>' in first
    assert '<a rel="prev" href="?q=ataxia%20%26&amp;page=1">Earlier results</a>' in second
    assert [page.count('href="/conditions/ataxia') for page in (first, second)] == [20, 1]


@pytest.mark.parametrize("part", ["2", "0", "-1", "x", "99999999"])
def test_part_that_is_not_there_is_not_found(client, part):
    findable("Lyme disease")
    assert ask(client, "lyme", page=part).status_code == 404


@pytest.mark.promise("S7")
def test_search_sets_no_cookie_and_keeps_no_address_and_no_words(client):
    findable("Lyme disease")
    response = client.get("/search/", {"q": "lyme"}, REMOTE_ADDR="192.0.2.7")
    assert not response.cookies
    assert response["Cache-Control"] == "private"
    (count,) = SearchCount.objects.values()
    assert not {"192.0.2.7", "lyme"} & set(map(str, count.values()))


def test_search_is_left_alone_by_search_engines(client):
    response = ask(client, "lyme")
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.promise("S5")
def test_sixty_first_search_within_a_minute_waits_and_keeps_what_was_typed(client, settings):
    findable("Lyme disease")
    statuses = [ask(client, "lyme").status_code for _ in range(130)]
    assert statuses.count(429) >= 10
    while (refused := ask(client, "lyme")).status_code == 200:  # a new minute began
        continue
    page = refused.content.decode()
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert f"Please try again in {refused['Retry-After']} second" in page
    assert 'value="lyme"' in page
    assert "/conditions/lyme-disease/" not in page
    assert client.get("/search/", {"q": "lyme"}, REMOTE_ADDR="192.0.2.99").status_code == 200


@pytest.mark.promise("S2")
@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_is_shown_as_text(client, attack):
    findable("Lyme disease")
    page = ask(client, f"lyme {attack}").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<svg/onload" not in page
    assert "onfocus='alert" not in page
    assert "14" not in page.split("<main")[1].split("</main>")[0].replace("140", "")


@pytest.mark.parametrize("results", [1, 20])
@pytest.mark.parametrize("words", ["ataxia", "atxaia", "zzz"])
def test_search_costs_three_queries(client, django_assert_num_queries, results, words):
    for number in range(results):
        findable(f"ataxia {number:02}", "ataxia", slug=f"ataxia-{number}")
    load()
    with django_assert_num_queries(3):  # the count, the list, the emergency numbers in the foot
        page = text(client, words)
    assert page.count('<a href="/conditions/ataxia-') == (0 if words == "zzz" else results)


def test_search_is_only_read(client):
    assert client.post("/search/", {"q": "lyme"}).status_code == 405


@contextmanager
def long_writer():
    """An import, say: in a thread and transaction of its own, for ten seconds or until the block ends."""
    begun, over = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            condition("Something new", "something-new")
            begun.set()
            over.wait(timeout=10)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    begun.wait(timeout=10)
    try:
        yield thread
    finally:
        over.set()
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_search_is_answered_while_an_import_writes(client):
    findable("Lyme disease")
    with long_writer() as writer:
        assert "Lyme disease" in text(client, "lyme")
        assert writer.is_alive()


@pytest.mark.promise("S5")
@pytest.mark.django_db(transaction=True)
def test_limit_holds_as_before_once_the_import_is_over(client, monkeypatch):
    monkeypatch.setattr(limits, "SEARCHES", limits.SEARCHES._replace(most=1))
    with long_writer():
        ask(client, "lyme")
    SearchCount.objects.all().delete()
    assert [ask(client, "lyme").status_code for _ in range(2)] == [200, 429]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only on SQLite")
def test_moves_go_on_waiting_after_a_search(client):
    ask(client, "lyme")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (20_000,)
