"""Whatever members and moderators do, in whatever order, on whatever day: an oracle foretells it (docs/promises.md)."""

import datetime
import hashlib
import itertools
import os
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from community import words
from community.models import Appeal, Case, ConsentDocument, Decision, Story, StoryPublication, StoryText
from community.moderation import (
    appeals,
    cases,
    decisions,
    erasures,
    publications,
    renewals,
    reports,
    sending,
    threads,
    writing,
)
from conditions import ledger
from conditions.models import Event, Mail
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories, stories
from tests.community import oracle
from tests.factories import NOON, TODAY

IS_DEEP = os.environ.get("DISEASEMAPS_TEST_PROFILE") == "deep"
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
RISKY = " I stopped taking my tablets."
ALLOWED = {"purposes": ["display"], "years": oracle.YEARS, "after_death": "keep"}
TABLES = [*apps.get_app_config("community").get_models(include_auto_created=True), Event, Mail]

PEOPLE = st.sampled_from(oracle.PEOPLE)
MODERATORS = st.sampled_from([*oracle.MODERATORS, *oracle.MODERATORS, "mia"])
STORIES = st.integers(0, len(oracle.AUTHORS) - 1)
SEEN = st.sampled_from([True, True, True, False])
RISK = st.sampled_from([False, False, True])
KINDS = st.sampled_from(["publish", "publish", "decline", "keep", "remove"])


def cast():
    """Everybody of the oracle, and a condition to write about."""
    stories.duty()
    people = {name: factories.member() for name in oracle.PEOPLE}
    for name in oracle.MODERATORS:
        factories.granted(people[name], Role.MODERATOR)
    return SimpleNamespace(people=people, about=factories.condition())


def checksum():
    """Of every row that there is."""
    seen = hashlib.sha256()
    for model in TABLES:
        seen.update(repr(list(model._base_manager.order_by("pk").values_list())).encode())
    return seen.hexdigest()


