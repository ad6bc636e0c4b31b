"""Answers that stand where none may stand, and live text of what does not apply, typed in (E7, E10, E18, R23, R28)."""

import datetime

import pytest

from conditions.models import Applicability
from tests import factories
from tests.conditions.guards.installation import allowed, fresh, insert, refused, row, run
from tests.conditions.guards.test_publications import of, publication, publish
from tests.conditions.guards.test_words import next_of, written
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def alone(world):
    """Another answer of the condition, which stands within none."""
    return written(world).answer


def inside(world, host):
    """An answer that stands within the host."""
    return written(world, body="", within=host).answer


def within(world, host, **other):
    """The next revision of an answer, within the host."""
    return next_of(world, within_id=host.pk, body="", body_html="", **other)


def elsewhere(world):
    return factories.written(world.people, factories.started(world.people)).answer


def in_spanish(world):
    about, asked = world.about, world.live.answer.question
    return factories.started(world.people, condition=about, question=asked, language="es")


def host_of_another(world):
    """A revision that would go inside another answer, while one stands within its own."""
    inside(world, world.dismissed.answer)
    return within(world, alone(world))


@pytest.mark.promise("E18")
def test_answer_within_one_that_stands_alone_passes(world):
    table, values = within(world, alone(world))
    assert allowed(lambda: insert(table, values))


FORGED = {
    "within an answer of another condition": lambda w: within(w, elsewhere(w)),
    "within an answer in another language": lambda w: within(w, in_spanish(w)),
    "within one that stands within another": lambda w: within(w, inside(w, alone(w))),
    "within another, with one inside": host_of_another,
}


@pytest.mark.promise("E18")
@pytest.mark.parametrize("attack", FORGED)
def test_answer_that_would_have_no_address_is_refused(world, attack):
    table, values = FORGED[attack](world)
    assert refused("revision_within_one_that_stands_alone", lambda: insert(table, values))


def after_live(world, **other):
    told = row("conditions_revision", world.live.revision_id)
    return "conditions_revision", told | {"number": 2, "based_on_id": world.live.revision_id} | other


TRANSLATING = {
    "nothing": lambda w: next_of(w, machine_help="translated"),
    "the answer to another question": lambda w: next_of(w, translates_id=w.live.pk),
    "itself": lambda w: after_live(w, translates_id=w.live.pk),
}


@pytest.mark.promise("E10")
@pytest.mark.parametrize("attack", TRANSLATING)
def test_translation_of_something_else_is_refused(world, attack):
    table, values = TRANSLATING[attack](world)
    assert refused("revision_translates_its_question", lambda: insert(table, values))


def translation(world, source):
    """The Spanish words that translate the source, approved and not yet published."""
    factories.withdrawn(factories.translated(world.people, source))
    spanish = source.answer.condition.answers.get(question=source.answer.question, language="es")
    return factories.approved(world.people, spanish, short="Es inofensivo.", translates=source)


@pytest.mark.promise("E10")
@pytest.mark.parametrize("state", ["live", "withdrawn"])
def test_translation_is_published_only_beside_its_source(world, state):
    source = factories.published(world.people, fresh(world))
    revision = translation(world, source)
    former = revision.answer.publications.get()
    then = publish(world, **of(revision), number=2, before_id=former.pk)
    if state == "live":
        assert allowed(then)
        return
    factories.withdrawn(source)
    assert refused("publication_source_text_stands", then)


def in_a_host(world):
    """A live answer, and approved words that stand within it."""
    host = factories.published(world.people, fresh(world))
    return host, factories.approved(world.people, fresh(world), within=host.answer, body="", short="One.[^ers-2017]")


@pytest.mark.promise("E18")
@pytest.mark.parametrize("state", ["live", "withdrawn"])
def test_answer_within_another_is_published_only_while_its_host_is_live(world, state):
    host, revision = in_a_host(world)
    then = publish(world, **of(revision))
    if state == "live":
        assert allowed(then)
        return
    factories.withdrawn(host)
    assert refused("publication_stands_in_live_text", then)


@pytest.mark.promise("E18", "E20")
def test_host_does_not_end_before_what_stands_within_it(world):
    host, revision = in_a_host(world)
    insert("conditions_publication", publication(world, **of(revision)))
    insert("conditions_notice", row("conditions_notice", world.notice.pk) | {"publication_id": host.pk})
    ended = "UPDATE conditions_publication SET ended_at = published_at, ended_on = published_on, ended_by_id = %s,"
    withdrawn = [world.notice.by_id, host.pk]
    assert refused(
        "publication_ends_with_those_within", lambda: run(f"{ended} ending = 'withdrawn' WHERE id = %s", withdrawn)
    )


def decided(world, *, applies):
    asked = {"condition_id": world.about.pk, "question_id": world.live.answer.question_id}
    return insert("conditions_applicability", asked | {"applies": applies, "reason": "x"})


@pytest.mark.promise("R28")
def test_question_of_a_live_answer_is_not_said_to_be_beside_the_point(world):
    assert refused("applicability_not_over_live_text", lambda: decided(world, applies=False))


@pytest.mark.promise("R28")
def test_question_of_a_live_answer_does_not_cease_to_apply(world):
    def decide_twice():
        decided(world, applies=True)
        run("UPDATE conditions_applicability SET applies = %s WHERE condition_id = %s", [False, world.about.pk])

    assert allowed(lambda: decided(world, applies=True))
    assert refused("applicability_not_over_live_text", decide_twice)
    assert not Applicability.objects.filter(condition=world.about).exists()


@pytest.mark.promise("E7")
def test_words_that_were_withdrawn_need_a_review_that_began_since(world):
    live = factories.published(world.people, fresh(world))
    factories.reconfirmed(world.people, live)
    insert("conditions_notice", row("conditions_notice", world.notice.pk) | {"publication_id": live.pk})
    gone = NOON + datetime.timedelta(hours=1)
    run(
        "UPDATE conditions_publication SET ended_at = %s, ended_on = published_on, ended_by_id = %s,"
        " ending = 'withdrawn' WHERE id = %s",
        [gone, world.people.author.pk, live.pk],
    )
    again = {**of(live.revision), "number": 2, "before_id": live.pk, "edited_on": live.edited_on}
    assert refused("publication_reviewed_since", publish(world, **again))
