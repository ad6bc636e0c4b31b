"""What a reviewer decides about the very words that they saw."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conditions.editorial import checks, rounds, rows
from conditions.editorial.drafts import stream
from conditions.models import Assignment, Comment, Declaration, Revision, Round, User, Verdict
from conditions.models.reviews import Scope
from conditions.stale import Stale


@transaction.atomic
def approve(
    revision: Revision,
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    scopes: Iterable[str],
    declaration: Declaration,
) -> Verdict:
    """Signs these exact words (R10). `seen` is the digest that was on screen.

    Raises: PermissionDenied; Stale if the words moved or the review has ended; ValidationError for who had a part in
    them (R8), without a valid credential (R9), a declaration (R12) or anything checked.
    """
    assignment = _theirs(revision, by=by, at=at, seen=seen)
    round_, reviewer = assignment.round, assignment.reviewer
    verification = checks.eligible(reviewer, round_, at=at)
    interests = checks.declared(declaration, reviewer, revision)
    credential = verification.credential
    with translation.override(round_.answer.language):
        verdict = _verdict(
            assignment,
            Verdict.Decision.APPROVE,
            by=by,
            at=at,
            scopes=_frozen(scopes, round_),
            verification=verification,
            declaration=interests,
            credential=credential.title,
            register=credential.register,
            verified_on=verification.verified_on,
            interests=interests.text,
        )
    return _decided(verdict, assignment, "approved")


@transaction.atomic
def request_changes(revision: Revision, *, by: User, at: datetime.datetime, seen: str, because: str = "") -> Verdict:
    """Asks for changes first: in a comment made before, or in `because`.

    Raises: PermissionDenied; Stale; ValidationError if nothing says what should change.
    """
    assignment = _theirs(revision, by=by, at=at, seen=seen)
    said = []
    if because.strip():
        comment = Comment(
            round=assignment.round, revision=revision, by=by, at=at, weight=Comment.Weight.MUST, text=because.strip()
        )
        said.append(rows.write(comment))
    elif not Comment.objects.filter(round=assignment.round, by=by).exclude(weight=Comment.Weight.NOTE).exists():
        raise ValidationError(_("Say what should change: in a comment on a paragraph, or here."))
    return _decided(
        _verdict(assignment, Verdict.Decision.CHANGES, by=by, at=at), assignment, "changes asked for", *said
    )


@transaction.atomic
def recuse(revision: Revision, *, by: User, at: datetime.datetime, seen: str) -> Verdict:
    """Steps back; an editor asks somebody else. Raises: PermissionDenied; Stale."""
    assignment = _theirs(revision, by=by, at=at, seen=seen)
    return _decided(_verdict(assignment, Verdict.Decision.RECUSE, by=by, at=at), assignment, "stepped back")


def _theirs(revision: Revision, *, by: User, at: datetime.datetime, seen: str) -> Assignment:
    """Their assignment in the open review of the revision, with its answer locked."""
    answer = revision.answer
    rows.enter(by, "review", answer.condition, at=at, language=answer.language)
    rounds.lock(answer)
    round_ = Round.objects.filter(answer=answer, closed_at=None).select_related("revision").first()
    if round_ is None or round_.revision_id != revision.pk or round_.revision.digest != seen:
        raise Stale
    asked = Assignment.objects.select_related("reviewer__user").filter(round=round_, reviewer__user=by).first()
    if asked is None:
        raise PermissionDenied(_("Somebody else was asked for this review."))
    if asked.declined_at or Verdict.objects.filter(assignment=asked).exists():
        raise Stale
    round_.answer = answer
    asked.round = round_
    return asked


def _verdict(assignment: Assignment, decision: str, *, by: User, at: datetime.datetime, **signed: object) -> Verdict:
    round_, reviewer = assignment.round, assignment.reviewer
    return Verdict(
        round=round_,
        revision=round_.revision,
        assignment=assignment,
        reviewer=reviewer,
        by=by,
        decision=decision,
        digest=round_.revision.digest,
        name=reviewer.name,
        discipline=reviewer.discipline,
        on=timezone.localdate(at),
        at=at,
        **signed,
    )


def _decided(verdict: Verdict, assignment: Assignment, action: str, *said: Comment) -> Verdict:
    """Writes the verdict and its event; whoever decides has accepted."""
    rows.write(verdict)
    changed = [] if assignment.accepted_at else [rows.once(assignment, accepted_at=verdict.at)]
    answer = assignment.round.answer
    told = {"round": verdict.round_id, "digest": verdict.digest}
    rows.tell(action, verdict, *changed, *said, stream=stream(answer), by=verdict.by, at=verdict.at, **told)
    return verdict


def _frozen(scopes: Iterable[str], round_: Round) -> dict[str, str]:
    """What was checked, in the wording of this day (R10). Raises: ValidationError for what is no scope."""
    asked = {Scope.WORDING} if round_.kind == Round.Kind.WORDING else set(Scope) - {Scope.WORDING}
    chosen = list(scopes)
    if not chosen or not set(chosen) <= {scope.value for scope in asked}:
        raise ValidationError(_("Say what you checked."))
    return {scope: str(Scope(scope).label) for scope in chosen}
