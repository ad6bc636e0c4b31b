"""The day of an editor and that of a reviewer, by the keys alone, on pages that are for everybody (issue of the desk).

What each single page does, and how three people bring one answer to readers, is shown elsewhere: here is what somebody
does between opening the desk and closing it.
"""

import datetime
import re
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from conditions.editorial import bundles, reviewers, sources
from conditions.editorial.rows import version
from conditions.models import (
    Assignment,
    Bundle,
    Caution,
    Condition,
    Credential,
    Mail,
    Publication,
    ReviewPolicy,
    Verdict,
)
from conditions.models.people import Role
from tests import factories
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.keys import tab_to
from tests.browser.test_life_of_an_answer import at_the_desk, clean, goes, ticks, types
from tests.factories import NOON, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("noon")]

SOON = datetime.timedelta(days=30)


@pytest.fixture
def people(library: Condition) -> SimpleNamespace:
    """Who writes and who reviews; and an editor who did neither."""
    found = factories.desk()
    found.editor = factories.holder(Role.EDITOR)
    return found


def live(people: SimpleNamespace, about: Condition, wording: str, **words: str) -> Publication:
    """What readers have, for another six weeks."""
    asked = factories.question(
        f"asked-{wording[:4].lower()}".strip(), wording, policy=factories.policy("soon", days=45)
    )
    return factories.published(people, factories.started(people, condition=about, question=asked), **words)


