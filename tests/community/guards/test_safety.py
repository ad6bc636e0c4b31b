"""Past the moves: the log of a case of acute danger is only added to, and by nobody of whom it tells (M11)."""

import pytest

from community.models import Case, SafetyStep, StandIn
from tests.community.guards.world import insert
from tests.conditions.guards.installation import allowed, refused
from tests.factories import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.promise("M11")]


def step(found, by, **changed):
    told = {"case": found.case, "kind": "called", "note": "She answered.", "salt": "s", "by": by, "at": NOON}
    return insert(SafetyStep, **told | changed)


def of_danger(world):
    Case.objects.filter(pk=world.waiting.case.pk).update(level="danger")
    return world.waiting


def test_steps_are_noted_in_danger_alone_and_by_another(world):
    assert refused("safetystep_of_danger", step(world.waiting, world.people.lead))
    found = of_danger(world)
    assert allowed(step(found, world.people.lead))
    assert refused("safetystep_of_danger", step(found, found.story.author.user))
    assert refused("safetystep_of_danger", step(found, world.people.lead, is_sealed=True))
    Case.objects.filter(pk=world.erased.case.pk).update(level="danger")
    assert refused("safetystep_of_danger", step(world.erased, world.people.lead))


def test_step_never_changes_or_vanishes(world):
    step(of_danger(world), world.people.lead)()
    steps = SafetyStep.objects.all()
    assert refused("safetystep_stays", lambda: steps.update(note="Nothing."))
    assert refused("safetystep_stays", lambda: steps.update(is_told=True))
    assert refused("safetystep_stays", lambda: steps.update(note="", salt="", is_sealed=True))
    assert refused("safetystep_stays", steps.delete)


def test_step_is_one_of_the_list_and_gives_its_reason(world):
    found = of_danger(world)
    assert refused("safetystep_kind_known", step(found, world.people.lead, kind="prayed"))
    assert refused("safetystep_gives_its_reason", step(found, world.people.lead, kind="safe", note=""))


def test_nobody_stands_in_for_themselves_or_before_the_first_day(world):
    told = {"lead": world.people.lead, "deputy": world.people.second, "from_on": TODAY, "until_on": TODAY, "at": NOON}
    assert refused("standin_is_another", insert(StandIn, **told | {"deputy": world.people.lead}))
    assert refused("standin_ends_after_it_starts", insert(StandIn, **told | {"until_on": TODAY.replace(year=2020)}))
