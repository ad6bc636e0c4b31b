"""How each source, fact and answer of the demonstration came to be: its moves, one after the other."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from conditions.demonstration import people, plainly, reading
from conditions.demonstration.stage import Life, Stage
from conditions.editorial import (
    bundles,
    cautions,
    comments,
    drafts,
    experts,
    facts,
    publications,
    questions,
    reports,
    revisions,
    rounds,
    rows,
    schedules,
    sources,
    verdicts,
    withdrawals,
)
from conditions.editorial.experts import Looked
from conditions.editorial.vouching import Expert
from conditions.models import (
    Answer,
    Comment,
    Draft,
    Fact,
    Publication,
    Question,
    Reviewer,
    Revision,
    Round,
    Source,
    User,
)

EXPERT = {
    "name": "Invented reviewer Sanna Virtala",
    "discipline": "paediatric genetics",
    "profession": "physician",
    "title": "Invented physician registration",
    "register": "Invented register of another country",
    "number": "INVENTED-OUTSIDE",
}
WORDS = ("short", "urgent_help", "body", "sources_differ", "unknowns", "country_notes", "is_unknown", "machine_help")


def of_source(told: reading.Source, stage: Stage) -> Life:
    """Somebody reads it, and perhaps again."""
    by = stage.cast.users["author"]
    first, *again = told.read_days_ago
    at = stage.at(first, 9)
    yield at
    copied = {name: getattr(told, name) for name in ("title", "publisher", "published", "doi", "pmid", "url", "note")}
    source = Source.objects.filter(key=told.key).first()
    source = source or sources.add_source(Source(key=told.key, read_on=stage.on(first), **copied), by=by, at=at)
    for days_ago in again:
        at = stage.at(days_ago, 9)
        yield at
        source = sources.read_again(source, on=stage.on(days_ago), by=by, at=at, seen=rows.version(source))


def of_fact(told: reading.Fact, stage: Stage) -> Life:
    """One proposes its value and another accepts it; a later value waits."""
    fact = Fact(condition=stage.condition, key=told.key, label=told.label, scope=told.scope)
    at = stage.at(told.days_ago, 9, 30)
    yield at
    facts.start_fact(fact, by=stage.cast.users["author"], at=at)
    yield from _valued(fact, told.value, "First figures", at, stage)
    if told.later:
        at = stage.at(told.later.days_ago, 9, 30)
        yield at
        yield from _valued(fact, told.later.value, told.later.reason, at, stage)


def _valued(fact: Fact, values: list[reading.Value], reason: str, at: datetime.datetime, stage: Stage) -> Life:
    known = Source.objects.in_bulk([value.source for value in values], field_name="key")
    proposed = facts.propose_fact(
        fact,
        [facts.Value(**vars(value) | {"source": known[value.source]}) for value in values],
        reason=reason,
        by=stage.cast.users["author"],
        at=at,
    )
    at += datetime.timedelta(minutes=10)
    yield at
    facts.accept_fact(proposed, by=stage.cast.users["editor"], at=at, seen=facts.screen(proposed))


def of_applicability(told: reading.Applicability, stage: Stage) -> Life:
    at = stage.cast.since + datetime.timedelta(days=1)
    yield at
    questions.decide_applicability(
        stage.condition,
        Question.objects.get(slug=told.question),
        applies=told.applies,
        reason=told.reason,
        by=stage.cast.users["editor"],
        at=at,
    )


def of_answer(told: reading.Answer, stage: Stage) -> Life:
    """It is written, reviewed and published, as often as it has versions; then what befell it."""
    first = told.version[0]
    at = stage.at(first.saved_days_ago, 10)
    yield at
    answer = drafts.start_answer(
        stage.condition,
        Question.objects.get(slug=told.question),
        by=stage.cast.users[first.by],
        at=at,
        language=told.language,
    )
    for version in told.version:
        yield from Edition(answer, version, stage).life()
    if told.caution:
        at = stage.at(told.caution.days_ago, 14)
        yield at
        cautions.caution(answer, by=stage.cast.users[told.caution.by], at=at, reason=told.caution.reason)
    if told.outside:
        yield from _confirmed_from_outside(answer, told.outside, stage)
    if told.recheck:
        yield from _rechecked(answer, told.recheck, stage)
    if told.withdrawal:
        yield from _withdrawn(answer, told.withdrawal, stage)


def _live(answer: Answer) -> Publication:
    return Publication.objects.live().select_related("revision").get(answer=answer)


def of_report(told: reading.Report, answer: reading.Answer, stage: Stage) -> Life:
    """A reader says what is wrong with what is live then; perhaps an editor has answered."""
    at = stage.at(told.days_ago, 20)
    yield at
    which = Answer.objects.get(condition=stage.condition, question__slug=answer.question, language=answer.language)
    report = reports.file_report(
        f"/conditions/{stage.condition.slug}/{answer.question}/",
        reason=told.reason,
        words=told.words,
        email=told.email,
        publication=_live(which),
        at=at,
    )
    if told.handled_days_ago:
        at = stage.at(told.handled_days_ago, 9)
        yield at
        editor = stage.cast.users["editor"]
        reports.handle_report(report, outcome=told.outcome, reply=told.reply, by=editor, at=at)


def _rechecked(answer: Answer, told: reading.Recheck, stage: Stage) -> Life:
    at, editor = stage.at(told.days_ago, 15), stage.cast.users[told.by]
    yield at
    round_ = rounds.reconfirm(_live(answer), by=editor, at=at, question=told.question)
    rounds.offer(round_, [stage.cast.reviewer(who) for who in told.reviewers], by=editor, at=at)


def _confirmed_from_outside(answer: Answer, told: reading.Outside, stage: Stage) -> Life:
    """Somebody without an account is asked by a link, reads, and confirms the words; another editor publishes."""
    at = stage.at(told.days_ago, 9)
    yield at
    revision = _live(answer).revision
    expert = Expert(**EXPERT, email=people.address("outside-expert"))
    looked = Looked(at.date(), 400, "Invented: the page of an invented register")
    who: dict[str, Any] = {"by": stage.cast.users[told.by], "at": at}
    asked: dict[str, Any] = {"question": told.question, "due_on": at.date() + datetime.timedelta(days=14)}
    seen = {answer.pk: revision.digest}
    link = experts.ask(
        answer.condition, answer.language, seen, expert, looked, **who, **asked, write_in=answer.language
    )
    at += datetime.timedelta(hours=3)
    yield at
    texts = experts.begin(link, at=at)
    at += datetime.timedelta(hours=1)
    yield at
    said = [bundles.Said(text, revision.digest, "approve") for text in texts]
    signed: dict[str, Any] = {"scopes": ["accuracy", "missing"], "interests": "", "by": link.reviewer.user, "at": at}
    bundles.finish(link.bundle, link.reviewer, said, **signed)
    at += datetime.timedelta(hours=1)
    yield at
    publications.publish(revision, by=stage.cast.users[told.editor], at=at, seen=revision.digest)


def _withdrawn(answer: Answer, told: reading.Withdrawal, stage: Stage) -> Life:
    at = stage.at(told.days_ago, 16)
    yield at
    by = stage.cast.users[told.by]
    notice = withdrawals.withdraw(_live(answer), by=by, at=at, reason=told.reason, advice=told.advice)
    at += datetime.timedelta(hours=1)
    yield at
    withdrawals.confirm_withdrawal(notice, by=stage.cast.users[told.confirmed_by], at=at)


@dataclass(frozen=True)
class Edition:
    """One version of an answer, from the first words to where it ended."""

    answer: Answer
    told: reading.Version
    stage: Stage

    def life(self) -> Life:
        told, stage = self.told, self.stage
        author, editor = stage.cast.users[told.by], stage.cast.users[told.editor]
        at = stage.at(told.saved_days_ago, 10, 10)
        yield at
        draft = self._typed(author, at)
        if told.ends == "draft":
            return
        revision = revisions.save_revision(draft, by=author, at=at, seen=draft.version)
        at += datetime.timedelta(hours=1)
        yield at
        round_ = self._sent(revision, author, at)
        asked = rounds.offer(round_, [stage.cast.reviewer(who) for who in told.reviewers], by=editor, at=at)
        plainly.asked(round_, told, stage, by=editor, at=at)
        if told.ends == "in-review":
            return
        at = stage.at(told.reviewed_days_ago, 14)
        yield at
        for assignment in asked:
            rounds.opened_by_reviewer(assignment, by=assignment.reviewer.user, at=at)
        at = stage.at(told.reviewed_days_ago, 15)
        yield at
        for who in told.reviewers:
            self._decided(stage.cast.reviewer(who), who, round_, at)
        plainly.answered(round_, told, at=at)
        if told.ends == "published":
            at = stage.at(told.published_days_ago or told.reviewed_days_ago, 16)
            yield at
            publications.publish(revision, by=editor, at=at, seen=revision.digest)
        elif told.planned_in_days:
            at = stage.at(told.reviewed_days_ago, 16)
            yield at
            schedules.schedule(
                revision, due_at=stage.in_days(told.planned_in_days, 8), by=editor, at=at, seen=revision.digest
            )

    def _typed(self, author: User, at: datetime.datetime) -> Draft:
        """The draft with the words of the file, and with what reviewers suggested."""
        told, seen = self.told, 0
        if told.accepts_suggestions:
            for comment in Comment.objects.filter(round__answer=self.answer).exclude(suggestion="").order_by("pk"):
                seen = comments.accept_suggestion(comment, by=author, at=at, seen=seen).version
        return drafts.save_draft(self.answer, self._values(), by=author, at=at, seen=seen)

    def _values(self) -> dict[str, Any]:
        told = self.told
        values = {name: value for name in WORDS if (value := getattr(told, name)) is not None}
        values["change"] = told.change or ""
        if told.searched_days_ago is not None:
            values["searched_on"] = self.stage.on(told.searched_days_ago)
        if told.within:
            values["within"] = self._beside(Q(question__slug=told.within, language=self.answer.language))
        if told.translates:
            values["translates"] = _live(self._beside(Q(question=self.answer.question, language=told.translates)))
        return values

    def _beside(self, which: Q) -> Answer:
        return Answer.objects.get(which, condition=self.stage.condition)

    def _sent(self, revision: Revision, author: User, at: datetime.datetime) -> Round:
        told = self.told
        due_on = self.stage.on(-told.due_in_days) if told.due_in_days else None
        send = rounds.correct if told.kind == "wording" else rounds.submit
        what: dict[str, Any] = {"question": told.question_for_reviewer, "due_on": due_on}
        if told.lay_reader:
            what["lay_reader"] = True
        return send(revision, by=author, at=at, seen=revision.digest, **what)

    def _decided(self, reviewer: Reviewer, who: str, round_: Round, at: datetime.datetime) -> None:
        """Their comments, then what they decide."""
        told, by, revision = self.told, reviewer.user, round_.revision
        seen = revision.digest
        for said in told.comment:
            where: dict[str, Any] = {"place": said.place, "weight": said.weight, "quote": said.quote, "text": said.text}
            if said.suggestion:
                comments.suggest(round_, by=by, at=at, seen=seen, suggestion=said.suggestion, **where)
            else:
                comments.comment(round_, by=by, at=at, seen=seen, **where)
        if told.ends == "changes-asked":
            verdicts.request_changes(revision, by=by, at=at, seen=seen)
            return
        scopes = ["wording"] if told.kind == "wording" else told.scopes
        if revision.translates_id:
            scopes = ["translation", *scopes]
        declaration = self.stage.cast.declared(who, self.stage.condition, self.stage.mondo, at=at)
        verdicts.approve(revision, by=by, at=at, seen=seen, scopes=scopes, declaration=declaration)
