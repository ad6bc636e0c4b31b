"""Whether the keys alone lead everywhere on a page, and whether one sees where one is (A1, A4).

The Tab key is held down, at half the work of pressing it anew: each step first looks at where the last one led.
"""

import pytest
from playwright.sync_api import ElementHandle, Page

# Why one does not see what has the focus, if one does not. It stands whole in the window; of a long box, or a part that
# scrolls, a browser shows where the cursor is.
HIDDEN = """one => {
    const box = one.getClientRects()[0], style = getComputedStyle(one);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    const start = Math.max(box.left, 0), end = Math.min(box.right, innerWidth);
    const there = document.elementFromPoint((start + end) / 2, (top + bottom) / 2);
    const least = one.matches('textarea, [tabindex="0"]') ? Math.min(box.height, 48) : box.height;
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return 'no outline';
    if (bottom - top < least) return 'out of sight';
    return there === one || one.contains(there) ? '' : 'covered';
}"""
# What somebody who sees the page expects the keys to reach; of a group of choices it is one.
LISTEN = f"""() => {{
    const all = 'a[href], button, input, select, textarea, summary, [tabindex="0"]', hidden = {HIDDEN};
    const place = one => one.type === 'radio' ? `${{one.form?.id}} ${{one.name}}` : one;
    const open = one => one.checkVisibility({{visibilityProperty: true}}) && !one.disabled;
    window.left = new Map([...document.querySelectorAll(all)].filter(open).map(one => [place(one), one]));
    window.unseen = [];
    const look = () => {{
        const one = document.activeElement, why = left.delete(place(one)) && hidden(one);
        if (why) unseen.push(`${{why}}: ${{one.outerHTML.slice(0, 160)}}`);
    }};
    document.addEventListener('keydown', event => event.repeat && look());
    document.addEventListener('keyup', look);
}}"""
LEFT = "() => left.size"
TOLD = "() => [...unseen, ...[...left.values()].map(one => `no key leads to ${one.outerHTML.slice(0, 160)}`)]"
# Looks at each step, and stays where it wanted to be: there the key is let go by until it is no longer held.
SET_OUT = f"""wanted => {{
    const hidden = {HIDDEN}, words = one => (one.innerText || '').trim().replace(/\\s+/g, ' ');
    const named = one => [one.name, one.id, one.value].includes(wanted) || words(one).startsWith(wanted);
    const found = one => wanted instanceof Element ? one === wanted : named(one);
    const walk = window.walk = {{isThere: false, isUnderWay: false, unseen: []}}, over = new AbortController();
    const look = () => {{
        const one = document.activeElement, why = hidden(one);
        if (why) walk.unseen.push(`${{why}}: ${{one.outerHTML.slice(0, 200)}}`);
        walk.isThere = found(one);
    }};
    document.addEventListener('keydown', event => {{
        if (walk.isUnderWay && !walk.isThere) look();
        walk.isUnderWay = true;
        if (walk.isThere) event.preventDefault();
    }}, over);
    document.addEventListener('keyup', () => {{
        if (!walk.isThere) look();
        if (walk.isThere) over.abort();
    }}, over);
}}"""


def out_of_reach(page: Page) -> list[str]:
    """What the Tab key never comes to, and what has the focus where nobody sees it."""
    page.evaluate(LISTEN)
    for _round in range(3):  # a date has three parts, and so takes three steps
        hold(page, page.evaluate(LEFT))
    found: list[str] = page.evaluate(TOLD)
    return [f"{page.url} {each}" for each in found]


def tab_to(page: Page, wanted: str | ElementHandle | None) -> None:
    """To what has the name, the id, the value or these first words; at each step one sees where one is."""
    page.evaluate(SET_OUT, wanted)
    for _part in range(10):
        hold(page, 9)
        is_there, unseen = page.evaluate("() => [walk.isThere, walk.unseen]")
        assert not unseen, f"{page.url}: {unseen}"
        if is_there:
            return
    pytest.fail(f"{page.url}: the Tab key never came to {wanted}.")


def hold(page: Page, steps: int) -> None:
    for _step in range(steps):
        page.keyboard.down("Tab")
    page.keyboard.up("Tab")
