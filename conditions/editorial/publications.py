"""Bringing approved words to readers."""

import datetime
from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions import rendering, search
from conditions.editorial import checks, closing, rounds, rows, vouching
from conditions.editorial.drafts import stream
from conditions.models import (
    Notice,
    Publication,
    Reading,
    ReviewPolicy,
    Revision,
    Round,
    SignOff,
    User,
    Verdict,
    Verification,
)
from conditions.models.understanding import understood as understandings
from conditions.stale import Stale

Kind, Ending = Publication.Kind, Publication.Ending
TWO = 2


@transaction.atomic
def publish(revision: Revision, *, by: User, at: datetime.datetime, seen: str) -> Publication:
    """Brings the approved words to readers; what was live until now ends in the same moment (R3, E2, E3).

    `seen` is the digest that was on screen. New words in place of others are listed as a correction with their
    reason (R18), unless a second person confirmed that only the wording changed (R4).
    Raises: PermissionDenied; Stale if the words moved or their review has ended; ValidationError.
    """
    round_ = approved(revision, by=by, at=at, seen=seen)
    live = Publication.objects.live().filter(answer=round_.answer).first()
    if live:
        end(live, Ending.REPLACED, by=by, at=at)
    return follow(round_, live, by=by, at=at)


def approved(revision: Revision, *, by: User, at: datetime.datetime, seen: str) -> Round:
    """Part of a move: the open review of the words that were on screen, their answer locked.

    Raises: PermissionDenied; Stale if the words moved or their review has ended.
    """
    rows.enter(by, "publish", revision.answer.condition, at=at, language=revision.answer.language)
    answer = rounds.lock(revision.answer)
    round_ = Round.objects.filter(answer=answer, closed_at=None).select_related("revision__translates").first()
    if round_ is None or round_.revision_id != revision.pk or round_.revision.digest != seen:
        raise Stale
    round_.answer = round_.revision.answer = answer
    return round_


def follow(round_: Round, live: Publication | None, *, by: User, at: datetime.datetime) -> Publication:
    """Part of a move: what the open review approved takes the place of `live`, which the same move has ended.

    Raises: ValidationError where any rule of publishing does not hold.
    """
    fresh, signed = prepared(round_, live, by=by, at=at)
    return begin(fresh, signed, [live] if live else [], because=round_.revision.change)


def prepared(
    round_: Round, live: Publication | None, *, by: User, at: datetime.datetime
) -> tuple[Publication, list[Verdict]]:
    """What would be published, and who would stand behind it; nothing is written.

    Raises: ValidationError where any rule of publishing does not hold.
    """
    signed = _signed(round_, at=at)
    checks.publishable(round_.revision, by=by)
    fresh = _reworded(round_, live) if round_.kind == Round.Kind.WORDING else _reviewed(round_, signed, live)
    fresh.published_by, fresh.published_at, fresh.published_on = by, at, timezone.localdate(at)
    fresh.reading = understood(round_)
    if fresh.reading is None and round_.lay_reader:
        raise ValidationError(
            _("This review asks for a lay reader, and none has said that they understood all of these words. Ask one.")
        )
    if fresh.kind == Kind.WORDING and live:
        signed = [sign_off.verdict for sign_off in live.sign_offs.select_related("verdict").order_by("pk")] + signed
    vouching.apart(signed, fresh.revision, by=by)
    return fresh, signed


def end(publication: Publication, ending: str, *, by: User, at: datetime.datetime) -> Publication:
    """Part of a move: the publication ends, once, and is found no more. Raises: Stale if it has ended."""
    ended = rows.once(publication, ended_at=at, ended_on=timezone.localdate(at), ended_by=by, ending=ending)
    search.index_answer(publication.answer)
    return ended


def begin(
    fresh: Publication, signed: list[Verdict], changed: Sequence[Publication | Round], *, because: str
) -> Publication:
    """Part of a move: the publication begins, with who stands behind it; its review ends.

    `changed` is what the same move ended before; `because` is what readers are told where the words changed, or
    came back (R18).
    """
    before = Publication.objects.filter(answer=fresh.answer).order_by("-number").first()
    fresh.before, fresh.number, fresh.code = (
        before,
        1 + (before.number if before else 0),
        rows.drawn(Publication, "code"),
    )
    rows.write(fresh)
    by, at = fresh.published_by, fresh.published_at
    parts = [rows.write(SignOff(publication=fresh, verdict=verdict)) for verdict in signed]
    told = [rows.write(notice) for notice in _told(fresh, before, because)]
    ended: list[models.Model] = []
    if fresh.round.closed_at is None:
        ended = closing.close(fresh.round, Round.Outcome.PUBLISHED, by=by, at=at)
    rows.tell(
        "published",
        fresh,
        *parts,
        *told,
        *changed,
        *ended,
        stream=stream(fresh.answer),
        by=by,
        at=at,
        code=fresh.code,
        digest=fresh.revision.digest,
    )
    search.index_answer(fresh.answer)
    return fresh


