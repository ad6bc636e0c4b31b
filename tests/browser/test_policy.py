"""The content security policy and other hosts, on every page that can be opened without a role, and in the admin.

The watching is done by `visit`: whatever a page is refused, or asks of another host, fails the test.
"""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from conditions.models import Condition
from conditions.models.people import Role
from tests import factories
from tests.browser.conftest import DESK, Visit
from tests.pages import open_pages, reading_pages

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.mark.promise("S3", "S7")
def test_no_page_breaks_the_policy_or_asks_another_host(visit: Visit, library: Condition) -> None:
    page = visit()
    for address in [*reading_pages(library), *open_pages(Client())]:
        answer = page.goto(address)
        assert answer is not None
        assert "'unsafe-inline'" not in answer.headers["content-security-policy"], address


@pytest.mark.promise("S3", "S7")
def test_admin_works_under_the_policy(visit: Visit) -> None:
    """In one theme: the policy asks where styles and scripts come from, and both themes stand in the same files."""
    everywhere = factories.administrator()
    for role in (Role.EDITOR, Role.MODERATOR, Role.SAFEGUARDING):
        factories.granted(everywhere, role)
    page = visit(width=DESK, theme="dark", signed_in=factories.browser(everywhere, second_factor=True))
    lists = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry]
    for name in ["admin:index", *lists]:
        answer = page.goto(reverse(name))
        assert answer is not None
        assert answer.status == 200, name
        for added in page.locator(".addlink").all()[:1]:
            with page.expect_navigation():
                added.click()
            expect(page.locator("h1").first).to_be_visible()
