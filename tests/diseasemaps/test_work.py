"""The worker as it really runs: killed at any moment, two at once, told to stop, without its database (O2)."""

import datetime
import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from allauth.account.models import EmailAddress
from django.core.mail.backends import locmem
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from community.models import Member
from conditions import outbox
from conditions.models import Chore, Mail, User
from diseasemaps.management.commands import work
from tests.conditions.test_accounts import NEW
from tests.conditions.test_outbox import queue
from tests.nursery import ROOT, lives, open_nursery, surroundings
from tests.post_office import open_post_office

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

ROUNDS = 60 if os.environ.get("DISEASEMAPS_TEST_PROFILE") == "deep" else 5
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def office(settings):
    with open_post_office() as office:
        settings.EMAIL_BACKEND = "conditions.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        office.url = f"smtp://127.0.0.1:{office.port}"
        yield office


def queue_many(number):
    with transaction.atomic():
        return [queue(at=timezone.now()).message_id for _ in range(number)]


def wait_until(happens, seconds=60):
    """Waits for what another process does."""
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until, "It did not happen in time."
        time.sleep(0.01)


@pytest.mark.promise("O2")
def test_workers_killed_at_random_hand_over_no_mail_twice_and_lose_none(office):
    office.pause = 0.005  # most kills then fall between the hand-over and the note of it
    queued = []
    with open_nursery(EMAIL_URL=office.url) as nursery:
        for _ in range(ROUNDS):
            queued += queue_many(20)
            began = len(office.received)
            nursery.start("manage.py work --poll 0.01")
            nursery.start("manage.py work --poll 0.01")
            wait_until(lambda began=began: len(office.received) > began)
            time.sleep(random.SystemRandom().uniform(0, 0.15))
            nursery.kill_all()
    later = timezone.now() + HOUR
    assert Mail.objects.count() == len(queued)
    outbox.hand_over_due(clock=lambda: later)
    assert max(Counter(office.received).values()) == 1
    sent = set(Mail.objects.filter(sent_at__isnull=False).values_list("message_id", flat=True))
    perhaps = set(Mail.objects.perhaps_sent(later + HOUR).values_list("message_id", flat=True))
    assert sent | perhaps == set(queued)
    assert sent <= set(office.received) <= sent | perhaps


@pytest.mark.promise("O2")
def test_two_workers_at_once_share_the_mail(office):
    queued = queue_many(40)
    with open_nursery(EMAIL_URL=office.url) as nursery:
        for _ in range(2):
            nursery.start("manage.py work --poll 0.01")
        wait_until(lambda: Mail.objects.filter(sent_at__isnull=False).count() == len(queued))
    assert sorted(office.received) == sorted(queued)
    assert set(Mail.objects.values_list("attempts", flat=True)) == {1}


def join_for_ever(mark):
    """One reader after another joins by the site's own form: user, address, member and mail in one transaction."""
    for number in itertools.count():
        word = "".join(chr(ord("a") + int(digit)) for digit in f"{mark}{number:04}")
        joins = NEW | {"email": f"{mark}-{number}@example.org", "display_name": f"Fern {word}"}
        Client(REMOTE_ADDR=f"2001:db8:{mark}:{number}::1").post(
            "/account/signup/", joins, headers={"host": "localhost"}
        )


@pytest.mark.promise("O2")
def test_web_process_killed_while_people_join_leaves_all_of_each_or_nothing():
    with open_nursery() as nursery:
        for mark in range(ROUNDS):
            began = User.objects.count()
            nursery.start(f"{__name__}.join_for_ever {mark}")
            wait_until(lambda began=began: User.objects.count() > began)
            time.sleep(random.SystemRandom().uniform(0, 0.1))
            nursery.kill_all()
    joined = sorted(User.objects.values_list("email", flat=True))
    assert len(joined) >= ROUNDS
    assert sorted(Mail.objects.values_list("recipient", flat=True)) == joined
    assert sorted(Member.objects.values_list("user__email", flat=True)) == joined
    assert sorted(EmailAddress.objects.values_list("email", flat=True)) == joined


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_worker_told_to_stop_finishes_the_mail_in_its_hands(office, number):
    office.pause = 0.3
    first, *rest = queue_many(3)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work", "--poll", "60"],
        cwd=ROOT,
        env=surroundings(EMAIL_URL=office.url),
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: office.received)
    process.send_signal(number)
    _, log = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "worker stopped" in log
    assert "reader@example.org" not in log
    assert list(Mail.objects.filter(sent_at__isnull=False).values_list("message_id", flat=True)) == [first]
    assert Mail.objects.waiting().count() == len(rest)


def test_idle_worker_told_to_stop_does_not_sleep_on():
    with open_nursery() as nursery:
        pid = nursery.start("manage.py work --poll 3600")
        wait_until(Chore.objects.filter(name="conditions.beat", done_at__isnull=False).exists)
        os.kill(pid, signal.SIGTERM)
        began = time.monotonic()
        wait_until(lambda: not lives(pid))
    assert time.monotonic() - began < 5


def test_work_once_does_what_is_due_and_stops(office):
    queued = queue_many(2)
    call_command("work", once=True, poll=0)
    assert office.received == queued
    assert Chore.objects.filter(done_at__isnull=False).count() >= 5


def test_handlers_of_signals_are_given_back():
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    call_command("work", once=True)
    assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)] == before


class AsksToStop(locmem.EmailBackend):
    """Somebody stops the worker while it hands over."""

    def send_messages(self, email_messages):
        sent = super().send_messages(email_messages)
        signal.raise_signal(signal.SIGTERM)
        return sent


def test_worker_waits_for_a_lost_database_and_goes_on(settings, monkeypatch, mailoutbox, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.AsksToStop"
    monkeypatch.setattr(work, "UNTIL_THE_DATABASE_IS_BACK", 0.01)
    queue_many(1)
    losses = iter([OperationalError("reader@example.org"), InterfaceError("gone")])

    def lose(execute, *statement):
        if loss := next(losses, None):
            raise loss
        return execute(*statement)

    with connection.execute_wrapper(lose):
        call_command("work")
    assert len(mailoutbox) == 1
    assert [record.problem for record in caplog.records if "waits" in record.message] == [
        "OperationalError",
        "InterfaceError",
    ]


def test_work_once_says_so_when_there_is_no_database():
    def lose(*statement):
        raise OperationalError

    with connection.execute_wrapper(lose), pytest.raises(OperationalError):
        call_command("work", once=True)


def cut_connections():
    """PostgreSQL ends every other connection; the embedded database has none to end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.mark.promise("O2")
def test_mail_is_noted_as_sent_though_the_connection_was_cut_meanwhile(office):
    office.pause = 0.2
    first, second = queue_many(2)
    with open_nursery(EMAIL_URL=office.url) as nursery:
        nursery.start("manage.py work --poll 0.01")
        wait_until(lambda: office.received == [first])
        cut_connections()
        wait_until(lambda: Mail.objects.filter(sent_at__isnull=False).count() == 2)
    assert office.received == [first, second]
