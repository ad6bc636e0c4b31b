"""What readers can see of the past, as a browser shows it."""

import pytest
from playwright.sync_api import expect

from tests import past
from tests.browser.axe import broken_by_layout, broken_rules
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_reading import overflowing

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

OPEN_ALL = "document.querySelectorAll('details').forEach(fold => fold.open = true)"


@pytest.mark.promise("A1", "A5")
def test_pages_of_the_past_pass_axe_and_never_scroll_sideways(visit: Visit) -> None:
    page, wrong = visit(width=320), []
    for address in past.addresses():
        page.goto(address)
        page.evaluate(OPEN_ALL)
        wrong += overflowing(page)
        page.set_viewport_size({"width": PHONE, "height": 800})
        wrong += broken_rules(page)
        page.set_viewport_size({"width": DESK, "height": 800})
        page.emulate_media(color_scheme="dark")
        wrong += broken_by_layout(page)
        page.set_viewport_size({"width": 320, "height": 800})
        page.emulate_media(color_scheme="light")
    assert wrong == []


@pytest.mark.promise("A2", "A5")
def test_old_version_is_marked_on_paper_and_changes_are_without_colour(visit: Visit) -> None:
    people = past.factories.desk()
    first, now = past.corrected(people)
    page = visit(f"/v/{first.code}/")
    page.emulate_media(media="print")
    expect(page.get_by_text("Old version, kept for the record.")).to_be_visible()
    expect(page.get_by_text(past.BEFORE)).to_be_visible()
    page.goto(f"/v/{now.code}/changes/")
    lines = "one => getComputedStyle(one).textDecorationLine"
    for mark, line in (("ins", "underline"), ("del", "line-through")):
        assert page.locator(f".change {mark}").first.evaluate(lines) == line
