"""The life of an answer, as the people who make it live it: each in a browser of their own, by pages and presses alone.

Nothing here is told to the site but by what somebody types and presses, the clock apart.
"""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from conditions.editorial import publications
from conditions.models import Answer, Condition, Publication, Question, User
from conditions.models.people import Role
from tests import factories
from tests.browser.axe import broken_rules, violations
from tests.browser.conftest import PHONE, Visit
from tests.browser.keys import tab_to
from tests.browser.test_reading import overflowing
from tests.browser.test_review_desk import BODY
from tests.factories import NOON

pytestmark = pytest.mark.browser

SHORT = "It is a lack of a protein that protects the lungs.[^ers-2017]"
DARK = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size"]}}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The site's clock, which stands until a test moves it."""
    hands = SimpleNamespace(now=NOON)
    monkeypatch.setattr("django.utils.timezone.now", lambda: hands.now)
    return hands


@pytest.fixture
def people(library: Condition) -> SimpleNamespace:
    """Three people: one writes, one signs, one publishes. Somebody else looked up the reviewer's credential."""
    if not factories.Source.objects.exists():
        factories.source()
    reviewer = factories.reviewer()
    author, publisher = factories.holder(Role.EDITOR), factories.holder(Role.EDITOR)
    return SimpleNamespace(author=author, colleague=reviewer.user, reviewer=reviewer, publisher=publisher)


def at_the_desk(visit: Visit, person: User, path: str = "", **options: object) -> Page:
    return visit(f"/desk/{path}", signed_in=factories.browser(person, second_factor=True), **options)


def clean(page: Page) -> None:
    """Everybody can use the page, in either theme, and nobody has to scroll sideways.

    That is asked where SQLite filled the page: one that another database filled looks the same (docs/decisions/0042).
    """
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    if connection.vendor != "sqlite":
        return
    page.emulate_media(color_scheme="dark")
    seen = [f"{page.url} in the dark: {rule['id']}" for rule in violations(page, DARK)]
    page.emulate_media(color_scheme="light")
    assert seen + broken_rules(page) + overflowing(page) == []


def goes(page: Page, *names: str) -> None:
    """Goes to each of these with the Tab key, and on to where the Enter key leads, which is a page for everybody."""
    for name in names:
        tab_to(page, name)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        clean(page)


def ticks(page: Page, *names: str) -> None:
    for name in names:
        tab_to(page, name)
        page.keyboard.press("Space")


def types(page: Page, **words: str) -> None:
    for name, typed in words.items():
        tab_to(page, name)
        page.keyboard.type(typed)


def review_line(page: Page) -> Any:
    return page.locator(".review-line")


@pytest.mark.one_engine
@pytest.mark.promise("A1", "A4", "E7", "R1", "R8")
def test_three_people_bring_an_answer_to_readers_by_keyboard_alone_on_phones(
    visit: Visit, people: SimpleNamespace, library: Condition
) -> None:
    author = at_the_desk(visit, people.author, f"conditions/{library.slug}/", width=PHONE)
    goes(author, "Write")
    types(author, short=SHORT, body=BODY, searched_on="03022026")
    goes(author, "Save revision", "Send to review")
    types(author, question="Is it so?")
    ticks(author, "reviewers")
    goes(author, "Send to review")
    reviewer = at_the_desk(visit, people.colleague, width=PHONE)
    goes(reviewer, "My reviews", "What is alpha 1-antitrypsin deficiency?")
    expect(reviewer.get_by_text("Is it so?")).to_be_visible()
    goes(reviewer, "Finish")
    ticks(reviewer, "id_scopes_0", "id_topic_0", "id_decision_0")
    goes(reviewer, "Send my decision")
    author.reload()
    expect(author.get_by_role("main")).to_contain_text("Readers get them when another person publishes.")
    expect(author.get_by_role("link", name="Publish")).to_have_count(0)
    publisher = at_the_desk(visit, people.publisher, f"answers/{Answer.objects.get().pk}/", width=PHONE)
    goes(publisher, "Publish", "Publish these words")
    reader = visit(f"{library.get_absolute_url()}what-is-it/")
    line = f"Medically reviewed on 2 March 2026 by {people.reviewer.name}, MD, Hepatology."
    expect(review_line(reader)).to_contain_text(line)
    expect(reader.locator(".short-answer")).to_contain_text("It is a lack of a protein that protects the lungs.")


@pytest.fixture
def live(people: SimpleNamespace, library: Condition) -> Publication:
    """What readers have of one answer."""
    answer = factories.started(people, condition=library, question=Question.objects.get(slug="what-is-it"))
    revision = factories.approved(people, answer, short=SHORT, body=BODY)
    return publications.publish(revision, by=people.publisher, at=NOON, seen=revision.digest)


def at_the_page(visit: Visit, live: Publication) -> Page:
    return visit(f"{live.answer.condition.get_absolute_url()}{live.answer.question.slug}/")


def press(page: Page, *names: str) -> None:
    """Presses each of these links and buttons, and waits for the page to which it leads."""
    for name in names:
        there = page.get_by_role("link", name=name, exact=True).or_(page.get_by_role("button", name=name, exact=True))
        with page.expect_navigation():
            there.click()


def fill(page: Page, **words: str) -> None:
    for name, typed in words.items():
        page.locator(f"[name={name}]").fill(typed)


def sends(page: Page, people: SimpleNamespace, kind: str = "Medical") -> None:
    press(page, "Save revision", "Send to review")
    page.get_by_label(kind).check()
    fill(page, question="Is it so?")
    page.get_by_label(people.reviewer.name).check()
    press(page, "Send to review")
    expect(page.get_by_role("status").first).to_contain_text("Sent to review.")


