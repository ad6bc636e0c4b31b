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
RIGHT = {"login": "Known@example.org", "password": "correct horse battery"}
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}


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


def try_wrong_passwords(client, times=5, **elsewhere):
    """What the last page says."""
    pages = [client.post("/account/login/", WRONG, **elsewhere).content.decode() for _ in range(times)]
    return pages[-1]


@pytest.fixture
def owner():
    """A browser in which the owner of the address signed in once, and is signed out again."""
    factories.member(email="known@example.org")
    browser = factories.browser()
    assert browser.post("/account/login/", RIGHT).status_code == 302
    browser.post("/account/logout/")
    return browser


@pytest.mark.promise("S5")
def test_stranger_does_not_shut_the_owner_out_of_a_browser_they_know(owner):
    assert "too often" in try_wrong_passwords(factories.browser(), 6, **ELSEWHERE)
    assert "too often" in factories.browser().post("/account/login/", RIGHT).content.decode()
    assert owner.post("/account/login/", RIGHT).status_code == 302


@pytest.mark.promise("S5")
def test_known_browser_has_no_more_guesses_than_others(owner):
    assert "too often" not in try_wrong_passwords(owner, 5)
    assert "too often" in owner.post("/account/login/", RIGHT).content.decode()


@pytest.mark.promise("S5")
def test_browser_known_to_one_is_strange_to_all_others(owner):
    guesser = factories.browser()
    known = {"login": factories.member().email, "password": RIGHT["password"]}
    assert guesser.post("/account/login/", known, **ELSEWHERE).status_code == 302
    guesser.post("/account/logout/")
    try_wrong_passwords(factories.browser(), 5, **ELSEWHERE)
    assert "too often" in try_wrong_passwords(guesser, 1)


@pytest.mark.promise("S5")
def test_cookie_that_the_site_did_not_sign_is_worth_nothing(owner):
    owner.cookies["known"] = "chosen" + owner.cookies["known"].value
    try_wrong_passwords(factories.browser(), 5, **ELSEWHERE)
    assert "too often" in owner.post("/account/login/", RIGHT).content.decode()


@pytest.mark.promise("S5")
def test_stranger_does_not_keep_who_is_signed_in_from_confirming_that_it_is_them(owner):
    owner.post("/account/login/", RIGHT)
    del owner.cookies["known"]
    try_wrong_passwords(factories.browser(), 6, **ELSEWHERE)
    answer = owner.post("/account/reauthenticate/", {"password": RIGHT["password"]})
    assert (answer.status_code, answer.get("Location")) == (302, "/me/")


@pytest.mark.promise("S7")
def test_cookie_of_a_known_browser_names_nobody(owner):
    cookie = owner.cookies["known"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 14 * 24 * 3600)
    assert "example" not in cookie.value
    word = cookie.value.partition(":")[0]
    assert len(word) == 12


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
    assert client.post("/account/signup/", {}, REMOTE_ADDR="2001:db8:1:102::1").status_code == 200


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
