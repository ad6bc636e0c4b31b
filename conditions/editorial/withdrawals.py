"""Taking words away from readers, which one person may do, and putting them back, which takes another (E7, E10)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conditions import rendering
from conditions.editorial import checks, closing, letters, publications, rounds, rows, vouching
from conditions.editorial.drafts import stream
from conditions.models import Confirmation, Escalation, Notice, Publication, Round, User, Verdict
from conditions.permissions import holders
from conditions.stale import Stale

Kind, Ending = Publication.Kind, Publication.Ending
ACTION = "take_away"


@transaction.atomic
def withdraw(publication: Publication, *, by: User, at: datetime.datetime, reason: str, advice: str) -> Notice:
    """Ends live text at once, with a notice for the public; whatever is live and rests on it ends with it (E10).

    What translates it, or stands within it, gets a notice of its own, in its own language. A review of the very
    words, or of their wording alone, ends too; one of newer words goes on, because it may bring what is to take
    their place.
    Raises: PermissionDenied; Stale if the text is live no more, or what rests on it has just changed; ValidationError
    without a reason and an advice.
    """
    answer = publication.answer
    rows.enter(by, ACTION, answer.condition, at=at, language=answer.language)
    seen = ending_together(publication)
    rounds.lock_all(each.answer_id for each in seen)
    ending = ending_together(publication)
    if not ending or ending != seen:
        raise Stale
    notice = _told(ending[0], by=by, at=at, reason=reason, advice=advice)
    of_the_others = [_told_of_source(each, by=by, at=at) for each in ending[1:]]
    for told in (*reversed(of_the_others), notice):
        _end(told)
    letters.withdrawn(notice, confirmers(notice, on=timezone.localdate(at)))
    return notice


@transaction.atomic
def confirm_withdrawal(notice: Notice, *, by: User, at: datetime.datetime) -> Confirmation:
    """A second person stands behind a withdrawal, with all that was withdrawn in the same step (E7).

    Raises: PermissionDenied; Stale if it was confirmed, or other text has begun since; ValidationError for whoever
    withdrew it.
    """
    answer = notice.publication.answer
    rows.enter(by, ACTION, answer.condition, at=at, language=answer.language)
    if notice.by_id == by.pk:
        raise ValidationError(_("Whoever withdrew a text does not confirm it. Ask a colleague."))
    together = Notice.objects.of_one_withdrawal(notice)
    rounds.lock_all(together.values_list("publication__answer", flat=True))
    waiting = list(Notice.objects.to_confirm().filter(pk__in=together).select_related("publication__answer"))
    if notice not in waiting:
        raise Stale
    confirmations = [_confirmed(each, by=by, at=at) for each in waiting]
    return next(each for each in confirmations if each.notice_id == notice.pk)


@transaction.atomic
def restore(publication: Publication, *, by: User, at: datetime.datetime, reason: str) -> Publication:
    """Puts withdrawn words back as they were, with their former dates and sign-offs, and tells the public why.

    The notice of the withdrawal stays on record. What was withdrawn with it is put back one by one.
    Raises: PermissionDenied; Stale if the text is not withdrawn any more; ValidationError where something has come
    between, so that only a new review can bring the words back.
    """
    answer = publication.answer
    rows.enter(by, "publish", answer.condition, at=at, language=answer.language)
    rounds.lock(answer)
    former = Publication.objects.select_related("revision__translates", "round", "answer").get(pk=publication.pk)
    if former.ending != Ending.WITHDRAWN:
        raise Stale
    signed = restorable(former, by=by, on=timezone.localdate(at))
    copied = ("answer", "revision", "round", "policy", "reading", "reviewed_on", "edited_on", "next_due_on")
    fresh = Publication(
        kind=Kind.RESTORED,
        published_by=by,
        published_at=at,
        published_on=timezone.localdate(at),
        **{name: getattr(former, name) for name in copied},
    )
    return publications.begin(fresh, signed, [], because=reason)


@transaction.atomic
def escalate(*, at: datetime.datetime) -> int:
    """Writes once to everybody else who could confirm, where nobody did for a day (E7). The text stays withdrawn.

    Where there is nobody, it waits until there is; health says so meanwhile. Returns how many notices.
    """
    waiting = Notice.objects.unconfirmed(at).filter(escalation=None).select_related("publication__answer__condition")
    told: dict[User, int] = {}
    escalations = []
    for notice in waiting.order_by("pk"):
        others = list(confirmers(notice, on=timezone.localdate(at)))
        if others:
            escalation = rows.write(Escalation(notice=notice, at=at, told=len(others)))
            where = stream(notice.publication.answer)
            rows.tell("confirmation overdue", escalation, stream=where, by=None, at=at)
            escalations.append(escalation)
            told |= {person: 1 + told.get(person, 0) for person in others}
    for person, number in told.items():
        letters.confirmation_overdue(person, number, at=at)
    return len(escalations)


def restorable(former: Publication, *, by: User, on: datetime.date) -> list[Verdict]:
    """Who stands behind withdrawn words.

    Raises: ValidationError with the sentence that says why they do not come back.
    """
    if Publication.objects.filter(answer=former.answer, number__gt=former.number).exists():
        raise ValidationError(_("A newer version has been published since. Look at that one."))
    if former.ended_by_id == by.pk:
        raise ValidationError(
            _("Whoever withdrew a text does not put it back. Ask another editor, or send it to review again.")
        )
    if former.next_due_on < on:
        raise ValidationError(_("The review of these words has run out. Send them to review again."))
    checks.publishable(former.revision, by=by)
    sign_offs = former.sign_offs.select_related("verdict__verification", "verdict__round").order_by("pk")
    signed = [sign_off.verdict for sign_off in sign_offs]
    standing = {verdict.round_id for verdict in publications.resting(signed, on)}
    if standing != {verdict.round_id for verdict in signed}:
        raise ValidationError(_("A credential behind these words has lapsed. Send them to review again."))
    vouching.apart(signed, former.revision, by=by)
    return signed


def ending_together(publication: Publication) -> list[Publication]:
    """The text, if it is live, and after it all live text that would lose what it rests on.

    That is what translates it (E10), what stands within it, so that its address leads there (E18), and so on.
    """
    live = Publication.objects.live().select_related("answer", "revision").order_by("pk")
    newest = found = list(live.filter(pk=publication.pk))
    while newest:
        sources = [each.answer_id for each in newest]
        resting = Q(revision__translates__answer__in=sources) | Q(revision__within__in=sources)
        newest = list(live.filter(resting).exclude(pk__in=[each.pk for each in found]))
        found = [*found, *newest]
    return found


def confirmers(notice: Notice, *, on: datetime.date) -> QuerySet[User]:
    """Everybody who may confirm the withdrawal on the day."""
    answer = notice.publication.answer
    others = holders(ACTION, answer.condition, on=on, language=answer.language)
    return others.exclude(pk=notice.by_id).order_by("pk")


def _told(publication: Publication, *, by: User, at: datetime.datetime, reason: str, advice: str) -> Notice:
    return rows.write(
        Notice(
            publication=publication,
            kind=Notice.Kind.WITHDRAWAL,
            reason=rendering.line(reason),
            advice=rendering.line(advice),
            by=by,
            at=at,
            on=timezone.localdate(at),
        )
    )


def _told_of_source(publication: Publication, *, by: User, at: datetime.datetime) -> Notice:
    """Its readers may not read the language in which the reason was written, so they get a sentence in theirs."""
    with translation.override(publication.answer.language):
        if publication.revision.within_id:
            reason = _("The text in which this question is answered was withdrawn.")
        else:
            reason = _("The text of which this is a translation was withdrawn.")
        advice = _("Do not rely on it. If you acted on it, ask a doctor, a nurse or a pharmacist.")
    return _told(publication, by=by, at=at, reason=reason, advice=advice)


def _end(notice: Notice) -> None:
    """The withdrawn text ends, with the review of it if there is one; each answer keeps its own record."""
    by, at, publication = notice.by, notice.at, notice.publication
    publications.end(publication, Ending.WITHDRAWN, by=by, at=at)
    pointless = Q(revision=publication.revision_id) | Q(kind=Round.Kind.WORDING)
    opened = Round.objects.filter(pointless, answer=publication.answer_id, closed_at=None).first()
    because = _("The text was withdrawn.")
    ended = closing.close(opened, Round.Outcome.DISMISSED, by=by, at=at, because=because) if opened else []
    rows.tell("withdrawn", publication, notice, *ended, stream=stream(publication.answer), by=by, at=at)


def _confirmed(notice: Notice, *, by: User, at: datetime.datetime) -> Confirmation:
    confirmation = rows.write(Confirmation(notice=notice, by=by, at=at))
    rows.tell("withdrawal confirmed", confirmation, stream=stream(notice.publication.answer), by=by, at=at)
    return confirmation
