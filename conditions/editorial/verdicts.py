"""What a reviewer decides about the very words that they saw."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conditions import rendering
from conditions.editorial import checks, letters, mailboxes, reviewers, rounds, rows
from conditions.editorial.drafts import stream
from conditions.models import Assignment, Comment, Declaration, Reviewer, Revision, Round, User, Verdict, Verification
from conditions.models.reviewers import latest
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
    read_elsewhere: bool = False,
) -> Verdict:
    """Signs these exact words (R10). `seen` is the digest that was on screen.

    Raises: PermissionDenied; Stale if the words moved or the review has ended; ValidationError for who had a part in
    them (R8) or decided already, without a valid credential (R9), a declaration (R12) or anything checked.
    """
    told: dict[str, Any] = {"scopes": scopes, "declaration": declaration, "read_elsewhere": read_elsewhere}
    return _told(sign(revision, by=by, at=at, seen=seen, **told))


@transaction.atomic
def declare_and_approve(
    revision: Revision,
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    scopes: Iterable[str],
    interests: str,
    read_elsewhere: bool = False,
) -> Verdict:
    """Signs with a declaration of this very moment: both or neither. Empty interests say that there are none.

    Raises: as `approve`.
    """
    about, asked = revision.answer.condition, _theirs(revision, by=by, at=at, seen=seen)
    declaration = reviewers.declare(asked.reviewer, about, interests=interests, by=by, at=at)
    told: dict[str, Any] = {"scopes": scopes, "declaration": declaration, "read_elsewhere": read_elsewhere}
    return approve(revision, by=by, at=at, seen=seen, **told)


@transaction.atomic
def request_changes(revision: Revision, *, by: User, at: datetime.datetime, seen: str, because: str = "") -> Verdict:
    """Asks for changes first: in a comment made before, or in `because`.

    Raises: PermissionDenied; Stale; ValidationError if nothing says what should change.
    """
    return _told(dispute(revision, by=by, at=at, seen=seen, because=because))


@transaction.atomic
def recuse(revision: Revision, *, by: User, at: datetime.datetime, seen: str) -> Verdict:
    """Steps back; an editor asks somebody else. Raises: PermissionDenied; Stale."""
    return _told(step_back(revision, by=by, at=at, seen=seen))


def sign(
    revision: Revision,
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    scopes: Iterable[str],
    declaration: Declaration,
    read_elsewhere: bool = False,
) -> Verdict:
    """Part of a move: `approve`, of which a letter tells afterwards."""
    assignment = _theirs(revision, by=by, at=at, seen=seen)
    round_, reviewer = assignment.round, assignment.reviewer
    verification = checks.eligible(reviewer, round_, at=at)
    checked = _checked(scopes, round_)
    interests = _declared(declaration, reviewer, revision)
    credential = verification.credential
    with translation.override(round_.answer.language):  # readers read what is frozen here
        verdict = _verdict(
            assignment,
            Verdict.Decision.APPROVE,
            by=by,
            at=at,
            scopes={scope.value: str(scope.label) for scope in checked},
            verification=verification,
            **_vouched(by, verification),
            declaration=interests,
            credential=credential.title,
            register=credential.register,
            verified_on=verification.verified_on,
            interests=interests.text,
            read_elsewhere=read_elsewhere,
        )
    return _decided(verdict, assignment, "approved")


def _vouched(by: User, verification: Verification) -> dict[str, Any]:
    """Of an outside expert: who looked them up, as readers are told."""
    return {"voucher": verification.by, "vouched_by": verification.by.name} if by.is_outside else {}


def dispute(revision: Revision, *, by: User, at: datetime.datetime, seen: str, because: str = "") -> Verdict:
    """Part of a move: `request_changes`, of which a letter tells afterwards."""
    assignment = _theirs(revision, by=by, at=at, seen=seen)
    said = []
    if text := rendering.shown(because):
        comment = Comment(
            round=assignment.round, revision=revision, by=by, at=at, weight=Comment.Weight.MUST, text=text
        )
        said.append(rows.write(comment))
    elif not Comment.objects.filter(round=assignment.round, by=by).exclude(weight=Comment.Weight.NOTE).exists():
        raise ValidationError(_("Say what should change: in a comment on a paragraph, or here."))
    return _decided(
        _verdict(assignment, Verdict.Decision.CHANGES, by=by, at=at), assignment, "changes asked for", *said
    )


def step_back(revision: Revision, *, by: User, at: datetime.datetime, seen: str) -> Verdict:
    """Part of a move: `recuse`, of which a letter tells afterwards."""
    assignment = _theirs(revision, by=by, at=at, seen=seen)
    return _decided(_verdict(assignment, Verdict.Decision.RECUSE, by=by, at=at), assignment, "stepped back")


def _told(verdict: Verdict) -> Verdict:
    letters.decided([verdict])
    return verdict


def _theirs(revision: Revision, *, by: User, at: datetime.datetime, seen: str) -> Assignment:
    """Their assignment in the open review of the revision, with its answer locked."""
    answer = revision.answer
    rows.enter(by, "review", answer.condition, at=at, language=answer.language)
    rounds.lock(answer)
    round_ = Round.objects.filter(answer=answer, closed_at=None).select_related("revision").first()
    if round_ is None or round_.revision_id != revision.pk or round_.revision.digest != seen:
        raise Stale
    asked = (
        Assignment.objects.select_related("reviewer__user", "verdict").filter(round=round_, reviewer__user=by).first()
    )
    if asked is None:
        raise PermissionDenied(_("Somebody else was asked for this review."))
    _refuse_answered(asked)
    mailboxes.linked(round_, by=by, at=at)
    round_.answer = answer
    asked.round = round_
    return asked


def _refuse_answered(asked: Assignment) -> None:
    """Raises: ValidationError if they declined or decided already: a second press of the button changes nothing."""
    if asked.declined_at:
        raise ValidationError(_("You declined this review. Tell the editor if you can do it after all."))
    given: Verdict | None = getattr(asked, "verdict", None)
    if given:
        raise ValidationError(
            _("You decided on these words already, on %(day)s: “%(decision)s”. Nothing more is needed.")
            % {"day": date_format(given.on), "decision": given.get_decision_display()}
        )


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


def _checked(scopes: Iterable[str], round_: Round) -> list[Scope]:
    """What was checked, of what this review asks.

    Raises: ValidationError for nothing, for something else, and for a translation that nobody held against its source.
    """
    offered, chosen = Scope.asked(round_), list(scopes)
    if not chosen or any(scope not in offered for scope in chosen):
        raise ValidationError({"scopes": _("Say what you checked.")})
    if Scope.TRANSLATION in offered and Scope.TRANSLATION not in chosen:
        said = _(
            "Read the translation beside its source, and tick that it says the same. If it does not, ask for changes."
        )
        raise ValidationError({"scopes": said})
    return [scope for scope in offered if scope in chosen]


def _declared(declaration: Declaration, reviewer: Reviewer, revision: Revision) -> Declaration:
    """The declaration, if it is the last one that the reviewer made for this condition (R12).

    Raises: ValidationError.
    """
    last = latest(reviewer, revision.answer.condition).first()
    if last is None or last.pk != declaration.pk:
        raise ValidationError(_("Declare your interests for this condition first: readers see them beside the text."))
    return last
