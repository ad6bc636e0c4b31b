"""Whoever approved words may have become one of their writers before they are published: by a withdrawal (R8)."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conditions.editorial import publications, rounds
from conditions.models import Publication, Round
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.promise("R8")]


@pytest.fixture
def scene():
    """`erin` rewrote the live text; she approved what came on top of it, and only then was her own text withdrawn."""
    people, others = factories.desk(), factories.desk()
    erin = people.colleague
    first = factories.published(people)
    hers = factories.in_review(
        SimpleNamespace(author=erin, reviewer=others.reviewer), first.answer, short="It is what Erin says it is."
    )
    factories.signed(others, hers)
    live = publications.publish(hers, by=others.colleague, at=NOON, seen=hers.digest)
    newer = factories.approved(people, first.answer, short="It is what Erin says it is, and common.")
    factories.withdrawn(live)
    return SimpleNamespace(people=people, others=others, erin=erin, first=first, newer=newer, last=live)


def publish(scene):
    return publications.publish(scene.newer, by=scene.others.author, at=NOON, seen=scene.newer.digest)


def test_whoever_wrote_what_was_withdrawn_since_has_approved_nothing(scene):
    assert scene.newer.verdicts.get().by == scene.erin
    with pytest.raises(ValidationError, match="had a part in words that were withdrawn since"):
        publish(scene)
    assert not Publication.objects.live().exists()


def test_somebody_else_approves_and_stands_behind_the_words_alone(scene):
    round_ = Round.objects.get(closed_at=None)
    rounds.offer(round_, [scene.others.reviewer], by=scene.others.author, at=NOON)
    factories.signed(scene.others, scene.newer)
    assert [each.verdict.by for each in publish(scene).sign_offs.all()] == [scene.others.colleague]


def test_database_refuses_what_a_writer_alone_approved(scene):
    fresh = Publication(
        answer=scene.first.answer,
        revision=scene.newer,
        round=Round.objects.get(closed_at=None),
        kind="new",
        before=scene.last,
        number=3,
        code="7" * 8,
        published_by=factories.holder(Role.EDITOR),
        published_at=NOON,
        published_on=TODAY,
        reviewed_on=TODAY,
        edited_on=TODAY,
        next_due_on=scene.first.next_due_on,
        policy=scene.first.policy,
    )
    with pytest.raises(IntegrityError, match="publication_signed_by_another, R8"), transaction.atomic():
        fresh.save(force_insert=True)
