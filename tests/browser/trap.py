"""Pages in which an attack that ran, or only reached the page, is noticed (S2)."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from playwright.sync_api import Dialog, Page, Request

from tests.browser.conftest import DESK, abroad, wrong

TRAP = "window.fired = []; window.fire = () => window.fired.push('it ran on ' + document.location.href)"
PLANTED = """() => {
    document.querySelectorAll('details').forEach(fold => fold.open = true);
    const all = [...document.querySelectorAll('*')], shown = one => one.outerHTML.slice(0, 200);
    const attributes = one => [...Object.getOwnPropertyDescriptor(Element.prototype, 'attributes').get.call(one)];
    const lures = /^(href|src|action|data|formaction|xlink:href)$/i;
    const away = /^[^a-z/]*(javascript|vbscript|data:text|(https?:)?\\/\\/evil)/i;
    const attribute = each => /^on|^srcdoc$/i.test(each.name) || lures.test(each.name) && away.test(each.value);
    const foreign = 'xss, iframe, object, embed, marquee, base, portal, math, video, audio, script:not([src], [type])'
        + ', frameset, style, [style*="("], [style*=animation], [http-equiv], template, image, xmp, [popover]';
    const found = all.filter(one => one.matches(foreign) || attributes(one).some(attribute)).map(shown);
    return [...window.fired.splice(0), ...found];
}"""
WRITE = "html => { document.open(); document.write(html); document.close() }"
OURS = ("/static/", "/admin/jsi18n/")


def set_trap(site: str, new_context: Any, noticed: list[str], *, has_policy: bool = False) -> Page:
    """A page that notes dialogs, requests that no page of ours makes, and what breaks the policy if it has one."""
    context = new_context(bypass_csp=not has_policy, base_url=site, viewport={"width": DESK, "height": 800})
    context.add_init_script(TRAP)
    page: Page = context.new_page()

    def opened(dialog: Dialog) -> None:
        noticed.append(f"{page.url}: a dialog opened: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", opened)
    page.on("request", lambda request: noticed.extend(unasked(site, request)))
    if has_policy:
        page.on("console", lambda message: noticed.extend(wrong(page, message)))
    page.goto("/privacy/")
    return page


def unasked(site: str, request: Request) -> list[str]:
    """A request that leaves this host, or that is neither for a page nor for what our pages are made of."""
    if request.is_navigation_request() or urlsplit(request.url).path.startswith(OURS):
        return abroad(site, request)
    return [f"{request.url} was asked"]


def seen(page: Page, typed: Iterable[str], made: Iterable[bytes]) -> list[str]:
    """What is planted on pages of the test client, each parsed by the browser as it parses what a site sends."""
    page.route("**/static/**", lambda route: route.fulfill(body=""))
    found = []
    for attack, body in zip(typed, made, strict=True):
        page.evaluate(WRITE, body.decode())
        found += [f"{attack}: {part}" for part in page.evaluate(PLANTED)]
    return found


def opened(page: Page, addresses: Iterable[str]) -> list[str]:
    """What is planted on pages of the site."""
    found = []
    for address in addresses:
        response = page.goto(address)
        assert response is not None
        assert response.status in (200, 410), address
        assert "/account/login/" not in page.url, address
        found += [f"{address}: {part}" for part in page.evaluate(PLANTED)]
    return found


def take_over(page: Page, client: Client) -> None:
    """Signs the page in as the client is."""
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": urljoin(page.url, "/")}
    page.context.add_cookies([session])
