"""What axe finds wrong with a page as it stands."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LEVEL_AA = {"runOnly": RULES, "resultTypes": ["violations"]}
# All styles are not read anew first: the one rule that asks for them is none of these.
PREPARED = {"preload": {"assets": ["media"]}}


def violations(page: Page, options: dict[str, Any]) -> list[dict[str, Any]]:
    """The rules that it breaks, once it is whole. What was asked once has axe on each page that it opens afterwards."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.add_init_script(Axe().axe_script)
        page.evaluate(Axe().axe_script)
    told = "options => axe.run(options).then(told => told.violations)"
    found: list[dict[str, Any]] = page.evaluate(told, PREPARED | options)
    return found


def broken_rules(page: Page) -> list[str]:
    found = violations(page, LEVEL_AA)
    return [f"{page.url} {rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def broken_by_colours(page: Page) -> list[str]:
    """Of the rules those that a theme can break."""
    return broken_otherwise(page, "color-contrast", "link-in-text-block")


def broken_by_layout(page: Page) -> list[str]:
    """Of the rules those that a theme can break, or what another width shows or hides."""
    named = ("label", "link-name", "button-name", "target-size", "scrollable-region-focusable")
    return broken_otherwise(page, "color-contrast", "link-in-text-block", *named)


def broken_otherwise(page: Page, *rules: str) -> list[str]:
    found = violations(page, {"runOnly": {"type": "rule", "values": list(rules)}})
    return [f"{page.url} otherwise: {rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]
