"""The pages on which a reader looks for an answer, with answers on them, as a browser shows them."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conditions import search
from conditions.models import Condition, Question
from tests import factories
from tests.browser.axe import broken_rules
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_reading import overflowing

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

OPEN_ALL = "document.querySelectorAll('details').forEach(fold => fold.open = true)"


@pytest.fixture
def answered(library: Condition, monkeypatch: pytest.MonkeyPatch) -> Condition:
    """The condition of the library, with answers in several states, and the clock at the noon of the factories."""
    monkeypatch.setattr(timezone, "now", lambda: factories.NOON)
    people = factories.desk()
    factories.value_accepted(people, factories.fact(people, library), "1 in 1,500 to 3,500", "1 to 5 in 10,000")
    help_now = factories.question("urgent-help", "When is help needed at once?", start_here=1)
    what = Question.objects.get(slug="what-is-it")
    first = factories.published(people, factories.started(people, condition=library, question=what))
    words = {"urgent_help": "- the skin turns yellow[^ers-2017]"}
    factories.published(people, factories.started(people, condition=library, question=help_now), **words)
    unknown = {"is_unknown": True, "unknowns": "Nobody has looked.[^ers-2017]", "body": ""}
    factories.published(people, factories.started(people, condition=library), **unknown)
    within = {"short": "It is harmless.[^ers-2017]", "body": "", "within": first.answer}
    factories.published(people, factories.started(people, condition=library), **within)
    factories.withdrawn(factories.published(people, factories.started(people, condition=library)))
    factories.cautioned(people, first.answer)
    search.rebuild()
    return library


@pytest.mark.promise("A1", "A5")
def test_pages_with_answers_pass_axe_and_never_scroll_sideways(visit: Visit, answered: Condition) -> None:
    addresses = [answered.get_absolute_url(), "/", "/search/?q=a1ad+help", "/how-we-review/"]
    wrong = []
    for width, theme in ((PHONE, "dark"), (DESK, "light"), (320, "light")):
        page = visit(width=width, theme=theme)
        for address in addresses:
            page.goto(address)
            page.evaluate(OPEN_ALL)
            wrong += overflowing(page) if width == 320 else broken_rules(page)
    assert wrong == []


@pytest.mark.promise("A4")
def test_somebody_who_has_just_been_told_comes_to_the_first_questions_by_keyboard(
    visit: Visit, answered: Condition
) -> None:
    page = visit("/")
    page.get_by_role("link", name="I have just been told").press("Enter")
    page.get_by_label("Which condition?").fill("a1ad")
    page.get_by_label("Which condition?").press("Enter")
    page.get_by_role("link", name="Alpha 1-antitrypsin deficiency").press("Enter")
    expect(page.get_by_role("heading", name="Start here")).to_be_in_viewport()
    page.get_by_role("link", name="When is help needed at once?").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("When is help needed at once?")
