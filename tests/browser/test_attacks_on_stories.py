"""Stories all of whose words attack, on every page of readers, members, moderators and the administration (S2).

Pages of readers are opened twice: with the content security policy left aside, so that nothing but escaping stands
between an attack and its running, and with it, so that the browser tells of each attempt.
"""

import datetime
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.admin import site as admin_site
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from community.forms.walk import STEPS
from community.models import Case, Member, Story, StoryReport
from community.moderation import cases, consents, deaths, holds, reports, sanctions, threads
from community.views.desk.cases import KINDS
from conditions.editorial import rows
from conditions.models import Publication, User
from conditions.models.people import Role
from tests import attacks, factories, stories
from tests.browser.trap import opened, seen, set_trap, take_over
from tests.factories import NOON, TODAY
from tests.hostile import NAME

pytestmark = [pytest.mark.browser, pytest.mark.one_engine, pytest.mark.usefixtures("noon")]

PAYLOADS = [each for each in attacks.KEPT if not rows.unkeepable(each)]
LONG = "\n".join(PAYLOADS)[:3_900]  # what a message holds
SHORT = next(attacks.batches(290, of=PAYLOADS))
LINE = f"{NAME} {attacks.BLOCK[0]}"[:120]


@pytest.fixture
def traps(site: str, new_context: Any) -> Iterator[list[Page]]:
    """One page without the policy and one with it."""
    noticed: list[str] = []
    yield [set_trap(site, new_context, noticed, has_policy=held) for held in (False, True)]
    assert noticed == []


def letter(payloads: list[str]) -> dict[str, Any]:
    """A story of these words. What an attack looks like to a rule that marks words, its author keeps."""
    return {"text": "\n\n".join([stories.WORDS, *payloads]), "title": LINE, "ties": LINE, "country": "GB"}


@pytest.fixture
def made(library: object) -> SimpleNamespace:
    """Two public stories, one of them reported; one with a thread and a change; one declined and contested; a draft."""
    people, writers = stories.duty(), factories.desk()
    live = factories.published(writers)
    about = {"about": live.answer.condition, "question": live.answer.question}
    stories.asked(people.administrator, "quotation", "research")
    consents.describe("display", "en", label=LINE, text=LONG, by=people.administrator, at=NOON)
    author = factories.member("Quiet fern")
    cleared = {**about, "cleared": LINE}  # a payload with an address looks like contact data
    public = [stories.published(people, author, **cleared, **letter(PAYLOADS[half::2])) for half in (0, 1)]
    report = reports.report(public[0], reason="other", words=LONG, at=NOON)
    asked = stories.sent(author, **about, **letter(PAYLOADS[::3]))
    told = {"at": NOON, "seen": threads.current(asked.story).digest}
    changed = "\n\n".join([stories.WORDS, *PAYLOADS[1::3]])
    cases.propose_change(asked, title=NAME, text=changed, because=LINE, by=people.moderator, **told)
    cases.ask_author(asked, LONG, by=people.moderator, **told)
    cases.answer(asked, LONG, by=author, at=NOON)
    cases.ask_author(asked, LONG, by=people.second, **told)
    refused = stories.decided(
        stories.sent(author, **about, **letter(PAYLOADS[::4])), people.moderator, "decline", sentence=LONG
    )
    contested = stories.decided(stories.sent(author, **about), people.moderator, "decline", sentence=LONG)
    appeal = stories.appealed(contested)
    draft = stories.draft(author, **about, **letter(PAYLOADS[2::3]))
    sanctions.impose(author.member, grade="warning", rule="contact", sentence=LINE, by=people.moderator, at=NOON)
    told = {"by": people.lead, "at": NOON}
    held = holds.hold(public[0], basis=SHORT, until=TODAY + datetime.timedelta(days=9), is_told=True, **told)
    deaths.note_death(factories.member().member, basis=SHORT, **told)
    Member.objects.update(display_name=LINE[:40])
    User.objects.filter(pk=people.moderator.pk).update(name=NAME)
    found = {"people": people, "author": author, "live": live, "public": public, "report": report, "asked": asked}
    return SimpleNamespace(**found, refused=refused, appeal=appeal, draft=draft, held=held)


def for_readers(live: Publication, public: list[Story], report: StoryReport) -> list[str]:
    about = [live.answer.condition.slug]
    asked = [*about, live.answer.question.slug]
    return [
        *(reverse("stories:story", args=[story.code]) for story in public),
        reverse("stories:of_condition", args=about),
        reverse("stories:of_question", args=asked),
        reverse("conditions:answer", args=asked),
        reverse("conditions:condition", args=about),
        reverse("conditions:home"),
        *(f"{reverse('conditions:search')}?q={words}" for words in ("fire()", "Tuesday+letter")),
        reverse("stories:report", args=[public[0].code]),
        reverse("stories:report_sent", args=[report.number]),
    ]


def for_the_author(made: SimpleNamespace) -> list[str]:
    names = ("me", "stories", "choices", "data", "communities", "name", "close_account")
    codes = [each.code for each in (*made.public, made.asked.story, made.refused.case.story, made.appeal.case.story)]
    moves = [
        ("take_down", codes[0]),
        ("erase", codes[0]),
        ("renew", codes[0]),
        ("answer", codes[2]),
        ("change", codes[2]),
    ]
    steps = [each.slug for each in STEPS if each.fits(made.draft)]
    return [
        *(reverse(f"community:{name}") for name in names),
        *(reverse("community:story", args=[code]) for code in codes),
        *(reverse(f"community:story_{name}", args=[code]) for name, code in moves),
        reverse("community:story_contest", args=[codes[3], made.refused.pk]),
        *(reverse("community:story_step", args=[made.draft.pk, slug]) for slug in steps),
        *(reverse(f"community:story_{name}", args=[made.draft.pk]) for name in ("check", "discard")),
    ]


