"""The life of a story, as its author, moderators and readers live it: each in a browser of their own, by pages alone.

What comes after sending is done by the keys, and every page on the way is one for everybody (A1, A4). That a story
is written by the keys too is shown in `test_story_form`.
"""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from community.models import Appeal, Case, Story, StoryReport
from community.moderation import holds, sanctions
from conditions.models import Condition, Publication, Question, User
from conditions.models.people import Role
from tests import factories, stories
from tests.browser.conftest import Visit
from tests.browser.keys import tab_to
from tests.browser.test_life_of_an_answer import at_the_desk, clean, fill, goes, press, ticks, types
from tests.factories import NOON, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("noon")]

DAY = datetime.timedelta(days=1)
NUMBER = "Ring me on 020 7946 0123."


@pytest.fixture
def live(library: Condition) -> Publication:
    """An answer beside which stories stand."""
    writers = factories.desk()
    asked = Question.objects.get(slug="what-is-it")
    return factories.published(writers, factories.started(writers, condition=library, question=asked))


def at_home(visit: Visit, person: User, path: str = "stories/", **options: Any) -> Page:
    return visit(f"/me/{path}", signed_in=factories.browser(person), **options)


def reads(visit: Visit, person: User, path: str = "") -> Page:
    """A moderator before the stories that wait."""
    return at_the_desk(visit, person, f"stories/{path}")


def approves_with_care(page: Page) -> None:
    """Raises the risk, and says why the number is nobody's."""
    ticks(page, "id_level_0")
    goes(page, "Raise it", "Publish this story")
    ticks(page, "id_is_none")
    types(page, cleared="It is the clinic.")
    goes(page, "See it as the author will", "Publish")


