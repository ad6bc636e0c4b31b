"""A review in a bundle that is not of its condition or its language, typed in (E1)."""

import pytest

from conditions.models import Bundle, Round
from tests import factories
from tests.conditions.guards.installation import allowed, insert, refused
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.promise("E1")]


def bundle(world, **other):
    told = {"condition": world.about, "language": "en", "opened_by": world.people.author, "opened_at": NOON}
    return Bundle.objects.create(**told | other)


def opened(world, into):
    """A review of words of the condition as raw SQL would write it."""
    revision = factories.written(world.people, factories.started(world.people, condition=world.about))
    return insert(
        Round._meta.db_table,
        {
            "answer_id": revision.answer_id,
            "revision_id": revision.pk,
            "bundle_id": into.pk,
            "kind": "medical",
            "policy_id": revision.answer.question.policy_id,
            "second_clinician": False,
            "lay_reader": False,
            "question": "",
            "opened_by_id": world.people.author.pk,
            "opened_at": NOON,
            "outcome": "",
            "closed_because": "",
            "is_sealed": False,
        },
    )


def test_review_in_a_bundle_of_its_condition_and_language_passes(world):
    assert allowed(lambda: opened(world, bundle(world)))


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param(lambda: {"condition": factories.condition(slug="another")}, id="of another condition"),
        pytest.param(lambda: {"language": "es"}, id="in another language"),
    ],
)
def test_review_in_a_bundle_of_something_else_is_refused(world, elsewhere):
    assert refused("round_in_its_bundle", lambda: opened(world, bundle(world, **elsewhere())))
