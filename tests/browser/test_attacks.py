"""Text from anyone stays text (S2): the collection of `tests/attacks.py` through every field, seen by a browser.

The browser is told to leave the content security policy aside, so that nothing but escaping stands between
an attack and its running. Afterwards no trap has sprung, and no part of any page came out of a text.
Pages that can show few texts at a time are made by the test client and handed to the browser as they are.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.admin import site as admin_site
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from community.models import Member
from conditions.editorial import comments, rounds
from conditions.models import Assignment, Condition, Country, Device, Grant, Mail, Name, User
from conditions.models.people import Role
from conditions.names import fold
from tests import attacks, factories, hostile, markdown_attacks
from tests.browser.trap import PLANTED, WRITE, opened, seen, set_trap, take_over

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.fixture
def trap(site: str, new_context: Any) -> Iterator[Page]:
    """A page in which an attack that ran would be noticed."""
    noticed: list[str] = []
    yield set_trap(site, new_context, noticed)
    assert noticed == []


def hostile_condition() -> Condition:
    """A condition all of whose names attack, and whose kinds do. No code can: the database knows their forms."""
    made = Condition.objects.create(slug="hostile")
    for number, text in enumerate(attacks.KEPT):
        use = Name.Use.PREFERRED if number == 0 else Name.Use.SHOWN
        Name.objects.create(condition=made, text=text, folded=fold(text) or "-", use=use)
    made.parents.add(factories.condition(attacks.TEXT[8], "hostile-parent", is_grouping=True))
    made.children.add(*(factories.condition(text, f"kind-{n}") for n, text in enumerate(attacks.KEPT)))
    return made


@pytest.mark.promise("S2")
def test_collection_runs_where_nothing_is_escaped(site: str, new_context: Any) -> None:
    """Else the other tests could not fail."""
    noticed: list[str] = []
    made = (f"<!doctype html><p>{attack}</p>".encode() for attack in attacks.ALL)
    found = seen(set_trap(site, new_context, noticed), attacks.ALL, made)
    assert len({line.partition(": ")[0] for line in found}) > 120
    assert sum("it ran on" in line for line in found) > 20
    assert f"{site}/privacy/x was asked" in noticed


def test_collection_has_three_hundred_texts() -> None:
    assert len({*attacks.ALL, *markdown_attacks.ALL}) > 300


@pytest.mark.promise("S2")
def test_names_and_codes_stay_text(trap: Page) -> None:
    made = hostile_condition()
    lists = [f"/conditions/?letter={letter}" for letter in ("s", "f", "j", "i", "v", "x", "other", "0-9")]
    assert opened(trap, [made.get_absolute_url(), "/conditions/hostile-parent/", *lists]) == []
    trap.goto(made.get_absolute_url())
    assert attacks.ALL[0] in trap.locator("h1").inner_text()


@pytest.mark.promise("S2")
def test_what_is_typed_into_a_form_stays_text(trap: Page) -> None:
    texts = [*attacks.batches(), *attacks.ATTRIBUTE]
    typed = [{"display_name": attack, "email": attack, "login": attack} for attack in texts]
    client = Client()
    for address in ("/account/login/", "/account/password/reset/", "/account/signup/"):
        made = [client.post(address, each, REMOTE_ADDR=f"10.0.0.{n}") for n, each in enumerate(typed)]
        assert {answer.status_code for answer in made} == {200}
        assert seen(trap, texts, (answer.content for answer in made)) == [], address


@pytest.mark.promise("S2")
@pytest.mark.parametrize(
    "address", ["/account/login/?next={}", "/conditions/?letter={}", "/search/?q={}", "/conditions/{}/"]
)
def test_what_stands_in_an_address_stays_text(trap: Page, address: str) -> None:
    client, texts = Client(), [*attacks.batches(), *attacks.ADDRESS, *attacks.SCHEME, *attacks.ATTRIBUTE]
    assert seen(trap, texts, (client.get(f"/{address.format(quote(each))}").content for each in texts)) == []


@pytest.mark.promise("S2")
def test_what_a_member_is_called_stays_text(trap: Page) -> None:
    person = factories.member()
    browser = factories.browser(person, second_factor=True)

    texts = [each for each in attacks.KEPT if len(each) <= 40][::2]

    def pages() -> Iterator[bytes]:
        for attack in texts:
            Member.objects.filter(user=person).update(display_name=attack)
            User.objects.filter(pk=person.pk).update(language=attack[:10])
            yield browser.get("/me/").content + browser.get("/me/name/").content

    for number, attack in enumerate(attacks.KEPT):
        Device.objects.create(
            user=person, session_key=f"key {number}", browser=attack[:40], last_seen_on=timezone.localdate()
        )
        factories.passkey(person, attack)
    assert seen(trap, texts, pages()) == []
    take_over(trap, browser)
    assert opened(trap, ["/me/devices/", "/account/2fa/webauthn/"]) == []


def hostile_colleagues(worker: User) -> None:
    """Colleagues whose names attack; each gave the worker a grant in a language that does."""
    for number, attack in enumerate(attacks.KEPT):
        line = "".join(sign for sign in attack if sign.isprintable())
        colleague = factories.user(name=attack[:120], email=f"hostile{number}@example.org")
        Grant.objects.create(
            user=worker, role=Role.EDITOR, language=attack[:10], starts_on=factories.DAY_ONE, granted_by=colleague
        )
        Mail.objects.create(
            message_id=f"{number}{line}"[:120], purpose="news", recipient=f"hostile{number}@example.org",
            language="en", subject=line[:200], text=attack, html=attack, problem=attack[:200],
            queued_at=timezone.now(), due_at=timezone.now(),
        )  # fmt: skip


@pytest.mark.promise("S2")
def test_desk_and_administration_show_text_as_text(trap: Page) -> None:
    worker = factories.holder(Role.ADMINISTRATOR, is_staff=True)
    for role in (Role.MODERATOR, Role.SAFEGUARDING):
        factories.granted(worker, role)
    hostile_colleagues(worker)
    hostile_condition()
    Country.objects.update(source_title=attacks.TEXT[0], source_url="javascript:fire()")
    take_over(trap, factories.browser(worker, second_factor=True))
    addresses = ["/desk/"]
    for model in admin_site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        rows = model._default_manager.order_by("pk")[:2]
        addresses += [reverse(f"{name}_changelist")] if rows else []
        addresses += [reverse(f"{name}_change", args=[row.pk]) for row in rows]
    addresses += [f"/admin/conditions/{name}/?q={quote(attacks.TEXT[0])}" for name in ("user", "condition", "revision")]
    assert opened(trap, addresses) == []


def in_review_with_attacks(people: SimpleNamespace) -> list[Assignment]:
    """Two reviews in which every text that people type attacks: what they say, ask, suggest, and why it ended."""
    revision = factories.in_review(people)
    round_, told = revision.rounds.get(), {"by": people.author, "at": factories.NOON}
    said = {"by": people.colleague, "at": factories.NOON, "seen": revision.digest, "place": "body-1"}
    quote = "The liver handles the pigment more slowly."
    for batch in attacks.batches(400, of=attacks.KEPT):
        comments.comment(round_, batch, **said)
        comments.suggest(round_, text=batch, quote=quote, suggestion=batch, **said)
    again = factories.written(people, revision.answer, body="Other.[^ers-2017]", change=attacks.TEXT[1])
    next_round = rounds.submit(again, seen=again.digest, question=attacks.TEXT[2], **told)
    rounds.offer(next_round, [people.reviewer], **told)
    User.objects.filter(pk=people.author.pk).update(name=attacks.TEXT[3])
    return [each.assignments.get() for each in (round_, next_round)]


@pytest.mark.promise("S2")
def test_what_is_said_in_a_review_stays_text(trap: Page) -> None:
    people = factories.desk()
    ended, waiting = in_review_with_attacks(people)
    take_over(trap, factories.browser(people.colleague, second_factor=True))
    pages = [f"/desk/reviews/{ended.pk}/", f"/desk/reviews/{waiting.pk}/", f"/desk/reviews/{waiting.pk}/finish/"]
    assert opened(trap, ["/desk/reviews/", *pages]) == []
    trap.goto(pages[0])
    assert trap.locator(".remark").count() > 50


@pytest.mark.promise("S2")
def test_what_a_reviewer_types_stays_text_where_it_is_refused(trap: Page) -> None:
    people = factories.desk()
    waiting = factories.in_review(people).rounds.get().assignments.get()
    browser = factories.browser(people.colleague, second_factor=True)
    finish, texts = f"/desk/reviews/{waiting.pk}/finish/", list(attacks.batches())
    typed = [{"interests": each, "text": each} for each in texts]
    assert seen(trap, texts, (browser.post(finish, each).content for each in typed)) == []
    rounds.dismiss(waiting.round, attacks.TEXT[4], by=people.author, at=factories.NOON)
    late = [browser.post(finish, each) for each in typed]
    assert {answer.status_code for answer in late} == {409}
    assert seen(trap, texts, (answer.content for answer in late)) == []


@pytest.mark.promise("S2")
def test_words_of_an_author_stay_text_on_every_page_of_writing(trap: Page) -> None:
    people = factories.desk()
    factories.source(title=attacks.TEXT[0], publisher=attacks.TEXT[1], note=attacks.TEXT[2])
    payloads = hostile.texts()
    body = hostile.joined(payloads)
    words = {"body": body, "urgent_help": body, "sources_differ": body, "country_notes": {"IE": body}}
    revision = factories.written(people, short=f"{attacks.TEXT[3]}.[^ers-2017]", change=attacks.TEXT[4], **words)
    User.objects.filter(pk=people.author.pk).update(name=attacks.TEXT[5])
    sheet = f"/desk/answers/{revision.answer_id}/write/"
    take_over(trap, factories.browser(people.colleague, second_factor=True))
    pages = [sheet, f"{sheet}?check=1&sources={quote(attacks.TEXT[6])}", f"{sheet}?sources=ers"]
    pages += [f"/desk/revisions/{revision.pk}/", f"/desk/answers/{revision.answer_id}/submit/"]
    pages += [f"/desk/conditions/?q={quote(attacks.TEXT[7])}", "/desk/conditions/"]
    assert opened(trap, pages) == []
    assert len(payloads) > 250
    trap.goto(sheet)
    assert trap.locator("[name=body]").input_value() == revision.body


@pytest.mark.promise("S2", "E4")
def test_what_is_typed_at_the_desk_stays_text_where_it_is_given_back(trap: Page) -> None:
    people = factories.desk()
    sheet = f"/desk/answers/{factories.started(people).pk}/write/"
    fields = ("short", "body", "note-IE", "reply-1", "searched_on", "find")
    texts = list(attacks.batches())
    typed = [dict.fromkeys(fields, each) | {"seen": 0, "onto": 0} for each in texts]
    signed_out = [Client().post(sheet, each) for each in typed]
    assert {answer.status_code for answer in signed_out} == {403}
    assert seen(trap, texts, (answer.content for answer in signed_out)) == []
    browser = factories.browser(people.author, second_factor=True)
    first, second = (dict.fromkeys(fields, "\n".join(each)) for each in (attacks.ALL, attacks.ALL[::-1]))
    saved, outrun = (browser.post(sheet, each | {"seen": 0, "onto": 0}) for each in (first, second))
    assert (saved.status_code, outrun.status_code) == (200, 409)
    trap.evaluate(WRITE, outrun.content.decode())
    assert trap.evaluate(PLANTED) == []