def says(page: Page, words: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(words)


def joins(page: Page) -> None:
    press(page, "Join the community")
    page.get_by_label("Person with the condition").check()
    press(page, "Join the community")
    says(page, "You have joined the community of")


def writes(page: Page, address: str) -> None:
    """All the steps, from the page of an answer."""
    page.goto(address)
    press(page, "Share your experience", "Start")
    page.get_by_label("Mine").check()
    press(page, "Go on")
    expect(page.get_by_label("Which question does it answer?")).to_have_value("what-is-it")
    press(page, "Go on")
    page.get_by_label("Diagnosed").check()
    press(page, "Go on")
    fill(page, title="A wet Tuesday", text=stories.WORDS)
    press(page, "Go on", "Go on")
    page.get_by_label("No", exact=True).check()
    press(page, "Go on")
    for choice in ("Allow display.", "Allow indexing.", "3 years", "Keep it"):
        page.get_by_label(choice, exact=True).check()
    press(page, "Go on")
    says(page, stories.WORDS)
    press(page, "Send to a moderator")


@pytest.mark.promise("C2", "C5", "M1", "M19")
def test_member_joins_writes_and_is_read_beside_the_answer_without_script(
    visit: Visit, people: SimpleNamespace, live: Publication
) -> None:
    address = f"{live.answer.condition.get_absolute_url()}what-is-it/"
    author = visit(address, signed_in=factories.browser(people.author), java_script_enabled=False)
    joins(author)
    writes(author, address)
    reader = visit(address, java_script_enabled=False)
    expect(reader.locator(".stories")).not_to_contain_text("A wet Tuesday")
    moderator = at_the_desk(visit, people.moderator, "stories/", java_script_enabled=False)
    expect(moderator.get_by_role("main")).not_to_contain_text("wet Tuesday")
    with moderator.expect_navigation():
        moderator.get_by_role("link", name="Show the story").click()
    press(moderator, "Publish this story")
    says(moderator, "Your story is public now. Thank you.")
    press(moderator, "Publish")
    reader.reload()
    expect(reader.locator(".stories")).to_contain_text("The letter came on a wet Tuesday")
    says(reader, "1 first-person story on this question: 1 from a person with alpha 1-antitrypsin deficiency.")
    author.goto("/me/stories/")
    press(author, "A wet Tuesday", "Take down", "Take it down")
    says(author, "It is gone from our pages. Receipt")
    reader.reload()
    expect(reader.locator(".stories")).not_to_contain_text("wet Tuesday")


@pytest.mark.one_engine
@pytest.mark.promise("A1", "A4", "C5", "C8")
def test_author_takes_it_down_and_erases_everything_by_keyboard_alone(
    visit: Visit, people: SimpleNamespace, library: Condition
) -> None:
    story = stories.published(people, people.author, library)
    reader, author = visit(f"/stories/{story.code}/"), at_home(visit, people.author, "")
    says(reader, "The letter came")
    goes(author, "My choices", "A wet Tuesday", "Allow it for longer", "‹ Your story")
    goes(author, "Take down", "Take it down")
    says(author, f"It is gone from our pages. Receipt {story.code}-")
    reader.reload()
    says(reader, "There is no story here.")
    goes(author, "Delete the text too?", "‹ Your story", "‹ My stories", "‹ Your account", "My data")
    goes(author, "Close my account")
    ticks(author, "id_kind_0", "sure")
    goes(author, "Close my account")
    says(author, "Your account is closed")
    moderator = reads(visit, people.moderator, f"{Case.objects.get().pk}/")
    says(moderator, "Readers do not see this story")
    for page, address in ((reader, library.get_absolute_url()), (reader, "/search/?q=wet+Tuesday"), (moderator, "")):
        page.goto(address or moderator.url)
        assert "The letter came" not in page.content()
        assert "Quiet fern" not in page.content()


@pytest.mark.one_engine
@pytest.mark.promise("A1", "A4", "C12", "M5", "M16", "M21")
def test_moderator_asks_and_changes_and_the_author_agrees_by_keyboard_alone(
    visit: Visit, people: SimpleNamespace, library: Condition
) -> None:
    story = stories.sent(people.author, library, text=f"{stories.WORDS} {NUMBER}").story
    moderator, author = at_the_desk(visit, people.moderator), at_home(visit, people.author)
    goes(moderator, "Stories to read", "Show the story", "Ask the author")
    types(moderator, sentence="May I take the number out?")
    goes(moderator, "See it as the author will", "Send the question")
    author.reload()
    clean(author)
    goes(author, "Answer")
    types(author, text="Please do.")
    goes(author, "Send the answer")
    goes(moderator, "‹ Stories to read", "Show the story", "Propose a change")
    types(moderator, because="Nobody needs it.")
    tab_to(moderator, "text")
    moderator.keyboard.press("Control+A")
    moderator.keyboard.insert_text(stories.WORDS)
    goes(moderator, "See it as the author will", "Send the change")
    author.reload()
    goes(author, "Look at the change", "I agree")
    goes(moderator, "‹ Stories to read", "Show the story", "Publish this story", "Publish")
    author.reload()
    goes(author, "See it as readers do")
    assert NUMBER not in author.content()
    assert Story.objects.published(NOON.date()).get() == story


@pytest.mark.one_engine
@pytest.mark.promise("A1", "A4", "M4", "M6", "M7", "M16")
def test_risky_story_takes_two_and_an_appeal_a_third_by_keyboard_alone(
    visit: Visit, people: SimpleNamespace, library: Condition
) -> None:
    case = stories.sent(people.author, library, text=f"{stories.WORDS} {NUMBER}")
    first = reads(visit, people.moderator)
    goes(first, "Show the story", "Raise the risk")
    approves_with_care(first)
    says(first, "Waiting for a second moderator since")
    second = reads(visit, people.second)
    goes(second, "Show the story", "Decline this story", "See it as the author will")
    says(second, "There is a problem")
    ticks(second, "id_rule_0")
    types(second, sentence="It gives a number.")
    goes(second, "See it as the author will", "Decline")
    author = at_home(visit, people.author, f"stories/{case.story.code}/")
    goes(author, "Ask for another look")
    says(author, "It gives a number.")
    types(author, text="That number is a year.")
    ticks(author, "display", "indexing")
    goes(author, "Ask for another look")
    goes(second, "‹ Stories to read")
    says(second, "No story waits for you.")
    third = reads(visit, factories.holder(Role.MODERATOR))
    decides(third)
    author.reload()
    clean(author)
    says(author, "Another person looked again, and the decision stands.")
    says(author, "A year has four figures.")
    assert Appeal.objects.get().decided_by != people.second


def decides(page: Page) -> None:
    goes(page, "Show the story", "Decide on the appeal")
    ticks(page, "id_outcome_0")
    types(page, sentence="A year has four figures.")
    goes(page, "See it as the author will", "Decide")


@pytest.mark.one_engine
@pytest.mark.promise("A1", "A4", "M8", "M9")
def test_reader_reports_a_story_and_reads_how_it_ended_by_keyboard_alone(
    visit: Visit, people: SimpleNamespace, library: Condition
) -> None:
    story = stories.published(people, people.author, library)
    reader = visit(f"/stories/{story.code}/")
    goes(reader, "Report this story", "Send the report")
    says(reader, "There is a problem")
    ticks(reader, "id_reason_0")
    reader.keyboard.press("ArrowUp")  # from the first to the last: “Something else”
    types(reader, words="It names my street.", email="reader@example.org")
    goes(reader, "Send the report")
    moderator = reads(visit, people.moderator)
    goes(moderator, "Something else", "The story, and what may be decided", "Leave it as it is", "Leave it")
    reader.reload()
    says(reader, "The story stays as it is.")
    goes(moderator, "‹ Stories to read")
    says(moderator, "No story waits for you.")
    assert StoryReport.objects.get().handled_by == people.moderator


@pytest.mark.one_engine
@pytest.mark.promise("A1", "M15")
def test_pages_about_sanctions_and_safety_pass_axe(visit: Visit, people: SimpleNamespace, library: Condition) -> None:
    story = stories.published(people, people.author, library)
    sanctions.impose(story.author, grade="warning", rule="contact", sentence="A number.", by=people.moderator, at=NOON)
    holds.hold(story, basis="A court", until=TODAY + DAY, is_told=True, by=people.lead, at=NOON)
    case = story.cases.get().pk
    moderator, lead = reads(visit, people.second, f"{case}/author/"), reads(visit, people.lead, "safety/")
    clean(moderator)
    clean(lead)
    for page, path in ((moderator, f"{case}/author/sanction/"), (moderator, "sanctions/"), (lead, "safety/hold/")):
        page.goto(f"/desk/stories/{path}")
        assert page.get_by_role("heading", level=1).is_visible()
        clean(page)
    goes(lead, "‹ ", "Note a death")
