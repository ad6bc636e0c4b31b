"""The moderators' desk as the promises tell it, in plain Python: who may do what, and what readers then see.

Written from docs/promises.md, not from the code. It knows no database: stories, words and cases are objects here, and
a test compares what it foretells with what the moves do.
"""

import datetime
from dataclasses import dataclass, field

YEARS = 1
CONTESTED_FOR = datetime.timedelta(days=183)
AUTHORS = ["mia", "max", "mo", "mia", "max"]  # of one story each; one of them is a moderator too
MODERATORS = ["mod", "meg", "mo"]
PEOPLE = sorted({*AUTHORS, *MODERATORS, "ann"})
REFUSALS = ("decline", "remove")


@dataclass
class Words:
    number: int
    says: str  # a word that stands nowhere else
    is_risky: bool
    state: str = "own"  # offered, own, refused
    offered_in: object = None


@dataclass
class Decision:
    kind: str
    words: Words
    by: str
    on: datetime.date
    accepted: int  # how many words the author had sent or accepted then
    appealed: bool = False


@dataclass
class Case:
    is_risky: bool
    contests: Decision | None = None
    contested_by: set = field(default_factory=set)  # who decided in the case before the appeal
    appeal: str = ""  # open, stands, changed
    newer: bool = False  # other words were sent or accepted since it was opened
    decisions: list = field(default_factory=list)
    is_asked: bool = False
    reports: int = 0
    is_open: bool = True


@dataclass
class Story:
    author: str
    words: list = field(default_factory=list)
    live: Words | None = None
    behind: frozenset = frozenset()  # who decided that those are live
    until: datetime.date | None = None  # the author allows it to be shown
    cases: list = field(default_factory=list)
    away: set = field(default_factory=set)  # who said “Not me”, in whatever case
    is_erased: bool = False
    accepted: int = 0

    @property
    def case(self):
        return self.cases[-1] if self.cases and self.cases[-1].is_open else None

    @property
    def current(self):
        return [each for each in self.words if each.state == "own"][-1]

    @property
    def offered(self):
        return next((each for each in self.words if each.state == "offered" and each.offered_in is self.case), None)


