"""What an editor oversees, in a browser: the week, the lists and the coverage, by the keys alone."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from conditions.models import Owner
from conditions.models.people import Role
from tests import factories, life
from tests.browser.conftest import DESK, Visit

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("noon")]


@pytest.fixture
def world(library: object) -> SimpleNamespace:
    made = life.whole()
    factories.withdrawn(factories.published(made.people), by=made.people.author)
    return made


@pytest.mark.promise("A1", "A4")
def test_owner_is_named_in_the_coverage_by_the_keys_alone(visit: Visit, world: SimpleNamespace) -> None:
    editor = factories.holder(Role.EDITOR, language="en")
    page = visit("/desk/coverage/", signed_in=factories.browser(editor, second_factor=True), width=DESK)
    page.locator("[name=cell]").first.press("Space")
    page.get_by_role("button", name="Name who looks after it").press("Enter")
    expect(page.locator("h1")).to_have_text("Name who looks after them")
    page.get_by_label("Who looks after them?").press("ArrowDown")
    page.get_by_role("button", name="Name this person").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("They look after these answers now.")
    assert Owner.objects.count() == 1