def resting(signed: Collection[Verdict], on: datetime.date) -> list[Verdict]:
    """Of the sign-offs those whose credential is valid on the day (R2); somebody may have looked it up anew since."""
    credentials = set(
        Verification.objects.valid(on)
        .values_list("credential", flat=True)
        .filter(
            credential__verifications__in=[verdict.verification_id for verdict in signed if verdict.verification_id]
        )
    )
    return [verdict for verdict in signed if verdict.verification and verdict.verification.credential_id in credentials]


def _told(fresh: Publication, before: Publication | None, because: str) -> list[Notice]:
    """What readers are told beside the publication: that its words differ, or came back, and why (R18)."""
    differs = before is not None and before.revision_id != fresh.revision_id
    if fresh.kind == Kind.RESTORED:
        kind = Notice.Kind.RESTORED
    elif fresh.kind == Kind.NEW and differs:
        kind = Notice.Kind.CORRECTION
    else:
        return []
    on, at = fresh.published_on, fresh.published_at
    return [Notice(publication=fresh, kind=kind, reason=rendering.line(because), by=fresh.published_by, at=at, on=on)]


def _signed(round_: Round, *, at: datetime.datetime) -> list[Verdict]:
    """The sign-offs of the review, of those who had no part in the words: a withdrawal since may have given them one.

    Raises: ValidationError for none, a lapsed one, or changes that were asked for.
    """
    given = list(Verdict.objects.filter(round=round_).select_related("verification", "by").order_by("at", "pk"))
    if any(verdict.decision == Verdict.Decision.CHANGES for verdict in given):
        raise ValidationError(_("A reviewer asked for changes first. Save a new revision, or dismiss the review."))
    approvals = [verdict for verdict in given if verdict.decision == Verdict.Decision.APPROVE]
    if not approvals:
        raise ValidationError(_("Nobody has approved these words yet."))
    by_others = [verdict for verdict in approvals if not checks.wrote(verdict.by, round_.revision)]
    if not by_others:
        raise ValidationError(
            _("Whoever approved this had a part in words that were withdrawn since. Ask another reviewer.")
        )
    signed = resting(by_others, timezone.localdate(at))
    if not signed:
        raise ValidationError(
            _("The credential behind this approval has lapsed. Verify it again, or ask somebody else.")
        )
    if round_.second_clinician and len({verdict.by_id for verdict in signed}) < TWO:
        raise ValidationError(
            _("Two clinicians sign this text, and %(name)s is the only one so far. Ask another reviewer.")
            % {"name": signed[0].name}
        )
    return signed


def understood(round_: Round) -> Reading | None:
    """What a lay reader said last of these very words, in whichever review of them: what was clear stays clear."""
    return understandings().filter(revision=round_.revision_id).select_related("reader").first()


def _reworded(round_: Round, live: Publication | None) -> Publication:
    """Words of which somebody confirmed that only the wording changed: last reviewed and next due stay (R4)."""
    if live is None:
        raise Stale
    return Publication(
        answer=round_.answer,
        revision=round_.revision,
        round=round_,
        kind=Kind.WORDING,
        policy=live.policy,
        reviewed_on=live.reviewed_on,
        edited_on=timezone.localdate(round_.revision.created_at),
        next_due_on=live.next_due_on,
    )


def _reviewed(round_: Round, signed: list[Verdict], live: Publication | None) -> Publication:
    """Words that were reviewed: new ones, or those that are live, which keep the day of their last edit (R6)."""
    is_same = live is not None and live.revision_id == round_.revision_id
    reviewed_on, policy = max(verdict.on for verdict in signed), _policy(round_)
    return Publication(
        answer=round_.answer,
        revision=round_.revision,
        round=round_,
        kind=Kind.RECONFIRMED if is_same else Kind.NEW,
        policy=policy,
        reviewed_on=reviewed_on,
        edited_on=live.edited_on if live and is_same else timezone.localdate(round_.revision.created_at),
        next_due_on=reviewed_on + datetime.timedelta(days=policy.days),
    )


def _policy(round_: Round) -> ReviewPolicy:
    """Under which the review was given (R6): that of the question where it began before a review kept its own."""
    policy = round_.policy or round_.answer.question.policy
    if policy is None:
        raise ValidationError(_("This question has no review policy, because only stories answer it."))
    return policy
