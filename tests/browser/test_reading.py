"""Reading pages as a browser shows them: to everybody, on everything."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from conditions.models import Condition
from tests.browser.conftest import DESK, PHONE, Visit
from tests.pages import reading_pages

pytestmark = pytest.mark.browser

LEVEL_AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
BOTH = pytest.mark.parametrize("theme", ["light", "dark"])
WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])


def broken_rules(page: Page) -> list[str]:
    found = Axe().run(page, options=LEVEL_AA).response["violations"]
    return [f"{page.url} {rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.promise("A1")
@BOTH
@WIDTHS
def test_reading_pages_pass_axe(visit: Visit, library: Condition, theme: str, width: int) -> None:
    page = visit(width=width, theme=theme)
    broken = []
    for address in reading_pages(library):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        broken += broken_rules(page)
    assert broken == []
