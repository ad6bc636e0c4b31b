"""Every page of ours, each as whoever it is for: one for everybody to use, and by the keys alone (A1, A4)."""

import itertools

import pytest
from django.db import transaction
from playwright.sync_api import Page

from tests.browser.axe import broken_by_layout, broken_rules
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.keys import out_of_reach
from tests.browser.test_reading import overflowing
from tests.everywhere import Everywhere, ours
from tests.factories import NOON

pytestmark = [pytest.mark.browser, pytest.mark.one_engine, pytest.mark.long]


@pytest.fixture
def library(transactional_db: None) -> None:
    """The world of the matrix has all that stands on this site."""


@pytest.fixture
def world(site: str, monkeypatch: pytest.MonkeyPatch) -> Everywhere:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    with transaction.atomic():
        return Everywhere()


def wrong_with(page: Page) -> list[str]:
    """By every rule and by the keys on a phone in the light; on a desk in the dark by what that can break."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    wrong = broken_rules(page) + overflowing(page) + out_of_reach(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": DESK, "height": 800})
    wrong += broken_by_layout(page) + overflowing(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": PHONE, "height": 800})
    return wrong


@pytest.mark.promise("A1", "A4", "S3", "S7")
def test_every_page_of_ours_is_for_everybody_and_for_the_keys_alone(visit: Visit, world: Everywhere) -> None:
    pages, wrong = world.pages(), list[str]()
    for who, theirs in itertools.groupby(pages, lambda each: each.who):
        page = visit("/robots.txt", signed_in=world.browser(who))
        for each in theirs:
            answered = page.goto(each.address)
            assert answered is not None
            assert answered.status == 200, each
            wrong += [f"{each.route}, {who}: {one}" for one in wrong_with(page)]
    assert wrong == []
    assert {each.route for each in pages} == set(ours())