def for_moderators(report: StoryReport) -> list[str]:
    """Every case, with every decision about it, whether it can be made or not."""
    kinds = ("case", "author", "sanction", *(kind.name for kind in KINDS))
    found = [reverse(f"desk:stories:{kind}", args=[case.pk]) for case in Case.objects.all() for kind in kinds]
    lists = [reverse(f"desk:stories:{name}") for name in ("queue", "sanctions", "safety")]
    return [*lists, reverse("desk:stories:report", args=[report.number]), *found]


def in_the_administration() -> list[str]:
    """A row of each table of stories."""
    found = []
    for model in admin_site._registry:
        row = model._default_manager.order_by("-pk").first() if model._meta.app_label == "community" else None
        if row:
            name = f"admin:community_{model._meta.model_name}"
            found += [reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[row.pk])]
    return found


@pytest.mark.promise("S2")
def test_stories_that_attack_stay_text_for_readers(traps: list[Page], made: SimpleNamespace) -> None:
    for page in traps:
        assert opened(page, for_readers(made.live, made.public, made.report)) == []
    page.goto(reverse("stories:story", args=[made.public[0].code]))
    assert PAYLOADS[0] in page.locator("main").inner_text()
    assert LINE[:40] in page.locator(".story-signed").inner_text()


@pytest.mark.promise("S2")
def test_stories_that_attack_stay_text_for_their_author(traps: list[Page], made: SimpleNamespace) -> None:
    page = traps[0]
    take_over(page, factories.browser(made.author))
    assert opened(page, for_the_author(made)) == []
    page.goto(reverse("community:story_answer", args=[made.asked.story.code]))
    assert PAYLOADS[0] in page.locator("main").inner_text()
    page.goto(reverse("community:story", args=[made.public[0].code]))
    assert SHORT.split("\n")[0] in page.locator("main").inner_text()


@pytest.mark.promise("S2")
def test_stories_that_attack_stay_text_for_whoever_reads_them(traps: list[Page], made: SimpleNamespace) -> None:
    worker, page = made.people.second, traps[0]
    for role in (Role.ADMINISTRATOR, Role.SAFEGUARDING):
        factories.granted(worker, role)
    User.objects.filter(pk=worker.pk).update(is_staff=True)
    take_over(page, factories.browser(worker, second_factor=True))
    assert opened(page, [*for_moderators(made.report), *in_the_administration()]) == []
    page.goto(reverse("desk:stories:case", args=[made.asked.pk]))
    assert PAYLOADS[0] in page.locator("main").inner_text()


@pytest.mark.promise("S2")
def test_what_is_typed_about_holds_and_deaths_stays_text(traps: list[Page], made: SimpleNamespace) -> None:
    """For the lead, for whoever has to keep the story, and in every field where it is given back."""
    page, lead = traps[0], factories.browser(made.people.lead, second_factor=True)
    take_over(page, lead)
    safety, hold, death = (reverse(f"desk:stories:{name}") for name in ("safety", "hold", "death"))
    lifted = reverse("desk:stories:lift_hold", args=[made.held.pk])
    about = f"?story={quote(PAYLOADS[0])}"
    assert opened(page, [safety, hold + about, death + about, lifted]) == []
    page.goto(safety)
    assert page.get_by_text(SHORT.split("\n")[0]).count() == 2
    texts = list(attacks.batches())
    for address in (hold, death):
        given = [lead.post(address, dict.fromkeys(("code", "who", "basis", "until"), each)) for each in texts]
        assert seen(page, texts, (answer.content for answer in given)) == [], address


@pytest.mark.promise("S2", "M6")
def test_what_is_typed_about_a_story_stays_text_where_it_is_given_back(
    traps: list[Page], made: SimpleNamespace
) -> None:
    """The moderator's sentence as the author will read it, and every form with a problem in it."""
    member, moderator = factories.browser(made.author), factories.browser(made.people.second, second_factor=True)
    texts, step = list(attacks.batches()), "/me/stories/draft/{}/{}/"
    fields = ("sentence", "because", "heading", "text", "title", "words", "email", "reply", "ties", "q", "country")
    case = made.refused.case.story.cases.get().pk
    for browser, address in (
        (Client(), reverse("stories:report", args=[made.public[1].code])),
        (member, reverse("community:story_answer", args=[made.appeal.case.story.code])),
        (member, step.format(made.draft.pk, "story")),
        (member, step.format(made.draft.pk, "links")),
        (moderator, reverse("desk:stories:report", args=[made.report.number])),
        (moderator, reverse("desk:stories:decline", args=[case])),
        (moderator, reverse("desk:stories:ask", args=[made.appeal.case.pk])),
        (moderator, reverse("desk:stories:propose", args=[made.appeal.case.pk])),
        (moderator, reverse("desk:stories:appeal", args=[made.appeal.case.pk])),
    ):
        given = [browser.post(address, dict.fromkeys(fields, each) | {"outcome": "stands"}) for each in texts]
        assert seen(traps[0], texts, (answer.content for answer in given)) == [], address
