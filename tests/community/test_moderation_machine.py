"""Whatever members and moderators do, in whatever order, on whatever day: an oracle foretells it (docs/promises.md)."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from community.models import Story, StoryPublication
from tests import foretold, planted
from tests.community import oracle
from tests.community.desk import OUTCOMES, STORIES, Desk, cast
from tests.conditions.views.conftest import clock  # noqa: F401 (a fixture)

WORD = re.compile("zq[a-j]{4}")  # as `Desk.word` plants them
DUTY = st.permutations(oracle.MODERATORS)


class Machine(Desk):
    """Beside single moves, roads: the moves of a good day, and those of somebody who leaves it. Any may be refused."""

    @rule(number=STORIES, duty=DUTY)
    def road_of_risk(self, number, duty):
        """M4: one person is not enough, however often they say it."""
        self.send(oracle.AUTHORS[number], number, is_seen=True, is_risky=True)
        for by in (duty[0], duty[0], duty[1]):
            self.decide(by, number, "publish", is_seen=True)

    @rule(number=STORIES, duty=DUTY, state=st.sampled_from(["own", "refused"]))
    def road_of_a_change(self, number, duty, state):
        """C12, C6: what the author has not answered is published in no wording; what is, the author takes down."""
        self.send(oracle.AUTHORS[number], number, is_seen=True, is_risky=False)
        self.propose(duty[0], number, is_seen=True, is_risky=False)
        for is_seen in (True, False):
            self.decide(duty[1], number, "publish", is_seen)
        self.settle(duty[1], number, state)
        self.settle(oracle.AUTHORS[number], number, state)
        for is_seen in (False, True):
            self.decide(duty[1], number, "publish", is_seen)
        for by in (duty[1], oracle.AUTHORS[number]):
            self.take_down(by, number)
        self.readers_read_what_was_foretold()

    @rule(number=STORIES, duty=DUTY, kind=st.sampled_from(["decline", "remove"]), outcome=OUTCOMES)
    def road_of_an_appeal(self, number, duty, kind, outcome):
        """M7: whoever decided before decides neither on the appeal nor after it."""
        self.send(oracle.AUTHORS[number], number, is_seen=True, is_risky=False)
        if kind == "remove":
            self.decide(duty[0], number, "publish", is_seen=True)
            self.report(number)
        self.decide(duty[0], number, kind, is_seen=True)
        self.appeal(oracle.AUTHORS[number], number, is_author=True)
        for by in (duty[0], duty[1]):
            self.decide_appeal(by, number, outcome, is_seen=True)

    @rule(number=STORIES, duty=DUTY)
    def road_to_nothing(self, number, duty):
        """C6, C8: all that can be said about a story, and then it is gone."""
        self.send(oracle.AUTHORS[number], number, is_seen=True, is_risky=False)
        self.ask(duty[0], number, is_seen=True)
        self.answer(oracle.AUTHORS[number], number)
        self.decide(duty[1], number, "publish", is_seen=True)
        self.report(number)
        self.erase(duty[2], number, is_meant=True)
        self.erase(oracle.AUTHORS[number], number, is_meant=True)

    @rule(number=STORIES, other=STORIES, duty=DUTY)
    def road_past_a_year(self, number, other, duty):
        """C1, C10, M7: what was allowed runs out, whether it is public or waits, and so does the time to appeal."""
        self.send(oracle.AUTHORS[number], number, is_seen=True, is_risky=False)
        self.decide(duty[0], number, "publish", is_seen=True)
        self.send(oracle.AUTHORS[other], other, is_seen=True, is_risky=False)
        self.time_passes(400)
        self.readers_read_what_was_foretold()
        for kind in ("publish", "decline"):
            self.decide(duty[1], other, kind, is_seen=True)
        self.time_passes(200)
        self.appeal(oracle.AUTHORS[other], other, is_author=True)
        self.renew(oracle.AUTHORS[number], number, is_seen=True)

    @initialize(turn=st.permutations(range(len(oracle.AUTHORS))), duty=DUTY)
    def every_road_once(self, turn, duty):
        """However few examples there are, each of them comes past what must never happen."""
        self.road_of_risk(turn[0], duty)
        self.road_of_a_change(turn[1], duty, "refused")
        self.road_of_an_appeal(turn[2], duty, "decline", "changed")
        self.road_past_a_year(turn[3], turn[0], duty)
        self.road_to_nothing(turn[4], duty)

    def erased(self):
        """Every word that was written about stories of which nothing may be left."""
        pairs = zip(self.desk.stories, self.planted, strict=True)
        return [word for known, words in pairs if known.is_erased for word in words]

    def teardown(self):
        try:
            assert planted.left(SimpleNamespace(**{word: word for word in self.erased()})) == set()
        finally:
            super().teardown()

    @invariant()
    def readers_read_what_was_foretold(self):
        self.made.clock(self.at)
        page = Client().get(f"/conditions/{self.made.about.slug}/stories/").content.decode()
        assert set(WORD.findall(page)) == self.desk.read()

    @invariant()
    def what_is_live_rests_on_whom_was_foretold(self):
        live = StoryPublication.objects.live().filter(story__in=Story.objects.published(self.desk.today))
        found = {
            (each.story_id, each.text.number, frozenset(by.by for by in (each.first, each.second) if by))
            for each in live.select_related("text", "first__by", "second__by")
        }
        known = zip(self.desk.stories, self.rows, strict=True)
        people = self.made.people
        assert found == {
            (row.pk, each.live.number, frozenset(people[name] for name in each.behind))
            for each, row in known
            if self.desk.is_public(each)
        }

    @invariant()
    def nothing_is_left_of_what_was_erased(self):
        assert [word for word in self.erased() if word in self.seen] == []


@pytest.mark.django_db
@pytest.mark.promise("C1", "C6", "C8", "C10", "C12", "M1", "M4", "M7")
def test_moderation_does_what_the_oracle_foretells(clock):  # noqa: F811
    made = cast()
    made.clock = clock
    assert foretold.moves(Machine, made, examples=4, steps=12) >= 4
