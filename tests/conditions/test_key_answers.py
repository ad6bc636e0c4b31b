"""What a stranger sends as the answer of a key or passkey is refused in words, whatever it is."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache

from tests import factories

PASSWORD = "correct horse battery"
IN_PARTS = '"clientDataJSON": "e30", "attestationObject": "/w", "authenticatorData": "AA", "signature": "AA"'
BROKEN = f'{{"rawId": "AA", "response": {{{IN_PARTS}, "userHandle": "AA"}}}}'
ANSWERS = [
    '{"id": 1}',
    '{"id": "a", "rawId": []}',
    '{"response": 1}',
    '{"rawId": "AA", "response": null}',
    "[1]",
    "1" * 5000,
    "[" * 15_000,
    '{"id": "\\u0000", "rawId": "\\u0000"}',
    BROKEN,
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits_start_anew(db):
    cache.clear()


@pytest.mark.parametrize("answer", ANSWERS)
def test_stranger_is_led_back_to_signing_in(client, answer):
    client.get("/account/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert client.post("/account/2fa/webauthn/login/", {"credential": answer})["Location"] == "/account/login/"


@pytest.mark.parametrize("answer", ANSWERS)
def test_somebody_with_a_password_is_asked_again(client, answer):
    person = factories.member()
    TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    factories.passkey(person)
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    page = client.post("/account/2fa/authenticate/", {"credential": answer})
    assert page.status_code == 200
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize("answer", ANSWERS)
def test_member_adds_no_key_that_is_none(answer):
    person = factories.member()
    browser = factories.browser(person)
    browser.get("/account/2fa/webauthn/add/")
    assert browser.post("/account/2fa/webauthn/add/", {"credential": answer, "name": "Mine"}).status_code == 200
    assert not person.authenticator_set.exists()


@pytest.mark.parametrize("answer", ANSWERS)
def test_member_proves_nothing_by_a_key_that_is_none(answer):
    person = factories.member()
    factories.passkey(person)
    browser = factories.browser(person, second_factor=True)
    browser.get("/account/2fa/webauthn/reauthenticate/")
    assert browser.post("/account/2fa/webauthn/reauthenticate/", {"credential": answer}).status_code in {200, 302}
