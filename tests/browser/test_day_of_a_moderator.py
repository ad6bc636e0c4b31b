"""The day of a moderator and of a safeguarding lead, by the keys alone, on pages that are for everybody.

That a refusal is contested and a third person decides on it is shown in `test_life_of_a_story`.
"""

import datetime
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from playwright.sync_api import Page, expect

from community.models import Case, Level, SafetyStep, Story
from community.moderation import cases, reports
from conditions.models import Condition, User
from tests import factories, stories
from tests.browser.conftest import DESK, Visit
from tests.browser.keys import tab_to
from tests.browser.test_accounts import PASSWORD, SECRET, code
from tests.browser.test_life_of_a_story import NUMBER, says
from tests.browser.test_life_of_an_answer import at_the_desk, goes, ticks, types
from tests.factories import NOON, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("noon")]

LONG_AGO = datetime.timedelta(days=9)
HARD = "Ten years ago, when they told me, I wanted to die."


@pytest.fixture
def hard(people: SimpleNamespace, library: Condition) -> Case:
    """A story that waits for too long already: hard to read, risky, and with a number in it."""
    return stories.sent(people.author, library, text=f"{stories.WORDS}\n\n{HARD}\n\n{NUMBER}", at=NOON - LONG_AGO)


def signs_in(page: Page, person: User) -> None:
    """With a password and the code of an app, and on to the desk."""
    types(page, login=person.email, password=PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/authenticate/")
    tab_to(page, "code")
    page.keyboard.type(code(SECRET))
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")


def opens_what_is_covered(page: Page) -> None:
    goes(page, "Show the story")
    says(page, "This may be hard to read.")
    assert HARD not in page.content()
    goes(page, "Show the text")
    says(page, HARD)


def takes_the_number_out(page: Page) -> None:
    goes(page, "Propose a change")
    types(page, because="Nobody needs the number.")
    tab_to(page, "text")
    page.keyboard.press("Control+End")
    for _letter in NUMBER:
        page.keyboard.press("Backspace")
    goes(page, "See it as the author will")
    expect(page.locator("del", has_text="Ring me on")).to_be_visible()
    goes(page, "Send the change")


def publishes(page: Page) -> None:
    goes(page, "Publish this story", "Publish")


def answers_two_reports_at_once(page: Page) -> None:
    goes(page, "‹ Stories to read", "2 reports of one story")
    says(page, "One decision on the story answers them all.")
    goes(page, "Show the text", "Leave it as it is", "Leave it")


def approves_before(page: Page, second: Page) -> None:
    """Of two: nobody sees it yet."""
    says(second, "works on it until 12:30.")
    page.reload()
    publishes(page)
    says(page, "Waiting for a second moderator since")
    assert not Story.objects.published(TODAY).exists()


@pytest.mark.promise("A1", "A4", "M1", "M4", "M5", "M8", "M16", "S4")
def test_moderator_works_through_a_day_by_the_keys_alone(
    visit: Visit, people: SimpleNamespace, library: Condition, hard: Case
) -> None:
    TOTP.activate(factories.confirmed(people.moderator), SECRET)
    page = visit("/account/login/?next=/desk/", width=DESK)
    signs_in(page, people.moderator)
    goes(page, "Stories to read")
    says(page, "Late: it was due on 28 February 2026.")
    opens_what_is_covered(page)
    goes(page, "Work on it")
    says(page, "You do, until")
    takes_the_number_out(page)
    cases.accept_change(cases.offered(hard), by=people.author, at=NOON)
    second = at_the_desk(visit, people.second, "stories/", width=DESK)
    approves_before(page, second)
    goes(second, "Show the story", "Show the text")
    publishes(second)
    assert Story.objects.published(TODAY).get() == hard.story
    told = [reports.report(hard.story, reason=reason, at=NOON) for reason in ("hate", "advert")]
    answers_two_reports_at_once(second)
    reader = visit(f"/report/story/receipt/{told[1].number}/")
    says(reader, "The story stays as it is.")


@pytest.mark.one_engine
@pytest.mark.promise("A1", "A4", "M11", "M16")
def test_lead_notes_a_step_where_a_moderator_passed_the_story_on(
    visit: Visit, people: SimpleNamespace, library: Condition
) -> None:
    case = stories.sent(people.author, library)
    cases.raise_level(case, Level.DANGER, by=people.second, at=NOON)
    moderator = at_the_desk(visit, people.moderator, "stories/")
    says(moderator, "Urgent")
    assert "wet Tuesday" not in moderator.content()
    goes(moderator, "Not me")
    says(moderator, "Another moderator reads it.")
    goes(at_the_desk(visit, people.second, "stories/"), "Show the story", "Not me: too close")
    lead = at_the_desk(visit, people.lead, "stories/")
    goes(lead, "Show the story", "Note a step")
    ticks(lead, "id_kind_0_0")
    types(lead, note="Rang her.")
    goes(lead, "Note it")
    says(lead, "It goes on: nobody has noted how it ended.")
    assert SafetyStep.objects.get(case=case).by == people.lead
