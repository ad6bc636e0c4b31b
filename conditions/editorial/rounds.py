"""Sending words to review: who is asked, and when a review ends without a result."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions import rendering
from conditions.editorial import checks, closing, letters, mailboxes, people, rewording, rows, seconds
from conditions.editorial.drafts import stream
from conditions.models import Answer, Assignment, Bundle, Publication, Reviewer, ReviewPolicy, Revision, Round, User
from conditions.stale import Stale


@transaction.atomic
def submit(
    revision: Revision,
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    question: str = "",
    due_on: datetime.date | None = None,
    bundle: Bundle | None = None,
    second_clinician: bool = False,
    lay_reader: bool = False,
) -> Round:
    """Sends the newest words to medical review, with others where they go out in a bundle.

    Where the policy of the question leaves it to the editor, `second_clinician` asks that two clinicians sign, and
    `lay_reader` that somebody reads it for plain language.
    Raises: PermissionDenied; Stale; ValidationError, keyed by field, with every reason against it (R13-R16, R25).
    """
    now = _newest(revision, by=by, at=at, seen=seen)
    people.require_name(by)
    checks.ready(now, at=at)
    asked = _under_its_policy(now.answer, bundle, second_clinician=second_clinician, lay_reader=lay_reader)
    asked.question, asked.due_on = question, due_on
    return _open(now, asked, "sent to review", by=by, at=at)


@transaction.atomic
def correct(
    revision: Revision,
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    question: str = "",
    due_on: datetime.date | None = None,
) -> Round:
    """Sends the newest words to somebody who confirms that only the wording of the live text changed (R4).

    Raises: as `submit`; also ValidationError where no text is live, and where more than words differs from it.
    """
    now = _newest(revision, by=by, at=at, seen=seen)
    checks.ready(now, at=at)
    live = Publication.objects.live().filter(answer=now.answer).select_related("revision").first()
    if live is None:
        raise ValidationError(_("No text is live, so there is no wording to correct. Send it to medical review."))
    if live.revision_id == now.pk:
        raise ValidationError(_("These words are live already. Save a revision with the corrected wording first."))
    rewording.refuse_more(live.revision, now)
    asked = Round(kind=Round.Kind.WORDING, question=question, due_on=due_on)
    return _open(now, asked, "sent as wording only", by=by, at=at)


@transaction.atomic
def send(
    revision: Revision,
    kind: str,
    reviewers: Iterable[Reviewer],
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    question: str = "",
    due_on: datetime.date | None = None,
    second_clinician: bool = False,
    lay_reader: bool = False,
) -> Round:
    """Sends the newest words to a review of the kind and asks the reviewers, if there are any: all of it or nothing.

    Raises: as `submit`, `correct` and `offer`; ValidationError without a question about words that changed.
    """
    changes = Publication.objects.live().filter(answer=revision.answer_id).exclude(revision=revision.pk)
    if kind != Round.Kind.WORDING and not rendering.line(question) and changes.exists():
        raise ValidationError({"question": _("Write what changed and what to look at: the reviewer reads it first.")})
    told: dict[str, Any] = {"by": by, "at": at, "seen": seen, "question": question, "due_on": due_on}
    if kind == Round.Kind.WORDING and second_clinician:
        said = _("One clinician confirms a correction of wording. Ask for one, or send the text to medical review.")
        raise ValidationError({"second_clinician": said})
    if kind == Round.Kind.WORDING:
        round_ = correct(revision, **told)
    else:
        round_ = submit(revision, second_clinician=second_clinician, lay_reader=lay_reader, **told)
    if chosen := list(reviewers):
        offer(round_, chosen, by=by, at=at)
    return round_


@transaction.atomic
def reconfirm(
    publication: Publication,
    *,
    by: User,
    at: datetime.datetime,
    question: str,
    due_on: datetime.date | None = None,
    bundle: Bundle | None = None,
    second_clinician: bool = False,
    lay_reader: bool = False,
) -> Round:
    """Sends live words to review again, untouched (E3, E13, E16). Published, they get new dates.

    Raises: PermissionDenied; Stale if the text is live no more; ValidationError if the answer is in review, or if
    what it quotes changed, so that the same words cannot be published again.
    """
    answer = publication.answer
    rows.enter(by, "offer", answer.condition, at=at, language=answer.language)
    lock(answer)
    live = Publication.objects.live().select_related("revision").filter(pk=publication.pk).first()
    if live is None:
        raise Stale
    checks.in_force(live.revision)
    asked = _under_its_policy(answer, bundle, second_clinician=second_clinician, lay_reader=lay_reader)
    asked.question, asked.due_on = question, due_on
    return _open(live.revision, asked, "sent to reconfirm", by=by, at=at)


@transaction.atomic
def offer(round_: Round, reviewers: Iterable[Reviewer], *, by: User, at: datetime.datetime) -> list[Assignment]:
    """Asks reviewers to review: all of them, or nobody.

    Raises: PermissionDenied; Stale; ValidationError with a sentence for each who cannot sign this.
    """
    asked = ask(round_, list(reviewers), by=by, at=at)
    for each in asked:
        letters.offered([each], at=at)
    return asked


def ask(round_: Round, chosen: list[Reviewer], *, by: User, at: datetime.datetime) -> list[Assignment]:
    """Part of a move: the reviewers are asked; a letter follows. Raises: as `offer`."""
    answer = round_.answer
    rows.enter(by, "offer", answer.condition, at=at, language=answer.language)
    now = opened(round_)
    if not chosen:
        raise ValidationError(_("Choose at least one reviewer."))
    if wrong := [sentence for reviewer in chosen for sentence in checks.unaskable(reviewer, now, at=at)]:
        raise ValidationError(wrong)
    return assign(now, chosen, by=by, at=at)


def assign(now: Round, chosen: Iterable[Reviewer], *, by: User, at: datetime.datetime) -> list[Assignment]:
    """Part of a move, which has asked whether they can sign: they are asked."""
    asked = [rows.write(Assignment(round=now, reviewer=reviewer, offered_by=by, offered_at=at)) for reviewer in chosen]
    rows.tell("review offered", *asked, stream=stream(now.answer), by=by, at=at, round=now.pk)
    return asked


@transaction.atomic
def opened_by_reviewer(assignment: Assignment, *, by: User, at: datetime.datetime) -> Assignment:
    """Notes when the reviewer first had the text on screen, by the clock of the server (E17); the first time stays.

    Raises: PermissionDenied; Stale if they declined or the review has ended.
    """
    if assignment.opened_at:
        return assignment
    now = asked(assignment, by=by, at=at)
    if now.opened_at is None:
        rows.once(now, opened_at=at)
        rows.tell("review opened", now, stream=stream(now.round.answer), by=by, at=at, round=now.round_id)
    return now


@transaction.atomic
def accept(assignment: Assignment, *, by: User, at: datetime.datetime) -> Assignment:
    """The reviewer will do it. Raises: PermissionDenied; Stale if it was answered already or the review has ended."""
    now = asked(assignment, by=by, at=at)
    rows.once(now, accepted_at=at)
    rows.tell("review accepted", now, stream=stream(now.round.answer), by=by, at=at, round=now.round_id)
    return now


@transaction.atomic
def decline(assignment: Assignment, because: str, *, by: User, at: datetime.datetime) -> Assignment:
    """The reviewer will not. Raises: PermissionDenied; Stale; ValidationError for a reason that is none."""
    now = refuse(assignment, because, by=by, at=at)
    letters.declined([now], at=at)
    return now


def refuse(assignment: Assignment, because: str, *, by: User, at: datetime.datetime) -> Assignment:
    """Part of a move: `decline`, of which a letter tells afterwards."""
    now = asked(assignment, by=by, at=at)
    if because not in Assignment.Reason.values:
        raise ValidationError({"declined_because": _("Choose one of the reasons.")})
    rows.once(now, declined_at=at, declined_because=because)
    told = {"round": now.round_id, "because": because}
    rows.tell("review declined", now, stream=stream(now.round.answer), by=by, at=at, **told)
    return now


@transaction.atomic
def dismiss(round_: Round, because: str, *, by: User, at: datetime.datetime) -> Round:
    """Ends a review without a result; what was said in it stays, and approves nothing.

    Raises: PermissionDenied; Stale if it has ended; ValidationError without a reason.
    """
    answer = round_.answer
    rows.enter(by, "offer", answer.condition, at=at, language=answer.language)
    now = opened(round_)
    ended = closing.close(now, Round.Outcome.DISMISSED, by=by, at=at, because=because)
    rows.tell("review dismissed", *ended, stream=stream(answer), by=by, at=at, round=now.pk)
    return now


def still_wanted(opened: QuerySet[Round], *, on: datetime.date) -> str:
    """What is left to do where two clinicians sign and fewer were asked who can; empty where nothing is."""
    number = seconds.wanting(opened, on).count()
    if number <= 1:
        return _("A second clinician is still to be asked.") if number else ""
    said = ngettext(
        "A second clinician is still to be asked for %(n)d text.",
        "A second clinician is still to be asked for %(n)d texts.",
        number,
    )
    return said % {"n": number}


def lock(answer: Answer) -> Answer:
    """Whoever moves an answer holds this row until the move ends; whoever moves several locks them in one call.

    The row alone: its condition and question are shared with answers that somebody else may be moving.
    """
    return lock_all([answer.pk])[0]


def lock_all(answers: Iterable[int]) -> list[Answer]:
    """The answers in the order of their keys, so that two who move some of the same never wait for each other."""
    found = Answer.objects.filter(pk__in=set(answers)).select_related("condition", "question").order_by("pk")
    return list(found.select_for_update(of=("self",), no_key=True))


def opened(round_: Round) -> Round:
    """The review, its answer locked. Raises: Stale if it has ended."""
    lock(round_.answer)
    now = Round.objects.select_related("revision", "answer__condition").filter(pk=round_.pk, closed_at=None).first()
    if now is None:
        raise Stale
    return now


def asked(assignment: Assignment, *, by: User, at: datetime.datetime) -> Assignment:
    """Their own assignment of an open review, its answer locked. Raises: PermissionDenied; Stale if they declined."""
    answer = assignment.round.answer
    rows.enter(by, "review", answer.condition, at=at, language=answer.language)
    mailboxes.linked(opened(assignment.round), by=by, at=at)
    now = Assignment.objects.select_related("reviewer", "round__answer").get(pk=assignment.pk)
    if now.reviewer.user_id != by.pk:
        raise PermissionDenied(_("Somebody else was asked for this review."))
    if now.declined_at:
        raise Stale
    return now


def _newest(revision: Revision, *, by: User, at: datetime.datetime, seen: str) -> Revision:
    answer = revision.answer
    rows.enter(by, "write", answer.condition, at=at, language=answer.language)
    lock(answer)
    newest = Revision.objects.select_related("answer__condition").filter(answer=answer).order_by("-number").first()
    if newest is None or newest.pk != revision.pk or newest.digest != seen:
        raise Stale
    return newest


def _under_its_policy(answer: Answer, bundle: Bundle | None, *, second_clinician: bool, lay_reader: bool) -> Round:
    """A medical review under the version of the policy that rules now, which stays with it."""
    policy = ReviewPolicy.objects.filter(questions__answers=answer).first()
    second = policy is not None and policy.asks_second(wanted=second_clinician)
    lay = policy is not None and policy.asks_lay(wanted=lay_reader)
    return Round(kind=Round.Kind.MEDICAL, policy=policy, second_clinician=second, lay_reader=lay, bundle=bundle)


def _open(revision: Revision, asked: Round, action: str, *, by: User, at: datetime.datetime) -> Round:
    """The review of the words begins, as it is asked for."""
    asked.answer, asked.revision, asked.opened_by, asked.opened_at = revision.answer, revision, by, at
    asked.question = rendering.line(asked.question)
    rows.write(asked)
    told = {"revision": revision.pk, "digest": revision.digest}
    rows.tell(action, asked, stream=stream(revision.answer), by=by, at=at, **told)
    return asked
