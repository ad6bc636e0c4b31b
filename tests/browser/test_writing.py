"""Writing at the desk in a browser: what is typed saves itself, and is still there whatever happens."""

import datetime
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from conditions.editorial import comments
from conditions.models import Answer, Draft
from tests import factories
from tests.browser.axe import broken_rules
from tests.browser.conftest import Visit
from tests.browser.test_accounts import wrong_on
from tests.browser.test_reading import overflowing
from tests.factories import NOON

pytestmark = pytest.mark.browser

SHORT = "It is a lack of a protein that protects the lungs.[^ers-2017]"
SAVED = re.compile("Draft saved at")
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def people(site: str) -> SimpleNamespace:
    factories.source()
    return factories.desk()


@pytest.fixture
def answer(people: SimpleNamespace) -> Answer:
    return factories.started(people)


def sheet(answer: Answer) -> str:
    return f"/desk/answers/{answer.pk}/write/"


def opened(visit: Visit, people: SimpleNamespace, path: str, **how: Any) -> Page:
    return visit(path, signed_in=factories.browser(people.author, second_factor=True), **how)


def status(page: Page) -> Any:
    return page.locator("#saved")


def sign_in_again(page: Page, people: SimpleNamespace) -> None:
    """As in another tab: a new session, and another token."""
    cookie = factories.browser(people.author, second_factor=True).cookies["sessionid"].value
    page.context.clear_cookies(name="csrftoken")
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": page.url}])


@pytest.mark.promise("E6")
def test_what_is_typed_saves_itself_and_outlives_a_reload(
    visit: Visit, people: SimpleNamespace, answer: Answer
) -> None:
    page = opened(visit, people, sheet(answer))
    page.get_by_label("Short answer").fill(SHORT)
    expect(status(page)).to_have_text(SAVED)
    expect(page.locator("#measure-short")).to_contain_text("270 characters left. Reading grade")
    page.get_by_label("Text", exact=True).fill("Typed.")
    page.get_by_label("Search the sources").fill("ers")
    page.get_by_role("button", name="Search").click()
    page.get_by_label("Text", exact=True).press("End")
    page.clock.install(time=NOON)
    page.clock.pause_at(NOON + HOUR)
    page.get_by_role("button", name="Insert ers-2017").last.click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Typed.[^ers-2017]")
    expect(status(page)).to_have_text("Not saved yet")
    page.clock.resume()
    expect(status(page)).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label("Short answer")).to_have_value(SHORT)
    expect(page.get_by_label("Text", exact=True)).to_have_value("Typed.[^ers-2017]")


@pytest.mark.promise("E4")
def test_two_windows_lose_nothing_of_either(visit: Visit, people: SimpleNamespace, answer: Answer) -> None:
    first = opened(visit, people, sheet(answer))
    second = opened(visit, people, sheet(answer))
    first.get_by_label("Short answer").fill("Words of the first.")
    expect(status(first)).to_have_text(SAVED)
    second.get_by_label("Short answer").fill("Words of the second.")
    expect(status(second)).to_contain_text("You saved this in another window too.")
    second.get_by_role("button", name="Save draft").click()
    expect(second.get_by_role("heading", name="Something else was saved meanwhile")).to_be_visible()
    expect(second.get_by_label("Short answer", exact=True)).to_have_value("Words of the second.")
    expect(second.get_by_label("The other text: Short answer")).to_have_value("Words of the first.")
    assert Draft.objects.get().short == "Words of the first."


@pytest.mark.promise("E4")
def test_session_that_ends_while_somebody_types_loses_nothing(
    visit: Visit, people: SimpleNamespace, answer: Answer
) -> None:
    page = opened(visit, people, sheet(answer))
    Session.objects.all().delete()
    page.get_by_label("Short answer").fill(SHORT)
    expect(status(page)).to_contain_text("You were signed out, so nothing was saved.")
    sign_in_again(page, people)
    page.get_by_label("Short answer").press_sequentially(" ")
    expect(status(page)).to_have_text(SAVED)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("status").first).to_contain_text("Your draft is saved.")


@pytest.mark.one_engine
@pytest.mark.promise("E4")
def test_session_that_ended_loses_nothing_without_script_either(
    visit: Visit, people: SimpleNamespace, answer: Answer
) -> None:
    page = opened(visit, people, sheet(answer), java_script_enabled=False)
    page.get_by_label("Short answer").fill(SHORT)
    Session.objects.all().delete()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not saved yet")
    expect(page.get_by_label("Short answer")).to_have_value(SHORT)
    sign_in_again(page, people)
    page.get_by_role("button", name="Send it again").click()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("status").first).to_contain_text("Your draft is saved.")
    assert Draft.objects.get().short == SHORT


def test_button_pressed_while_the_page_saves_waits_for_that(
    visit: Visit, people: SimpleNamespace, answer: Answer
) -> None:
    page = opened(visit, people, sheet(answer))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/write/", hold, times=1)
    page.get_by_label("Short answer").fill("Half.")
    expect(status(page)).to_have_text("Saving …")
    page.get_by_label("Short answer").fill(SHORT)
    page.get_by_role("button", name="Save draft").click()
    held[0].continue_()
    expect(page.get_by_role("status").first).to_contain_text("Your draft is saved.")
    assert Draft.objects.get().short == SHORT


@pytest.mark.one_engine
def test_line_that_breaks_is_said_and_mended(visit: Visit, people: SimpleNamespace, answer: Answer) -> None:
    page = opened(visit, people, sheet(answer))
    page.route("**/write/", lambda route: route.fulfill(status=413, content_type="text/html", body="Too long"))
    page.get_by_label("Short answer").fill(SHORT)
    expect(status(page)).to_contain_text("the site could not take it")
    page.unroute("**/write/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(status(page)).to_have_text(SAVED)


@pytest.mark.one_engine
@pytest.mark.promise("A1")
def test_pages_of_writing_pass_axe(visit: Visit, people: SimpleNamespace) -> None:
    revision = factories.in_review(people)
    comments.suggest(
        revision.rounds.get(), by=people.colleague, at=NOON, seen=revision.digest,
        place="short_answer", quote="harmless", suggestion="common and harmless", weight="must",
    )  # fmt: skip
    new = factories.written(people)
    where = f"desk/answers/{revision.answer_id}/write/"
    pages = [where, f"{where}?check=1&sources=ers&country=IE", f"desk/revisions/{revision.pk}/"]
    pages += [f"desk/answers/{new.answer_id}/submit/", f"desk/conditions/{new.answer.condition.slug}/"]
    page = opened(visit, people, "/desk/conditions/?q=alpha")
    assert wrong_on(page, [*pages, "desk/conditions/?q=alpha", "desk/sources/add/"]) == []
    page.goto(f"/{where}")
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert broken_rules(page) + overflowing(page) == []


@pytest.mark.one_engine
@pytest.mark.promise("A1")
def test_page_that_keeps_what_was_typed_passes_axe(visit: Visit, people: SimpleNamespace, answer: Answer) -> None:
    page = opened(visit, people, sheet(answer), java_script_enabled=True)
    factories.written(people, answer)
    page.get_by_label("Short answer").fill(SHORT)
    Session.objects.all().delete()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not saved yet")
    assert broken_rules(page) + overflowing(page) == []
