"""Every move of members and moderators, as the oracle foretells it: what the machine of stories is made of."""

import itertools
from types import SimpleNamespace

from django.apps import apps
from hypothesis import strategies as st
from hypothesis.stateful import rule

from community.models import Appeal, Case, ConsentDocument, Decision, Story, StoryText
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
from conditions.models import Event, Mail
from conditions.models.people import Role
from tests import factories, foretold, stories
from tests.community import oracle
from tests.factories import TODAY
from tests.foretold import SEEN

RISKY = " I stopped taking my tablets."
ALLOWED = {"purposes": ["display"], "years": oracle.YEARS, "after_death": "keep"}
PEOPLE = st.sampled_from(oracle.PEOPLE)
MODERATORS = st.sampled_from([*oracle.MODERATORS, *oracle.MODERATORS, "mia"])
STORIES = st.integers(0, len(oracle.AUTHORS) - 1)
RISK = st.sampled_from([False, False, True])
OUTCOMES = st.sampled_from(["stands", "changed"])
KINDS = st.sampled_from(["publish", "publish", "decline", "keep", "remove"])


def text(word, is_risky):
    return f"Then came {word}. {stories.WORDS}{RISKY if is_risky else ''}"


def cast():
    """Everybody of the oracle, and a condition to write about."""
    stories.duty()
    people = {name: factories.member() for name in oracle.PEOPLE}
    for name in oracle.MODERATORS:
        factories.granted(people[name], Role.MODERATOR)
    return SimpleNamespace(people=people, about=factories.condition())


class Desk(foretold.Machine):
    tables = (*apps.get_app_config("community").get_models(include_auto_created=True), Event, Mail)

    def __init__(self):
        super().__init__()
        self.desk = oracle.Desk(TODAY)
        self.rows = [None] * len(oracle.AUTHORS)
        self.planted = [[] for _ in oracle.AUTHORS]
        self.counter = itertools.count()

    def both(self, number):
        """A story as the oracle knows it, and its row."""
        return self.desk.stories[number], self.rows[number]

    def case_of(self, row):
        return Case.objects.filter(story=row).order_by("-pk").first()

    def word(self, number):
        """A new word for somebody to write about the story."""
        letters = "".join(chr(ord("a") + int(digit)) for digit in f"{next(self.counter):04}")
        self.planted[number].append(f"zq{letters}")
        return self.planted[number][-1]

    def digest(self, known, row, kind, is_seen):
        """Of the words that are to be decided on or, unseen, of the last others that there are."""
        meant = self.desk.words_for(known, kind)
        shown = meant if is_seen else next((each for each in reversed(known.words) if each is not meant), None)
        return StoryText.objects.get(story=row, number=shown.number).digest if shown else "0" * 64

    @rule(days=st.sampled_from([1, 20, 90, 200, 400]))
    def time_passes(self, days):
        self.desk.today = self.later(days)

    @rule(by=PEOPLE, number=STORIES, is_seen=SEEN, is_risky=RISK)
    def send(self, by, number, is_seen, is_risky):
        known, row = self.both(number)
        if known.is_erased:
            return
        author, word = self.made.people[known.author], self.word(number)
        if row is None:
            draft = stories.draft(author, self.made.about, text=text(word, is_risky), **ALLOWED)
        else:
            draft = writing.edit(row, by=author, at=self.at)
            typed = {"text": text(word, is_risky)} | ALLOWED
            draft = writing.save(draft, typed, by=author, at=self.at, seen=draft.version)
        self.look()
        seen = draft.version if is_seen else draft.version + 1
        if self.attempt(self.desk.may_send(by, known, is_seen), sending.submit, draft, by=by, seen=seen):
            self.desk.send(known, word, is_risky)
            self.rows[number] = row or Story.objects.order_by("-pk").first()

    @rule(by=MODERATORS, number=STORIES, kind=KINDS, is_seen=SEEN)
    def decide(self, by, number, kind, is_seen):
        known, row = self.both(number)
        if row is None or known.case is None:
            return
        told = {"rule": "contact", "sentence": f"It gives {self.word(number)}."}
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
        if self.attempt(allowed, cases.ask_author, self.case_of(row), f"{self.word(number)}?", by=by, seen=seen):
            known.case.is_asked = True

    @rule(by=PEOPLE, number=STORIES)
    def answer(self, by, number):
        known, row = self.both(number)
        if row is None:
            return
        by = known.author if known.case and known.case.is_asked else by
        if self.attempt(self.desk.may_answer(by, known), cases.answer, self.case_of(row), self.word(number), by=by):
            known.case.is_asked = False

    @rule(by=MODERATORS, number=STORIES, is_seen=SEEN, is_risky=RISK)
    def propose(self, by, number, is_seen, is_risky):
        known, row = self.both(number)
        if row is None:
            return
        word = self.word(number)
        told = {"title": "A day", "text": text(word, is_risky), "because": f"{self.word(number)} is left out."}
        told["seen"] = threads.current(row).digest if is_seen else "0" * 64
        allowed = self.desk.may_propose(by, known, is_seen)
        if self.attempt(allowed, cases.propose_change, self.case_of(row), by=by, **told):
            self.desk.propose(known, word, is_risky)

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
            known.away.add(by)

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
            return reports.report(row, reason="other", at=at, words=self.word(number))

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
        allowed, told = self.desk.may_appeal(by, known, decision), {"text": self.word(number), "purposes": ["display"]}
        if self.attempt(allowed, appeals.appeal, contested, by=by, **told):
            self.desk.appeal(known, decision, before)

    @rule(by=MODERATORS, number=STORIES, outcome=OUTCOMES, is_seen=SEEN)
    def decide_appeal(self, by, number, outcome, is_seen):
        known, row = self.both(number)
        if known.case is None or not known.case.appeal:
            return
        appealed = Appeal.objects.get(case=self.case_of(row))
        seen = self.digest(known, row, "publish", is_seen)
        told = {"outcome": outcome, "sentence": f"So is {self.word(number)}.", "seen": seen}
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