class Machine(RuleBasedStateMachine):
    made: SimpleNamespace
    steps = 0

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at, self.desk = NOON, oracle.Desk(TODAY)
        self.rows = [None] * len(oracle.AUTHORS)
        self.counter = itertools.count()

    def teardown(self):
        try:
            assert [problem for each in ledger.EVIDENCE.values() for problem in each.problems(lambda: None)] == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def attempt(self, allowed, move, *things, by, **told):
        """Does the move, or sees it refused with nothing changed; whether it was done, as the oracle foretold."""
        type(self).steps += 1
        self.at, was = self.at + MINUTE, checksum()
        try:
            move(*things, by=self.made.people[by], at=self.at, **told)
            refusal = None
        except (ValidationError, PermissionDenied, Stale) as caught:
            refusal = caught
        assert (refusal is None) == allowed, f"{move.__name__} by {by}: {refusal!r}"
        assert refusal is None or checksum() == was, f"{move.__name__} by {by} was refused and left something behind"
        return refusal is None

    def both(self, number):
        """A story as the oracle knows it, and its row."""
        return self.desk.stories[number], self.rows[number]

    def case_of(self, row):
        return Case.objects.filter(story=row).order_by("-pk").first()

    def fresh(self, is_risky):
        letters = "".join(chr(ord("a") + int(digit)) for digit in str(next(self.counter)))
        return f"{stories.WORDS} Then came {letters}.{RISKY if is_risky else ''}"

    def digest(self, known, row, kind, is_seen):
        text = StoryText.objects.get(story=row, number=self.desk.words_for(known, kind).number)
        return text.digest if is_seen else "0" * 64

    @rule(days=st.sampled_from([1, 20, 90, 200, 1_000]))
    def time_passes(self, days):
        self.at += days * DAY
        self.desk.today = timezone.localdate(self.at)

    @rule(by=PEOPLE, number=STORIES, is_seen=SEEN, is_risky=RISK)
    def send(self, by, number, is_seen, is_risky):
        known, row = self.both(number)
        if known.is_erased:
            return
        author = self.made.people[known.author]
        if row is None:
            draft = stories.draft(author, self.made.about, text=self.fresh(is_risky))
        else:
            draft = writing.edit(row, by=author, at=self.at)
            typed = {"text": self.fresh(is_risky)} | ALLOWED
            draft = writing.save(draft, typed, by=author, at=self.at, seen=draft.version)
        seen = draft.version if is_seen else draft.version + 1
        if self.attempt(self.desk.may_send(by, known, is_seen), sending.submit, draft, by=by, seen=seen):
            self.desk.send(known, is_risky)
            self.rows[number] = row or Story.objects.order_by("-pk").first()

    @rule(number=STORIES, is_risky=RISK, first=MODERATORS, second=MODERATORS)
    def road_to_readers(self, number, is_risky, first, second):
        """The moves of a good day, each of which may still be refused."""
        self.send(oracle.AUTHORS[number], number, is_seen=True, is_risky=is_risky)
        self.decide(first, number, "publish", is_seen=True)
        self.decide(second, number, "publish", is_seen=True)

    @rule(by=MODERATORS, number=STORIES, kind=KINDS, is_seen=SEEN)
    def decide(self, by, number, kind, is_seen):
        known, row = self.both(number)
        if row is None or known.case is None:
            return
        told = {"rule": "contact", "sentence": "It gives a number."} if kind in oracle.REFUSALS else {}
        seen = self.digest(known, row, kind, is_seen)
        allowed = self.desk.may_decide(by, known, kind, is_seen)
        if self.attempt(allowed, decisions.decide, self.case_of(row), by=by, seen=seen, kind=kind, **told):
            self.desk.decide(by, known, kind)

    @rule(by=MODERATORS, number=STORIES, is_seen=SEEN)
    def ask(self, by, number, is_seen):
        known, row = self.both(number)
        if row is None:
            return
        seen = threads.current(row).digest if is_seen else "0" * 64
        allowed = self.desk.may_look(by, known) and is_seen
        if self.attempt(allowed, cases.ask_author, self.case_of(row), "When was that?", by=by, seen=seen):
            known.case.is_asked = True

    @rule(by=PEOPLE, number=STORIES)
    def answer(self, by, number):
        known, row = self.both(number)
        if row is None:
            return
        by = known.author if known.case and known.case.is_asked else by
        if self.attempt(self.desk.may_answer(by, known), cases.answer, self.case_of(row), "Long ago.", by=by):
            known.case.is_asked = False

    @rule(by=MODERATORS, number=STORIES, is_seen=SEEN, is_risky=RISK)
    def propose(self, by, number, is_seen, is_risky):
        known, row = self.both(number)
        if row is None:
            return
        told = {"title": "A day", "text": self.fresh(is_risky), "because": "A name is left out."}
        told["seen"] = threads.current(row).digest if is_seen else "0" * 64
        allowed = self.desk.may_propose(by, known, is_seen)
        if self.attempt(allowed, cases.propose_change, self.case_of(row), by=by, **told):
            self.desk.propose(known, is_risky)

    @rule(by=PEOPLE, number=STORIES, state=st.sampled_from(["own", "refused"]))
    def settle(self, by, number, state):
        known, row = self.both(number)
        changes = [each for each in known.words if each.offered_in]
        if not changes:
            return
        text = StoryText.objects.get(story=row, number=changes[-1].number)
        move = cases.accept_change if state == "own" else cases.refuse_change
        if self.attempt(self.desk.may_settle(by, known, changes[-1]), move, text, by=by):
            self.desk.settle(known, changes[-1], state)

    @rule(by=MODERATORS, number=STORIES)
    def step_back(self, by, number):
        known, row = self.both(number)
        if row is not None and self.attempt(self.desk.may_look(by, known), cases.step_back, self.case_of(row), by=by):
            known.case.away.add(by)

    @rule(by=PEOPLE, number=STORIES)
    def take_down(self, by, number):
        known, row = self.both(number)
        if row is not None and self.attempt(self.desk.may_take_down(by, known), publications.take_down, row, by=by):
            self.desk.leave(known)

    @rule(by=PEOPLE, number=STORIES, is_seen=SEEN)
    def renew(self, by, number, is_seen):
        known, row = self.both(number)
        if row is None:
            return
        seen = [each.pk for each in renewals.asked_again(row)] if is_seen else [ConsentDocument.objects.count() + 9]
        allowed = self.desk.may_renew(by, known, is_seen)
        if self.attempt(allowed, renewals.renew, row, by=by, years=oracle.YEARS, seen=seen):
            known.until = self.desk.in_years()

    @rule(number=STORIES)
    def report(self, number):
        known, row = self.both(number)
        if row is None:
            return

        def reported(*, by, at):
            return reports.report(row, reason="other", at=at, words=self.fresh(is_risky=False))

        if self.attempt(self.desk.is_public(known), reported, by="ann"):
            self.desk.report(known)

    @rule(by=PEOPLE, number=STORIES, is_author=SEEN)
    def appeal(self, by, number, is_author):
        known, row = self.both(number)
        found = [(case, each) for case in known.cases for each in case.decisions if each.kind in oracle.REFUSALS]
        if not found:
            return
        before, decision = found[-1]
        by = known.author if is_author else by
        contested = Decision.objects.filter(case__story=row, kind__in=oracle.REFUSALS).order_by("-pk")[0]
        allowed = self.desk.may_appeal(by, known, decision)
        if self.attempt(allowed, appeals.appeal, contested, by=by, text="Look again.", purposes=["display"]):
            self.desk.appeal(known, decision, before)

    @rule(by=MODERATORS, number=STORIES, outcome=st.sampled_from(["stands", "changed"]), is_seen=SEEN)
    def decide_appeal(self, by, number, outcome, is_seen):
        known, row = self.both(number)
        if known.case is None or not known.case.appeal:
            return
        appealed = Appeal.objects.get(case=self.case_of(row))
        told = {"outcome": outcome, "sentence": "It is so.", "seen": self.digest(known, row, "publish", is_seen)}
        allowed = self.desk.may_decide_appeal(by, known, outcome, is_seen)
        if self.attempt(allowed, appeals.decide_appeal, appealed, by=by, **told):
            self.desk.decide_appeal(by, known, outcome)

    @rule(by=PEOPLE, number=STORIES, is_meant=st.sampled_from([True, False, False]))
    def erase(self, by, number, is_meant):
        known, row = self.both(number)
        if row is None or not is_meant:
            return
        if self.attempt(self.desk.may_erase(by, known), erasures.erase, row, by=by):
            self.desk.erase(known)

    @invariant()
    def readers_see_what_was_foretold(self):
        live = StoryPublication.objects.live().filter(story__in=Story.objects.published(self.desk.today))
        found = set(live.values_list("story", "text__number"))
        known = zip(self.desk.stories, self.rows, strict=True)
        assert found == {(row.pk, each.live.number) for each, row in known if self.desk.is_public(each)}

    @invariant()
    def what_is_live_was_decided_accepted_and_allowed(self):
        for each in StoryPublication.objects.live():
            behind = [decision for decision in (each.first, each.second) if decision]
            assert {decision.digest for decision in behind} == {words.digest(each.text)}
            assert each.text.accepted_at is not None
            assert each.consent.ended_at is None
            assert each.story.author.user not in {decision.by for decision in behind}
            assert len({decision.by for decision in behind}) == (1 if each.first.case.level == "usual" else 2)

    @invariant()
    def nothing_is_left_of_what_was_erased(self):
        erased = [row.pk for each, row in zip(self.desk.stories, self.rows, strict=True) if each.is_erased]
        left = StoryText.objects.filter(story__in=erased).exclude(text="", title="", salt="")
        assert not left.exists()
        assert not Decision.objects.filter(case__story__in=erased).exclude(sentence="").exists()


@pytest.mark.django_db
@pytest.mark.promise("M4")
def test_moderation_does_what_the_oracle_foretells():
    Machine.made, Machine.steps = cast(), 0
    size = (
        {"max_examples": 2_000, "stateful_step_count": 50}
        if IS_DEEP
        else {"max_examples": 6, "stateful_step_count": 25}
    )
    run_state_machine_as_test(Machine, settings=settings(settings.get_profile("quick"), **size))
    assert Machine.steps >= size["max_examples"]
