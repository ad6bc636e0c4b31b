"""Sending texts of one condition to review together, and answering for them together; each is signed on its own."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from conditions.editorial import availability, checks, letters, reviewers, rounds, rows, verdicts
from conditions.models import (
    Answer,
    Assignment,
    Bundle,
    Condition,
    Publication,
    Reviewer,
    Revision,
    Round,
    User,
    Verdict,
)
from conditions.models.reviews import Scope
from conditions.stale import Stale

MOST = 40  # texts that somebody can weigh in one reading
Decision = Verdict.Decision


class Said(NamedTuple):
    """What a reviewer decides on one text: the digest that was on screen, and what should change."""

    assignment: Assignment
    seen: str
    decision: str
    because: str = ""


@transaction.atomic
def send(
    condition: Condition,
    language: str,
    seen: Mapping[int, str],
    chosen: Iterable[Reviewer],
    *,
    by: User,
    at: datetime.datetime,
    question: str,
    due_on: datetime.date | None = None,
    second_clinician: bool = False,
    lay_reader: bool = False,
) -> Bundle:
    """Sends the newest words of each answer to medical review, and those that are live to be confirmed as they are.

    `seen` gives the digest that was on screen for each answer. Every reviewer gets one letter. All of it or nothing.
    Raises: PermissionDenied; Stale; ValidationError with each sentence against it, said of which text it is.
    """
    asked = list(chosen)
    if 0 < len(seen) <= MOST and not asked:
        raise ValidationError({"reviewers": _("Choose at least one reviewer.")})
    what: dict[str, Any] = {"question": question, "due_on": due_on, "second_clinician": second_clinician}
    what["lay_reader"] = lay_reader
    bundle = opened(condition, language, seen, lambda each: rounds.ask(each, asked, by=by, at=at), by=by, at=at, **what)
    for reviewer in asked:
        letters.offered(list(theirs(bundle, reviewer)), at=at)
    return bundle


def opened(
    condition: Condition,
    language: str,
    seen: Mapping[int, str],
    ask: Callable[[Round], object],
    *,
    by: User,
    at: datetime.datetime,
    question: str,
    due_on: datetime.date | None = None,
    second_clinician: bool = False,
    lay_reader: bool = False,
) -> Bundle:
    """Part of a move: the texts go out, and `ask` asks somebody for each. Raises: as `send`."""
    rows.enter(by, "offer", condition, at=at, language=language)
    answers = _to_send(condition, language, seen, question)
    bundle = rows.write(Bundle(condition=condition, language=language, opened_by=by, opened_at=at))
    rows.tell("bundle sent", bundle, stream=f"condition:{condition.pk}", by=by, at=at, answers=sorted(seen))
    wrong: list[str] = []
    for answer in answers:
        try:
            what: dict[str, Any] = {"question": question, "due_on": due_on, "bundle": bundle}
            what |= {"second_clinician": second_clinician, "lay_reader": lay_reader}
            ask(_opened(answer, seen[answer.pk], by=by, at=at, **what))
        except ValidationError as refusal:
            wrong += [f"{answer.question.slug}: {sentence}" for sentence in refusal.messages]
    if wrong:
        raise ValidationError(wrong)
    return bundle


def _to_send(condition: Condition, language: str, seen: Mapping[int, str], question: str) -> list[Answer]:
    """The answers, locked. Raises: Stale; ValidationError for none or too many, or where nothing is asked."""
    if not seen:
        raise ValidationError(_("Choose at least one text."))
    if len(seen) > MOST:
        raise ValidationError(_("Choose at most %(most)d texts: more is no single reading.") % {"most": MOST})
    if not question.strip():
        raise ValidationError({"question": _("Write what the reviewers should look at: they read it first.")})
    answers = rounds.lock_all(seen)
    if {answer.pk for answer in answers if (answer.condition, answer.language) == (condition, language)} != set(seen):
        raise Stale
    return answers


def _opened(answer: Answer, seen: str, *, by: User, at: datetime.datetime, **what: Any) -> Round:
    """The newest words go to review; where those are live, they are to be confirmed. Raises: as `rounds.submit`."""
    newest = Revision.objects.filter(answer=answer).order_by("-number").first()
    if newest is None or newest.digest != seen:
        raise Stale
    newest.answer = answer
    live = Publication.objects.live().filter(revision=newest).first()
    if live is None:
        return rounds.submit(newest, by=by, at=at, seen=seen, **what)
    live.answer = answer
    return rounds.reconfirm(live, by=by, at=at, **what)


def theirs(bundle: Bundle, reviewer: Reviewer) -> list[Assignment]:
    """All that the reviewer was asked for with the bundle, in the order in which readers are asked the questions."""
    told = ("round__revision__answer__question", "round__answer__condition", "round__opened_by", "round__closed_by")
    found = Assignment.objects.filter(round__bundle=bundle, reviewer=reviewer)
    found = found.select_related(*told, "round__bundle", "reviewer__user", "offered_by", "verdict")
    return list(found.order_by("round__answer__question__position", "pk"))


def waiting(assignments: Iterable[Assignment]) -> list[Assignment]:
    """Those on which their decision is still wanted."""
    return [
        each
        for each in assignments
        if each.round.closed_at is None and not each.declined_at and not hasattr(each, "verdict")
    ]


@transaction.atomic
def read(bundle: Bundle, reviewer: Reviewer, *, by: User, at: datetime.datetime) -> None:
    """Notes when the reviewer first had the texts on screen (E17). Raises: PermissionDenied; Stale."""
    for assignment in waiting(theirs(bundle, reviewer)):
        rounds.opened_by_reviewer(assignment, by=by, at=at)


@transaction.atomic
def accept(bundle: Bundle, reviewer: Reviewer, *, by: User, at: datetime.datetime) -> list[Assignment]:
    """The reviewer will do all that waits of it. Raises: PermissionDenied; Stale where nothing waits any more."""
    asked = [each for each in _locked(bundle, reviewer) if not each.accepted_at]
    if not asked:
        raise Stale
    return [rounds.accept(each, by=by, at=at) for each in asked]


@transaction.atomic
def decline(bundle: Bundle, reviewer: Reviewer, because: str, *, by: User, at: datetime.datetime) -> list[Assignment]:
    """The reviewer will do none of what waits of it; one letter says so to each who asked.

    Raises: PermissionDenied; Stale where nothing waits any more; ValidationError for a reason that is none.
    """
    asked = [each for each in _locked(bundle, reviewer) if not each.accepted_at]
    if not asked:
        raise Stale
    refused = [rounds.refuse(each, because, by=by, at=at) for each in asked]
    for editor in {each.offered_by_id for each in refused}:
        letters.declined([each for each in refused if each.offered_by_id == editor], at=at)
    return refused


@transaction.atomic
def finish(
    bundle: Bundle,
    reviewer: Reviewer,
    said: Sequence[Said],
    *,
    by: User,
    at: datetime.datetime,
    scopes: Iterable[str],
    interests: str,
    read_elsewhere: bool = False,
) -> list[Verdict]:
    """A decision on each text, with its own digest, under one declaration of this moment: all of them or none.

    Raises: PermissionDenied; Stale if any of the words moved or their review has ended; ValidationError, keyed by the
    assignment where it is about one text.
    """
    asked = {each.pk: each for each in _locked(bundle, reviewer)}
    if not said or any(each.assignment.pk not in asked for each in said):
        raise Stale
    declaration = None
    if any(each.decision == Decision.APPROVE for each in said):
        declaration = reviewers.declare(reviewer, bundle.condition, interests=interests, by=by, at=at)
    signed = {"scopes": list(scopes), "declaration": declaration, "read_elsewhere": read_elsewhere}
    given = _given([each._replace(assignment=asked[each.assignment.pk]) for each in said], signed, by=by, at=at)
    letters.decided(given)
    return given


def _given(said: Sequence[Said], signed: Mapping[str, Any], *, by: User, at: datetime.datetime) -> list[Verdict]:
    given: list[Verdict] = []
    wrong: dict[str, list[str]] = defaultdict(list)
    for each in said:
        try:
            given.append(_decided(each, signed, by=by, at=at))
        except ValidationError as refusal:
            wrong[f"text-{each.assignment.pk}"] += refusal.messages
    if wrong:
        raise ValidationError(dict(wrong))
    return given


def _decided(said: Said, signed: Mapping[str, Any], *, by: User, at: datetime.datetime) -> Verdict:
    revision = said.assignment.round.revision
    match said.decision:
        case Decision.APPROVE:
            of_translations = set() if revision.translates_id else {Scope.TRANSLATION}
            scopes = [each for each in signed["scopes"] if each not in of_translations]
            return verdicts.sign(revision, by=by, at=at, seen=said.seen, **{**signed, "scopes": scopes})
        case Decision.CHANGES:
            return verdicts.dispute(revision, by=by, at=at, seen=said.seen, because=said.because)
        case _recuse:
            return verdicts.step_back(revision, by=by, at=at, seen=said.seen)


def _locked(bundle: Bundle, reviewer: Reviewer) -> list[Assignment]:
    """What waits of it for the reviewer, its answers locked."""
    rounds.lock_all(Round.objects.filter(bundle=bundle).values_list("answer", flat=True))
    return waiting(theirs(bundle, reviewer))


class Text(NamedTuple):
    """Words that could go out: `live_until` is the day on which their review runs out, if readers have them."""

    revision: Revision
    live_until: datetime.date | None
    missing: list[str]


def texts(condition: Condition, language: str, *, at: datetime.datetime, only: Iterable[int] = ()) -> list[Text]:
    """The newest words of each answer that no review holds, with what is missing before they can go out."""
    later = Revision.objects.filter(answer=OuterRef("answer"), number__gt=OuterRef("number"))
    opened = Round.objects.filter(answer=OuterRef("answer"), closed_at=None)
    live = Publication.objects.live().filter(revision=OuterRef("pk")).values("next_due_on")[:1]
    found: QuerySet[Any] = Revision.objects.filter(
        ~Exists(later), ~Exists(opened), answer__condition=condition, answer__language=language, is_sealed=False
    )
    if chosen := list(only):
        found = found.filter(answer__in=chosen)
    found = found.annotate(live_until=Subquery(live)).select_related("answer__question", "answer__condition", "within")
    found = found.prefetch_related("citations").order_by("answer__question__position", "pk")
    return [Text(each, each.live_until, _missing(each, at=at)) for each in found]


def _missing(revision: Any, *, at: datetime.datetime) -> list[str]:
    if revision.live_until is None:
        return [sentence for told in checks.missing(revision, at=at).values() for sentence in told]
    try:
        checks.in_force(revision)
    except ValidationError as refusal:
        return list(refusal.messages)
    return []


def panel(chosen: Sequence[Text], *, at: datetime.datetime) -> QuerySet[Any]:
    """Those who could sign every one of the texts, the best to ask first, with what `availability.panel` adds."""
    able = availability.panel(chosen[0].revision, at=at)
    for text in chosen[1:]:
        able = able.filter(pk__in=list(checks.askable(text.revision, at=at).values_list("pk", flat=True)))
    return able
