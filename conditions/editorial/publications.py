"""Bringing approved words to readers."""

import datetime
import secrets
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions.editorial import checks, rounds, rows
from conditions.editorial.drafts import stream
from conditions.models import Answer, Notice, Publication, Revision, Round, SignOff, User, Verdict, Verification
from conditions.stale import Stale

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
Kind, Ending = Publication.Kind, Publication.Ending


@transaction.atomic
def publish(revision: Revision, *, by: User, at: datetime.datetime, seen: str) -> Publication:
    """Brings the approved words to readers; what was live until now ends in the same moment (R3, E2, E3).

    `seen` is the digest that was on screen. New words in place of live ones are listed as a correction with their
    reason (R18), unless a second person confirmed that only the wording changed (R4).
    Raises: PermissionDenied; Stale if the words moved or their review has ended; ValidationError.
    """
    answer = _entered(revision.answer, by=by, at=at)
    round_ = Round.objects.filter(answer=answer, closed_at=None).select_related("revision").first()
    if round_ is None or round_.revision_id != revision.pk or round_.revision.digest != seen:
        raise Stale
    live = Publication.objects.live().filter(answer=answer).first()
    if live:
        end(live, Ending.REPLACED, by=by, at=at)
    return follow(round_, live, by=by, at=at)


def follow(round_: Round, live: Publication | None, *, by: User, at: datetime.datetime) -> Publication:
    """Part of a move: what the open review approved takes the place of `live`, which the same move has ended.

    Raises: ValidationError where any rule of publishing does not hold.
    """
    signed = _signed(round_, at=at)
    checks.publishable(round_.revision, by=by)
    ended = [live] if live else []
    return begin(_dated(round_, signed, live, by=by, at=at), signed, ended, because=round_.revision.change)


def end(publication: Publication, ending: str, *, by: User, at: datetime.datetime) -> Publication:
    """Part of a move: the publication ends, once. Raises: Stale if it has ended."""
    return rows.once(publication, ended_at=at, ended_on=timezone.localdate(at), ended_by=by, ending=ending)


def begin(
    fresh: Publication, signed: list[Verdict], changed: Sequence[Publication | Round], *, because: str
) -> Publication:
    """Part of a move: the publication begins, with who stands behind it; its review ends.

    `changed` is what the same move ended before; `because` is what the list of corrections says (R18).
    """
    before = Publication.objects.filter(answer=fresh.answer).order_by("-number").first()
    fresh.before, fresh.number = before, 1 + (before.number if before else 0)
    fresh.code = "".join(secrets.choice(CROCKFORD) for _letter in range(8))
    rows.write(fresh)
    by, at = fresh.published_by, fresh.published_at
    parts = [rows.write(SignOff(publication=fresh, verdict=verdict)) for verdict in signed]
    noted = []
    if fresh.kind == Kind.NEW and before and before.ending == Ending.REPLACED:
        notice = Notice(
            publication=fresh, kind=Notice.Kind.CORRECTION, reason=because, by=by, at=at, on=fresh.published_on
        )
        noted.append(rows.write(notice))
    if fresh.round.closed_at is None:
        changed = [*changed, rows.once(fresh.round, closed_at=at, closed_by=by, outcome=Round.Outcome.PUBLISHED)]
    rows.tell(
        "published",
        fresh,
        *parts,
        *noted,
        *changed,
        stream=stream(fresh.answer),
        by=by,
        at=at,
        code=fresh.code,
        digest=fresh.revision.digest,
    )
    return fresh


def _entered(answer: Answer, *, by: User, at: datetime.datetime) -> Answer:
    rows.enter(by, "publish", answer.condition, at=at, language=answer.language)
    return rounds.lock(answer)


def _signed(round_: Round, *, at: datetime.datetime) -> list[Verdict]:
    """The sign-offs of the review. Raises: ValidationError for none, a lapsed one, or changes that were asked for."""
    given = list(Verdict.objects.filter(round=round_).order_by("at", "pk"))
    if any(verdict.decision == Verdict.Decision.CHANGES for verdict in given):
        raise ValidationError(_("A reviewer asked for changes first. Save a new revision, or dismiss the review."))
    signed = [verdict for verdict in given if verdict.decision == Verdict.Decision.APPROVE]
    if not signed:
        raise ValidationError(_("Nobody has approved these words yet."))
    resting = [verdict.verification_id for verdict in signed if verdict.verification_id]
    if not Verification.objects.valid(timezone.localdate(at)).filter(pk__in=resting).exists():
        raise ValidationError(_("The credential behind this approval has lapsed. Verify it, and ask for a new review."))
    return signed


def _dated(
    round_: Round, signed: list[Verdict], live: Publication | None, *, by: User, at: datetime.datetime
) -> Publication:
    """The publication to be, with its three dates (R4-R6)."""
    fresh = Publication(
        answer=round_.answer,
        revision=round_.revision,
        round=round_,
        published_by=by,
        published_at=at,
        published_on=timezone.localdate(at),
        edited_on=timezone.localdate(round_.revision.created_at),
    )
    if round_.kind == Round.Kind.WORDING:
        if live is None:
            raise Stale
        fresh.kind, fresh.reviewed_on, fresh.next_due_on = Kind.WORDING, live.reviewed_on, live.next_due_on
        signed[:0] = [sign_off.verdict for sign_off in live.sign_offs.select_related("verdict")]
        return fresh
    fresh.reviewed_on = max(verdict.on for verdict in signed)
    fresh.next_due_on = fresh.reviewed_on + datetime.timedelta(days=_days(round_.answer))
    is_same = live is not None and live.revision_id == round_.revision_id
    fresh.kind = Kind.RECONFIRMED if is_same else Kind.NEW
    fresh.edited_on = live.edited_on if live and is_same else fresh.edited_on
    return fresh


def _days(answer: Answer) -> int:
    """How long a review of the question lasts (R6)."""
    policy = answer.question.policy
    if policy is None:
        raise ValidationError(_("This question has no review policy, because only stories answer it."))
    return policy.days