def opens(page: Page) -> None:
    """The text that waits for the reviewer."""
    page.goto("/desk/reviews/")
    with page.expect_navigation():
        page.get_by_role("article").get_by_role("heading").get_by_role("link").click()


def asks_for_changes(page: Page) -> None:
    opens(page)
    page.get_by_role("link", name="Comment on “The liver handles the pigment more slowly.”").click()
    page.get_by_label("Must change").check()
    page.get_by_text("Suggest wording", exact=True).click()
    fill(page, suggestion="The liver takes longer.[^ers-2017]")
    press(page, "Save the comment")
    expect(page.locator(".remark")).to_contain_text("takes longer")
    press(page, "Finish")
    page.get_by_label("Please change first").check()
    press(page, "Send my decision")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent.")


def signs(page: Page, scope: str) -> None:
    press(page, "Finish")
    page.get_by_label(scope).check()
    page.get_by_label("Same as on").check()
    page.get_by_label("I approve these exact words").check()
    press(page, "Send my decision")
    expect(page.get_by_role("heading", level=1)).to_have_text("Signed.")


def looks_again(page: Page) -> None:
    opens(page)
    expect(page.get_by_text("Changed since you asked for changes, on 2 March 2026: 1 place.")).to_be_visible()
    page.get_by_text("What was said about the text of 2 March 2026").click()
    expect(page.locator(".before .remark")).to_contain_text("takes longer")
    press(page, "Changes since you asked for some")
    expect(page.locator(".changes ins").first).to_be_visible()


def publishes(visit: Visit, people: SimpleNamespace, live: Publication) -> None:
    page = at_the_desk(visit, people.publisher, f"answers/{live.answer_id}/", java_script_enabled=False)
    press(page, "Publish")
    expect(page.locator("ins").first).to_be_visible()
    press(page, "Publish these words")
    expect(page.get_by_role("status")).to_contain_text("Readers have these words now.")


@pytest.mark.promise("R3", "R8", "E5")
def test_reviewer_asks_for_changes_looks_again_and_signs_without_script(
    visit: Visit, people: SimpleNamespace, live: Publication
) -> None:
    author = at_the_desk(visit, people.author, f"answers/{live.answer_id}/", java_script_enabled=False)
    press(author, "Write")
    fill(author, short="It is a common lack of a protein.[^ers-2017]", change="Newer counts.")
    sends(author, people)
    reviewer = at_the_desk(visit, people.colleague, java_script_enabled=False)
    asks_for_changes(reviewer)
    author.reload()
    expect(author.get_by_role("main")).to_contain_text("asked for changes. A new revision takes them up.")
    press(author, "Write", "Use this wording")
    expect(author.get_by_text("This wording stands in your text.")).to_be_visible()
    fill(author, change="Newer counts, and a clearer sentence.")
    sends(author, people)
    looks_again(reviewer)
    signs(reviewer, "The statements are accurate.")
    reader = at_the_page(visit, live)
    expect(reader.get_by_role("main")).not_to_contain_text("takes longer")
    publishes(visit, people, live)
    reader.reload()
    expect(reader.get_by_role("main")).to_contain_text("The liver takes longer.")
    expect(reader.get_by_role("main")).to_contain_text("Wording suggested by the reviewer was used")


@pytest.mark.one_engine
@pytest.mark.promise("R4", "R5")
def test_reviewer_confirms_that_only_the_wording_changed(
    visit: Visit, people: SimpleNamespace, live: Publication, clock: SimpleNamespace
) -> None:
    clock.now += datetime.timedelta(days=30)
    author = at_the_desk(visit, people.author, f"answers/{live.answer_id}/write/")
    fill(author, short=SHORT.replace("a lack", "the lack"), change="A better word.")
    sends(author, people, kind="Wording only")
    reviewer = at_the_desk(visit, people.colleague)
    opens(reviewer)
    expect(reviewer.get_by_text("Only the wording is said to have changed.")).to_be_visible()
    signs(reviewer, "Only the wording changed; the medical content is the same.")
    publishes(visit, people, live)
    reader = at_the_page(visit, live)
    expect(reader.locator(".short-answer")).to_contain_text("It is the lack")
    expect(review_line(reader)).to_contain_text("Medically reviewed on 2 March 2026")
    corrected = "Wording corrected on 1 April 2026; the medical content did not change."
    expect(review_line(reader)).to_contain_text(corrected)
    clean(reader)


@pytest.mark.one_engine
@pytest.mark.promise("R2", "R7")
def test_day_after_the_due_date_page_lists_search_and_desk_say_overdue(
    visit: Visit, people: SimpleNamespace, live: Publication, clock: SimpleNamespace
) -> None:
    page = at_the_page(visit, live)
    addresses = (page.url, live.answer.condition.get_absolute_url(), "/search/?q=a1ad+protein", "/")
    clock.now += live.next_due_on - NOON.date()
    for address in addresses:
        page.goto(address)
        expect(page.get_by_text("Medically reviewed").first).to_be_visible()
    clock.now += datetime.timedelta(days=1)
    for address in addresses:
        page.goto(address)
        expect(page.get_by_text("Review overdue").first).to_be_visible(visible=address != "/")
        assert "Medically reviewed" not in page.content(), address
        clean(page)
    desk = at_the_desk(visit, people.author, f"answers/{live.answer_id}/")
    expect(desk.get_by_role("main")).to_contain_text("Its review ran out on 2 March 2029.")
    clean(desk)
