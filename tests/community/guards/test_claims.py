"""Past the moves: one person works on a case at a time, and nobody else decides meanwhile (M1, M7)."""

import datetime

import pytest

from community.models import Appeal, Case, Claim, SteppedBack
from conditions.models.people import Role
from tests import factories
from tests.community.guards.test_cases import decide
from tests.community.guards.world import appeal, insert
from tests.conditions.guards.installation import allowed, refused
from tests.factories import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + datetime.timedelta(minutes=30)


def claim(found, by, **changed):
    return insert(Claim, **{"case": found.case, "by": by, "at": NOON, "until": LATER} | changed)


@pytest.mark.promise("M1")
def test_database_takes_one_claim_at_a_time(world):
    assert allowed(claim(world.waiting, world.people.moderator))
    claim(world.waiting, world.people.moderator)()
    assert refused("claim_one_open|claim_stays", claim(world.waiting, world.people.second))


BY_NOBODY = {
    "by the author": lambda w: claim(w.waiting, w.waiting.story.author.user),
    "by who stepped back": lambda w: claim(w.waiting, w.people.lead),
    "of a closed case": lambda w: claim(w.live, w.people.second),
    "born ended": lambda w: claim(w.waiting, w.people.second, ended_at=NOON, ending="released"),
}


@pytest.mark.promise("M7", "M16")
@pytest.mark.parametrize("attack", BY_NOBODY)
def test_database_refuses_who_may_not_decide(world, attack):
    SteppedBack.objects.create(case=world.waiting.case, by=world.people.lead, at=NOON)
    assert refused("claim_by_who_may_decide", BY_NOBODY[attack](world))


@pytest.mark.promise("M16")
def test_who_stepped_back_from_an_earlier_case_takes_no_later_one_and_decides_on_none(world):
    SteppedBack.objects.create(case=world.refused.case, by=world.people.lead, at=NOON)
    again = type(world.refused)(case=world.refused.again, text=world.refused.text, story=world.refused.story)
    assert refused("claim_by_who_may_decide", claim(again, world.people.lead))
    assert refused("decision_by_another", decide(again, world.people.lead))
    assert allowed(claim(world.waiting, world.people.lead))


@pytest.mark.promise("M7")
def test_who_decided_before_an_appeal_does_not_take_it(world):
    appeal(world)()
    again = type(world.refused)(case=world.refused.again)
    assert refused("claim_by_who_may_decide", claim(again, world.people.second))


@pytest.mark.promise("M1")
def test_nobody_decides_while_another_works_on_it(world):
    claim(world.waiting, world.people.moderator)()
    rule = "decision_while_nobody_else_works_on_it"
    assert refused(rule, decide(world.waiting, world.people.second))
    assert allowed(decide(world.waiting, world.people.moderator))
    assert allowed(decide(world.waiting, world.people.second, at=LATER))


@pytest.mark.promise("M1")
def test_nobody_decides_on_an_appeal_while_another_works_on_it(world):
    appeal(world)()
    again, third = type(world.refused)(case=world.refused.again), factories.holder(Role.MODERATOR)
    claim(again, world.people.lead)()
    told = {"decided_at": NOON, "outcome": "stands", "sentence": "It stands."}
    decide_it = lambda by, **said: lambda: Appeal.objects.update(**told | {"decided_by": by} | said)  # noqa: E731
    assert refused("appeal_while_nobody_else_works_on_it", decide_it(third))
    assert allowed(decide_it(world.people.lead))
    assert allowed(decide_it(third, decided_at=LATER))


@pytest.mark.promise("M1")
def test_case_is_not_closed_under_the_hands_of_who_works_on_it(world):
    claim(world.waiting, world.people.moderator)()
    close = lambda: Case.objects.filter(pk=world.waiting.case.pk).update(closed_at=LATER, outcome="withdrawn")  # noqa: E731
    assert refused("case_closed_once_nobody_works_on_it", close)
    Claim.objects.update(ended_at=LATER, ending="over")
    assert allowed(close)


@pytest.mark.promise("M1")
def test_claim_stays_on_record_and_ends_once_with_its_reason(world):
    claim(world.waiting, world.people.moderator)()
    found = Claim.objects.filter(case=world.waiting.case)
    assert refused("claim_lasts", claim(world.ready, world.people.lead, until=NOON))
    assert refused("claim_stays", lambda: found.update(until=LATER + datetime.timedelta(days=1)))
    assert refused("claim_taken_with_a_reason", lambda: found.update(ended_at=NOON, ending="taken"))
    assert refused("claim_words_known", lambda: found.update(ended_at=NOON, ending="taken", because="bored"))
    assert refused("claim_over_when_it_ran_out", lambda: found.update(ended_at=NOON, ending="over"))
    assert refused("claim_ended_as_a_whole", lambda: found.update(ended_at=NOON))
    found.update(ended_at=NOON, ending="released")
    assert refused("claim_stays", lambda: found.update(ending="decided"))
