"""Where people are looked after, as a browser shows it: the lists, the forms and a reviewer's own pages."""

import pytest

from conditions.models.people import Role
from tests.browser.conftest import PHONE, Visit
from tests.browser.test_reading import broken_rules, overflowing
from tests.conditions.test_editorial_invitations import asked, link

pytestmark = [pytest.mark.browser, pytest.mark.one_engine, pytest.mark.usefixtures("noon")]


@pytest.mark.promise("A1", "A4")
def test_newcomer_accepts_an_invitation_by_the_keys_alone(visit: Visit, library: object) -> None:
    asked(role=Role.AUTHOR)
    page = visit(f"/account/invitation/{link()}/", width=PHONE)
    assert broken_rules(page) + overflowing(page) == []
    page.get_by_label("Your name").focus()
    page.keyboard.type("Ada Quill")
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse battery")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/second-factor/**")
    assert "second" in page.inner_text("h1").lower()
