"""Asking an outside expert, and what they get by the link, as a browser shows it."""

import datetime

import pytest

from conditions.models import Verdict
from tests import factories
from tests.browser.conftest import PHONE, Visit
from tests.browser.test_reading import broken_rules, overflowing
from tests.factories import NOON

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site's clock stands a minute after the noon of the factories."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + datetime.timedelta(minutes=1))


@pytest.mark.promise("A1", "A4")
def test_expert_reads_and_signs_by_the_keys_alone(visit: Visit, library: object) -> None:
    factories.asked_outside(factories.desk(), 1)
    page, wrong = visit(f"/outside/link/{factories.secret()}/", width=PHONE), list[str]()
    wrong += broken_rules(page) + overflowing(page)
    page.get_by_role("link", name="Not for me").press("Enter")
    page.wait_for_url("**/decline/")
    wrong += broken_rules(page) + overflowing(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Back").press("Enter")
    page.get_by_role("button", name="Yes, open the texts").press("Enter")
    page.wait_for_url("**/texts/")
    wrong += broken_rules(page) + overflowing(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Finish").press("Enter")
    for field in ("scopes", "topic"):
        page.locator(f"[name={field}]").first.press("Space")
    page.locator("[value=approve]").press("Space")
    wrong += broken_rules(page) + overflowing(page)
    page.get_by_role("button", name="Send my decisions").press("Enter")
    page.wait_for_url("**/signed/")
    wrong += broken_rules(page) + overflowing(page)
    page.get_by_role("button", name="Close this link").press("Enter")
    page.wait_for_url("**/close/")
    assert wrong + broken_rules(page) + overflowing(page) == []
    assert Verdict.objects.get().vouched_by == "A Person"
