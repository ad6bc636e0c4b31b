"""The desk of one answer in a browser: text brought to readers by a second person, cautioned, and taken from them."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from conditions.models import Confirmation, Publication, User
from tests import factories
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("noon")]


@pytest.fixture
def people(library: object) -> SimpleNamespace:
    return factories.desk()


def at_the_desk(visit: Visit, person: User, publication: Publication, **options: object) -> Page:
    client = factories.browser(person, second_factor=True)
    return visit(f"/desk/answers/{publication.answer_id}/", signed_in=client, **options)


def address(publication: Publication) -> str:
    answer = publication.answer
    return f"/conditions/{answer.condition.slug}/{answer.question.slug}/"


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.promise("E21")
def test_caution_stands_above_the_text_in_a_moment_and_is_lifted(visit: Visit, people: SimpleNamespace) -> None:
    live = factories.published(people)
    reader, page = visit(address(live)), at_the_desk(visit, people.author, live)
    expect(reader.locator(".caution")).to_have_count(0)
    follow(page, "Put a caution over it")
    page.get_by_label("Why?").fill("A reader doubts the dose.")
    press(page, "Put the caution")
    expect(page.get_by_role("status")).to_contain_text("Readers see the caution now")
    reader.reload()
    expect(reader.locator(".caution")).to_contain_text("ask a doctor, a nurse or a pharmacist before you act on it")
    follow(page, "Lift it")
    press(page, "Lift it")
    reader.reload()
    expect(reader.locator(".caution")).to_have_count(0)


@pytest.mark.promise("E7", "E20")
def test_text_is_withdrawn_by_one_and_confirmed_by_another(visit: Visit, people: SimpleNamespace) -> None:
    live = factories.published(people)
    page = at_the_desk(visit, people.author, live)
    follow(page, "Withdraw")
    page.get_by_label("Why is it taken down?").fill("It named a wrong dose.")
    page.get_by_label("What should somebody do who acted on it?").fill("Call your clinic today.")
    press(page, "See what readers will see")
    expect(page.locator(".as-read")).to_contain_text("If you have acted on it: Call your clinic today.")
    press(page, "Withdraw now")
    reader = visit()
    gone = reader.goto(address(live))
    assert gone is not None
    assert gone.status == 410
    expect(reader.get_by_role("main")).to_contain_text("Call your clinic today.")
    second = at_the_desk(visit, people.colleague, live)
    follow(second, "Confirm the withdrawal")
    press(second, "Confirm it")
    expect(second.get_by_role("status")).to_contain_text("The withdrawal is confirmed.")
    assert Confirmation.objects.get().by == people.colleague
