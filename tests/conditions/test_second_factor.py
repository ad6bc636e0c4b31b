"""Desk and administration open to a role with a second factor used in this session, and to nothing less (S4)."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache

from conditions.models import Mail
from conditions.models.people import Role
from tests import factories

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery"
WAY = "/account/second-factor/?next=%2Fdesk%2F"
DESK_PEOPLE = [*Role, None]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits_start_anew(db):
    cache.clear()


def worker(role):
    """Somebody with the role; without one, the superuser of the command line."""
    return factories.confirmed(factories.holder(role, is_staff=True) if role else factories.administrator())


def code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def signed_in_by_password(client, person):
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return client


@pytest.mark.promise("S4")
@pytest.mark.parametrize("role", DESK_PEOPLE)
def test_password_alone_opens_neither_desk_nor_administration(client, role):
    signed_in_by_password(client, worker(role))
    assert client.get("/desk/")["Location"] == WAY
    assert client.get("/admin/")["Location"] == "/account/second-factor/?next=%2Fadmin%2F"
    assert client.post("/admin/conditions/user/add/", {})["Location"] == "/account/second-factor/"
    assert client.get("/es/desk/")["Location"].startswith("/es/account/second-factor/")


@pytest.mark.promise("S4")
@pytest.mark.parametrize("role", DESK_PEOPLE)
def test_code_of_the_app_opens_the_desk(client, role):
    person = worker(role)
    TOTP.activate(person, SECRET)
    assert signed_in_by_password(client, person).get("/desk/").status_code == 302
    assert client.post("/account/2fa/authenticate/", {"code": code()})["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


@pytest.mark.promise("S4")
def test_recovery_code_opens_the_desk_once(client):
    person = worker(Role.EDITOR)
    TOTP.activate(person, SECRET)
    spare = RecoveryCodes.activate(person).get_unused_codes()[0]
    signed_in_by_password(client, person).post("/account/2fa/authenticate/", {"code": spare})
    assert client.get("/desk/").status_code == 200
    other = signed_in_by_password(factories.browser(), person)
    assert other.post("/account/2fa/authenticate/", {"code": spare}).status_code == 200
    assert other.get("/desk/")["Location"].startswith("/account/login/")


@pytest.mark.promise("S4")
def test_second_factor_of_one_session_does_not_count_in_another():
    person = worker(Role.EDITOR)
    TOTP.activate(person, SECRET)
    assert factories.browser(person, second_factor=True).get("/desk/").status_code == 200
    assert factories.browser(person).get("/desk/")["Location"] == WAY


@pytest.mark.promise("S4")
def test_second_factor_of_somebody_else_does_not_count():
    browser = factories.browser(worker(Role.EDITOR))
    session = browser.session
    session["account_authentication_methods"].append({"method": "mfa", "type": "totp", "at": time.time()})
    session["account_authentication_methods_user"] = str(factories.member().pk)
    session.save()
    assert browser.get("/desk/")["Location"] == WAY


def test_setting_up_the_first_app_opens_the_desk_and_tells_the_owner(client):
    person = worker(Role.EDITOR)
    signed_in_by_password(client, person)
    page = client.get("/account/2fa/totp/activate/?next=/desk/")
    secret = re.search(r'class="secret">(\w+)<', page.content.decode())[1]
    done = client.post("/account/2fa/totp/activate/?next=/desk/", {"code": code(secret)})
    assert done["Location"] == "/account/2fa/recovery-codes/?next=%2Fdesk%2F"
    assert "next=%2Fdesk%2F" in client.get(done["Location"]).content.decode()
    assert client.get("/desk/").status_code == 200
    assert "app that shows codes" in Mail.objects.get().text


@pytest.mark.promise("S4")
@pytest.mark.parametrize(
    "address",
    ["totp/deactivate/", "webauthn/add/", "recovery-codes/", "recovery-codes/generate/", "recovery-codes/download/"],
)  # fmt: skip
def test_password_alone_does_not_change_the_second_factor_of_who_has_one(address):
    person = worker(Role.EDITOR)
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    answer = factories.browser(person).get(f"/account/2fa/{address}")
    assert answer["Location"].startswith("/account/second-factor/")
    assert factories.browser(person, second_factor=True).get(f"/account/2fa/{address}").status_code == 200


@pytest.mark.promise("S4")
def test_session_from_before_the_second_factor_stays_outside(client):
    person = worker(Role.EDITOR)
    before = factories.browser(person)
    TOTP.activate(person, SECRET)
    before.post("/account/2fa/totp/activate/", {"code": code()})
    assert before.get("/desk/")["Location"] == WAY
    before.post("/account/2fa/reauthenticate/", {"code": code()})
    assert before.get("/desk/").status_code == 200


def test_removing_the_second_factor_shuts_the_desk_for_the_next_session(client):
    person = worker(Role.EDITOR)
    TOTP.activate(person, SECRET)
    factories.browser(person, second_factor=True).post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert signed_in_by_password(client, person).get("/desk/")["Location"] == WAY


def test_who_is_not_signed_in_comes_back_to_where_they_wanted(client):
    assert client.get("/desk/")["Location"] == "/account/login/?next=/desk/"
    assert client.get("/admin/conditions/user/")["Location"] == "/account/login/?next=/admin/conditions/user/"


def test_member_is_told_that_the_desk_is_not_theirs():
    browser = factories.browser(factories.member(), second_factor=True)
    assert [browser.get(address).status_code for address in ("/desk/", "/admin/")] == [403, 403]


def test_way_back_never_leads_to_another_site():
    person = worker(Role.EDITOR)
    browser = factories.browser(person)
    TOTP.activate(person, SECRET)
    answer = browser.post("/account/2fa/reauthenticate/?next=https://evil.example/", {"code": code()})
    assert answer["Location"] in {"/desk/", "/me/"}
    assert browser.get("/account/login/?next=https://evil.example/")["Location"] == "/desk/"


def test_used_code_does_not_work_twice(client):
    person = worker(Role.EDITOR)
    TOTP.activate(person, SECRET)
    used = code()
    signed_in_by_password(client, person).post("/account/2fa/authenticate/", {"code": used})
    other = signed_in_by_password(factories.browser(), person)
    assert "used already" in other.post("/account/2fa/authenticate/", {"code": used}).content.decode()


def test_desk_says_what_one_holds_and_what_that_opens():
    condition = factories.condition()
    person = factories.holder(Role.EDITOR, condition=condition, language="es")
    page = factories.browser(person, second_factor=True).get("/desk/").content.decode()
    assert "Editor" in page
    assert "for Gilbert syndrome" in page
    assert "Spanish" in page
    assert "/admin/" not in page


def test_desk_of_an_administrator_leads_to_people_and_health():
    page = factories.browser(worker(Role.ADMINISTRATOR), second_factor=True).get("/desk/").content.decode()
    assert "/admin/conditions/grant/" in page
    assert 'href="/health/"' in page


@pytest.mark.parametrize(
    "address",
    [
        "conditions/event/?action=%00",
        "conditions/country/%00/change/",
        "conditions/grant/add/?user=%00",
        "autocomplete/?app_label=conditions&model_name=grant&field_name=user&term=%00",
    ],
)
def test_address_that_the_database_would_refuse_to_look_for_is_no_page(address):
    desk = factories.browser(factories.administrator(), second_factor=True)
    assert desk.get(f"/admin/{address}").status_code == 404
