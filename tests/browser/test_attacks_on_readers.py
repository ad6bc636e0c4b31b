"""Answers all of whose words attack, on every page that shows them to readers or at the desk (S2).

Each page for readers is opened twice: once with the content security policy left aside, so that nothing but
escaping stands between an attack and its running, and once with it, so that the browser tells of each attempt.
"""

import json
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from conditions.models import GlossaryTerm, Notice
from conditions.models.people import Role
from tests import attacks, factories, hostile
from tests.browser.trap import opened, seen, set_trap, take_over

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]

# What a reader of feeds makes of each entry, which is HTML.
FED = """() => {
    const parse = (text, kind) => new DOMParser().parseFromString(text, kind);
    const feed = parse(document.body.textContent, 'text/xml');
    return [...feed.querySelectorAll('entry > summary')].map(one => parse(one.textContent, 'text/html').body.innerHTML);
}"""
DATA = "document.querySelector('script[type=\"application/ld+json\"]').textContent"


@pytest.fixture
def traps(site: str, new_context: Any) -> Iterator[list[Page]]:
    """One page without the policy and one with it."""
    noticed: list[str] = []
    yield [set_trap(site, new_context, noticed, has_policy=held) for held in (False, True)]
    assert noticed == []


def for_readers(made: SimpleNamespace) -> list[str]:
    """Every page on which readers meet the words."""
    names = ["hostile", "hostile"]
    versions = [each.code for each in (made.first, made.now, made.gone)]
    gone = [made.gone.answer.condition.slug, made.gone.answer.question.slug]
    return [
        *(reverse(f"conditions:{kind}", args=names) for kind in ("answer", "answer_print", "answer_history")),
        *(reverse(f"conditions:{kind}", args=[code]) for kind in ("version", "version_changes") for code in versions),
        *(reverse(f"conditions:{kind}") for kind in ("home", "a_to_z", "corrections", "glossary", "reviewers")),
        reverse("conditions:reviewer", args=[made.people.reviewer.slug]),
        reverse("conditions:condition", args=["hostile"]),
        reverse("conditions:answer", args=gone),
        *(f"{reverse('conditions:search')}?q={words}" for words in ("pigment", "fire()", "img+src", "%3Cscript%3E")),
        f"{reverse('conditions:report')}?page={reverse('conditions:answer', args=names)}",
        reverse("conditions:report_sent", args=[made.report.number]),
        reverse("conditions:clear", args=[made.now.code]),
    ]


def at_the_desk(made: SimpleNamespace) -> list[str]:
    """Every page of the desk on which the words stand."""
    round_ = made.again.rounds.get()
    asked, answer = round_.assignments.get(), made.now.answer_id
    pages = [reverse(f"desk:{name}", args=[answer]) for name in ("answer", "compare", "caution", "withdraw", "write")]
    pages += [reverse(f"desk:{name}", args=[made.approved.answer_id]) for name in ("answer", "publish")]
    pages += [reverse("desk:preview", args=[each.pk]) for each in (made.again, made.first.revision)]
    pages += [reverse("desk:seal", args=[made.first.revision_id]), reverse("desk:round", args=[round_.pk])]
    pages += [reverse(f"desk:{name}", args=[asked.pk]) for name in ("review", "finish")]
    pages += [reverse("desk:comment", args=[asked.pk, "body-1"]), reverse("desk:report", args=[made.report.number])]
    return pages + [reverse(f"desk:{name}") for name in ("start", "reports", "reviews", "signoffs", "conditions")]


def in_the_admin(made: SimpleNamespace) -> list[str]:
    """The pages of the administration on which one of them is read."""
    cited, quoted = made.now.revision.citations.first(), made.again.rounds.get().comments.get()
    notice, term = Notice.objects.latest("pk"), GlossaryTerm.objects.get()
    rows = [made.again, made.now, made.report, made.people.reviewer, cited, cited.source, quoted, notice, term]
    return [reverse(f"admin:conditions_{row._meta.model_name}_change", args=[row.pk]) for row in rows]


@pytest.mark.promise("S2")
def test_published_attacks_stay_text_on_every_page_for_readers(traps: list[Page]) -> None:
    made = hostile.answers()
    assert len(made.payloads) > 230
    for page in traps:
        assert opened(page, for_readers(made)) == []
    page.goto(for_readers(made)[0])
    assert attacks.TEXT[0] in page.locator("main").inner_text()
    assert json.loads(page.evaluate(DATA))["abstract"] == made.now.revision.short_answer
    page.goto(reverse("conditions:feed"))
    fed = page.evaluate(FED)
    assert len(fed) == 4
    assert re.findall("<(?!/?p>)", "".join(fed)) == []


@pytest.mark.promise("S2")
def test_words_that_attack_stay_text_at_the_desk_and_in_the_administration(traps: list[Page]) -> None:
    made = hostile.answers()
    factories.granted(made.people.colleague, Role.ADMINISTRATOR)
    made.people.colleague.is_staff = True
    made.people.colleague.save()
    signed_in = factories.browser(made.people.colleague, second_factor=True)
    page = traps[0]
    take_over(page, signed_in)
    assert opened(page, [*at_the_desk(made), *in_the_admin(made)]) == []
    page.goto(reverse("desk:report", args=[made.report.number]))
    assert made.report.words.split("\n")[0] in page.locator("main").inner_text()


@pytest.mark.promise("S2")
def test_what_is_refused_stays_text_where_it_is_given_back(traps: list[Page]) -> None:
    people = factories.desk()
    signed_in, texts = factories.browser(people.author, second_factor=True), list(attacks.batches())
    fields = ("words", "email", "page", "code", "reason", "title", "url", "doi", "key", "note", "advice", "text")
    live = factories.published(people)
    asked = factories.in_review(people, live.answer, change="Other.").rounds.get().assignments.get()
    for browser, address in (
        (Client(), reverse("conditions:report")),
        (signed_in, reverse("desk:add_source")),
        (signed_in, reverse("desk:withdraw", args=[live.answer_id])),
        (factories.browser(people.colleague, second_factor=True), reverse("desk:comment", args=[asked.pk, "body-1"])),
    ):
        made = [browser.post(address, dict.fromkeys(fields, each)) for each in texts]
        assert {answer.status_code for answer in made} <= {200, 409}, address
        assert all(b"fire" in answer.content for answer in made), address
        assert seen(traps[0], texts, (answer.content for answer in made)) == [], address
