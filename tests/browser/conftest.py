"""A real browser before a real server, and somebody who watches what every page does.

`site` is a running site with a small catalogue; `visit` opens one of its pages. Both may be used by any test
marked `browser`. A page that logs an error, breaks the content security policy or asks another host for
anything fails the test that opened it, whatever that test is about.
"""

import os
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, Request

from conditions.models import Condition
from tests import chromium, factories, stories

PHONE, DESK = 360, 1280
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Chromium of the system, which can resolve no name but ours."""
    program = chromium.path()
    if program is None:
        missing = "Chromium is not installed, so no page was seen in a browser."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    closed = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost"
    return {"executable_path": program, "args": ["--no-sandbox", "--disable-background-networking", closed]}


@pytest.fixture
def library(transactional_db: None) -> Condition:
    """The condition of a small catalogue about which a page can say everything."""
    return factories.library()


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site's clock stands at the noon of the factories."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: factories.NOON)


@pytest.fixture
def people(library: Condition) -> SimpleNamespace:
    """Who reads stories, and a member who may write one."""
    found = stories.duty()
    found.author = factories.member("Quiet fern")
    return found


@pytest.fixture
def site(live_server: Any, library: Condition, settings: Any) -> str:
    """The address of a running site with a small catalogue; its mails lead there too."""
    settings.DISEASEMAPS = {**settings.DISEASEMAPS, "address": str(live_server.url)}
    return str(live_server.url)


@pytest.fixture
def visit(site: str, new_context: Any) -> Iterator[Visit]:
    """Opens a page: `visit("/privacy/", width=DESK, theme="dark")`.

    `signed_in` is a client of `factories.browser`, whose cookies are taken over; further options go to the
    browser's context.
    """
    complaints: list[str] = []

    def opened(
        path: str = "/", *, width: int = PHONE, theme: str = "light", signed_in: Client | None = None, **options: Any
    ) -> Page:
        size = {"width": width, "height": 800}
        context = new_context(**{"viewport": size, "color_scheme": theme, "base_url": site} | options)
        held = signed_in.cookies.items() if signed_in else ()
        context.add_cookies([{"name": name, "value": cookie.value, "url": site} for name, cookie in held])
        page: Page = context.new_page()
        page.on("console", lambda message: complaints.extend(wrong(page, message)))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("request", lambda request: complaints.extend(abroad(site, request)))
        page.goto(path)
        return page

    yield opened
    assert complaints == []


def wrong(page: Page, message: ConsoleMessage) -> list[str]:
    """An error of the page, unless it is only that the page itself answered 404 or the like."""
    if message.type != "error" or (message.location["url"] == page.url and "Failed to load" in message.text):
        return []
    return [f"{page.url}: {message.text}"]


def abroad(site: str, request: Request) -> list[str]:
    """A request that leaves this host (S7)."""
    return [] if request.url.startswith((site, "data:", "about:")) else [f"{request.url} was asked"]
