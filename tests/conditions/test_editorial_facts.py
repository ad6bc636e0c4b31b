"""Moves of a fact: proposed by one, accepted by another, in force at once only where nobody reads the old value."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from conditions.editorial import facts, revisions, sources
from conditions.editorial.facts import Value
from conditions.editorial.rows import version
from conditions.models import Event, Fact, FactValue, FactVersion, Publication, Quotation, Source
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db


made = made_once(factories.desk)
people = copied()


@pytest.fixture
def fact(people):
    return factories.fact(people, factories.condition())


def accept(version, person):
    return facts.accept_fact(version, by=person, at=NOON, seen=facts.screen(version))


def test_fact_says_of_whom_it_is_true(people):
    fact = Fact(condition=factories.condition(), key="prevalence", label=" How\0 common ", scope="")
    with pytest.raises(ValidationError, match="cannot be blank"):
        facts.start_fact(fact, by=people.author, at=NOON)
    fact.scope = "adults\n in Europe"
    assert str(facts.start_fact(fact, by=people.author, at=NOON)) == "prevalence (adults in Europe)"


def test_fact_once_for_a_condition(people, fact):
    with pytest.raises(ValidationError, match="This condition has a fact with this key"):
        factories.fact(people, fact.condition)


def test_member_starts_and_proposes_nothing(fact):
    for move in (facts.start_fact, lambda about, **who: facts.propose_fact(about, [], reason="x", **who)):
        with pytest.raises(PermissionDenied):
            move(fact, by=factories.user(), at=NOON)


@pytest.mark.promise("E7")
def test_proposal_is_quoted_by_nobody(people, fact):
    factories.value_proposed(people, fact)
    with pytest.raises(ValidationError, match="There is no shared fact “prevalence”"):
        factories.quoting(people, fact.condition)
    assert not Quotation.objects.exists()


@pytest.mark.promise("E7")
def test_whoever_proposed_it_does_not_accept_it(people, fact):
    version = factories.value_proposed(people, fact)
    with pytest.raises(ValidationError, match="Ask another editor"):
        accept(version, people.author)
    assert FactVersion.objects.get().accepted_at is None


@pytest.mark.promise("E7")
@pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER, Role.ADMINISTRATOR])
def test_nobody_but_an_editor_accepts(people, fact, role):
    version = factories.value_proposed(people, fact)
    with pytest.raises(PermissionDenied):
        accept(version, factories.holder(role))


@pytest.mark.promise("R27")
def test_accepted_value_that_no_live_answer_quotes_is_in_force_at_once(people, fact):
    first = factories.value_accepted(people, fact, "1 in 20")
    second = factories.value_accepted(people, fact, "1 in 30")
    first.refresh_from_db()
    assert (first.in_force_at, first.ended_at, second.in_force_at, second.ended_at) == (NOON, NOON, NOON, None)
    assert factories.quoting(people, fact.condition).revision.quotations.get().text == "1 in 30"


@pytest.mark.promise("R27")
def test_accepted_value_waits_while_a_live_answer_quotes_the_old_one(people, fact):
    factories.value_accepted(people, fact, "1 in 20")
    live = factories.quoting(people, fact.condition)
    waiting = factories.value_accepted(people, fact, "1 in 30")
    assert waiting.in_force_at is None
    assert Publication.objects.live().get() == live
    assert "1 in 20" in live.revision.body_html


@pytest.mark.promise("R27")
def test_text_saved_meanwhile_quotes_the_accepted_value_and_waits_with_it(people, fact):
    factories.value_accepted(people, fact, "1 in 20")
    live = factories.quoting(people, fact.condition)
    waiting = factories.value_accepted(people, fact, "1 in 30")
    with pytest.raises(ValidationError, match=r"not in force yet\. Put it in force with this text"):
        factories.published(people, live.answer, body=factories.QUOTING)
    assert live.answer.revisions.first().quotations.get().version == waiting
    assert Publication.objects.live().get() == live


def test_text_that_quotes_what_ended_meanwhile_is_saved_again(people, fact):
    factories.value_accepted(people, fact, "1 in 20")
    factories.approved(people, factories.started(people, condition=fact.condition), body=factories.QUOTING)
    factories.value_accepted(people, fact, "1 in 30")
    revision = Quotation.objects.get().revision
    with pytest.raises(ValidationError, match="quotes an old value"):
        factories.publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


def test_what_moved_since_it_was_on_screen_is_not_accepted(people, fact):
    version = factories.value_proposed(people, fact)
    seen = facts.screen(version)
    FactValue.objects.create(version=version, language="en", position=2, text="9 in 10", source=Source.objects.get())
    with pytest.raises(Stale):
        facts.accept_fact(version, by=people.colleague, at=NOON, seen=seen)
    assert FactVersion.objects.get().accepted_at is None


def test_value_is_decided_on_once(people, fact):
    version = factories.value_accepted(people, fact)
    with pytest.raises(Stale):
        accept(version, people.colleague)
    with pytest.raises(Stale):
        facts.drop_fact(version, "Wrong", by=people.colleague, at=NOON)


def test_proposer_takes_back_and_another_editor_refuses(people, fact):
    dropped = [
        facts.drop_fact(factories.value_proposed(people, fact), "Misread", by=person, at=NOON)
        for person in (people.author, people.colleague)
    ]
    assert [each.dropped_by for each in dropped] == [people.author, people.colleague]
    assert factories.value_accepted(people, fact).number == 3


def test_value_that_waits_is_dropped_with_a_reason(people, fact):
    factories.value_accepted(people, fact)
    live = factories.quoting(people, fact.condition)
    waiting = factories.value_accepted(people, fact, "1 in 30")
    with pytest.raises(ValidationError, match="Say why"):
        facts.drop_fact(waiting, " \0", by=people.colleague, at=NOON)
    facts.drop_fact(waiting, "Retracted", by=people.colleague, at=NOON)
    assert factories.published(people, live.answer, body=f"{factories.QUOTING} Harmless.[^ers-2017]").number == 2


def test_other_proposals_wait_for_the_first(people, fact):
    factories.value_proposed(people, fact)
    with pytest.raises(ValidationError, match="Decide on that one first"):
        factories.value_proposed(people, fact, "1 in 40")


def unfit(read):
    return {
        "nothing": ([], "at least one value"),
        "no words": ([Value("en", " \u202e\0", read)], "cannot be blank"),
        "a book": ([Value("en", "x" * 10_000, read)], "at most 200"),
        "another language": ([Value("tlh", "wa'", read)], "Choose one of the languages"),
        "a value more in one language": (
            [Value("en", "1", read), Value("en", "2", read), Value("es", "1", read)],
            "Give the same values in each language",
        ),
        "twice the same": ([Value("en", "1", read), Value("en", "1 ", read)], "stands there twice"),
    }


@pytest.mark.parametrize("name", unfit(None))
def test_value_that_text_could_not_quote_is_refused(people, fact, name):
    values, sentence = unfit(Source.objects.get())[name]
    with pytest.raises(ValidationError, match=sentence):
        facts.propose_fact(fact, values, reason="x", by=people.author, at=NOON)
    assert not FactVersion.objects.exists()


def test_value_rests_on_no_retracted_source(people, fact):
    source = Source.objects.get()
    who = {"by": people.colleague, "at": NOON, "seen": version(source)}
    sources.retract_source(source, on=TODAY, note="Made-up data", **who)
    with pytest.raises(ValidationError, match="“ers-2017” was retracted"):
        factories.value_proposed(people, fact)


def test_what_is_in_force_is_not_proposed_again(people, fact):
    factories.value_accepted(people, fact)
    with pytest.raises(ValidationError, match="in force already"):
        factories.value_proposed(people, fact)


@pytest.mark.promise("R29")
def test_values_of_good_sources_stand_side_by_side(people, fact):
    other = factories.source("idsa-2020")
    values = [
        Value(language, text, read, as_of)
        for language, texts in {"en": ("21 days", "10 days"), "es": ("21 días", "10 días")}.items()
        for text, read, as_of in zip(texts, (Source.objects.get(key="ers-2017"), other), ("2018", "2020"), strict=True)
    ]
    version = facts.propose_fact(fact, values, reason="Both hold", by=people.author, at=NOON)
    accept(version, people.colleague)
    live = factories.quoting(people, fact.condition)
    spanish = factories.quoting(people, fact.condition, language="es")
    assert live.revision.quotations.get().text == "21 days (2018) or 10 days (2020)"
    with translation.override("es"):
        assert spanish.revision.quotations.get().text == _(" or ").join(["21 días (2018)", "10 días (2020)"])
    assert {cited.key for cited in live.revision.citations.all()} == {"ers-2017", "idsa-2020"}


@pytest.mark.promise("R27")
def test_text_quotes_the_value_in_its_own_language_or_not_at_all(people, fact):
    factories.value_accepted(people, fact, "1 in 20", es="1 de 20")
    assert factories.quoting(people, fact.condition, language="es").revision.quotations.get().text == "1 de 20"
    other = factories.fact(people, factories.condition(slug="other"))
    factories.value_accepted(people, other, "1 in 20")
    with pytest.raises(ValidationError, match=r"The fact “prevalence” has no value in the language .*, Spanish"):
        factories.quoting(people, other.condition, language="es")


def test_new_value_speaks_every_language_of_the_live_answers(people, fact):
    factories.value_accepted(people, fact, "1 in 20", es="1 de 20")
    factories.quoting(people, fact.condition, language="es")
    with pytest.raises(ValidationError, match="Live answers quote “prevalence” in a language without a value: Spanish"):
        factories.value_proposed(people, fact, "1 in 30")


def test_value_that_lacks_the_language_of_a_text_gone_live_since_is_not_accepted(people, fact):
    factories.value_accepted(people, fact, "1 in 20", es="1 de 20")
    version = factories.value_proposed(people, fact, "1 in 30")
    factories.quoting(people, fact.condition, language="es")
    with pytest.raises(ValidationError, match="without a value: Spanish"):
        accept(version, people.colleague)


def test_facts_of_another_condition_are_not_quoted(people, fact):
    factories.value_accepted(people, fact)
    with pytest.raises(ValidationError, match="There is no shared fact"):
        factories.quoting(people, factories.condition(slug="other"))


@pytest.mark.promise("R27")
def test_another_value_is_no_matter_of_wording(people, fact):
    factories.value_accepted(people, fact, "1 in 20")
    live = factories.quoting(people, fact.condition)
    factories.value_accepted(people, fact, "1 in 30")
    revision = factories.written(people, live.answer, body=factories.QUOTING)
    with pytest.raises(ValidationError, match=r"More than the wording differs.*: values of facts"):
        factories.rounds.correct(revision, by=people.author, at=NOON, seen=revision.digest)


def test_every_move_of_a_fact_is_an_event(people, fact):
    factories.value_accepted(people, fact)
    facts.drop_fact(factories.value_proposed(people, fact, "1 in 30"), "Misread", by=people.author, at=NOON)
    told = Event.objects.filter(stream=f"fact:{fact.pk}").values_list("action", flat=True)
    assert list(told) == ["fact started", "value proposed", "value accepted", "value proposed", "value dropped"]


def test_same_text_saved_again_makes_no_revision(people, fact):
    factories.value_accepted(people, fact)
    answer = factories.started(people, condition=fact.condition)
    first = factories.written(people, answer, body=factories.QUOTING)
    assert factories.written(people, answer, body=factories.QUOTING) == first
    assert revisions.condition_name(answer) == first.condition_name
