"""A reviewer who is overtaken while reading, and whether the pages of a review are for everybody."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from conditions.editorial import comments, rounds
from conditions.models import Assignment, Revision, Verdict
from tests import factories
from tests.browser.axe import broken_rules
from tests.browser.conftest import DESK, Visit
from tests.browser.test_reading import overflowing
from tests.factories import NOON, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("noon")]

BODY = """# In the body

The liver handles the pigment more slowly.[^ers-2017]

- Tiredness
- Yellow eyes

::: figures
Half of those who were asked had a parent with it.[^ers-2017]
:::

| Who | How many |
|---|---|
| Men | more |
"""


@pytest.fixture
def people(library: object) -> SimpleNamespace:
    return factories.desk()


def sent(people: SimpleNamespace, revision: Revision) -> Assignment:
    """The revision in review, offered to the reviewer."""
    told = {"by": people.author, "at": NOON}
    round_ = rounds.submit(revision, seen=revision.digest, question="Is “slowly” fair?", due_on=TODAY, **told)
    return rounds.offer(round_, [people.reviewer], **told)[0]


def asked(people: SimpleNamespace) -> Assignment:
    """A text that differs from the live one, which the reviewer signed."""
    words = {"body": BODY, "urgent_help": "- a fever", "country_notes": {"GB": "A nurse can tell.[^ers-2017]"}}
    live = factories.published(people, **words)
    changed = words | {"body": BODY.replace("Tiredness", "Tiredness, in some"), "unknowns": "Why.[^ers-2017]"}
    return sent(people, factories.written(people, live.answer, **changed))


def at_the_desk(visit: Visit, people: SimpleNamespace, path: str = "", **options: object) -> Page:
    client = factories.browser(people.colleague, second_factor=True)
    return visit(f"/desk/reviews/{path}", signed_in=client, **options)


@pytest.mark.promise("E4")
def test_text_that_moves_while_somebody_reads_is_not_signed(visit: Visit, people: SimpleNamespace) -> None:
    assignment = asked(people)
    page = at_the_desk(visit, people, f"{assignment.pk}/finish/")
    page.get_by_label("The statements are accurate.").check()
    page.get_by_label("Something changed").check()
    page.get_by_label("Which interests?").fill("An interest that takes long to type.")
    page.get_by_label("I approve these exact words").check()
    newer = factories.written(people, assignment.round.answer, body=BODY.replace("Tiredness", "Tired legs"))
    next_one = sent(people, newer)
    page.get_by_role("button", name="Send my decision").click()
    expect(page.get_by_text("A Person changed")).to_be_visible()
    expect(page.get_by_label("Which interests?")).to_have_value("An interest that takes long to type.")
    page.get_by_role("link", name="Look at the new text").click()
    page.wait_for_url(f"**/desk/reviews/{next_one.pk}/")
    page.get_by_role("link", name="Finish", exact=True).click()
    page.get_by_label("I should not review this").check()
    page.get_by_role("button", name="Send my decision").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You stepped back.")
    assert Verdict.objects.get(round__revision=newer).decision == "recuse"


@pytest.mark.one_engine
def test_one_sentence_is_commented_on_by_keyboard_and_marked_in_the_text(visit: Visit, people: SimpleNamespace) -> None:
    words = "The liver is slower.[^ers-2017] Most people never know.[^ers-2017]"
    assignment = sent(people, factories.written(people, body=words))
    page = at_the_desk(visit, people, f"{assignment.pk}/")
    page.get_by_role("link", name="Comment on “The liver is slower. Most people never know.”").press("Enter")
    page.get_by_text("It is about one sentence only").press("Enter")
    page.get_by_label("The whole paragraph").press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Most people never know.")).to_be_checked()
    page.get_by_label("Your comment").press_sequentially("Never?")
    with page.expect_navigation():
        page.get_by_role("button", name="Save the comment").press("Enter")
    expect(page.locator(".remark-quote")).to_have_text("Most people never know.")
    marked = "() => [...CSS.highlights.get('remarked')].map(range => range.toString())"
    assert page.evaluate(marked) == ["Most people never know."]
    with page.expect_navigation():
        page.get_by_role("link", name="Answer A Person").press("Enter")
    assert broken_rules(page) + overflowing(page) == []


@pytest.mark.one_engine
@pytest.mark.promise("A1", "A4", "A5")
@pytest.mark.parametrize(("theme", "width"), [("light", 320), ("dark", DESK)])
def test_pages_of_a_review_pass_axe_and_never_scroll_sideways(
    visit: Visit, people: SimpleNamespace, theme: str, width: int
) -> None:
    assignment = asked(people)
    told = {"by": people.colleague, "at": NOON, "seen": assignment.round.revision.digest}
    comments.comment(assignment.round, "A" * 200, place="body-2", weight="must", **told)
    page, wrong = at_the_desk(visit, people, width=width, theme=theme), []
    pages = ("", "?changes=live", "comment/body-2/", "decline/", "finish/")
    numbered = f"/desk/revisions/{assignment.round.revision_id}/for-paper/"
    for address in (numbered, *(f"/desk/reviews/{assignment.pk}/{name}" for name in pages)):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        wrong += broken_rules(page) + overflowing(page)
    page.get_by_role("button", name="Send my decision").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    factories.written(people, assignment.round.answer, body=BODY)
    wrong += broken_rules(page) + overflowing(page)
    page.get_by_label("Please change first").check()
    page.get_by_role("button", name="Send my decision").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The text moved while you were reading")
    assert wrong + broken_rules(page) + overflowing(page) == []
