"""The desk as the promises tell it, in plain Python: who may do what, and in which stage each answer then is.

Written from docs/promises.md and docs/decisions, not from the code. It knows no database: people, answers, revisions
and reviews are objects here, and a test compares what it foretells with what the moves do.
"""

import datetime
from dataclasses import dataclass, field

DAY = datetime.timedelta(days=1)
REVIEW_LASTS = 100 * DAY
SOON = 60 * DAY
CAUTION_LASTS = 14 * DAY
ROLES = {
    "ann": {"author"},
    "ben": {"author"},
    "rita": {"reviewer"},
    "raj": {"reviewer"},
    "eve": {"editor"},
    "eli": {"editor"},
    "sam": {"author", "reviewer", "editor"},
}
MAY_WRITE = {"author", "editor"}


@dataclass
class Credential:
    """R9: it counts from a day on which somebody else looked it up, for a while, until it is revoked."""

    holder: str
    spans: list = field(default_factory=list)
    revoked_on: datetime.date | None = None

    def counts(self, day):
        revoked = self.revoked_on is not None and self.revoked_on <= day
        return not revoked and any(first <= day <= last for first, last in self.spans)


@dataclass
class Value:
    """R27: proposed by one, accepted by another, then in force until the next is."""

    number: int
    proposed_by: str
    state: str = "proposed"  # accepted, in force, ended, dropped


@dataclass
class Revision:
    number: int
    by: str
    words: int
    value: int | None
    parts: dict  # who had a part in the words, and as what
    wording: int = 0  # of the question, when it was saved
    seal_asked_by: str = ""
    sealed: bool = False


@dataclass
class SignOff:
    by: str
    round: "Round"
    credential: Credential
    day: datetime.date


@dataclass
class Round:
    revision: Revision
    kind: str
    at: datetime.datetime
    asked: dict = field(default_factory=dict)  # reviewer: asked, accepted, declined, approve, changes, recuse
    approvals: list = field(default_factory=list)


@dataclass
class Publication:
    revision: Revision
    round: Round
    sign_offs: list
    reviewed_on: datetime.date
    kind: str
    ended: str = ""
    ended_by: str = ""
    ended_at: datetime.datetime | None = None
    is_confirmed: bool = False

    @property
    def due_on(self):
        return self.reviewed_on + REVIEW_LASTS


@dataclass
class Answer:
    condition: int
    question: int
    drafts: dict = field(default_factory=dict)  # who writes: (the newest revision when they began, words)
    revisions: list = field(default_factory=list)
    round: Round | None = None
    publications: list = field(default_factory=list)
    cautions: list = field(default_factory=list)  # from which day to which

    @property
    def newest(self):
        return self.revisions[-1] if self.revisions else None

    @property
    def last(self):
        return self.publications[-1] if self.publications else None

    @property
    def live(self):
        return self.last if self.last and not self.last.ended else None

    def published_before(self, number):
        """The last revision below the number that reached readers and was not withdrawn from them."""
        stood = [each.revision.number for each in self.publications if each.ended != "withdrawn"]
        return max([each for each in stood if each < number], default=0)

    def writers(self, revision):
        """R8: all who had a part in these words since the last version that was not withdrawn."""
        since = self.published_before(revision.number)
        texts = [each for each in self.revisions if since < each.number <= revision.number]
        return {person for text in texts for person in (*text.parts, text.by)}


