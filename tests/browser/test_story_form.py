"""Writing a story in a browser: on a phone, by the keys alone, and with what saves while somebody types."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from community.models import Story, StoryDraft
from conditions.models import Condition
from tests import factories, stories
from tests.browser.axe import broken_rules
from tests.browser.conftest import Visit
from tests.browser.keys import tab_to
from tests.browser.test_accounts import seen_otherwise
from tests.browser.test_reading import overflowing

pytestmark = pytest.mark.browser

NEW = "/me/stories/new/?condition=alpha-1-antitrypsin-deficiency"


@pytest.fixture
def phone(visit: Visit, library: Condition) -> Page:
    """The first page of the form, for somebody who came from the page of a condition."""
    stories.duty()
    return visit(NEW, signed_in=factories.browser(factories.member("Quiet fern")))


def reached(page: Page, there: Locator) -> Locator:
    """Goes on with the Tab key until it is there, where it is not yet."""
    if not there.evaluate("one => one === document.activeElement"):
        tab_to(page, there.element_handle())
    return there


def chosen(page: Page, label: str) -> None:
    """By the arrows within a group, as radio buttons are."""
    wanted = page.get_by_label(label, exact=True)
    name = wanted.get_attribute("name")
    reached(page, page.locator(f"[name='{name}']").first)
    page.keyboard.press("Space")
    for _press in range(12):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{page.url}: no arrow leads to {label}.")


def pressed(page: Page, button: str = "Go on") -> None:
    before = page.url
    reached(page, page.get_by_role("button", name=button))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)


def wrong(page: Page) -> list[Any]:
    return broken_rules(page) + overflowing(page) + seen_otherwise(page)


@pytest.mark.one_engine
@pytest.mark.promise("A1", "A2")
def test_story_is_written_and_sent_by_the_keys_alone_on_pages_that_pass_axe(phone: Page) -> None:
    found = wrong(phone)
    pressed(phone, "Start")
    found += wrong(phone)
    for answer, then in [("Mine", "about"), ("", "where"), ("Diagnosed", "story")]:
        if answer:
            chosen(phone, answer)
        pressed(phone)
        assert phone.url.endswith(f"/{then}/")
        found += wrong(phone)
    reached(phone, phone.get_by_label("Your story", exact=True))
    phone.keyboard.insert_text(stories.WORDS)
    for then in ("more", "links"):
        pressed(phone)
        assert phone.url.endswith(f"/{then}/")
    found += wrong(phone)
    chosen(phone, "No")
    pressed(phone)
    found += wrong(phone)
    allowed(phone)
    found += wrong(phone)
    pressed(phone, "Send to a moderator")
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    assert found + wrong(phone) == []
    assert Story.objects.get().texts.get().text == stories.WORDS


def allowed(page: Page) -> None:
    """What may be marked as such is kept; then the permission, on whichever page that comes."""
    while page.url.endswith("/recognise/"):
        for number in range(page.locator("fieldset").count()):
            reached(page, page.locator(f"[name='mark-{number}']").first)
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        pressed(page)
    reached(page, page.get_by_label("Allow display."))
    page.keyboard.press("Space")
    chosen(page, "3 years")
    chosen(page, "Keep it")
    pressed(page)


@pytest.mark.promise("M11")
def test_what_is_typed_is_saved_and_quiet_help_stands_beside_it(phone: Page) -> None:
    phone.get_by_role("button", name="Start").click()
    phone.wait_for_url("**/whose/")
    phone.goto(phone.url.replace("/whose/", "/story/"))
    panel = phone.get_by_text("This sounds very hard.")
    expect(panel).to_be_hidden()
    phone.get_by_label("Your story", exact=True).fill("I want to kill myself.")
    expect(phone.locator("#saved")).to_contain_text("Saved at")
    expect(panel).to_be_visible()
    assert StoryDraft.objects.get().text == "I want to kill myself."
    assert StoryDraft.objects.get().keeps == []
    phone.get_by_label("Your story", exact=True).fill("I am well again.")
    expect(panel).to_be_hidden()
