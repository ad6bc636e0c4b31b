"""Values of facts that no move would write, typed into the database: proposed, accepted, in force (E7, R27)."""

import datetime

import pytest

from conditions.models import FactValue, FactVersion
from tests import factories
from tests.conditions.guards.installation import allowed, insert, refused, row, run
from tests.factories import NOON

A_DAY = datetime.timedelta(days=1)
VERSION, VALUE = "conditions_factversion", "conditions_factvalue"
pytestmark = pytest.mark.django_db


@pytest.fixture
def holding(world):
    """The value that live text quotes."""
    return FactVersion.objects.in_force().get()


def second(world, **other):
    """A further version of the fact, as it is proposed."""
    told = row(VERSION, FactVersion.objects.in_force().get().pk)
    nobody = {"accepted_at": None, "accepted_by_id": None, "in_force_at": None}
    return told | nobody | {"number": 2} | other


def waiting(world, *, accepted=True):
    """The next version of the quoted fact, which waits until the answers that quote it are published anew."""
    fact = FactVersion.objects.in_force().get().fact
    make = factories.value_accepted if accepted else factories.value_proposed
    return make(world.people, fact, "1 in 30")


def value(version, **other):
    """A Spanish value of the version."""
    told = row(VALUE, FactValue.objects.filter(language="en").first().pk)
    return told | {"version_id": version.pk, "language": "es", "text": "9 de 10"} | other


def sets(version, **values):
    said = ", ".join(f'"{column}" = %s' for column in values)
    return run(f"UPDATE {VERSION} SET {said} WHERE id = %s", [*values.values(), version.pk])


def test_version_that_a_move_would_propose_passes(world):
    assert allowed(lambda: insert(VERSION, second(world)))


@pytest.mark.promise("E7")
@pytest.mark.parametrize("state", ["accepted", "dropped"])
def test_value_is_born_in_no_other_state_than_proposed(world, state):
    by = {f"{state}_at": NOON, f"{state}_by_id": world.people.colleague.pk}
    because = {"dropped_because": "x"} if state == "dropped" else {}
    assert refused("factversion_begins_proposed", lambda: insert(VERSION, second(world, **by, **because)))


@pytest.mark.promise("E7")
def test_value_is_added_while_its_version_is_proposed(world):
    assert allowed(lambda: insert(VALUE, value(waiting(world, accepted=False))))


@pytest.mark.promise("E7")
@pytest.mark.parametrize("state", ["accepted", "dropped"])
def test_value_is_not_added_to_what_was_decided_on(world, state):
    version = waiting(world, accepted=state == "accepted")
    if state == "dropped":
        sets(version, dropped_at=NOON, dropped_by_id=world.people.colleague.pk, dropped_because="x")
    assert refused("factvalue_before_acceptance", lambda: insert(VALUE, value(version)))


@pytest.mark.promise("R27")
def test_value_does_not_end_where_none_follows(world, holding):
    factories.withdrawn(world.live)
    assert refused("factversion_ends_for_another", lambda: sets(holding, ended_at=NOON + A_DAY))


@pytest.mark.promise("R27")
@pytest.mark.parametrize("state", ["proposed", "dropped"])
def test_value_does_not_end_for_one_that_nobody_accepted(world, holding, state):
    version = waiting(world, accepted=False)
    if state == "dropped":
        sets(version, dropped_at=NOON, dropped_by_id=world.people.colleague.pk, dropped_because="x")
    factories.withdrawn(world.live)
    assert refused("factversion_ends_for_another", lambda: sets(holding, ended_at=NOON + A_DAY))


@pytest.mark.promise("R27")
def test_value_does_not_end_under_live_text(world, holding):
    waiting(world)
    assert refused("factversion_ends_for_another", lambda: sets(holding, ended_at=NOON + A_DAY))


@pytest.mark.promise("R27")
def test_value_ends_for_another_when_no_live_text_quotes_it(world, holding):
    waiting(world)
    factories.withdrawn(world.live)
    assert allowed(lambda: sets(holding, ended_at=NOON + A_DAY))


@pytest.mark.promise("R27")
def test_value_does_not_come_into_force_under_live_text_of_another(world):
    version = waiting(world)
    assert refused("factversion_in_force", lambda: sets(version, in_force_at=NOON))
