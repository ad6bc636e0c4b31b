"""Who asks stays nameless, and asks a bounded number of times, whichever process answers."""

import datetime
import os
import re
import subprocess
import sys

import pytest
from django.db import connection
from django.test import RequestFactory, override_settings

from conditions import limits
from conditions.models import SearchCount
from tests.databases import read_only

DAY = datetime.date(2026, 3, 1)
NOON = datetime.datetime(2026, 3, 1, 12, 0, 15, tzinfo=datetime.UTC)
COUNT = """
import sys
import django
django.setup()
from conditions import limits
from conditions.limits import _count
limits.PATIENCE = 60_000
_count(sys.argv[1], 7)
print("ready", flush=True)
sys.stdin.readline()
print(*[_count("shared", 7) for _ in range(200)])
"""


def ask(address, forwarded=None):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


def source(address, forwarded=None, day=DAY):
    return limits.nameless(ask(address, forwarded), on=day)


@pytest.mark.promise("S7")
def test_source_holds_no_address_and_changes_with_the_day():
    assert source("192.0.2.7") == source("192.0.2.7")
    assert source("192.0.2.7") != source("192.0.2.7", day=DAY + datetime.timedelta(days=1))
    assert re.fullmatch("[0-9a-f]{64}", source("192.0.2.7"))


@pytest.mark.promise("S7")
def test_source_cannot_be_made_without_the_secret_key():
    known = source("192.0.2.7")
    with override_settings(SECRET_KEY="another key that is quite as long as the first one was, at least"):
        assert source("192.0.2.7") != known


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:1:1::1", "2001:db8:1:fe:ffff::2", True),
        ("2001:db8:1:1::1", "2001:db8:1:101::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
        ("", "not an address", True),
    ],
)
def test_source_is_an_address_or_the_share_that_a_home_has(one, other, same):
    assert (source(one) == source(other)) is same


def test_what_is_counted_by_place_takes_more_of_an_address_together():
    def place(address):
        return limits.nameless(ask(address), on=DAY, share=limits.PLACE)

    assert place("2001:db8:1:1::1") == place("2001:db8:1:ffff::1")
    assert place("2001:db8:1:1::1") != place("2001:db8:2:1::1")


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("S5")
def test_reader_is_served_uncounted_where_the_database_may_only_be_read():
    with read_only():
        assert [limits.wait(limits.SEARCHES, ask("192.0.2.7"), at=NOON) for _ in range(61)] == [0] * 61
    assert not SearchCount.objects.exists()


def test_forwarded_address_is_ignored_without_a_trusted_proxy():
    assert source("192.0.2.7", forwarded="198.51.100.1") == source("192.0.2.7")


@pytest.mark.parametrize("forwarded", ["198.51.100.1", "203.0.113.9, 198.51.100.1", "x, 198.51.100.1:4711"])
def test_forwarded_address_is_the_one_that_the_trusted_proxy_saw(forwarded, settings):
    settings.TRUSTED_PROXIES = 1
    assert source("127.0.0.1", forwarded) == source("198.51.100.1")


def test_too_few_forwarded_addresses_fall_back_to_the_connection(settings):
    settings.TRUSTED_PROXIES = 2
    assert source("192.0.2.7", forwarded="198.51.100.1") == source("192.0.2.7")


@pytest.mark.django_db
@pytest.mark.promise("S5")
def test_sixty_searches_a_minute_are_served_and_the_next_waits():
    waits = [limits.wait(limits.SEARCHES, ask("192.0.2.7"), at=NOON) for _ in range(61)]
    assert waits == [0] * 60 + [45]
    assert limits.wait(limits.SEARCHES, ask("192.0.2.8"), at=NOON) == 0
    assert limits.wait(limits.SEARCHES, ask("192.0.2.7"), at=NOON + datetime.timedelta(seconds=45)) == 0


@pytest.mark.django_db
def test_counts_that_are_over_are_forgotten():
    limits.wait(limits.SEARCHES, ask("192.0.2.7"), at=NOON)
    assert limits.forget(at=NOON + datetime.timedelta(minutes=59)) == 0
    assert limits.forget(at=NOON + datetime.timedelta(minutes=60)) == 1
    assert not SearchCount.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("S5")
def test_two_processes_share_one_count():
    processes = [another_process(name) for name in ("one", "other")]
    assert [process.stdout.readline() for process in processes] == ["ready\n"] * 2
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    counts = [int(word) for process in processes for word in process.communicate(timeout=60)[0].split()]
    assert sorted(counts) == list(range(1, 401))


def another_process(name):
    """Counts 200 searches of one source once it is told to."""
    return subprocess.Popen(
        [sys.executable, "-c", COUNT, name],
        env=same_database(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def same_database():
    """The environment in which another process meets the database of this test."""
    at = connection.settings_dict
    url = f"sqlite:///{at['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "diseasemaps.settings"}