class Desk:
    """Two conditions, three questions, and everybody who works here. Each method says whether the move is allowed."""

    def __init__(self, today):
        self.today = today
        self.answers = [Answer(condition, question) for condition in (0, 1) for question in (0, 1, 2)]
        self.credentials = {name: [] for name, roles in ROLES.items() if "reviewer" in roles}
        self.declared = set()
        self.applies = {}
        self.wordings = [0, 0, 0]
        self.values = [[Value(1, "ann", "in force")], [Value(1, "ann", "in force")]]

    def is_a(self, person, *roles):
        return not ROLES[person].isdisjoint(roles)

    # What is written

    def may_type(self, person, answer, is_seen):
        return is_seen and self.is_a(person, *MAY_WRITE)

    def type(self, person, answer, words):
        began = answer.drafts.get(person, (answer.newest and answer.newest.number, None))[0]
        answer.drafts[person] = (began, words)

    def may_save(self, person, answer, is_seen):
        """E4: only on top of the newest revision."""
        if person not in answer.drafts or not is_seen or not self.is_a(person, *MAY_WRITE):
            return False
        return answer.drafts[person][0] == (answer.newest and answer.newest.number)

    def save(self, person, answer):
        """E6: no change, no revision. E5: a new one ends the review."""
        words = answer.drafts.pop(person)[1]
        value, newest = self.quoted(answer, words), answer.newest
        wording = self.wordings[answer.question]
        if newest and not newest.sealed and (newest.words, newest.value, newest.wording) == (words, value, wording):
            return
        parts = {}
        if newest:
            stood = answer.published_before(newest.number + 1)
            parts = {who: role for who, role in newest.parts.items() if role == "author" or newest.number > stood}
        parts.setdefault(person, "editor" if newest else "author")
        number = newest.number + 1 if newest else 1
        answer.revisions.append(Revision(number, person, words, value, parts, wording))
        answer.round = None

    def quoted(self, answer, words):
        """R27: new words quote the value that was accepted last, also before it is in force."""
        usable = [value.number for value in self.values[answer.condition] if value.state in ("accepted", "in force")]
        return max(usable) if words == 3 else None

    # What is reviewed

    def may_submit(self, person, answer, revision, is_seen):
        fits = revision is answer.newest and not revision.sealed and answer.round is None
        return is_seen and self.is_a(person, *MAY_WRITE) and fits

    def may_correct(self, person, answer, revision, is_seen):
        """R4: wording is corrected while text is live; another value is no wording, nor is that nobody knows (2)."""
        live = answer.live
        fits = live and live.revision is not revision and live.revision.value == revision.value
        fits = fits and (live.revision.words == 2) == (revision.words == 2)
        return bool(fits) and self.may_submit(person, answer, revision, is_seen)

    def may_reconfirm(self, person, answer, publication):
        """The same words again, as long as they can be published again (R27)."""
        is_live = publication is answer.live
        return (
            self.is_a(person, "editor")
            and is_live
            and answer.round is None
            and self.holds(answer, publication.revision)
        )

    def open(self, answer, revision, kind, at):
        answer.round = Round(revision, kind, at)

    def may_offer(self, person, answer, round_, reviewer):
        if not self.is_a(person, "editor") or round_ is not answer.round or reviewer in round_.asked:
            return False
        return self.can_sign(answer, round_.revision, reviewer)

    def can_sign(self, answer, revision, reviewer):
        """R8 and R9."""
        return reviewer not in answer.writers(revision) and self.standing(reviewer) is not None

    def standing(self, reviewer):
        return next((each for each in reversed(self.credentials[reviewer]) if each.counts(self.today)), None)

    def may_reply(self, person, answer, round_, reviewer):
        """Accept or decline: their own, once, while the review is open."""
        return person == reviewer and round_ is answer.round and round_.asked.get(reviewer) == "asked"

    def may_decide(self, person, answer, revision, is_seen):
        """R10: the very words that were on screen, by somebody who was asked, once."""
        round_ = answer.round
        if not is_seen or person not in self.credentials or round_ is None or round_.revision is not revision:
            return False
        return round_.asked.get(person) in ("asked", "accepted")

    def may_approve(self, person, answer, revision, is_seen):
        """R8, R9, R12."""
        return (
            self.may_decide(person, answer, revision, is_seen)
            and self.can_sign(answer, revision, person)
            and (person, answer.condition) in self.declared
        )

    def decide(self, person, answer, decision):
        answer.round.asked[person] = decision
        if decision == "approve":
            answer.round.approvals.append(SignOff(person, answer.round, self.standing(person), self.today))

    def may_dismiss(self, person, answer, round_):
        return self.is_a(person, "editor") and round_ is answer.round

    # What readers get

    def holds(self, answer, revision):
        """R27: what is quoted is in force."""
        values = {value.number: value.state for value in self.values[answer.condition]}
        return revision.value is None or values[revision.value] == "in force"

    def may_publish(self, person, answer, revision, is_seen):
        round_ = answer.round
        if not is_seen or round_ is None or round_.revision is not revision or not self.is_a(person, "editor"):
            return False
        return self.holds(answer, revision) and self.is_ready(person, answer)

    def is_ready(self, person, answer):
        """E3, E7, E8, R2: approved and undisputed, by somebody whose credential still counts; not one's own words."""
        round_ = answer.round
        if "changes" in round_.asked.values() or not self.counting(answer):
            return False
        withdrawn_since = any(
            each.revision is round_.revision and each.ended == "withdrawn" and round_.at < each.ended_at
            for each in answer.publications
        )
        fits = round_.kind == "medical" or answer.live is not None
        return fits and not withdrawn_since and person not in answer.writers(round_.revision) and self.applying(answer)

    def counting(self, answer):
        """R8: a withdrawal since may have made a writer of somebody who approved."""
        writers = answer.writers(answer.round.revision)
        return [each for each in self.good(answer.round.approvals) if each.by not in writers]

    def good(self, approvals):
        return [each for each in approvals if each.credential.counts(self.today)]

    def applying(self, answer):
        return self.applies.get((answer.condition, answer.question), True)

    def publish(self, answer):
        round_, live = answer.round, answer.live
        signed = self.counting(answer)
        if round_.kind == "wording":
            fresh = Publication(round_.revision, round_, live.sign_offs + signed, live.reviewed_on, "wording")
        else:
            kind = "reconfirmed" if live and live.revision is round_.revision else "new"
            fresh = Publication(round_.revision, round_, signed, max(each.day for each in signed), kind)
        if live:
            live.ended = "replaced"
        answer.publications.append(fresh)
        answer.round = None

    def may_withdraw(self, person, answer, publication):
        return self.is_a(person, "editor") and publication is answer.live

    def withdraw(self, person, answer, at):
        live = answer.live
        live.ended, live.ended_by, live.ended_at = "withdrawn", person, at
        if answer.round and (answer.round.revision is live.revision or answer.round.kind == "wording"):
            answer.round = None

    def may_confirm(self, person, answer, publication):
        """E7: a second person, once, while nothing has come in its place."""
        waits = publication is answer.last and publication.ended == "withdrawn" and not publication.is_confirmed
        return waits and self.is_a(person, "editor") and publication.ended_by != person

    def may_restore(self, person, answer, publication):
        """E7 and R2: another person than who withdrew it, in date, with everybody who stands behind it."""
        was = publication is answer.last and publication.ended == "withdrawn" and publication.ended_by != person
        if not was or not self.is_a(person, "editor") or self.today > publication.due_on:
            return False
        fits = self.holds(answer, publication.revision) and self.applying(answer) and not publication.revision.sealed
        return fits and person not in answer.writers(publication.revision) and self.all_stand(publication)

    def restore(self, answer):
        former = answer.last
        answer.publications.append(
            Publication(former.revision, former.round, former.sign_offs, former.reviewed_on, "restored")
        )

    def may_caution(self, person, answer):
        """E21: one editor, at once, over live text."""
        return self.is_a(person, "editor") and answer.live is not None

    def caution(self, answer):
        answer.cautions.append((self.today, self.today + CAUTION_LASTS))

    def may_lift(self, person, answer):
        return self.is_a(person, "editor") and self.today <= answer.cautions[-1][1]

    def may_ask_to_seal(self, person, revision):
        return self.is_a(person, "editor") and not revision.seal_asked_by

    def may_seal(self, person, answer, revision):
        """E19: two people, and never over live text."""
        is_live = answer.live is not None and answer.live.revision is revision
        waits = revision.seal_asked_by and not revision.sealed and revision.seal_asked_by != person
        return bool(waits) and self.is_a(person, "editor") and not is_live

    def seal(self, answer, revision):
        revision.sealed = True
        answer.drafts = {who: draft for who, draft in answer.drafts.items() if draft[0] != revision.number}
        if answer.round and answer.round.revision is revision:
            answer.round = None

    def all_stand(self, publication):
        """E13: in each review behind the words somebody's credential stands today."""
        rounds = {id(each.round) for each in publication.sign_offs}
        return {id(each.round) for each in self.good(publication.sign_offs)} == rounds

    # Who may sign, where a question applies, what a figure is

    def may_verify(self, person, credential):
        return self.is_a(person, "editor") and credential.holder != person and credential.revoked_on is None

    def may_revoke(self, person, credential):
        return self.is_a(person, "editor") and credential.revoked_on is None

    def may_decide_on(self, person, condition, question, applies):
        """R28: a question does not cease to apply over live text."""
        live = any(each.live for each in self.answers if (each.condition, each.question) == (condition, question))
        return self.is_a(person, "editor") and (applies or not live)

    def pending(self, condition):
        return next((each for each in self.values[condition] if each.state in ("proposed", "accepted")), None)

    def quoting(self, condition):
        live = [each for each in self.answers if each.condition == condition and each.live]
        return [each for each in live if each.live.revision.value is not None]

    def may_propose(self, person, condition):
        return self.is_a(person, *MAY_WRITE) and self.pending(condition) is None

    def may_accept(self, person, value):
        return self.is_a(person, "editor") and value.state == "proposed" and value.proposed_by != person

    def accept(self, condition, value):
        value.state = "accepted"
        if not self.quoting(condition):
            self.replace(condition, value)

    def replace(self, condition, value):
        for each in self.values[condition]:
            each.state = "ended" if each.state == "in force" else each.state
        value.state = "in force"

    def may_put_in_force(self, person, condition, value):
        """R27: with an approved new version of every live answer that quotes the fact, and not without one."""
        answers = self.quoting(condition)
        ready = all(
            each.round
            and each.round.kind == "medical"
            and each.round.revision.value == value.number
            and self.is_ready(person, each)
            for each in answers
        )
        return self.is_a(person, "editor") and value.state == "accepted" and ready

    def put_in_force(self, condition, value):
        answers = self.quoting(condition)
        self.replace(condition, value)
        for each in answers:
            self.publish(each)

    # The stage of an answer

    def stage(self, answer):
        if not self.applying(answer):
            return "does-not-apply"
        live = answer.live
        if live is None:
            withdrawn = answer.last and answer.last.ended == "withdrawn"
            return "withdrawn" if withdrawn else self.underway(answer) or "missing"
        if self.today > live.due_on:
            return "overdue"
        if self.is_rechecked(answer):
            return "being-rechecked"
        if self.today >= live.due_on - SOON:
            return "due-soon"
        return "unknown" if live.revision.words == 2 else "live"

    def is_rechecked(self, answer):
        live = answer.live
        waiting = any(value.state == "accepted" for value in self.values[answer.condition])
        figure = live.revision.value is not None and (waiting or not self.holds(answer, live.revision))
        again = answer.round is not None and answer.round.revision is live.revision
        reworded = live.revision.wording != self.wordings[answer.question]
        cautioned = any(first <= self.today <= last for first, last in answer.cautions)
        return figure or again or reworded or cautioned or not self.all_stand(live)

    def underway(self, answer):
        if answer.round:
            said = answer.round.asked.values()
            if "changes" in said:
                return "changes-asked"
            return "approved" if "approve" in said else "in-review"
        published = max([each.revision.number for each in answer.publications], default=0)
        unpublished = any(each.number > published and not each.sealed for each in answer.revisions)
        return "draft" if answer.drafts or unpublished else None

    def is_reviewed(self, publication):
        """R2: in date, and signed in each review by somebody whose credential counted then, as far as is known now."""
        counted = {id(each.round) for each in publication.sign_offs if each.credential.counts(each.day)}
        return self.today <= publication.due_on and counted == {id(each.round) for each in publication.sign_offs}
