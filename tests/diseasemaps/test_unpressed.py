"""A button that is opened like a page says so, and what to do (S2)."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_press_that_ended_in_signing_in_again_says_that_nothing_was_done():
    browser = factories.browser(factories.member())
    response = browser.get("/me/devices/sign-out/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "press it again" in response.content.decode()
    assert browser.head("/me/devices/sign-out/").content == b""
