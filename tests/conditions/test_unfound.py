"""What many search for in vain is learnt, and what any one person searched for is not."""

import datetime
import logging
import threading
import time

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conditions import tasks, unfound
from conditions.models import FailedSearch
from conditions.search.vocabulary import load
from tests import factories
from tests.databases import read_only
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db
WORDS = "Quivering ear lobe"
FOLDED = "quivering ear lobe"
READER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def on(monkeypatch):
    """The day of what follows."""

    def stands(day):
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.datetime.combine(day, NOON.timetz()))

    stands(TODAY)
    return stands


def ask(words=WORDS, source=1, browser=READER, client=None, sent=None, **more):
    told = {"REMOTE_ADDR": f"192.0.2.{source}", "headers": {"user-agent": browser} | (sent or {})}
    page = (client or Client()).get("/search/", {"q": words, **more}, **told)
    assert page.status_code == 200
    return page


def many(words=WORDS, sources=5, **more):
    for source in range(1, sources + 1):
        ask(words, source, **more)


def asks(rf):
    """The same reader again, without the page."""
    request = rf.get("/search/", REMOTE_ADDR="192.0.2.1", headers={"user-agent": READER})
    request.LANGUAGE_CODE = "en"
    return request


def kept():
    return list(FailedSearch.objects.waiting().values_list("language", "words"))


def everywhere():
    """Each text that stands in any row of any table."""
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            yield from (f"{model.__name__}: {value}".casefold() for value in row)


@pytest.mark.promise("S7")
def test_one_source_never_leaves_its_words_however_often_it_asks(on, rf, caplog):
    caplog.set_level(logging.DEBUG)
    for _time in range(100):
        unfound.note(asks(rf), WORDS, on=TODAY)
    ask()
    many(sources=4)
    (row,) = FailedSearch.objects.all()
    assert (row.words, row.language, row.kept_on, len(row.sources)) == ("", "", None, 4 * unfound.SIGNS)
    assert [text for text in everywhere() if "quivering" in text or "192.0.2." in text] == []
    assert "quivering" not in caplog.text.casefold()
    assert "192.0.2." not in caplog.text


@pytest.mark.promise("S7")
def test_words_stay_when_five_sources_asked_and_who_asked_does_not(on):
    many(sources=4)
    assert kept() == []
    ask("  QUIVERING ear   lóbe", source=5)
    assert kept() == [("en", FOLDED)]
    (row,) = FailedSearch.objects.all()
    assert (row.sources, row.kept_on) == ("", TODAY)
    assert [text for text in everywhere() if "quivering" in text] == [f"failedsearch: {FOLDED}"]


@pytest.mark.promise("S7")
def test_two_searches_of_one_source_cannot_be_joined_nor_two_months(on):
    ask("aaa bbb")
    ask("ccc ddd")
    on(TODAY + datetime.timedelta(days=31))
    ask("aaa bbb")
    rows = FailedSearch.objects.values_list("mark", "sources")
    assert len({mark for mark, _source in rows}) == len({source for _mark, source in rows}) == 3


def test_same_words_in_another_month_begin_anew(on):
    many(sources=4)
    on(TODAY + datetime.timedelta(days=31))
    ask(source=5)
    assert kept() == []


def test_languages_are_told_apart(on):
    many(sources=4)
    page = Client().get("/es/search/", {"q": WORDS}, REMOTE_ADDR="192.0.2.9", headers={"user-agent": READER})
    assert page.status_code == 200
    assert (kept(), FailedSearch.objects.count()) == ([], 2)


@pytest.mark.promise("S7")
def test_what_may_tell_who_somebody_is_leaves_not_even_a_mark(on):
    page = ("https://example.org", "www example", "see example.org")
    mail = ("anna@example.org", "anna＠example.org", "anna at example dot org", "ana arroba ejemplo punto es")
    number = ("call 0171 23 45", "born 12.03.80", "0_1  7  /  1 - - 2 __ 3", "٠ ١ ٢ ٣ ٤")
    name = ("anna1987", "Anna_987", "born 1987")
    for typed in (*page, *mail, *number, *name, "ab", "x" * 81, "ear " * 30):
        ask(typed)
    assert not FailedSearch.objects.exists()
    for count, typed in enumerate(("type 2 quiver", "quiver-19", "hla b27 quiver", "47,xxy quiver", "trisomy 99"), 1):
        ask(typed)
        assert FailedSearch.objects.count() == count


def test_robots_do_not_count(on):
    for browser in ("", "curl/8", "Mozilla/5.0 (compatible; Somebot/2.1)", f"{READER} SpiderThing"):
        ask(browser=browser)
    assert not FailedSearch.objects.exists()


OPENED = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


