"""Whatever editors do, in whatever order: answers of one condition never show two values of one fact (R27)."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from conditions.editorial import changeover, facts, publications, rounds
from conditions.models import FactVersion, Publication, Round
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON, QUOTING

ANSWERS = 3


class Desk:
    """Two people, a fact, and three answers that may quote it, one of them Spanish."""

    def __init__(self):
        self.people = factories.desk()
        self.fact = factories.fact(self.people, factories.condition())
        self.numbers = iter(range(1, 1000))
        asked = {"condition": self.fact.condition}
        self.answers = [factories.started(self.people, language=each, **asked) for each in ("en", "en", "es")]
        self.propose(0)
        self.accept(0)

    def newest(self, place):
        return self.answers[place].revisions.all()[0]

    def pending(self):
        return FactVersion.objects.pending().filter(fact=self.fact)[0]

    def propose(self, _place):
        number = next(self.numbers)
        factories.value_proposed(self.people, self.fact, f"1 in {number}", es=f"1 de {number}")

    def accept(self, _place):
        version = self.pending()
        facts.accept_fact(version, by=self.people.colleague, at=NOON, seen=facts.screen(version))

    def drop(self, _place):
        facts.drop_fact(self.pending(), "Misread", by=self.people.colleague, at=NOON)

    def save(self, place):
        factories.written(self.people, self.answers[place], body=QUOTING)

    def save_without(self, place):
        factories.written(self.people, self.answers[place])

    def review(self, place):
        revision = self.newest(place)
        round_ = rounds.submit(revision, by=self.people.author, at=NOON, seen=revision.digest)
        rounds.offer(round_, [self.people.reviewer], by=self.people.author, at=NOON)
        factories.signed(self.people, revision)

    def publish(self, place):
        revision = self.newest(place)
        publications.publish(revision, by=self.people.colleague, at=NOON, seen=revision.digest)

    def put_in_force(self, _place):
        version = self.pending()
        under_review = Round.objects.filter(
            closed_at=None, answer__publications__in=Publication.objects.quoting(self.fact)
        )
        seen = {round_.answer: round_.revision.digest for round_ in under_review}
        changeover.put_in_force(version, by=self.people.colleague, at=NOON, seen=seen)

    def move(self, name, place):
        """One move, or nothing of it."""
        with suppress(ValidationError, Stale, IndexError), transaction.atomic():
            getattr(self, name)(place)

    def shown(self):
        """The numbers that readers see, in whatever language."""
        live = Publication.objects.live().filter(revision__quotations__key="prevalence")
        return {text.split()[-1] for text in live.values_list("revision__quotations__text", flat=True)}

    def in_force(self):
        holding = FactVersion.objects.in_force().filter(fact=self.fact, values__language="en")
        return {text.split()[-1] for text in holding.values_list("values__text", flat=True)}


# What mostly leads somewhere stands there more often.
MOVES = ("propose", "accept", "drop", "save", "save", "review", "review", "publish", "put_in_force", "save_without")
steps = st.tuples(st.sampled_from(MOVES), st.integers(0, ANSWERS - 1))


@pytest.mark.promise("R27")
@pytest.mark.django_db
@settings(max_examples=settings().max_examples // 10)
@given(st.lists(steps, min_size=8, max_size=24))
def test_answers_of_a_condition_never_show_two_values_of_a_fact(done):
    with transaction.atomic():
        desk = Desk()
        for name, place in [
            ("save", 0),
            ("review", 0),
            ("publish", 0),
            ("save", 2),
            ("review", 2),
            ("publish", 2),
            *done,
        ]:
            desk.move(name, place)
            assert len(desk.in_force()) == 1
            assert desk.shown() <= desk.in_force()
        transaction.set_rollback(True)


@pytest.mark.promise("R27")
@pytest.mark.django_db
def test_the_moves_lead_from_one_value_to_the_next():
    """What the test above walks through does reach a change-over."""
    desk = Desk()
    live = [(name, place) for place in (0, 2) for name in ("save", "review", "publish")]
    anew = [(name, place) for place in (0, 2) for name in ("save", "review")]
    for name, place in [*live, ("propose", 0), ("accept", 0), *anew, ("put_in_force", 0)]:
        desk.move(name, place)
    assert desk.shown() == desk.in_force() == {"2"}
