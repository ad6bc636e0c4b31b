"""The page of an answer as a browser shows it: the first screen of a phone, folded figures, paper, and every state."""

import json
import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from conditions.models import Condition
from tests import factories
from tests.browser.axe import broken_by_colours, broken_rules
from tests.browser.conftest import Visit
from tests.browser.test_reading import overflowing

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

SMALLEST = {"width": 360, "height": 640}
LONG = "protein that protects the smallest rooms of the lungs from what is left over when germs are cleared away "
TABLE = "| A | B | C |\n|---|---|---|\n| one | two | three |"
FIGURES = "::: figures\nOf 100 children 14 were ill.[^ers-2017]\n:::"


def long(length: int) -> str:
    """One sentence of so many letters."""
    return f"A{LONG * (length // len(LONG) + 1)}"[: length - 1].strip() + "."


def longest(about: Condition) -> str:
    """The address of an answer in which everything is as long as it may be, and more of it than anybody writes."""
    people = factories.desk()
    for number in range(12):
        key = f"source-{number}"
        factories.source(key, title=long(390), publisher=long(190), url=f"https://example.org/{number}", note=long(290))
    points = [f"## {long(70)}\n\n{long(500)}[^source-{number}]\n\n{long(900)}" for number in range(12)]
    words = {
        "short": f"{long(158)}[^source-0] {long(160)}[^source-1]",
        "urgent_help": "\n".join(f"- {long(150)}[^source-2]" for _ in range(30)),
        "body": "\n\n".join([FIGURES, *points]),
        "sources_differ": long(900) + "[^source-3]",
        "unknowns": long(900),
    }
    question = factories.question("longest", "Can it run in families, and what does that mean for relatives?")
    live = factories.published(people, factories.started(people, condition=about, question=question), **words)
    factories.cautioned(people, about)
    assert len(live.revision.short_answer) == 319
    return f"{about.get_absolute_url()}longest/"


@pytest.fixture
def states(library: Condition) -> SimpleNamespace:
    """An answer in each of the states that look different."""
    people, home = factories.desk(), library.get_absolute_url()
    told = {
        "urgent_help": "- you turn blue",
        "body": f"## How\n\nSlowly.[^ers-2017]\n\n{FIGURES}\n\n## Then\n\n{TABLE}",
        "country_notes": {"GB": "Free."},
    }
    for slug in ("live", "gone"):
        asked = factories.question(slug, "What is it?")
        made = factories.published(people, factories.started(people, condition=library, question=asked), **told)
        if slug == "gone":
            factories.withdrawn(made)
    factories.question("stories-alone", "What helps?", kind="experience", policy=None)
    pages = [f"{home}{rest}" for rest in ("live/", "live/print/", "gone/", "stories-alone/")]
    return SimpleNamespace(live=pages[0], pages=[*pages, f"/es{pages[0]}"])


def sides(page: Page) -> int:
    """How many sides of paper the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4", prefer_css_page_size=True)))


def test_first_screen_of_a_phone_ends_after_the_review_line(
    visit: Visit, library: Condition, states: SimpleNamespace
) -> None:
    page = visit(states.live, viewport=SMALLEST)
    question = "Which treatments are used, and what can they do and not do?"
    for place, words in (("h1", question), (".short-answer > p", long(320))):
        page.locator(place).evaluate("(one, words) => { one.textContent = words }", words)
    line = page.get_by_text("What was checked").bounding_box()
    assert line
    assert line["y"] + line["height"] <= SMALLEST["height"]
    expect(page.get_by_role("link", name="Need help now?")).to_be_visible()


@pytest.mark.promise("A5")
def test_longest_answer_prints_on_one_side_with_room_for_questions(visit: Visit, library: Condition) -> None:
    address = longest(library)
    page = visit(f"{address}print/")
    assert sides(page) == 1
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 643, "height": 986})
    room = page.locator(".questions").bounding_box()
    assert room
    assert room["height"] > 110  # three lines to write on, in the pixels of paper
    expect(page.get_by_text("There are more signs than fit here.")).to_be_visible()
    expect(page.get_by_text("14 were ill")).to_have_count(0)


@pytest.mark.promise("A5")
def test_figures_open_without_script_and_print_only_then(visit: Visit, states: SimpleNamespace) -> None:
    page = visit(states.live, java_script_enabled=False)
    figures, told = page.locator(".figures"), page.get_by_text("14 were ill")
    expect(told).not_to_be_visible()
    page.emulate_media(media="print")
    expect(figures).not_to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_text("Show the figures").click()
    expect(told).to_be_visible()
    page.emulate_media(media="print")
    expect(told).to_be_visible()


@pytest.mark.promise("R24", "S3")
def test_structured_data_is_read_by_machines_and_refused_by_no_policy(visit: Visit, states: SimpleNamespace) -> None:
    page = visit(states.live)
    block = page.locator('script[type="application/ld+json"]').text_content()
    assert json.loads(block or "")["@type"] == "MedicalWebPage"


@pytest.mark.promise("A2")
def test_state_is_a_shape_and_a_word_in_forced_colours_too(visit: Visit, states: SimpleNamespace) -> None:
    page = visit(states.live, forced_colors="active")
    sign = page.locator(".review-line .sign").first
    assert sign.evaluate("one => [one.getBoundingClientRect().width > 12, getComputedStyle(one).stroke]")[0]
    assert sign.evaluate("one => getComputedStyle(one).stroke") == sign.evaluate("one => getComputedStyle(one).color")
    expect(page.get_by_text("Medically reviewed").first).to_be_visible()


@pytest.mark.promise("A1", "A4", "A5")
def test_answer_in_every_state_passes_axe_and_fits_the_narrowest_phone(visit: Visit, states: SimpleNamespace) -> None:
    page, wrong = visit(width=320), []
    for address in states.pages:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        page.emulate_media(color_scheme="light")
        wrong += broken_rules(page) + overflowing(page)
        page.emulate_media(color_scheme="dark")
        wrong += broken_by_colours(page)
    assert wrong == []
