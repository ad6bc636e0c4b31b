"""What an import brings, all of whose words attack: while it waits for an editor, and where readers meet it (S2)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin import site as admin_site
from django.urls import reverse
from playwright.sync_api import Page

from conditions.editorial import facts as moves
from conditions.editorial import rows
from conditions.imports import basics, facts, loading
from conditions.imports.catalogue import Catalogue
from conditions.models import Condition, Fact, FactVersion, Proposal, Question
from conditions.models.people import Role
from tests import attacks, factories
from tests.browser.trap import opened, set_trap, take_over
from tests.factories import NOON
from tests.hostile import ADDRESS, NAME, QUESTION

pytestmark = [pytest.mark.browser, pytest.mark.one_engine, pytest.mark.usefixtures("noon")]

TEXTS = [each for each in attacks.KEPT if len(each) <= 120 and not rows.unkeepable(each)]
CHECKED = {"checked_on": "2026-03-01", "source_title": NAME, "source_url": ADDRESS}


@pytest.fixture
def library(transactional_db: None) -> None:
    """This site has what was imported, and nothing else."""


@pytest.fixture
def trap(site: str, new_context: Any) -> Iterator[Page]:
    noticed: list[str] = []
    yield set_trap(site, new_context, noticed)
    assert noticed == []


def toml(path: Path, *tables: tuple[str, dict[str, Any]], **above: str) -> Path:
    """A file with these tables; a text of JSON is one of TOML, and a day stands bare."""
    told = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in above.items()]
    for name, row in tables:
        told += [f"[[{name}]]"]
        for key, value in row.items():
            shown = json.dumps(value, ensure_ascii=False) if key != "checked_on" else value
            told += [
                f"{key} = {shown}" if not isinstance(value, dict) else f"{key} = {{en = {json.dumps(value['en'])}}}"
            ]
    path.write_text("\n".join(told), encoding="utf-8")
    return path


def release(number: int) -> Catalogue:
    """So many conditions, each called by ten attacks; the first is the family of the others."""
    made = [factories.term("0000001", NAME)]
    for key in range(2, number + 2):
        name, *others = TEXTS[key::15]
        made.append(factories.term(f"{key:07}", name, parents=("0000001",), synonyms=tuple(others)))
    return factories.catalogue(*made, release=f"2026-03-0{number % 9 + 1}")


def imported(folder: Path) -> None:
    """A site begins with questions and a catalogue; of all that a later import brings, an editor decides."""
    policy = ("policy", {"slug": "other", "name": NAME, "days": 1096})
    asked = {"slug": "hostile", "position": 1, "kind": "clinical", "group": "understanding", "policy": "other"}
    questions = toml(folder / "questions.toml", policy, ("question", asked | {"en": QUESTION}))
    there = {"code": "GB", "emergency_numbers": "999"} | CHECKED
    countries = toml(folder / "countries.toml", ("country", there))
    line = {"slug": "gb-line", "country_id": "GB", "name": NAME, "number": "116 123", "hours": TEXTS[3]}
    lines = toml(folder / "lines.toml", ("line", line | {"languages": "en", "helps": "listening"} | CHECKED))
    empty = toml(folder / "empty.toml", origin=NAME)
    basics.load(at=NOON, questions=questions, countries=empty, lines=empty)
    loading.load(release(6), at=NOON)
    loading.load(release(12), at=NOON)
    basics.load(at=NOON, questions=questions, countries=countries, lines=empty)
    factories.accepted(Proposal.objects.get(kind="country"), at=NOON)
    basics.load(at=NOON, questions=questions, countries=countries, lines=lines)
    factories.source(title=NAME, publisher=TEXTS[1], note=TEXTS[2], url=ADDRESS)
    facts.load(of_facts(folder / "facts.toml"), at=NOON)


def of_facts(path: Path) -> Path:
    """A fact of each of the first conditions, and one that an answer can quote."""
    made: list[tuple[str, dict[str, Any]]] = []
    for number, about in enumerate(Condition.objects.exclude(is_grouping=True).order_by("pk")):
        label, scope, text = TEXTS[number::40][:3]
        told = {"condition": about.slug, "key": "prevalence", "label": label, "scope": scope, "reason": NAME}
        made += [
            ("fact", told),
            ("fact.value", {"source": "ers-2017", "as_of": TEXTS[number][:40], "text": {"en": text}}),
        ]
    return toml(path, *made, origin=NAME)


def in_the_administration() -> list[str]:
    """All that waits, and the first rows of every table."""
    found = [reverse("admin:conditions_proposal_change", args=[each.pk]) for each in Proposal.objects.all()]
    for model in admin_site._registry:
        rows_ = model._default_manager.order_by("pk")[:3] if model._meta.app_label == "conditions" else []
        name = f"admin:conditions_{model._meta.model_name}"
        found += [reverse(f"{name}_changelist")] if rows_ else []
        found += [reverse(f"{name}_change", args=[row.pk]) for row in rows_]
    return found


def for_readers() -> list[str]:
    pages = [each.get_absolute_url() for each in Condition.objects.all()]
    found = [f"{reverse('conditions:search')}?q={words}" for words in ("fire()", "onerror", "img+src")]
    return [*pages, *found, reverse("conditions:home"), reverse("conditions:privacy"), reverse("conditions:a_to_z")]


@pytest.mark.promise("S2", "E22")
def test_what_an_import_brings_stays_text_while_it_waits_and_when_readers_see_it(trap: Page, tmp_path: Path) -> None:
    imported(tmp_path)
    people = factories.desk()
    worker = factories.granted(factories.administrator(), Role.EDITOR)
    take_over(trap, factories.browser(worker, second_factor=True))
    assert Proposal.objects.filter(decided_at=None).count() > 6
    assert opened(trap, [*in_the_administration(), "/desk/", "/desk/coverage/", "/desk/conditions/"]) == []
    for proposal in Proposal.objects.filter(decided_at=None):
        factories.accepted(proposal, at=NOON)
    for version in FactVersion.objects.all():
        moves.accept_fact(version, by=people.colleague, at=NOON, seen=moves.screen(version))
    about = {"condition": Fact.objects.earliest("pk").condition, "question": Question.objects.get(slug="hostile")}
    factories.published(people, factories.started(people, **about), body=factories.QUOTING)
    assert opened(trap, [*for_readers(), *in_the_administration(), "/desk/policies/", "/desk/policies/other/"]) == []
    trap.goto(Fact.objects.earliest("pk").condition.get_absolute_url())
    assert TEXTS[0] in trap.locator("main").inner_text()
