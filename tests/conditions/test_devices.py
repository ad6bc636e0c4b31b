"""Where somebody is signed in: known by name and day, and ended with one press."""

import datetime

import pytest
from django.contrib.sessions.models import Session

from conditions.accounts import devices
from conditions.models import Device
from tests import factories

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126 Safari/537.36 Edg/126", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Version/17.5 Safari/605.1.15", "Safari on Mac"),
        ("<script>alert(1)</script>", "Unknown device"),
        ("", "Unknown device"),
    ],
)  # fmt: skip
def test_device_is_named_as_people_would(agent, named):
    assert str(devices.described(agent)) == named


@pytest.mark.promise("S7")
def test_device_is_noted_by_name_and_day_without_an_address():
    browser = factories.browser(factories.member(), HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="198.51.100.7")
    browser.get("/me/")
    assert "Firefox on Linux" in browser.get("/me/devices/").content.decode()
    assert "198.51.100.7" not in str(list(Device.objects.values()))
    assert "198.51.100.7" not in str([session.get_decoded() for session in Session.objects.all()])


def test_device_is_written_once_a_day(django_assert_num_queries):
    browser = factories.browser(factories.member())
    browser.get("/me/language/")
    with django_assert_num_queries(3):  # session, user, and the emergency numbers at the foot
        assert browser.get("/me/language/").status_code == 200


def test_device_keeps_its_row_when_the_session_takes_another_key():
    browser = factories.browser(factories.member())
    browser.get("/me/")
    changed = {
        "oldpassword": "correct horse battery",
        "password1": "quite other words",
        "password2": "quite other words",
    }
    browser.post("/account/password/change/", changed)
    browser.get("/me/")
    assert Device.objects.get().session_key == browser.session.session_key


def test_signing_out_another_device_ends_its_session():
    person = factories.member()
    here, there = factories.browser(person), factories.browser(person, HTTP_USER_AGENT=FIREFOX)
    here.get("/me/")
    there.get("/me/")
    other = Device.objects.get(session_key=there.session.session_key)
    here.post(f"/me/devices/{other.pk}/sign-out/")
    assert there.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200


def test_signing_out_all_others_keeps_this_one():
    person = factories.member()
    here, *others = [factories.browser(person) for _ in range(3)]
    for browser in (here, *others):
        browser.get("/me/")
    page = here.post("/me/devices/sign-out/", follow=True).content.decode()
    assert "2 other devices are signed out." in page
    assert [browser.get("/me/").status_code for browser in (here, *others)] == [200, 302, 302]


def test_device_of_somebody_else_is_not_there():
    theirs = factories.browser(factories.member())
    theirs.get("/me/")
    answer = factories.browser(factories.member()).post(f"/me/devices/{Device.objects.get().pk}/sign-out/")
    assert answer.status_code == 404
    assert theirs.get("/me/").status_code == 200


def test_signing_out_takes_the_device_off_the_list():
    browser = factories.browser(factories.member())
    browser.get("/me/")
    assert Device.objects.exists()
    browser.post("/account/logout/")
    assert not Device.objects.exists()


def test_device_unused_for_longer_than_a_session_lasts_is_forgotten():
    person = factories.member()
    old = datetime.date(2026, 1, 1)
    Device.objects.create(user=person, session_key="old", last_seen_on=old)
    factories.browser(person).get("/me/")
    assert not Device.objects.filter(session_key="old").exists()
