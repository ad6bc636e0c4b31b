"""Live text of which a covered part changed since it was signed is found, with the reason, and never marked (E3)."""

from types import SimpleNamespace

import pytest

from conditions.editorial import forecasts, proposals
from conditions.editorial.rows import version
from conditions.models import Condition, Name, Publication
from conditions.models.people import Role
from tests import databases, factories
from tests.factories import NOON
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db


def quoting():
    """An answer that quotes a fact, and one beside it that quotes none and whose condition and question stay."""
    people = factories.desk()
    fact = factories.fact(people, factories.condition())
    factories.value_accepted(people, fact, es="1 de 20")
    factories.published(people, factories.started(people, condition=factories.condition("Other", "other")))
    return SimpleNamespace(people=people, live=factories.quoting(people, fact.condition))


made = made_once(quoting)
people, live = copied("people"), copied("live")


def reasons(publication):
    found = Publication.objects.context_changed().get()
    assert found == publication
    return found.quotes_former_value, found.is_named_otherwise, found.is_asked_otherwise


def rename(condition, text, language="en"):
    """What an accepted proposal does."""
    Name.objects.filter(condition=condition, language=language, use="preferred").update(use="shown")
    factories.named(condition, text, use=Name.Use.PREFERRED, language=language)


@pytest.mark.promise("E3")
def test_text_as_it_was_signed_is_not_found(people, live):
    factories.value_proposed(people, live.revision.quotations.get().version.fact, "1 in 30", es="1 de 30")
    factories.named(live.answer.condition, "Meulengracht disease")
    factories.worded(live.answer.question, "¿Qué es {condition}?", "es", at=NOON)
    rename(live.answer.condition, "Síndrome de Gilbert", "es")
    assert not Publication.objects.context_changed().exists()


@pytest.mark.promise("E3", "R27")
def test_text_that_quotes_a_value_of_which_a_newer_one_waits_is_found(people, live):
    factories.value_accepted(people, live.revision.quotations.get().version.fact, "1 in 30", es="1 de 30")
    assert reasons(live) == (True, False, False)


@pytest.mark.promise("E3")
def test_text_under_a_former_name_is_found(live):
    rename(live.answer.condition, "Gilbert-Meulengracht syndrome")
    assert reasons(live) == (False, True, False)


@pytest.mark.promise("E3")
def test_text_under_a_former_wording_is_found(live):
    factories.worded(live.answer.question, "What does {condition} mean?", at=NOON)
    assert reasons(live) == (False, False, True)


@pytest.mark.promise("E3")
def test_spanish_text_follows_spanish_names_and_english_ones_where_there_is_none(people, live):
    spanish = factories.quoting(people, live.answer.condition, language="es")
    rename(live.answer.condition, "Síndrome de Gilbert", "es")
    assert reasons(spanish) == (False, True, False)
    assert str(Condition.objects.named("es").get(pk=live.answer.condition_id)) == "Síndrome de Gilbert"


@pytest.mark.promise("E3")
def test_text_published_again_is_found_no_more(people, live):
    rename(live.answer.condition, "Gilbert-Meulengracht syndrome")
    again = factories.published(people, live.answer, body=factories.QUOTING)
    assert again.revision.condition_name == "Gilbert-Meulengracht syndrome"
    assert not Publication.objects.context_changed().exists()


def test_text_that_was_replaced_is_not_found(people, live):
    factories.published(people, live.answer)
    factories.value_accepted(people, live.revision.quotations.get().version.fact, "1 in 30", es="1 de 30")
    assert not Publication.objects.context_changed().exists()


@pytest.mark.parametrize("count", [1, 3])
def test_all_of_them_are_found_in_one_query(people, live, django_assert_num_queries, count):
    for _number in range(1, count):
        factories.quoting(people, live.answer.condition)
    rename(live.answer.condition, "Gilbert-Meulengracht syndrome")
    with django_assert_num_queries(1):
        assert len(Publication.objects.context_changed()) == count


@pytest.mark.promise("E22")
def test_forecast_of_a_value_is_what_comes_to_pass(people, live):
    factories.quoting(people, live.answer.condition, language="es")
    version = factories.value_proposed(people, live.revision.quotations.get().version.fact, "1 in 30", es="1 de 30")
    foretold = set(Publication.objects.quoting(version.fact))
    factories.facts.accept_fact(version, by=people.colleague, at=NOON, seen=factories.facts.screen(version))
    assert foretold == set(Publication.objects.context_changed())
    assert len(foretold) == 2


@pytest.mark.promise("E22")
@pytest.mark.parametrize(
    ("language", "text", "count"),
    [("en", "New", 2), ("es", "Nuevo", 1), ("es", "Gilbert syndrome", 0)],
)
def test_forecast_of_a_name_is_what_comes_to_pass(people, live, language, text, count):
    factories.quoting(people, live.answer.condition, language="es")
    foretold = set(forecasts.of_name(live.answer.condition, text, language))
    rename(live.answer.condition, text, language)
    assert foretold == set(Publication.objects.context_changed())
    assert len(foretold) == count


@pytest.mark.promise("E3", "E7")
@pytest.mark.parametrize(
    ("language", "text", "count"),
    [("en", "What does {condition} mean?", 2), ("es", "¿Qué es {condition}?", 1), ("es", "What is {condition}?", 0)],
)
def test_forecast_of_a_wording_is_what_comes_to_pass(people, live, language, text, count):
    answered = {"condition": live.answer.condition, "question": live.answer.question, "language": "es"}
    factories.published(people, factories.started(people, **answered))
    foretold = set(forecasts.of_wording(live.answer.question, text, language))
    factories.worded(live.answer.question, text, language, at=NOON)
    assert foretold == set(Publication.objects.context_changed())
    assert len(foretold) == count


@pytest.mark.promise("E3", "E7")
def test_forecast_of_asking_again_is_what_comes_to_pass(people, live):
    """Words of two languages, of which no answer was signed under these; another stands as it was signed."""
    question, answered = live.answer.question, {"condition": live.answer.condition, "language": "es"}
    spanish = factories.published(people, factories.started(people, question=question, **answered))
    other = factories.published(people, factories.started(people))
    databases.asked_no_more(question)
    factories.worded(question, "What does {condition} mean?", at=NOON)
    factories.worded(question, "¿Qué es {condition}?", "es", at=NOON)
    now, who = type(question).objects.get(pk=question.pk), {"by": factories.holder(Role.EDITOR), "at": NOON}
    proposal = proposals.propose_question(now, {"is_asked": True}, seen=version(now), **who)
    foretold = set(proposals.forecast(proposal))
    factories.accepted(proposal, at=NOON)
    assert foretold == set(Publication.objects.context_changed()) == {live, spanish}
    assert other not in foretold


@pytest.mark.promise("E3", "E7")
def test_forecast_of_a_wording_leaves_out_languages_with_their_own(people, live):
    factories.worded(live.answer.question, "¿Qué es {condition}?", "es", at=NOON)
    answered = {"condition": live.answer.condition, "question": live.answer.question, "language": "es"}
    factories.published(people, factories.started(people, **answered))
    assert set(forecasts.of_wording(live.answer.question, "What does {condition} mean?", "en")) == {live}


@pytest.mark.promise("E22")
def test_forecast_of_a_name_leaves_out_languages_with_their_own(people, live):
    factories.named(live.answer.condition, "Síndrome de Gilbert", use=Name.Use.PREFERRED, language="es")
    factories.quoting(people, live.answer.condition, language="es")
    assert set(forecasts.of_name(live.answer.condition, "New", "en")) == {live}
