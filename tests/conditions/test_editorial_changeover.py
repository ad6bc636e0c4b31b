"""A new value reaches readers in one moment, in every answer that quotes the fact, or in none."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conditions.editorial import changeover, facts
from conditions.models import Event, Notice, Publication, Question
from conditions.models.people import Role
from conditions.stale import Stale
from tests import evidence, factories
from tests.conditions.evidence.world import found
from tests.factories import NOON, QUOTING
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db


made = made_once(factories.desk)
people = copied()


@pytest.fixture
def fact(people):
    fact = factories.fact(people, factories.condition())
    factories.value_accepted(people, fact, "1 in 20", es="1 de 20")
    return fact


def rewritten(people, live):
    return factories.approved(people, live.answer, body=QUOTING, change="The figure is newer.")


def move(version, people, revisions):
    seen = {revision.answer: revision.digest for revision in revisions}
    return changeover.put_in_force(version, by=people.colleague, at=NOON, seen=seen)


def shown(fact):
    """What readers are told: every value of the fact that live text quotes."""
    live = Publication.objects.quoting(fact)
    return sorted(live.order_by().values_list("revision__quotations__text", flat=True))


@pytest.mark.promise("R27")
def test_new_value_reaches_all_answers_in_one_moment(people, fact):
    live = [factories.quoting(people, fact.condition, language=each) for each in ("en", "en", "es")]
    version = factories.value_accepted(people, fact, "1 in 30", es="1 de 30")
    revisions = [rewritten(people, each) for each in live]
    assert shown(fact) == ["1 de 20", "1 in 20", "1 in 20"]
    begun = move(version, people, revisions)
    assert shown(fact) == ["1 de 30", "1 in 30", "1 in 30"]
    assert {each.kind for each in begun} == {"new"}
    version.refresh_from_db()
    assert (version.in_force_at, fact.versions.get(number=1).ended_at) == (NOON, NOON)


@pytest.mark.promise("R27")
def test_each_answer_says_what_changed(people, fact):
    live = [factories.quoting(people, fact.condition) for _ in range(2)]
    version = factories.value_accepted(people, fact, "1 in 30", es="1 de 30")
    begun = move(version, people, [rewritten(people, each) for each in live])
    notices = Notice.objects.filter(kind="correction", reason="The figure is newer.")
    assert {notice.publication for notice in notices} == set(begun)
    told = Event.objects.get(action="value in force")
    assert all(each.code in told.data for each in begun)


@pytest.mark.promise("E11")
def test_ledger_knows_every_row_of_a_change_over(people, fact):
    live = factories.quoting(people, fact.condition)
    version = factories.value_accepted(people, fact, "1 in 30", es="1 de 30")
    move(version, people, [rewritten(people, live)])
    assert found() == []
    evidence.tamper(f"UPDATE conditions_factversion SET in_force_at = NULL WHERE id = {version.pk}")
    assert len(found()) == 1


@pytest.mark.promise("R27")
def test_refusal_names_every_answer_that_is_not_ready(people, fact):
    live = [factories.quoting(people, fact.condition) for _ in range(5)]
    version = factories.value_accepted(people, fact, "1 in 30", es="1 de 30")
    ready = rewritten(people, live[0])
    factories.in_review(people, live[1].answer, body=QUOTING)
    factories.written(people, live[2].answer, body=QUOTING)
    disputed = factories.in_review(people, live[3].answer, body=QUOTING)
    factories.verdicts.request_changes(disputed, by=people.colleague, at=NOON, seen=disputed.digest, because="No")
    with pytest.raises(ValidationError) as refusal:
        move(version, people, [ready])
    sentences = "\n".join(refusal.value.messages)
    assert sentences.count("no text with the new value is in medical review") == 2
    assert sentences.count("nobody has approved it yet") == sentences.count("asked for changes first") == 1
    assert "“What is Gilbert syndrome?” (English)" in sentences
    assert shown(fact) == ["1 in 20"] * 5


@pytest.mark.promise("R27")
def test_all_or_nothing_when_one_answer_may_not_be_published(people, fact):
    live = [factories.quoting(people, fact.condition) for _ in range(2)]
    version = factories.value_accepted(people, fact, "1 in 30", es="1 de 30")
    revisions = [rewritten(people, each) for each in live]
    Question.objects.filter(pk=live[1].answer.question_id).update(applies="by-flag")
    before = list(Publication.objects.order_by("pk").values())
    with pytest.raises(ValidationError, match="does not apply"):
        move(version, people, revisions)
    assert list(Publication.objects.order_by("pk").values()) == before
    version.refresh_from_db()
    assert version.in_force_at is None


@pytest.mark.promise("E7")
def test_author_of_a_text_does_not_bring_it_to_readers_with_a_value(people, fact):
    live = factories.quoting(people, fact.condition)
    version = factories.value_accepted(people, fact, "1 in 30", es="1 de 30")
    seen = {live.answer: rewritten(people, live).digest}
    with pytest.raises(ValidationError, match="You had a part in these words"):
        changeover.put_in_force(version, by=people.author, at=NOON, seen=seen)
    assert shown(fact) == ["1 in 20"]


def test_who_may_not_publish_in_a_language_does_not_change_it_over(people, fact):
    live = factories.quoting(people, fact.condition, language="es")
    version = factories.value_accepted(people, fact, "1 in 30", es="1 de 30")
    seen = {live.answer: rewritten(people, live).digest}
    with pytest.raises(PermissionDenied):
        changeover.put_in_force(version, by=factories.holder(Role.EDITOR, language="en"), at=NOON, seen=seen)


@pytest.mark.parametrize("seen", ["nothing", "another digest", "an answer more"])
def test_what_was_not_on_screen_is_not_published(people, fact, seen):
    live = factories.quoting(people, fact.condition)
    other = factories.started(people, condition=fact.condition)
    version = factories.value_accepted(people, fact, "1 in 30", es="1 de 30")
    digest = rewritten(people, live).digest
    screens = {"nothing": {}, "another digest": {live.answer: "x"}, "an answer more": {live.answer: digest, other: "x"}}
    with pytest.raises(Stale):
        changeover.put_in_force(version, by=people.colleague, at=NOON, seen=screens[seen])
    assert shown(fact) == ["1 in 20"]


def test_value_that_nobody_accepted_is_not_put_in_force(people, fact):
    version = factories.value_proposed(people, fact, "1 in 30", es="1 de 30")
    with pytest.raises(Stale):
        move(version, people, [])
    facts.drop_fact(version, "Wrong", by=people.author, at=NOON)
    with pytest.raises(Stale):
        move(version, people, [])


def test_value_waits_no_longer_when_no_answer_quotes_the_fact_any_more(people, fact):
    live = factories.quoting(people, fact.condition)
    version = factories.value_accepted(people, fact, "1 in 30", es="1 de 30")
    factories.published(people, live.answer)
    assert move(version, people, []) == []
    version.refresh_from_db()
    assert version.in_force_at == NOON


def test_translation_follows_the_text_that_it_translates(people, fact):
    translation = factories.quoting(people, fact.condition, language="es")
    later = factories.started(people, condition=fact.condition, question=translation.answer.question)
    source = factories.published(people, later, body=QUOTING)
    version = factories.value_accepted(people, fact, "1 in 30", es="1 de 30")
    revisions = [
        factories.approved(people, translation.answer, body=QUOTING, translates=source),
        rewritten(people, source),
    ]
    assert [each.revision for each in move(version, people, revisions)] == revisions[::-1]


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_change_over_costs_the_same_for_one_and_for_three(people, fact, django_assert_num_queries, count):
    live = [factories.quoting(people, fact.condition) for _ in range(count)]
    version = factories.value_accepted(people, fact, "1 in 30", es="1 de 30")
    rewritten(people, live[0])
    with django_assert_num_queries(2):
        assert len([step.title for step in changeover.steps(version)]) == count
