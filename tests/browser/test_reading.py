"""Reading pages as a browser shows them: to everybody, on everything."""

import re
from typing import Any

import pytest
from django.utils.translation import override
from playwright.sync_api import Page, expect

from conditions.models import Condition
from tests.browser.axe import broken_by_colours, broken_rules
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.keys import tab_to
from tests.pages import reading_pages

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])


@pytest.mark.promise("A1")
def test_reading_pages_pass_axe(visit: Visit, library: Condition) -> None:
    """Phone and desk, light and dark; what no colour can break is looked at once for each width."""
    page, broken = visit(), []
    for address in reading_pages(library):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        for width, theme, other in ((PHONE, "light", "dark"), (DESK, "dark", "light")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=theme)
            broken += broken_rules(page)
            page.emulate_media(color_scheme=other)
            broken += broken_by_colours(page)
    assert broken == []


def overflowing(page: Page) -> list[str]:
    """What is wider than the window, if one has to scroll sideways."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
        .map(one => `${location.pathname}: ${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`)"""
    )


@pytest.mark.promise("A5")
def test_reading_pages_never_scroll_sideways_on_320_pixels(visit: Visit, library: Condition) -> None:
    """A window of 1280 pixels enlarged four times is 320 wide to the page too, and only 200 high."""
    page, wide = visit(width=320, device_scale_factor=4), []
    for address in reading_pages(library):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        for height in (800, 200):
            page.set_viewport_size({"width": 320, "height": height})
            wide += overflowing(page)
    assert wide == []


@pytest.mark.promise("A7")
def test_longer_words_of_another_language_fit_on_320_pixels(visit: Visit, library: Condition) -> None:
    page, wide = visit("/es/", width=320), []
    with override("es"):
        addresses = reading_pages(library)
    for address in addresses:
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == "es"
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        wide += overflowing(page)
    assert wide == []


@pytest.mark.promise("A5")
def test_reading_works_without_script(visit: Visit, library: Condition) -> None:
    page = visit(java_script_enabled=False)
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Conditions A to Z").click()
    page.get_by_role("link", name="A", exact=True).click()
    page.get_by_role("link", name="Alpha 1-antitrypsin deficiency").click()
    page.get_by_text("Still being written (2)").click()
    expect(page.get_by_text("What is alpha 1-antitrypsin deficiency?")).to_be_visible()


@pytest.mark.promise("A5")
def test_forced_colours_keep_focus_and_state_apart(visit: Visit) -> None:
    page = visit("/conditions/?letter=a", forced_colors="active")
    letter, other = page.locator(".letters [aria-current]"), page.locator(".letters a:not([aria-current])").first
    width = "one => getComputedStyle(one).borderTopWidth"
    assert letter.evaluate(width) != other.evaluate(width)
    page.keyboard.press("Tab")
    assert focus_is_shown(page)


@pytest.mark.promise("A5")
def test_condition_prints_on_one_page_without_what_only_a_screen_can_do(visit: Visit, library: Condition) -> None:
    page = visit(library.get_absolute_url())
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    page.emulate_media(media="print")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
    for screen_only in ("header", "nav", "form"):
        assert not any(part.is_visible() for part in page.locator(screen_only).all()), screen_only
    expect(page.get_by_text("This site explains.")).to_be_visible()


def focus_is_shown(page: Page) -> bool:
    """Whether what has the focus is in the window, covered by nothing, and outlined."""
    return page.evaluate(
        """() => {
            const one = document.activeElement, box = one.getClientRects()[0], style = getComputedStyle(one);
            const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
            return outlined && box.top >= 0 && box.bottom <= innerHeight && (top === one || one.contains(top));
        }"""
    )


@pytest.mark.promise("A1", "A4")
@WIDTHS
def test_keyboard_alone_leads_from_home_to_a_condition_and_to_the_foot(visit: Visit, width: int) -> None:
    page = visit(width=width)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    tab_to(page, "search-words")
    page.keyboard.type("antitripsin")
    for words in ("Search", "Alpha 1-antitrypsin deficiency", "How we review"):
        tab_to(page, words)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("How we review")


@pytest.mark.promise("A4")
def test_skip_link_leads_past_the_head(visit: Visit) -> None:
    page = visit("/privacy/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.promise("A4")
def test_what_can_be_pressed_is_at_least_24_pixels(visit: Visit, library: Condition) -> None:
    """Links inside a sentence apart, as the guidelines have it."""
    page, small = visit(), []
    for address in reading_pages(library):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 800})
            small += page.evaluate(
                """() => [...document.querySelectorAll('a, button, input, summary')]
                .filter(one => one.checkVisibility() && !one.closest('p, dd, li:not(.index li, nav li), .skip'))
                .map(one => [one, one.getBoundingClientRect()])
                .filter(([one, box]) => box.height < 24 || box.width < 24)
                .map(([one, box]) => `${location.pathname} ${one.textContent} ${box.width} x ${box.height}`)"""
            )
    assert small == []


@pytest.mark.promise("A7")
def test_page_turns_round_for_a_language_from_right_to_left(visit: Visit, settings: Any, library: Condition) -> None:
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    page = visit(f"/ar{library.get_absolute_url()}")
    assert page.locator("html").get_attribute("dir") == "rtl"
    name, menu = page.locator(".site-name").bounding_box(), page.locator("summary").first.bounding_box()
    assert name["x"] > menu["x"]
    assert page.locator("h1").evaluate("one => getComputedStyle(one).textAlign") in {"start", "right"}
    assert overflowing(page) == []