class Desk:
    def __init__(self, today):
        self.today = today
        self.stories = [Story(author) for author in AUTHORS]

    def is_public(self, story):
        """C1, C10: decided on, and allowed on the day."""
        return story.live is not None and story.until is not None and self.today <= story.until

    def read(self):
        """What readers find: of each public story the words that are live, and no others."""
        return {story.live.says for story in self.stories if self.is_public(story)}

    def in_years(self):
        day = min(self.today.day, 28) if self.today.month == 2 else self.today.day
        return self.today.replace(year=self.today.year + YEARS, day=day)

    # What the author does

    def may_send(self, person, story, is_seen):
        return person == story.author and is_seen and not story.is_erased

    def send(self, story, says, is_risky):
        for each in story.words:
            each.state = "refused" if each.state == "offered" else each.state
        if not self.is_public(story):
            story.live = None
        story.words.append(Words(len(story.words) + 1, says, is_risky))
        story.until = self.in_years()
        if story.case is None:
            story.cases.append(Case(is_risky))
        story.case.is_risky |= is_risky
        story.case.newer = True
        story.accepted += 1

    def may_answer(self, person, story):
        return person == story.author and story.case is not None

    def may_settle(self, person, story, words):
        """C12: the author, and nobody else, about the change that waits for them."""
        return person == story.author and story.case is not None and story.offered is words

    def settle(self, story, words, state):
        words.state = state
        story.case.newer |= state == "own"
        story.accepted += state == "own"

    def may_take_down(self, person, story):
        return person == story.author and (story.until is not None or story.case is not None)

    def leave(self, story):
        story.live = story.until = None
        if story.case:
            story.case.is_open = False

    def may_renew(self, person, story, is_seen):
        return person == story.author and story.live is not None and is_seen

    def may_erase(self, person, story):
        return person == story.author and not story.is_erased

    def erase(self, story):
        self.leave(story)
        story.is_erased = True

    def may_appeal(self, person, story, decision):
        """M7: six months, once, about the last words, and when nobody looks at others."""
        return (
            person == story.author
            and not decision.appealed
            and self.today <= decision.on + CONTESTED_FOR
            and story.case is None
            and not story.is_erased
            and story.accepted == decision.accepted
        )

    def appeal(self, story, decision, before):
        decision.appealed = True
        if story.until is None:
            story.until = self.in_years()
        risky = before.is_risky or decision.words.is_risky
        story.cases.append(Case(risky, decision, {each.by for each in before.decisions}, "open"))

    # What moderators do

    def may_look(self, person, story):
        """Nobody at their own story, nor after they stepped back."""
        case = story.case
        return person in MODERATORS and person != story.author and case is not None and person not in story.away

    def may_propose(self, person, story, is_seen):
        return self.may_look(person, story) and is_seen and story.offered is None

    def propose(self, story, says, is_risky):
        story.words.append(Words(len(story.words) + 1, says, is_risky, "offered", story.case))
        story.case.is_risky |= is_risky

    def words_for(self, story, kind):
        """M1: those that readers see, or the last ones; after an appeal those that were refused."""
        if kind in ("keep", "remove") and story.live:
            return story.live
        case = story.case
        return case.contests.words if case.contests and not case.newer else story.current

    def may_decide(self, person, story, kind, is_seen):
        case = story.case
        if not self.may_look(person, story) or case.appeal == "open" or person in case.contested_by or not is_seen:
            return False
        if kind in ("publish", "keep") and (case.is_asked or story.offered):
            return False
        if not self.fits(story, kind) or self.said_before(case, person, kind, self.words_for(story, kind)):
            return False
        waits = not self.is_enough(story, person, kind, self.words_for(story, kind))
        return kind != "publish" or waits or self.allows(story)

    def fits(self, story, kind):
        if kind in ("keep", "remove"):
            return story.live is not None and (kind == "remove" or story.live is story.current)
        return story.live is not story.current and (kind == "publish" or not story.case.reports)

    def said_before(self, case, person, kind, words):
        return any((each.by, each.kind, each.words) == (person, kind, words) for each in case.decisions)

    def alike(self, story, person, kind, words):
        """This person, and who said the same of the words before and has not stepped back."""
        said = {each.by for each in story.case.decisions if each.kind == kind and each.words is words}
        return frozenset(said - story.away | {person})

    def is_enough(self, story, person, kind, words):
        """M4: what is risky stays before readers, or comes before them, only by two people."""
        needed = 2 if story.case.is_risky and kind in ("publish", "keep") else 1
        return len(self.alike(story, person, kind, words)) >= needed

    def allows(self, story):
        return story.until is not None and self.today <= story.until

    def decide(self, person, story, kind):
        case, words = story.case, self.words_for(story, kind)
        is_enough, behind = self.is_enough(story, person, kind, words), self.alike(story, person, kind, words)
        case.decisions.append(Decision(kind, words, person, self.today, story.accepted))
        if not is_enough:
            return
        case.is_open, case.reports = False, 0
        if kind == "publish":
            story.live, story.behind = words, behind
        elif kind == "remove":
            story.live = story.until = None
        elif kind == "decline" and story.live is None:
            story.until = None

    def may_decide_appeal(self, person, story, outcome, is_seen):
        """M7: nobody who decided before."""
        case = story.case
        if not self.may_look(person, story) or case.appeal != "open" or person in case.contested_by or not is_seen:
            return False
        if outcome == "stands":
            return True
        waits = case.is_asked or story.offered is not None
        return not waits and (case.is_risky or self.allows(story))

    def decide_appeal(self, person, story, outcome):
        story.case.appeal = outcome
        if outcome == "changed":
            self.decide(person, story, "publish")
            return
        story.case.is_open = False
        if story.live is None:
            story.until = None

    def report(self, story):
        if story.case is None:
            story.cases.append(Case(is_risky=False))
        story.case.reports += 1
