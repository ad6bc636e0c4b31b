"""Words above live text while it is being checked: at once and fixed, or one's own after a second person (E21)."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions import rendering
from conditions.editorial import rows
from conditions.editorial.drafts import stream
from conditions.models import Answer, Caution, Condition, Publication, Source, User
from conditions.models.cautions import CAUTION_LASTS, CautionQuerySet
from conditions.permissions import may, places, reach
from conditions.stale import Stale

Cautioned = Answer | Condition | Source


@transaction.atomic
def caution(about: Cautioned, *, by: User, at: datetime.datetime, reason: str, words: str = "") -> Caution:
    """Puts a caution over an answer, all answers of a condition, or all that cite a source, for 14 days.

    Without words of one's own readers see the fixed ones at once.
    Raises: PermissionDenied; ValidationError without a reason, or over an answer of which nothing is live.
    """
    _enter(about, by=by, at=at)
    if isinstance(about, Answer) and not Publication.objects.live().filter(answer=about).exists():
        raise ValidationError(_("No text of this answer is live, so there is nothing to put a caution over."))
    fresh = _begun(about, by=by, at=at, reason=reason, words=rendering.line(words))
    rows.tell("caution put", fresh, stream=_stream(about), by=by, at=at)
    return fresh


@transaction.atomic
def renew_caution(caution: Caution, *, by: User, at: datetime.datetime, reason: str) -> Caution:
    """Puts the same caution for another 14 days, so that nobody prolongs one by forgetting it.

    One of fixed words takes the place of the former at once; own words need a second person again, and the former
    stand until their last day. Raises: PermissionDenied; Stale if it was lifted, or has ended; ValidationError
    without a reason, or for own words that nobody has confirmed yet.
    """
    now = _standing(caution, by=by, at=at)
    if now.words and not now.confirmed_at:
        raise ValidationError(_("Nobody has confirmed these words yet. Ask a colleague to confirm them."))
    about = _about(now)
    fresh = _begun(about, by=by, at=at, reason=reason, words=now.words)
    former = [] if now.words else [rows.once(now, lifted_at=at, lifted_by=by)]
    rows.tell("caution renewed", fresh, *former, stream=_stream(about), by=by, at=at)
    return fresh


@transaction.atomic
def confirm_caution(caution: Caution, *, by: User, at: datetime.datetime) -> Caution:
    """A second person lets readers see a colleague's own words.

    Raises: PermissionDenied; Stale if it was confirmed or lifted, or has ended; ValidationError for whoever wrote them.
    """
    now = _standing(caution, by=by, at=at)
    if now.by_id == by.pk:
        raise ValidationError(_("Own words need a second person. Ask a colleague to confirm them."))
    if not now.words:
        raise ValidationError(_("Readers see this caution already: its wording is fixed, and needs nobody else."))
    rows.once(now, confirmed_at=at, confirmed_by=by)
    rows.tell("caution confirmed", now, stream=_stream(_about(now)), by=by, at=at)
    return now


@transaction.atomic
def lift_caution(caution: Caution, *, by: User, at: datetime.datetime) -> Caution:
    """Ends a caution before its time. Raises: PermissionDenied; Stale if it was lifted, or has ended."""
    now = _standing(caution, by=by, at=at)
    rows.once(now, lifted_at=at, lifted_by=by)
    rows.tell("caution lifted", now, stream=_stream(_about(now)), by=by, at=at)
    return now


def theirs(user: User, *, on: datetime.date) -> CautionQuerySet:
    """Those about which somebody may decide, as `_enter` would say of each."""
    over_answers = Q(answer__isnull=False) & reach(user, "take_away", on=on, answer="answer__")
    over_conditions = Q(condition__in=places(user, "take_away", on=on, language=""))
    over_sources = Q(source__isnull=False) if may(user, "caution_sources", on=on) else Q(pk__in=[])
    return Caution.objects.filter(over_answers | over_conditions | over_sources)


def _begun(about: Cautioned, *, by: User, at: datetime.datetime, reason: str, words: str) -> Caution:
    today = timezone.localdate(at)
    over: dict[str, Any] = {about._meta.model_name or "": about}
    days = {"starts_on": today, "ends_on": today + CAUTION_LASTS}
    return rows.write(Caution(words=words, reason=rendering.line(reason), by=by, at=at, **days, **over))


def _enter(about: Cautioned, *, by: User, at: datetime.datetime) -> None:
    """What concerns more languages or conditions takes a role that reaches them all."""
    match about:
        case Answer():
            rows.enter(by, "take_away", about.condition, at=at, language=about.language)
        case Condition():
            rows.enter(by, "take_away", about, at=at)
        case Source():
            rows.enter(by, "caution_sources", at=at)


def _standing(caution: Caution, *, by: User, at: datetime.datetime) -> Caution:
    """The caution as it is now, kept from others. Raises: PermissionDenied; Stale if it stands no more."""
    _enter(_about(caution), by=by, at=at)
    standing = Caution.objects.filter(lifted_at=None, ends_on__gte=timezone.localdate(at))
    now = standing.select_for_update(no_key=True).filter(pk=caution.pk).first()
    if now is None:
        raise Stale
    return now


def _about(caution: Caution) -> Cautioned:
    about = caution.answer or caution.condition or caution.source
    if about is None:
        raise Stale
    return about


def _stream(about: Cautioned) -> str:
    match about:
        case Answer():
            return stream(about)
        case Condition():
            return f"condition:{about.pk}"
        case Source():
            return f"source:{about.key}"
