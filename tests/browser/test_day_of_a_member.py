"""What a member's day holds besides writing and erasing, at a phone and by the keys alone, on pages that pass axe.

That a story is written from its first step is shown in `test_story_form`, that it is erased in `test_life_of_a_story`.
"""

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from community.models import Case, Story
from community.moderation import old_stories
from conditions.models import Condition
from tests import factories, stories
from tests.browser.conftest import Visit
from tests.browser.keys import tab_to
from tests.browser.test_life_of_an_answer import clean, goes
from tests.community.moderation.test_old_stories import link, old
from tests.factories import NOON, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("noon")]


@pytest.mark.promise("A1", "A4", "C3", "C5", "C17")
def test_member_sees_a_story_as_readers_will_and_has_the_last_word_on_it(
    visit: Visit, people: SimpleNamespace, library: Condition
) -> None:
    draft = stories.draft(people.author, library, step="permission")
    page = visit(f"/me/stories/draft/{draft.pk}/story/", signed_in=factories.browser(people.author))
    tab_to(page, "text")
    page.keyboard.press("Control+End")
    page.keyboard.type(" And to eat.")
    expect(page.locator("#as-readers .story-text")).to_contain_text("And to eat.")
    expect(page.locator("#as-readers .story-signed")).to_contain_text("Quiet fern, person with the condition")
    goes(page, "Save, and see it as readers will")
    expect(page.locator("#as-readers")).to_be_in_viewport()
    tab_to(page, "Back to the text")
    page.keyboard.press("Enter")
    expect(page.locator("#id_text")).to_be_focused()
    goes(page, "Go on", "Send to a moderator")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    stories.decided(Case.objects.get(), people.moderator)
    page.goto("/me/choices/")
    goes(page, "off")  # the button beside the second permission: the first is a link, which asks
    assert not Story.objects.listed(TODAY).exists()
    assert Story.objects.published(TODAY).exists()
    goes(page, "A wet Tuesday", "Change the words")
    tab_to(page, "old_words")
    page.keyboard.press("ArrowDown")
    goes(page, "Go on")
    assert not Story.objects.published(TODAY).exists()
    assert "And to eat." in taken_along(page)["stories"][0]["texts"][0]["text"]


def taken_along(page: Page) -> Any:
    """All that is held on them, as the file says it."""
    page.goto("/me/data/")
    tab_to(page, "Download the file")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    return json.loads(Path(download.value.path()).read_text(encoding="utf-8"))


@pytest.mark.one_engine
@pytest.mark.promise("A1", "A4", "C8")
def test_author_of_an_old_story_has_it_erased_without_an_account(visit: Visit, library: Condition) -> None:
    row = old(library)
    old_stories.ask(at=NOON)
    page = visit(f"/old-stories/link/{link()}/")
    expect(page.get_by_role("main")).to_contain_text("It rained plums.")
    clean(page)
    goes(page, "Delete every word", "Delete every word")
    expect(page.get_by_role("main")).to_contain_text(
        re.compile("Every word of it is gone.*Nothing waits for you", re.DOTALL)
    )
    row.refresh_from_db()
    assert row.text == ""
