"""Whether the keys alone lead everywhere on a page, and whether one sees where one is (A1, A4)."""

from playwright.sync_api import Page

# What somebody who sees the page expects the keys to reach; of a group of choices it is one.
LISTEN = """() => {
    const all = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const place = one => one.type === 'radio' ? `${one.form?.id} ${one.name}` : one;
    const open = one => one.checkVisibility({visibilityProperty: true}) && !one.disabled;
    window.left = new Map([...document.querySelectorAll(all)].filter(open).map(one => [place(one), one]));
    window.unseen = [];
    const hidden = one => {
        const box = one.getClientRects()[0], style = getComputedStyle(one);
        const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
        const start = Math.max(box.left, 0), end = Math.min(box.right, innerWidth);
        const there = document.elementFromPoint((start + end) / 2, (top + bottom) / 2);
        if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return 'no outline';
        if (bottom - top < Math.min(box.height, 48)) return 'out of sight';
        return there === one || one.contains(there) ? '' : 'covered';
    };
    const look = () => {
        const one = document.activeElement, why = left.delete(place(one)) && hidden(one);
        if (why) unseen.push(`${why}: ${one.outerHTML.slice(0, 160)}`);
    };
    document.addEventListener('keydown', event => event.repeat && look());
    document.addEventListener('keyup', look);
}"""
LEFT = "() => left.size"
TOLD = "() => [...unseen, ...[...left.values()].map(one => `no key leads to ${one.outerHTML.slice(0, 160)}`)]"


def out_of_reach(page: Page) -> list[str]:
    """What the Tab key never comes to, and what has the focus where nobody sees it.

    The key is held down, at half the work of pressing it anew: each step first looks at where the last one led.
    """
    page.evaluate(LISTEN)
    for _round in range(3):  # a date has three parts, and so takes three steps
        for _step in range(page.evaluate(LEFT)):
            page.keyboard.down("Tab")
        page.keyboard.up("Tab")
    found: list[str] = page.evaluate(TOLD)
    return [f"{page.url} {each}" for each in found]
