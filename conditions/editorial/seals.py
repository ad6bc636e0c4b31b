"""Taking the words of one version away for good, which takes two people: the one exit from what never changes (E19).

What goes, what stays, and what no software can promise: docs/decisions/0020-withdrawal-seal-and-caution.md.
"""

import datetime
from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from conditions import rendering
from conditions.editorial import closing, letters, reports, rounds, rows, sharing
from conditions.editorial.drafts import stream
from conditions.models import (
    Citation,
    Comment,
    Notice,
    Publication,
    Quotation,
    ReaderReport,
    Reading,
    Revision,
    Round,
    Seal,
    User,
)
from conditions.stale import Stale

ACTION = "seal"


@transaction.atomic
def ask_seals(
    revisions: Collection[Revision],
    *,
    ground: str,
    reason: str,
    by: User,
    at: datetime.datetime,
    includes_notices: bool = False,
) -> list[Seal]:
    """Asks for the words of versions to be taken away; nothing goes until another person confirms.

    `includes_notices`: what the public was told about them repeats what has to go, so that goes too.
    Raises: PermissionDenied; ValidationError without a reason, or if one of them was asked for already.
    """
    for revision in revisions:
        answer = revision.answer
        rows.enter(by, ACTION, answer.condition, at=at, language=answer.language)
    rounds.lock_all(revision.answer_id for revision in revisions)
    if ground not in Seal.Ground.values:
        raise ValidationError({"ground": _("Choose one of the grounds.")})
    told = {"ground": ground, "reason": rendering.line(reason), "includes_notices": includes_notices}
    asked = [_ask(Seal(revision=revision, asked_by=by, asked_at=at, **told)) for revision in revisions]
    letters.seal_asked(asked[0], at=at)
    return asked


def ask_seal(revision: Revision, **told: Any) -> Seal:
    """The same for one version alone."""
    return ask_seals([revision], **told)[0]


@transaction.atomic
def seal_together(asked: Collection[Seal], *, by: User, at: datetime.datetime) -> list[Revision]:
    """A second person takes the words of several versions away, all of them or none. Raises: as `seal`."""
    rounds.lock_all(each.revision.answer_id for each in asked)
    return [seal(each, by=by, at=at) for each in asked]


@transaction.atomic
def refuse_together(asked: Collection[Seal], *, by: User, at: datetime.datetime) -> list[Seal]:
    """The words of several versions stay. Raises: as `refuse_seal`."""
    rounds.lock_all(each.revision.answer_id for each in asked)
    return [refuse_seal(each, by=by, at=at) for each in asked]


@transaction.atomic
def seal(asked: Seal, *, by: User, at: datetime.datetime) -> Revision:
    """A second person takes the words away; digest, dates, people and the reason of the seal stay.

    Raises: PermissionDenied; Stale if it was decided on; ValidationError for whoever asked, and over live text.
    """
    now = _asked(asked, by=by, at=at)
    revision = now.revision
    if now.asked_by_id == by.pk:
        raise ValidationError(_("A seal takes two people. Ask a colleague to confirm it."))
    if Publication.objects.live().filter(revision=revision).exists():
        raise ValidationError(_("This version is live. Withdraw it, or publish another, before its words are sealed."))
    opened, because = Round.objects.filter(revision=revision, closed_at=None).first(), _("The text was sealed.")
    ended = closing.close(opened, Round.Outcome.DISMISSED, by=by, at=at, because=because) if opened else []
    rows.once(now, sealed_at=at, sealed_by=by)
    emptied = [rows.empty(row) for row in _worded(now)]
    for draft in sharing.drafts_on([revision]).select_related("editor"):
        letters.draft_deleted(draft, by=by, at=at)
        draft.delete()
    reported = ReaderReport.objects.filter(publication__revision=revision)
    reports.forget_answers(reported, at=at)
    reports.empty(reported, at=at)
    changed = {(type(row), row.pk): row for row in (now, *ended, *emptied)}
    rows.tell("sealed", *changed.values(), stream=stream(revision.answer), by=by, at=at, digest=revision.digest)
    letters.seal_decided(now, by=by, at=at)
    revision.refresh_from_db()
    return revision


@transaction.atomic
def refuse_seal(asked: Seal, *, by: User, at: datetime.datetime) -> Seal:
    """The words stay; also for who asked and thought again. Raises: PermissionDenied; Stale if it was decided on."""
    now = _asked(asked, by=by, at=at)
    rows.once(now, refused_at=at, refused_by=by)
    rows.tell("seal refused", now, stream=stream(now.revision.answer), by=by, at=at)
    letters.seal_decided(now, by=by, at=at)
    return now


def _ask(asked: Seal) -> Seal:
    revision = asked.revision
    rows.write(asked)
    told = {"revision": revision.pk, "ground": asked.ground}
    rows.tell("seal asked for", asked, stream=stream(revision.answer), by=asked.asked_by, at=asked.asked_at, **told)
    return asked


def _asked(asked: Seal, *, by: User, at: datetime.datetime) -> Seal:
    """The request as it is now, its answer locked. Raises: PermissionDenied; Stale if it was decided on."""
    answer = asked.revision.answer
    rows.enter(by, ACTION, answer.condition, at=at, language=answer.language)
    rounds.lock(answer)
    undecided = Seal.objects.waiting().select_related("revision__answer")
    now = undecided.filter(pk=asked.pk).first()
    if now is None:
        raise Stale
    return now


def _worded(asked: Seal) -> Iterator[models.Model]:
    """Every row that holds words of the version, or what was said of them in its reviews and notices."""
    revision = asked.revision
    yield revision
    yield from Citation.objects.filter(revision=revision)
    yield from Quotation.objects.filter(revision=revision)
    yield from Round.objects.filter(revision=revision)
    yield from Comment.objects.filter(revision=revision)
    yield from Reading.objects.filter(revision=revision, answered_at__isnull=False)
    told = Notice.objects.filter(publication__revision=revision)
    yield from told if asked.includes_notices else told.filter(kind=Notice.Kind.CORRECTION)
