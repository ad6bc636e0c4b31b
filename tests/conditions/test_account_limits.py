"""Signing in, joining and resetting are limited, by a count that every process shares (S5)."""

import subprocess
import sys

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import connection

from conditions.models import Mail
from tests import factories
from tests.nursery import ROOT, surroundings

WRONG = {"login": "known@example.org", "password": "wrong words here"}


@pytest.fixture(autouse=True)
def limits_start_anew(db):
    cache.clear()


def statuses(client, address, times, **data):
    return [client.post(address, data).status_code for _ in range(times)]


@pytest.mark.promise("S5")
def test_sixth_wrong_password_for_an_address_is_not_even_tried(client):
    factories.member(email="known@example.org")
    pages = [client.post("/account/login/", WRONG).content.decode() for _ in range(6)]
    assert "do not fit together" in pages[4]
    assert "too often" in pages[5]
    right = client.post("/account/login/", {**WRONG, "password": "correct horse battery"})
    assert "too often" in right.content.decode()


@pytest.mark.promise("S5", "S6")
def test_limit_is_the_same_for_an_address_that_nobody_has(client):
    pages = [client.post("/account/login/", WRONG).content.decode() for _ in range(6)]
    assert ["too often" in page for page in pages] == [False] * 5 + [True]


@pytest.mark.promise("S5")
def test_twenty_first_sign_up_of_an_hour_is_refused_with_a_page_of_ours(client):
    answers = [client.post("/account/signup/", {"email": f"p{n}@example.org"}) for n in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert "Please wait a moment" in answers[-1].content.decode()


@pytest.mark.promise("S5")
def test_sixth_reset_for_an_address_is_refused_and_mails_nobody(client):
    factories.member(email="known@example.org")
    assert statuses(client, "/account/password/reset/", 6, email="known@example.org") == [302] * 5 + [429]
    assert Mail.objects.count() == 5


@pytest.mark.promise("S5")
def test_sixth_wrong_code_is_not_even_tried(client):
    person = factories.member()
    TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client.post("/account/login/", {"login": person.email, "password": "correct horse battery"})
    pages = [client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode() for _ in range(6)]
    assert ["too often" in page for page in pages] == [False] * 5 + [True]


@pytest.mark.promise("S5")
def test_another_network_has_a_count_of_its_own(client):
    for number in range(21):
        client.post("/account/signup/", {"email": f"p{number}@example.org"}, REMOTE_ADDR="198.51.100.7")
    assert client.post("/account/signup/", {}, REMOTE_ADDR="198.51.100.8").status_code == 200
    assert client.post("/account/signup/", {}, REMOTE_ADDR="198.51.100.7").status_code == 429


@pytest.mark.promise("S5")
def test_addresses_of_one_home_share_a_count(client):
    for number in range(20):
        client.post("/account/signup/", {}, REMOTE_ADDR=f"2001:db8:1:2::{number:x}")
    assert client.post("/account/signup/", {}, REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert client.post("/account/signup/", {}, REMOTE_ADDR="2001:db8:1:3::1").status_code == 200


@pytest.mark.promise("S7")
def test_count_holds_no_address(client):
    client.post("/account/signup/", {}, REMOTE_ADDR="198.51.100.7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM diseasemaps_cache")
        kept = str(cursor.fetchall())
    assert "signup" in kept
    assert "198.51.100.7" not in kept


@pytest.mark.promise("S5")
def test_flood_of_other_counts_does_not_push_out_ours(client):
    statuses(client, "/account/signup/", 20)
    for number in range(400):
        cache.set(f"flood-{number}", 1, timeout=60)
    assert statuses(client, "/account/signup/", 1) == [429]


@pytest.mark.promise("S5")
@pytest.mark.django_db(transaction=True)
def test_two_processes_count_together():
    program = [sys.executable, "-m", "tests.knock"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT, "env": surroundings()}
    doors = [subprocess.Popen(program, **pipes) for _ in range(2)]
    assert [door.stdout.readline() for door in doors] == ["ready\n"] * 2
    for door in doors:
        door.stdin.write("go\n")
        door.stdin.flush()
    told = [status for door in doors for status in door.communicate(timeout=60)[0].split()]
    assert sorted(told) == ["200"] * 20 + ["429"] * 10