def says(page: Page, words: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(words)


@pytest.fixture
def week(people: SimpleNamespace, library: Condition) -> SimpleNamespace:
    """Four live texts that are due soon; of two the source was retracted. A fifth is approved."""
    factories.source()
    lost = factories.source("old-2001", title="An old statement")
    asked = ["Who gets it?", "Why is it there?", "How is it found?", "What comes then?"]
    cited = ["ers-2017", "ers-2017", "old-2001", "old-2001"]
    texts = [
        live(people, library, wording, short="It is a change.[^ers-2017]", body=f"It is slow.[^{key}]")
        for wording, key in zip(asked, cited, strict=True)
    ]
    told = {"on": TODAY, "note": "The counts were wrong.", "by": people.author, "at": NOON, "seen": version(lost)}
    sources.retract_source(lost, **told)
    approved = factories.approved(people, factories.started(people, condition=library))
    return SimpleNamespace(texts=texts, lost=lost, approved=approved)


def sends_two_as_one_bundle(page: Page, week: SimpleNamespace, people: SimpleNamespace) -> None:
    goes(page, "Coverage", "Its questions")
    ticks(page, *(f"{text.answer.condition_id}-{text.answer.question_id}" for text in week.texts[:2]))
    goes(page, "Send to review together")
    says(page, "2 texts")
    types(page, question="Do both still hold?")
    ticks(page, "reviewers")
    goes(page, "Send to review")
    says(page, "2 texts were sent to review.")


def moves_a_day_and_back(page: Page, week: SimpleNamespace) -> None:
    for day, why in (("03202026", "Earlier."), ("04102026", "As it was.")):
        page.goto("/desk/coverage/")
        goes(page, "Its questions")
        ticks(page, *(f"{text.answer.condition_id}-{text.answer.question_id}" for text in week.texts[:2]))
        goes(page, "Set the day of its review")
        says(page, "It changes 2 cells")
        types(page, due_on=day, reason=why)
        goes(page, "Set this day")
        says(page, "The reviews are wanted by this day now.")


@pytest.mark.promise("A1", "A4", "R6", "R10", "E9", "E16", "E21")
def test_editor_works_through_the_week_by_the_keys_alone(
    visit: Visit, people: SimpleNamespace, week: SimpleNamespace
) -> None:
    page = at_the_desk(visit, people.editor, width=DESK)
    clean(page)
    sends_two_as_one_bundle(page, week, people)
    moves_a_day_and_back(page, week)
    sends_again_what_rests_on_a_source(page)
    saves_what_is_due(page)
    changes_a_policy(page)
    plans_and_undoes(page, week)
    puts_a_caution(page, week)
    chooses_mail_of_the_week(page)
    assert Bundle.objects.count() == 2


def sends_again_what_rests_on_a_source(page: Page) -> None:
    page.goto("/desk/")
    goes(page, "See what rests on it")
    says(page, "This sends 2 live texts to review again, word for word.")
    goes(page, "Send to review")
    says(page, "2 texts were sent to review.")


def saves_what_is_due(page: Page) -> None:
    page.goto("/desk/")
    goes(page, "Reviews that are due")
    tab_to(page, "Save all as a file")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    says(page, "Who gets it?")
    assert "Who gets it?" in saved.value.path().read_text(encoding="utf-8-sig")


def changes_a_policy(page: Page) -> None:
    page.goto("/desk/")
    goes(page, "Review policies", "Soon", "Change the policy")
    tab_to(page, "days")
    page.keyboard.press("Control+A")
    page.keyboard.type("90")
    goes(page, "Show what it costs")
    says(page, "Sign-offs a year after")
    types(page, reason="Nothing moves that fast.")
    goes(page, "Change the policy")
    says(page, "The policy is changed.")
    assert ReviewPolicy.objects.newest().get(slug="soon").days == 90


def plans_and_undoes(page: Page, week: SimpleNamespace) -> None:
    page.goto(f"/desk/answers/{week.approved.answer_id}/")
    goes(page, "Publish")
    tab_to(page, "id_when_0")
    page.keyboard.press("ArrowDown")
    types(page, day="03032026", minute="0930AM")
    goes(page, "Publish these words")
    says(page, "Planned. The site publishes it on")
    goes(page, "Undo the planned publication", "Undo it")
    says(page, "Undone. The words stay approved.")


def puts_a_caution(page: Page, week: SimpleNamespace) -> None:
    page.goto(f"/desk/answers/{week.texts[0].answer_id}/")
    goes(page, "Put a caution over it")
    types(page, reason="A reader doubts the dose.")
    goes(page, "Put the caution")
    says(page, "Readers see the caution now")
    assert Caution.objects.get().answer == week.texts[0].answer


def chooses_mail_of_the_week(page: Page) -> None:
    page.goto("/desk/")
    goes(page, "Mail from the desk")
    tab_to(page, "id_when_0")
    page.keyboard.press("ArrowDown")
    goes(page, "Save")
    expect(page.get_by_role("status")).to_be_visible()


LONGER = "The liver is slower.[^ers-2017] Most people never know.[^ers-2017]"


@pytest.fixture
def bundle(people: SimpleNamespace, library: Condition) -> Bundle:
    """Three texts that changed since the reviewer signed them, in one mail."""
    asked = ["Who gets it?", "Why is it there?", "How is it found?"]
    old = [live(people, library, wording) for wording in asked]
    fresh = [factories.written(people, each.answer, body=LONGER, change="Newer counts.") for each in old]
    seen = {each.answer_id: each.digest for each in fresh}
    told = {"question": "Is it fair?", "due_on": TODAY + SOON, "by": people.author, "at": NOON}
    return bundles.send(library, "en", seen, [people.reviewer], **told)


def link_of_the_mail(people: SimpleNamespace) -> str:
    told = Mail.objects.filter(recipient=people.colleague.email).latest("pk").text
    return urlsplit(re.search(r"https?://\S+", told)[0]).path.removeprefix("/desk/")


def comments_and_suggests(page: Page) -> None:
    goes(page, "Comment on “The liver is slower.")
    tab_to(page, "id_about_0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    types(page, text="Never?")
    types(page, suggestion="Many people never know.[^ers-2017]")
    goes(page, "Save the comment")
    says(page, "Never?")


def is_overtaken(page: Page, people: SimpleNamespace, moved: Assignment) -> None:
    """The author saves the text anew while the reviewer types a comment on it."""
    page.goto(f"/desk/reviews/{moved.pk}/comment/whole/")
    types(page, text="It took me long to type this.")
    factories.written(people, moved.round.answer, body=f"{LONGER} More.", change="Newer still.")
    goes(page, "Save the comment")
    expect(page.get_by_role("heading", level=1)).to_have_text("The text moved while you were reading")
    expect(page.locator("textarea")).to_have_value("It took me long to type this.")
    expect(page.locator("ins").first).to_be_visible()


def is_refused_without_a_credential(page: Page, people: SimpleNamespace) -> None:
    """It ends while the form lies open; all that was chosen is still there when another one was looked up."""
    told = {"by": people.author, "at": NOON}
    held = Credential.objects.get(reviewer=people.reviewer)
    reviewers.revoke(held, on=TODAY, reason="Left the register", **told)
    goes(page, "Send my decisions")
    says(page, "There is a problem")
    expect(page.locator("[value=approve]:checked")).to_have_count(2)
    told_of = {"profession": "physician", "title": "MD", "register": "A new register", "number": "8"}
    fresh = reviewers.enter_credential(Credential(reviewer=people.reviewer, **told_of), **told)
    reviewers.verify(fresh, on=TODAY, days=365, evidence="The register's page", **told)


@pytest.mark.promise("A1", "A4", "R10", "R12", "E4", "E13")
def test_reviewer_works_through_a_bundle_by_the_keys_alone_on_a_phone(
    visit: Visit, people: SimpleNamespace, bundle: Bundle
) -> None:
    page = at_the_desk(visit, people.colleague, link_of_the_mail(people), width=PHONE)
    clean(page)
    says(page, "Is it fair?")
    goes(page, "Changes to what readers have now")
    expect(page.locator(".changes ins").first).to_be_visible()
    comments_and_suggests(page)
    first, second, moved = Assignment.objects.filter(round__bundle=bundle).order_by("pk")
    is_overtaken(page, people, moved)
    page.goto(f"/desk/bundles/{bundle.pk}/")
    goes(page, "Finish")
    ticks(page, "id_scopes_0", "id_topic_0", f"id_decision-{first.pk}_0", f"id_decision-{second.pk}_0")
    is_refused_without_a_credential(page, people)
    goes(page, "Send my decisions")
    expect(page.get_by_role("heading", level=1)).to_have_text("What you decided")
    assert Verdict.objects.filter(round__bundle=bundle, decision="approve").count() == 2
