"""Whatever anybody does at the desk, in whatever order, on whatever day: an oracle foretells it (docs/promises.md)."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from conditions import stages
from conditions.editorial import (
    cautions,
    changeover,
    drafts,
    facts,
    proposals,
    publications,
    questions,
    reviewers,
    revisions,
    rounds,
    rows,
    seals,
    verdicts,
    withdrawals,
)
from conditions.editorial.comparison import screen
from conditions.models import (
    Applicability,
    Assignment,
    Caution,
    Credential,
    Draft,
    FactVersion,
    Grant,
    Notice,
    Publication,
    Revision,
    Round,
    Seal,
    Source,
    Verdict,
)
from conditions.stages import Cell
from tests import factories, foretold
from tests.conditions import oracle
from tests.factories import TODAY
from tests.foretold import DAY, SEEN

CREDENTIAL_LASTS = 120
WORDINGS = ("What is {condition}?", "What does {condition} mean?")
SHORTS = ("It is red.", "It is green.", "It is blue.", "It is pale.")
BODIES = ("One sentence.[^ers-2017]", "Another sentence.[^ers-2017]", "Nobody knows.[^ers-2017]", factories.QUOTING)

PEOPLE = st.sampled_from(sorted(oracle.ROLES))
REVIEWERS = st.sampled_from(sorted(name for name, roles in oracle.ROLES.items() if "reviewer" in roles))
WRITERS = st.sampled_from(["ann", "ben", "sam", "eve"])
EDITORS = st.sampled_from(["eve", "eli", "sam"])
ANSWERS = st.one_of(st.just(0), st.integers(0, 5))
WORDS = st.integers(0, 3)
OLDER = st.sampled_from([0, 0, 0, 1])


@transaction.atomic
def worded(question, text, *, by, second, at):
    """One proposes the words, a second accepts them; neither, if one of them may not."""
    seen = rows.version(question.wordings.get())
    proposal = proposals.propose_wording(question, "en", text, by=by, at=at, seen=seen)
    proposals.accept(proposal, by=second, at=at, seen=screen(proposal))


def cast():
    """Everybody of the oracle, two conditions with a fact each, three questions, and six answers to write."""
    made = SimpleNamespace(people={}, reviewers={}, questions=[], answers=[], facts=[])
    boss = factories.administrator()
    for name, roles in oracle.ROLES.items():
        made.people[name] = factories.user(name=name)
        for role in roles:
            Grant.objects.create(user=made.people[name], role=role, starts_on=factories.DAY_ONE, granted_by=boss)
    policy = factories.ReviewPolicy.objects.create(slug="hundred", name="A hundred days", days=oracle.REVIEW_LASTS.days)
    made.questions = [factories.question(f"question-{n}", WORDINGS[0], policy=policy) for n in range(3)]
    desk = SimpleNamespace(author=made.people["ann"], colleague=made.people["eve"])
    for slug in ("one", "two"):
        made.facts.append(factories.fact(desk, factories.condition(slug.title(), slug)))
        factories.value_accepted(desk, made.facts[-1], "1 in 2")
    for name in sorted(oracle.ROLES):
        if "reviewer" in oracle.ROLES[name]:
            verifier = made.people["eve"]
            made.reviewers[name] = factories.reviewer(made.people[name], verified_by=verifier, days=CREDENTIAL_LASTS)
    for fact in made.facts:
        made.answers += [factories.started(desk, condition=fact.condition, question=each) for each in made.questions]
    return made


class Machine(foretold.Machine):
    tables = tuple(apps.get_app_config("conditions").get_models(include_auto_created=True))

    def __init__(self):
        super().__init__()
        self.desk = oracle.Desk(TODAY)
        for name, held in self.desk.credentials.items():
            held.append(oracle.Credential(name, [(TODAY, TODAY + CREDENTIAL_LASTS * DAY)]))

    def both(self, number):
        """An answer as the oracle knows it, and its row."""
        return self.desk.answers[number], self.made.answers[number]

    def published(self, number):
        """Like `both`, of an answer that reached readers once, if there is any."""
        there = [each for each, known in enumerate(self.desk.answers) if known.publications] or [number]
        return self.both(there[number % len(there)])

    @staticmethod
    def row_of(answer, revision):
        return Revision.objects.get(answer=answer, number=revision.number)

    @staticmethod
    def publication(known, answer, back):
        """The last publication or one before, on both sides."""
        if len(known.publications) <= back:
            return None, None
        return known.publications[-1 - back], Publication.objects.filter(answer=answer).order_by("-number")[back]

    @staticmethod
    def round_row(answer):
        return Round.objects.filter(answer=answer).order_by("-opened_at", "-pk").first()

    @initialize()
    def everybody_declares_for_one_condition(self):
        for name in self.desk.credentials:
            self.declare(name, name, 0)

    @rule(days=st.integers(1, 45))
    def time_passes(self, days):
        self.desk.today = self.later(days)

    @rule(by=PEOPLE, number=ANSWERS, words=WORDS, is_seen=SEEN)
    def type_something(self, by, number, words, is_seen):
        known, answer = self.both(number)
        there = Draft.objects.filter(answer=answer, editor=self.made.people[by]).first()
        typed = {"short": SHORTS[words], "body": BODIES[words], "is_unknown": words == 2, "change": "It is newer."}
        typed |= {"unknowns": "Nobody knows." if words == 2 else "", "searched_on": TODAY}
        seen = (there.version if there else 0) + (0 if is_seen else 7)
        if self.attempt(self.desk.may_type(by, known, is_seen), drafts.save_draft, answer, typed, by=by, seen=seen):
            self.desk.type(by, known, words)

    @rule(by=PEOPLE, whose=WRITERS, number=ANSWERS, is_seen=SEEN)
    def save(self, by, whose, number, is_seen):
        known, answer = self.both(number)
        draft = Draft.objects.filter(answer=answer, editor=self.made.people[whose]).first()
        if draft is None:
            return
        allowed = by == whose and self.desk.may_save(by, known, is_seen)
        if self.attempt(allowed, revisions.save_revision, draft, by=by, seen=draft.version + (0 if is_seen else 1)):
            self.desk.save(by, known)

    @rule(by=PEOPLE, number=ANSWERS, kind=st.sampled_from(["medical", "medical", "wording"]), is_seen=SEEN, older=OLDER)
    def send_to_review(self, by, number, kind, is_seen, older):
        known, answer = self.both(number)
        if len(known.revisions) <= older:
            return
        revision = known.revisions[-1 - older]
        row = self.row_of(answer, revision)
        may, move = {
            "medical": (self.desk.may_submit, rounds.submit),
            "wording": (self.desk.may_correct, rounds.correct),
        }[kind]
        seen = row.digest if is_seen else "0" * 64
        if self.attempt(may(by, known, revision, is_seen), move, row, by=by, seen=seen):
            self.desk.open(known, revision, kind, self.at)

    @rule(by=PEOPLE, number=ANSWERS, back=OLDER)
    def send_live_words_again(self, by, number, back):
        known, answer = self.published(number)
        publication, row = self.publication(known, answer, back)
        if publication is None:
            return
        allowed = self.desk.may_reconfirm(by, known, publication)
        if self.attempt(allowed, rounds.reconfirm, row, by=by, question=""):
            self.desk.open(known, publication.revision, "medical", self.at)

    @rule(by=PEOPLE, number=ANSWERS, reviewer=REVIEWERS)
    def ask(self, by, number, reviewer):
        known, answer = self.both(number)
        row = self.round_row(answer)
        if row is None:
            return
        round_ = known.round if row.closed_at is None else object()
        allowed = self.desk.may_offer(by, known, round_, reviewer)
        if self.attempt(allowed, rounds.offer, row, [self.made.reviewers[reviewer]], by=by):
            known.round.asked[reviewer] = "asked"

    @rule(by=REVIEWERS, reviewer=REVIEWERS, number=ANSWERS, says=st.sampled_from(["accepted", "declined"]))
    def reply(self, by, reviewer, number, says):
        known, answer = self.both(number)
        asked = Assignment.objects.filter(round=self.round_row(answer), reviewer=self.made.reviewers[reviewer]).first()
        if asked is None:
            return
        round_ = known.round if asked.round.closed_at is None else None
        allowed = round_ is not None and self.desk.may_reply(by, known, round_, reviewer)
        move, because = (rounds.accept, []) if says == "accepted" else (rounds.decline, ["time"])
        if self.attempt(allowed, move, asked, *because, by=by):
            known.round.asked[reviewer] = says

    @rule(
        by=PEOPLE,
        number=ANSWERS,
        is_seen=SEEN,
        older=OLDER,
        says=st.sampled_from(["approve", "approve", "approve", "changes", "recuse"]),
    )
    def decide(self, by, number, is_seen, older, says):
        known, answer = self.both(number)
        if len(known.revisions) <= older:
            return
        revision = known.round.revision if known.round and not older else known.revisions[-1 - older]
        row = self.row_of(answer, revision)
        seen = {"seen": row.digest if is_seen else "0" * 64}
        if says == "approve":
            self.approve(by, known, row, allowed=self.desk.may_approve(by, known, revision, is_seen), **seen)
            return
        move, more = (verdicts.recuse, {}) if says == "recuse" else (verdicts.request_changes, {"because": "Say more."})
        if self.attempt(self.desk.may_decide(by, known, revision, is_seen), move, row, by=by, **seen, **more):
            self.desk.decide(by, known, says)

    def approve(self, by, known, row, *, allowed, seen):
        told = self.made.reviewers.get(by, self.made.reviewers["rita"])
        declared = told.declarations.order_by("-at", "-pk")
        declaration = declared.filter(condition=row.answer.condition).first() or declared.first()
        kind = known.round.kind if known.round else "medical"
        scopes = ["wording"] if kind == "wording" else ["accuracy", "sources"]
        if self.attempt(allowed, verdicts.approve, row, by=by, scopes=scopes, declaration=declaration, seen=seen):
            self.desk.decide(by, known, "approve")

    @rule(by=PEOPLE, number=ANSWERS)
    def dismiss(self, by, number):
        known, answer = self.both(number)
        row = self.round_row(answer)
        if row is None:
            return
        round_ = known.round if row.closed_at is None else object()
        if self.attempt(self.desk.may_dismiss(by, known, round_), rounds.dismiss, row, "Not needed", by=by):
            known.round = None

    @rule(by=PEOPLE, number=ANSWERS, is_seen=SEEN, older=OLDER)
    def publish(self, by, number, is_seen, older):
        known, answer = self.both(number)
        if len(known.revisions) <= older:
            return
        revision = known.round.revision if known.round and not older else known.revisions[-1 - older]
        row = self.row_of(answer, revision)
        seen = row.digest if is_seen else "0" * 64
        if self.attempt(
            self.desk.may_publish(by, known, revision, is_seen), publications.publish, row, by=by, seen=seen
        ):
            self.desk.publish(known)

    @rule(number=ANSWERS, words=WORDS, by=WRITERS, reviewer=REVIEWERS, editor=EDITORS)
    def road_to_readers(self, number, words, by, reviewer, editor):
        """The moves of a good day, each of which may still be refused."""
        self.type_something(by, number, words, is_seen=True)
        self.save(by, by, number, is_seen=True)
        self.send_to_review(by, number, "medical", is_seen=True, older=0)
        self.ask(editor, number, reviewer)
        self.decide(reviewer, number, is_seen=True, older=0, says="approve")
        self.publish(editor, number, is_seen=True, older=0)

    @rule(number=ANSWERS, words=WORDS, reviewer=REVIEWERS, editor=EDITORS)
    def road_to_other_wording(self, number, words, reviewer, editor):
        """The moves by which a slip is corrected, where text is live."""
        number = self.desk.answers.index(self.published(number)[0])
        self.type_something("ben", number, words, is_seen=True)
        self.save("ben", "ben", number, is_seen=True)
        self.send_to_review("ben", number, "wording", is_seen=True, older=0)
        self.ask(editor, number, reviewer)
        self.decide(reviewer, number, is_seen=True, older=0, says="approve")
        self.publish(editor, number, is_seen=True, older=0)

    @rule(by=EDITORS, number=ANSWERS, back=OLDER)
    def withdraw(self, by, number, back):
        known, answer = self.published(number)
        publication, row = self.publication(known, answer, back)
        if publication is None:
            return
        told = {"reason": "It is wrong.", "advice": "Ask your doctor."}
        if self.attempt(self.desk.may_withdraw(by, known, publication), withdrawals.withdraw, row, by=by, **told):
            self.desk.withdraw(by, known, self.at)

    @rule(by=EDITORS, number=ANSWERS, back=OLDER)
    def confirm(self, by, number, back):
        known, answer = self.published(number)
        publication, row = self.publication(known, answer, back)
        notice = row and Notice.objects.filter(publication=row, kind="withdrawal").first()
        if notice is None:
            return
        if self.attempt(self.desk.may_confirm(by, known, publication), withdrawals.confirm_withdrawal, notice, by=by):
            publication.is_confirmed = True

    @rule(by=EDITORS, number=ANSWERS, back=OLDER)
    def put_back(self, by, number, back):
        known, answer = self.published(number)
        publication, row = self.publication(known, answer, back)
        if publication is None:
            return
        allowed = self.desk.may_restore(by, known, publication)
        if self.attempt(allowed, withdrawals.restore, row, by=by, reason="It was right."):
            self.desk.restore(known)

    @rule(by=PEOPLE, number=ANSWERS)
    def caution(self, by, number):
        known, answer = self.published(number)
        if self.attempt(self.desk.may_caution(by, known), cautions.caution, answer, by=by, reason="A reader wrote."):
            self.desk.caution(known)

    @rule(by=PEOPLE, number=ANSWERS)
    def lift_the_last_caution(self, by, number):
        known, answer = self.published(number)
        if not known.cautions:
            return
        last = Caution.objects.filter(answer=answer, lifted_at=None).latest("pk")
        if self.attempt(self.desk.may_lift(by, known), cautions.lift_caution, last, by=by):
            known.cautions.pop()

    @rule(by=EDITORS, number=ANSWERS, older=OLDER)
    def ask_to_seal(self, by, number, older):
        known, answer = self.both(number)
        if len(known.revisions) <= older:
            return
        revision = known.revisions[-1 - older]
        told = {"ground": "libel", "reason": "It names somebody."}
        allowed = self.desk.may_ask_to_seal(by, revision)
        if self.attempt(allowed, seals.ask_seal, self.row_of(answer, revision), by=by, **told):
            revision.seal_asked_by = by

    @rule(by=PEOPLE, number=ANSWERS, older=OLDER)
    def seal(self, by, number, older):
        known, answer = self.both(number)
        asked = [each for each in known.revisions if each.seal_asked_by]
        if len(asked) <= older:
            return
        revision = asked[-1 - older]
        row = Seal.objects.get(revision=self.row_of(answer, revision))
        if self.attempt(self.desk.may_seal(by, known, revision), seals.seal, row, by=by):
            self.desk.seal(known, revision)

    @rule(by=PEOPLE, reviewer=REVIEWERS, condition=st.integers(0, 1))
    def declare(self, by, reviewer, condition):
        about = self.made.facts[condition].condition
        profile = self.made.reviewers[reviewer]
        if self.attempt(by == reviewer, reviewers.declare, profile, about, by=by, interests=""):
            self.desk.declared.add((reviewer, condition))

    @rule(by=PEOPLE, reviewer=REVIEWERS, days=st.integers(1, 200))
    def verify(self, by, reviewer, days):
        known = self.desk.credentials[reviewer][-1]
        row = Credential.objects.filter(reviewer=self.made.reviewers[reviewer]).order_by("-pk").first()
        told = {"on": self.desk.today, "days": days, "evidence": "The register"}
        if self.attempt(self.desk.may_verify(by, known), reviewers.verify, row, by=by, **told):
            known.spans.append((self.desk.today, self.desk.today + days * DAY))

    @rule(by=st.sampled_from(["ann", "eve", "eli", "sam"]), reviewer=REVIEWERS, sure=st.integers(0, 3))
    def revoke(self, by, reviewer, sure):
        known = self.desk.credentials[reviewer][-1]
        row = Credential.objects.filter(reviewer=self.made.reviewers[reviewer]).order_by("-pk").first()
        told = {"on": self.desk.today, "reason": "Struck off"}
        if sure == 0 and self.attempt(self.desk.may_revoke(by, known), reviewers.revoke, row, by=by, **told):
            known.revoked_on = self.desk.today

    @rule(by=PEOPLE, reviewer=REVIEWERS)
    def enter_credential(self, by, reviewer):
        profile, held = self.made.reviewers[reviewer], self.desk.credentials[reviewer]
        row = Credential(reviewer=profile, profession="nurse", title="RN", register="Another", number=str(len(held)))
        if self.attempt(by == reviewer or self.desk.is_a(by, "editor"), reviewers.enter_credential, row, by=by):
            held.append(oracle.Credential(reviewer))

    @rule(by=PEOPLE, number=ANSWERS, applies=st.booleans())
    def decide_whether_it_applies(self, by, number, applies):
        known, answer = self.both(number)
        there = Applicability.objects.filter(condition=answer.condition, question=answer.question).first()
        told = {"applies": applies, "reason": "So it is.", "seen": rows.version(there) if there else ""}
        allowed = self.desk.may_decide_on(by, known.condition, known.question, applies)
        things = (answer.condition, answer.question)
        if self.attempt(allowed, questions.decide_applicability, *things, by=by, **told):
            self.desk.applies[known.condition, known.question] = applies

    @rule(by=PEOPLE, second=EDITORS, question=st.integers(0, 2), wording=st.integers(0, 1))
    def reword(self, by, second, question, wording):
        row, told = self.made.questions[question], {"by": by, "second": self.made.people[second]}
        allowed = by != second and all(self.desk.is_a(each, "editor") for each in (by, second))
        says_otherwise = self.desk.wordings[question] != wording
        if self.attempt(allowed and says_otherwise, worded, row, WORDINGS[wording], **told):
            self.desk.wordings[question] = wording

    @rule(by=PEOPLE, condition=st.integers(0, 1))
    def propose(self, by, condition):
        fact, known = self.made.facts[condition], self.desk.values[condition]
        number = len(known) + 1
        values = [facts.Value("en", f"1 in {number + 1}", Source.objects.get(key="ers-2017"))]
        allowed = self.desk.may_propose(by, condition)
        if self.attempt(allowed, facts.propose_fact, fact, values, by=by, reason="Newer"):
            known.append(oracle.Value(number, by))

    @rule(by=PEOPLE, condition=st.integers(0, 1), is_seen=SEEN)
    def accept_value(self, by, condition, is_seen):
        known = self.desk.values[condition][-1]
        row = FactVersion.objects.get(fact=self.made.facts[condition], number=known.number)
        seen = facts.screen(row) if is_seen else "other"
        if self.attempt(is_seen and self.desk.may_accept(by, known), facts.accept_fact, row, by=by, seen=seen):
            self.desk.accept(condition, known)

    @precondition(lambda self: any(self.desk.pending(each) for each in (0, 1)))
    @rule(by=PEOPLE, condition=st.integers(0, 1))
    def drop_value(self, by, condition):
        known = self.desk.values[condition][-1]
        row = FactVersion.objects.get(fact=self.made.facts[condition], number=known.number)
        mine = known.proposed_by == by and self.desk.is_a(by, *oracle.MAY_WRITE)
        allowed = known.state in ("proposed", "accepted") and (mine or self.desk.is_a(by, "editor"))
        if self.attempt(allowed, facts.drop_fact, row, "Not so", by=by):
            known.state = "dropped"

    @rule(by=PEOPLE, condition=st.integers(0, 1), is_seen=SEEN)
    def put_value_in_force(self, by, condition, is_seen):
        known = self.desk.values[condition][-1]
        row = FactVersion.objects.get(fact=self.made.facts[condition], number=known.number)
        waiting = [self.made.answers[self.desk.answers.index(each)] for each in self.desk.quoting(condition)]
        open_ones = Round.objects.filter(answer__in=waiting, closed_at=None).select_related("revision", "answer")
        seen = {each.answer: each.revision.digest for each in open_ones} | (
            {} if is_seen else {waiting[0]: "0"} if waiting else {}
        )
        allowed = self.desk.may_put_in_force(by, condition, known) and (is_seen or not waiting)
        if self.attempt(allowed, changeover.put_in_force, row, by=by, seen=seen):
            self.desk.put_in_force(condition, known)

    @rule(condition=st.integers(0, 1), reviewer=REVIEWERS, editor=EDITORS)
    def road_to_a_new_value(self, condition, reviewer, editor):
        """The moves by which a new figure reaches readers in every answer at once."""
        self.propose("ann", condition)
        self.accept_value(editor, condition, is_seen=True)
        for known in self.desk.quoting(condition):
            number = self.desk.answers.index(known)
            self.type_something("ann", number, 3, is_seen=True)
            self.save("ann", "ann", number, is_seen=True)
            self.send_to_review("ann", number, "medical", is_seen=True, older=0)
            self.ask(editor, number, reviewer)
            self.decide(reviewer, number, is_seen=True, older=0, says="approve")
        self.put_value_in_force(editor, condition, is_seen=True)

    @invariant()
    def every_stage_is_as_foretold(self):
        on = self.desk.today
        found = stages.gather(Cell.of(answer) for answer in self.made.answers)
        for known, answer in zip(self.desk.answers, self.made.answers, strict=True):
            told = found[Cell.of(answer)]
            assert stages.stage(told, on) == self.desk.stage(known)
            assert stages.underway(told) == self.desk.underway(known)

    @invariant()
    def what_is_live_was_signed_by_others(self):
        on = self.desk.today
        known = list(zip(self.desk.answers, self.made.answers, strict=True))
        signed = {(answer.pk, sign.by) for each, answer in known if each.live for sign in each.live.sign_offs}
        verdicts_behind = Verdict.objects.filter(sign_offs__publication__in=Publication.objects.live())
        assert set(verdicts_behind.values_list("revision__answer", "by__name")) == signed
        reviewed = {answer.pk for each, answer in known if each.live and self.desk.is_reviewed(each.live)}
        assert set(Publication.objects.reviewed(on).values_list("answer", flat=True)) == reviewed
        fallen = {answer.pk for each, answer in known if each.live and not self.desk.all_stand(each.live)}
        assert set(Publication.objects.resting_only_on_lapsed(on).values_list("answer", flat=True)) == fallen


@pytest.mark.django_db
@pytest.mark.promise("E2", "E3", "E7", "E8", "E13", "R2", "R27")
def test_desk_does_what_the_oracle_foretells():
    assert foretold.moves(Machine, cast(), examples=6, steps=25) >= 6