@pytest.mark.one_engine
@pytest.mark.promise("S7")
@pytest.mark.parametrize(
    "sent",
    [
        OPENED | {"sec-fetch-site": "cross-site"},
        OPENED | {"sec-fetch-site": "same-site"},
        OPENED | {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        OPENED | {"sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
        OPENED | {"sec-fetch-dest": "iframe"},
        OPENED | {"sec-purpose": "prefetch;prerender"},
        {"sec-purpose": "prefetch"},
        {"purpose": "prefetch"},
        {"x-moz": "prefetch"},
    ],
)
def test_nobody_counts_who_was_led_here_or_whose_browser_looked_ahead(on, sent):
    ask(sent=sent)
    assert not FailedSearch.objects.exists()


def test_who_typed_counts_and_who_asks_for_no_page_does_not(on):
    Client().head("/search/", {"q": WORDS}, headers={"user-agent": READER})
    assert not FailedSearch.objects.exists()
    for count, site in enumerate(("same-origin", "none"), 1):
        ask(f"{WORDS} {site}", sent=OPENED | {"sec-fetch-site": site, "sec-fetch-user": "?1"})
        assert FailedSearch.objects.count() == count


def test_nobody_counts_who_is_signed_in(on):
    ask(client=factories.browser(factories.member()))
    assert not FailedSearch.objects.exists()


def test_what_finds_something_leaves_nothing_and_costs_nothing(on, django_assert_num_queries):
    factories.findable("Gilbert syndrome", "meulengracht")
    load()
    with django_assert_num_queries(3):  # the count, the list, the emergency numbers in the foot
        ask("meulengracht")
    assert not FailedSearch.objects.exists()


def test_search_that_fails_costs_one_query_more_also_when_its_words_are_kept(on, django_assert_num_queries):
    factories.findable("Gilbert syndrome")
    load()
    many(sources=3)
    for source in (4, 5, 6):  # a mark, the one that is enough, one after that
        with django_assert_num_queries(4):
            ask(source=source)
    assert kept() == [("en", FOLDED)]


def test_page_breaks_neither_a_full_day_nor_a_switched_off_count(on, monkeypatch, settings):
    monkeypatch.setattr(unfound, "A_DAY", 1)
    ask("aaa bbb")
    ask("ccc ddd")
    many("aaa bbb")
    assert kept() == [("en", "aaa bbb")]
    FailedSearch.objects.all().delete()
    settings.DISEASEMAPS = settings.DISEASEMAPS | {"searched_by": 0}
    many()
    assert not FailedSearch.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("S7")
def test_database_that_may_only_be_read_breaks_no_page_and_is_not_asked_to_write(on):
    answer = factories.published(factories.desk()).answer
    load()
    about = f"/conditions/{answer.condition.slug}/"
    pages = ("/", "/conditions/", about, f"{about}{answer.question.slug}/", "/search/?q=condition", "/changes.atom")
    with read_only():
        with CaptureQueriesContext(connection) as asked:
            ask()
        assert [Client().get(page).status_code for page in pages] == [200] * 6
    tried = [query for query in asked.captured_queries if query["sql"].lstrip().startswith("INSERT")]
    assert not tried or connection.vendor == "sqlite"  # PostgreSQL keeps in its log what failed
    assert not FailedSearch.objects.exists()
    ask()
    assert FailedSearch.objects.count() == 1


def test_search_at_a_door_where_answers_are_not_looked_for_is_none_that_failed(on):
    ask(door="looking-after")
    assert not FailedSearch.objects.exists()


def test_homes_of_one_place_are_one_connection_and_other_places_are_not(on):
    for home in range(5):
        client = Client(REMOTE_ADDR=f"2001:db8:1:{home:x}00::1", headers={"user-agent": READER})
        assert client.get("/search/", {"q": WORDS}).status_code == 200
    assert kept() == []
    for place in range(2, 6):
        Client(REMOTE_ADDR=f"2001:db8:{place:x}::1", headers={"user-agent": READER}).get("/search/", {"q": WORDS})
    assert kept() == [("en", FOLDED)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("S7")
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only on PostgreSQL: SQLite has one writer at a time")
def test_who_asks_at_the_moment_in_which_words_are_kept_leaves_nothing_beside_them(on):
    many(sources=4)
    sixth = threading.Thread(target=lambda: (ask(source=6), connection.close()))
    with transaction.atomic():
        ask(source=5)
        sixth.start()
        while not waits_for_a_lock():
            time.sleep(0.02)
    sixth.join()
    (row,) = FailedSearch.objects.all()
    assert (row.words, row.sources, row.connections) == (FOLDED, "", 5)


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
        return cursor.fetchone()[0]


def test_marks_go_with_their_month_and_words_after_a_year(on):
    ask("aaa bbb")
    many()
    assert tasks.forget_failed_searches(NOON + datetime.timedelta(days=29)) == 0
    assert tasks.forget_failed_searches(NOON + datetime.timedelta(days=30)) == 1
    assert kept() == [("en", FOLDED)]
    assert tasks.forget_failed_searches(NOON + datetime.timedelta(days=365)) == 0
    assert tasks.forget_failed_searches(NOON + datetime.timedelta(days=366)) == 1
