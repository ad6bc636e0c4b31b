"""Texts that go out together, in a browser: sent by an editor, read on one page, decided on another."""

from types import SimpleNamespace
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from conditions.models import Assignment, Bundle, User, Verdict
from tests import factories
from tests.browser.axe import broken_rules
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_reading import overflowing

pytestmark = [pytest.mark.browser, pytest.mark.one_engine, pytest.mark.usefixtures("noon")]


@pytest.fixture
def people(library: object) -> SimpleNamespace:
    return factories.desk()


def at_the_desk(visit: Visit, person: User, path: str, **options: object) -> Page:
    return visit(path, signed_in=factories.browser(person, second_factor=True), **options)


def press(page: Page, name: str, role: Literal["button", "link"] = "button") -> None:
    with page.expect_navigation():
        page.get_by_role(role, name=name).press("Enter")


def tick(page: Page, label: str, which: int = 0) -> None:
    page.get_by_label(label).nth(which).press("Space")


@pytest.mark.promise("A1", "A4", "R10", "R12")
def test_bundle_goes_from_the_editor_to_its_signatures_by_the_keys_alone(visit: Visit, people: SimpleNamespace) -> None:
    live = factories.published(people)
    factories.written(people, factories.started(people, condition=live.answer.condition))
    address = f"/desk/conditions/{live.answer.condition.slug}/"
    page = at_the_desk(visit, people.author, address, width=PHONE)
    press(page, "Send several texts to review", "link")
    tick(page, "live, to be confirmed")
    tick(page, "not reviewed yet")
    press(page, "Go on")
    page.get_by_label("What should the reviewers look at?").fill("Is it fair?")
    tick(page, people.reviewer.name)
    press(page, "Send to review")
    expect(page.get_by_role("status")).to_contain_text("2 texts were sent to review.")
    page = at_the_desk(visit, people.colleague, "/desk/reviews/", width=PHONE)
    press(page, "2 texts to check", "link")
    expect(page.get_by_text("“Is it fair?”")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Finish", exact=True).press("Enter")
    tick(page, "The statements are accurate.")
    tick(page, "Same as on")
    for which in range(2):
        tick(page, "I approve these exact words", which)
    press(page, "Send my decisions")
    expect(page.get_by_role("heading", level=1)).to_have_text("What you decided")
    assert Verdict.objects.filter(round__bundle=Bundle.objects.get(), decision="approve").count() == 2


@pytest.mark.promise("A1", "A4", "A5")
@pytest.mark.parametrize(("theme", "width"), [("light", 320), ("dark", DESK)])
def test_pages_of_a_bundle_pass_axe_and_never_scroll_sideways(
    visit: Visit, people: SimpleNamespace, theme: str, width: int
) -> None:
    bundle = factories.bundled(people)
    factories.written(people, factories.started(people, condition=bundle.condition))
    page, wrong = at_the_desk(visit, people.colleague, "/desk/reviews/", theme=theme, width=width), []
    here = f"/desk/bundles/{bundle.pk}/"
    for address in ("/desk/reviews/", here, f"{here}?changes=live", f"{here}decline/", f"{here}finish/"):
        page.goto(address)
        wrong += broken_rules(page) + overflowing(page)
    page.get_by_role("button", name="Send my decisions").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    wrong += broken_rules(page) + overflowing(page)
    factories.signed(people, Assignment.objects.order_by("pk")[0].round.revision)
    about = f"/desk/conditions/{bundle.condition.slug}/bundle/"
    for address in (f"{here}signed/", about, f"{about}?answer={bundle.condition.answers.latest('pk').pk}"):
        page.goto(address)
        wrong += broken_rules(page) + overflowing(page)
    assert wrong == []
