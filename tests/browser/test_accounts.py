"""Joining, signing in, the second step and the desk, as people do it in a browser."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from conditions.models import Mail
from conditions.models.people import Role
from tests import factories
from tests.browser.axe import broken_rules, violations
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.keys import tab_to
from tests.browser.test_reading import overflowing

pytestmark = pytest.mark.browser

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery"
SEEN = ["color-contrast", "target-size"]


def code(secret: str) -> str:
    """What an app would show, once it is sure to last until it has been typed."""
    if time.time() % 30 > 27:
        time.sleep(3.5)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def link_of_last_mail() -> str:
    return re.search(r"https?://\S+", Mail.objects.latest("pk").text)[0]


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def with_authenticator(page: Page) -> None:
    """Plugs in a key that holds passkeys and always sees its owner's finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


@pytest.mark.promise("S4")
def test_somebody_joins_is_given_a_role_and_reaches_the_desk_by_an_app(visit: Visit) -> None:
    page = visit("/account/signup/")
    page.get_by_label("I am 16 or older.").check()
    page.get_by_label("Name shown").fill("Blue Fern")
    page.get_by_label("E-mail address").fill("Somebody@Example.org")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at your mail")
    page.goto(link_of_last_mail())
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Set the password").click()
    with page.expect_navigation():
        page.get_by_role("link", name="Sign in").first.click()
    sign_in(page, "somebody@example.org")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    give_role("somebody@example.org")
    page.goto("/desk/")
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_label("Code").fill(code(page.locator(".secret").inner_text()))
    page.get_by_role("button", name="Set up the app").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them. Go on").click()
    expect(page).to_have_url(re.compile("/desk/$"))


def give_role(email: str) -> None:
    person = factories.User.objects.get(email=email)
    factories.Grant.objects.create(
        user=person, role=Role.EDITOR, starts_on=factories.DAY_ONE, granted_by=factories.administrator()
    )


@pytest.mark.promise("S4")
def test_passkey_is_set_up_and_opens_the_desk_without_a_password(visit: Visit) -> None:
    person = factories.confirmed(factories.holder(Role.EDITOR))
    page = visit("/account/login/")
    with_authenticator(page)
    sign_in(page, person.email)
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("Name").fill("Blue key")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("link", name="I have kept them. Go on").click()
    expect(page).to_have_url(re.compile("/desk/$"))
    page.goto("/account/logout/")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/desk/$"))
    assert Authenticator.objects.filter(type="webauthn").get().last_used_at


@pytest.mark.one_engine
def test_key_that_does_not_answer_is_a_sentence_and_changes_nothing(visit: Visit) -> None:
    page = visit("/account/login/")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    page.evaluate(
        "{ navigator.credentials.get = () => Promise.reject(new DOMException('gone', 'NotAllowedError')); null }"
    )
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work, or you stopped it.")


@pytest.mark.one_engine
@pytest.mark.promise("A4")
def test_keyboard_alone_signs_in_with_a_code(visit: Visit) -> None:
    person = factories.confirmed(factories.holder(Role.EDITOR))
    TOTP.activate(person, SECRET)
    page = visit("/account/login/", width=DESK)
    tab_to(page, "login")
    page.keyboard.type(person.email)
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/authenticate/")
    tab_to(page, "code")
    page.keyboard.type(code(SECRET))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/$"))


@pytest.mark.one_engine
def test_problem_of_a_form_leads_to_its_field(visit: Visit) -> None:
    page = visit("/account/signup/")
    page.get_by_label("Name shown").fill("Fern 1978")
    page.get_by_role("button", name="Join").click()
    summary = page.locator(".problems")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Problem: Join"))
    summary.get_by_role("link", name=re.compile("^Name shown")).click()
    expect(page.get_by_label("Name shown")).to_be_focused()
    expect(page.get_by_label("Name shown")).to_have_value("Fern 1978")


@pytest.mark.one_engine
def test_joining_and_signing_in_work_without_script(visit: Visit) -> None:
    person = factories.member()
    page = visit("/account/login/", java_script_enabled=False)
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    sign_in(page, person.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


def wrong_on(page: Page, addresses: list[str]) -> list[str]:
    """What axe finds on each page, and what does not fit; what depends on theme and width, in all four of them."""
    wrong = []
    for address in addresses:
        answer = page.goto(f"/{address}")
        assert answer is not None
        assert answer.status == 200, address
        wrong += broken_rules(page) + overflowing(page) + seen_otherwise(page)
    return wrong


def seen_otherwise(page: Page) -> list[str]:
    wrong = []
    for theme, width in [("dark", PHONE), ("dark", DESK), ("light", DESK)]:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 800})
        found = violations(page, {"runOnly": {"type": "rule", "values": SEEN}})
        wrong += [f"{page.url} {theme} {width} {rule['id']}" for rule in found] + overflowing(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": PHONE, "height": 800})
    return wrong


@pytest.mark.one_engine
@pytest.mark.promise("A1")
def test_form_with_problems_passes_axe(visit: Visit) -> None:
    page = visit("/account/signup/")
    page.get_by_role("button", name="Join").click()
    expect(page.locator(".problems")).to_be_focused()
    assert broken_rules(page) + overflowing(page) + seen_otherwise(page) == []
