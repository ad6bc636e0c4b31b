"""The administration of facts: one person proposes, another decides after a page that shows what will change."""

import re

import pytest

from conditions.models import Condition, Fact, FactVersion, Publication, Source
from tests import factories
from tests.conditions.admin.forms import filled, one_more
from tests.factories import QUOTING

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/conditions/factversion/", "/admin/conditions/factversion/add/"


@pytest.fixture
def people():
    people = factories.desk()
    for person in (people.author, people.colleague):
        person.is_staff = True
        person.save()
    return people


@pytest.fixture
def fact(people):
    return factories.fact(people, factories.condition())


def signed_in(person):
    return factories.browser(person, second_factor=True)


def ask(page, action, *versions):
    return page.post(LIST, {"action": action, "_selected_action": [version.pk for version in versions]})


def press(page, asked, **typed):
    """What the page that asks would send when its button is pressed."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', asked.content.decode())
    sent = {
        name: [value for key, value in fields if key == name] for name in dict(fields) if name != "csrfmiddlewaretoken"
    }
    return page.post(LIST, sent | typed, follow=True).content.decode()


def row(page, **values):
    return one_more(page, "values", **values)


def test_fact_is_started_by_a_move(people):
    page = signed_in(people.author)
    typed = {"condition": factories.condition().pk, "key": "onset", "label": "Usual start", "scope": "untreated"}
    assert page.post("/admin/conditions/fact/add/", typed).status_code == 302
    assert str(Fact.objects.get()) == "onset (untreated)"
    again = page.post("/admin/conditions/fact/add/", typed)
    assert "This condition has a fact with this key" in again.content.decode()


def test_values_are_proposed_in_the_order_in_which_they_are_written(people, fact):
    page = signed_in(people.author)
    read = Source.objects.get().pk
    rows = [{"language": "en", "text": text, "source": read} for text in ("1 in 20", "1 in 30")]
    typed = {f"values-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()}
    sent = filled(page.get(ADD), fact=fact.pk, reason="Newer") | typed
    assert page.post(ADD, sent).status_code == 302
    version = FactVersion.objects.get()
    assert list(version.values.values_list("position", "text")) == [(1, "1 in 20"), (2, "1 in 30")]
    assert (version.proposed_by, version.accepted_by) == (people.author, None)


def test_proposal_that_is_refused_keeps_what_was_typed(people, fact):
    page = signed_in(people.author)
    answer = page.post(ADD, filled(page.get(ADD), fact=fact.pk, reason="Newer figure"))
    assert "Give at least one value" in answer.content.decode()
    assert "Newer figure" in answer.content.decode()
    assert not FactVersion.objects.exists()


@pytest.mark.promise("E7")
def test_proposer_is_told_that_another_accepts(people, fact):
    version = factories.value_proposed(people, fact)
    page = signed_in(people.author)
    asked = ask(page, "accept", version)
    assert "You proposed this yourself" in asked.content.decode()
    assert 'name="seen"' not in asked.content.decode()


@pytest.mark.promise("E22")
def test_page_before_acceptance_foretells_which_answers_change(people, fact):
    factories.value_accepted(people, fact, "1 in 20")
    factories.quoting(people, fact.condition)
    version = factories.value_proposed(people, fact, "1 in 30")
    page = signed_in(people.colleague)
    asked = ask(page, "accept", version)
    for told in (
        "Gilbert syndrome: How common",
        "1 in 20",
        "1 in 30",
        "“What is Gilbert syndrome?” (English)",
        "A statement",
    ):
        assert told in asked.content.decode()
    assert "1 value was decided on" in press(page, asked)
    version.refresh_from_db()
    assert (version.accepted_by, version.in_force_at) == (people.colleague, None)


@pytest.mark.promise("R27")
def test_value_is_put_in_force_when_no_answer_lacks_anything(people, fact):
    factories.value_accepted(people, fact, "1 in 20")
    live = factories.quoting(people, fact.condition)
    version = factories.value_accepted(people, fact, "1 in 30")
    page = signed_in(people.colleague)
    assert "no text with the new value is in medical review" in ask(page, "put_in_force", version).content.decode()
    factories.approved(people, live.answer, body=QUOTING)
    assert "1 value was decided on" in press(page, ask(page, "put_in_force", version))
    assert "1 in 30" in Publication.objects.live().get().revision.body_html


def test_decision_on_what_moved_meanwhile_is_not_made(people, fact):
    version = factories.value_proposed(people, fact)
    page = signed_in(people.colleague)
    asked = ask(page, "accept", version)
    factories.facts.drop_fact(version, "Misread", by=people.author, at=factories.NOON)
    assert "moved while you were looking" in press(page, asked)
    assert "None of the values you chose waits" in ask(page, "accept", version).content.decode()


def test_value_is_dropped_with_a_reason(people, fact):
    version = factories.value_proposed(people, fact)
    page = signed_in(people.colleague)
    asked = ask(page, "drop", version)
    assert "Write the reason." in press(page, asked, why=" ")
    press(page, asked, why="Misread")
    version.refresh_from_db()
    assert (version.dropped_because, version.dropped_by) == ("Misread", people.colleague)


@pytest.mark.parametrize("seen", ["{pk}:", "x:y", "1:0=", "999:x", "0" * 10_000, "{pk}:x=y", "{pk}:\0=1=2"])
def test_what_no_page_has_sent_decides_nothing(people, fact, seen):
    version = factories.value_accepted(people, fact, "1 in 20")
    factories.quoting(people, fact.condition)
    waiting = factories.value_accepted(people, fact, "1 in 30")
    page = signed_in(people.colleague)
    sent = {"action": "put_in_force", "_selected_action": waiting.pk, "seen": seen.format(pk=waiting.pk)}
    assert page.post(LIST, sent).status_code == 302
    assert FactVersion.objects.in_force().get() == version


def test_editor_of_another_condition_decides_nothing(people, fact):
    version = factories.value_proposed(people, fact)
    other = factories.condition("Other", "other")
    person = factories.holder("editor", is_staff=True, condition=Condition.objects.get(pk=other.pk))
    page, told = signed_in(person), {"action": "accept", "_selected_action": version.pk}
    assert page.get(LIST).context["cl"].result_count == 0
    forged = page.post(LIST, told | {"seen": f"{version.pk}:{factories.facts.screen(version)}"}, follow=True)
    assert "Your role does not allow this" in forged.content.decode()
    assert FactVersion.objects.get().accepted_at is None


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("source", 9), ("fact", 9), ("factversion", 9), ("factvalue", 9)])
def test_lists_cost_the_same_for_one_and_for_three(people, django_assert_num_queries, count, name, queries):
    page = signed_in(people.colleague)
    for number in range(count):
        fact = factories.fact(people, factories.condition(f"C {number}", f"c-{number}"))
        factories.value_accepted(people, fact)
        factories.source(f"more-{number}") if number else None
    page.get(f"/admin/conditions/{name}/")
    with django_assert_num_queries(queries):
        listed = page.get(f"/admin/conditions/{name}/")
    assert len(listed.context["cl"].result_list) == count
