"""A reviewer with ten spare minutes: reads, comments and decides on a phone, by keyboard alone, without script."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from conditions.editorial import comments, drafts, revisions, rounds
from conditions.models import Assignment, Comment, Revision, Verdict
from tests import factories
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_reading import broken_rules, overflowing, tab_to
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.browser

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


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site's clock stands at the noon of the factories."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


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


def press(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


@pytest.mark.promise("A1", "A4")
def test_reviewer_approves_by_keyboard_alone_on_a_phone(visit: Visit, people: SimpleNamespace) -> None:
    """Whatever has the focus is seen all the way, in spite of the bar at the foot of the window."""
    asked(people)
    page = at_the_desk(visit, people, width=PHONE)
    tab_to(page, "What is Gilbert syndrome?")
    press(page, "Enter")
    tab_to(page, "Finish")
    press(page, "Enter")
    for field, key in (("id_scopes_0", "Space"), ("id_topic_0", "Space"), ("id_decision_0", "Space")):
        tab_to(page, field)
        page.keyboard.press(key)
    tab_to(page, "Send my decision")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Signed.")
    assert Verdict.objects.latest("pk").decision == "approve"


def with_the_suggestion(people: SimpleNamespace) -> Revision:
    """What the author saves who takes the suggested wording over."""
    told = {"by": people.author, "at": NOON}
    draft = comments.accept_suggestion(Comment.objects.get(), seen=0, **told)
    draft = drafts.save_draft(draft.answer, {"change": "It is clearer."}, seen=draft.version, **told)
    return revisions.save_revision(draft, seen=draft.version, **told)


def test_reviewer_asks_for_changes_and_looks_at_the_new_text_without_script(
    visit: Visit, people: SimpleNamespace
) -> None:
    assignment = asked(people)
    page = at_the_desk(visit, people, f"{assignment.pk}/", java_script_enabled=False)
    page.get_by_role("link", name="Comment on “The liver handles the pigment more slowly.”").click()
    page.get_by_label("Must change").check()
    page.get_by_text("Suggest wording", exact=True).click()
    page.get_by_label("The wording that you suggest").fill("The liver takes longer.[^ers-2017]")
    page.get_by_role("button", name="Save the comment").click()
    expect(page.locator(".remark")).to_contain_text("takes longer")
    page.get_by_role("link", name="Finish", exact=True).click()
    page.get_by_label("Please change first").check()
    page.get_by_role("button", name="Send my decision").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent.")
    again = sent(people, with_the_suggestion(people))
    page.goto(f"/desk/reviews/{again.pk}/")
    expect(page.get_by_text("Changed since you asked for changes, on 2 March 2026: 1 place.")).to_be_visible()
    page.get_by_text("What was said about the text of 2 March 2026").click()
    expect(page.locator(".before .remark")).to_contain_text("takes longer")
    page.get_by_role("link", name="Changes since you asked for some").click()
    expect(page.locator(".changes ins").first).to_be_visible()


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
    assert page.url.endswith(f"/desk/reviews/{next_one.pk}/")
    page.get_by_role("link", name="Finish", exact=True).click()
    page.get_by_label("I should not review this").check()
    page.get_by_role("button", name="Send my decision").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You stepped back.")
    assert Verdict.objects.get(round__revision=newer).decision == "recuse"


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
    for address in (f"/desk/reviews/{assignment.pk}/{name}" for name in pages):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        wrong += broken_rules(page) + overflowing(page)
    page.get_by_role("button", name="Send my decision").click()
    factories.written(people, assignment.round.answer, body=BODY)
    wrong += broken_rules(page) + overflowing(page)
    page.get_by_label("Please change first").check()
    page.get_by_role("button", name="Send my decision").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The text moved while you were reading")
    assert wrong + broken_rules(page) + overflowing(page) == []
