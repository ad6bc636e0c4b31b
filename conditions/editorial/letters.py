"""Mail of the desk: queued in the transaction of its cause, with one link, silent about what the text is on (M22)."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions import outbox, pace
from conditions.addresses import public
from conditions.editorial import checks
from conditions.models import Answer, Assignment, Draft, Notice, Round, Seal, User, Verdict
from conditions.permissions import holders

Decision, Outcome = Verdict.Decision, Round.Outcome


def offered(assignment: Assignment, *, at: datetime.datetime) -> None:
    """To the reviewer who is asked."""
    round_, person = assignment.round, assignment.reviewer.user
    minutes = pace.minutes(round_.revision)
    with translation.override(person.language):
        told = {"editor": assignment.offered_by, "minutes": minutes}
        asks = ngettext(
            "%(editor)s asks you to check a text. That takes about %(minutes)d minute.",
            "%(editor)s asks you to check a text. That takes about %(minutes)d minutes.",
            minutes,
        )
        until = _("It is needed by %(day)s.") % {"day": date_format(round_.due_on)} if round_.due_on else ""
        open_it = _("Read it here, or say that it is not for you:")
        text = " ".join(filter(None, (asks % told, until, open_it)))
        send(person, _("%(site)s: please check a text"), text, _of(assignment), purpose="review-offered", at=at)


def declined(assignment: Assignment, *, at: datetime.datetime) -> None:
    """To the editor who asked."""
    person = assignment.offered_by
    with translation.override(person.language):
        text = _("%(name)s cannot check the text for which you asked them: %(reason)s. Please ask somebody else:") % {
            "name": assignment.reviewer.name,
            "reason": assignment.get_declined_because_display(),
        }
        page = _about(assignment.round.answer)
        send(person, _("%(site)s: a reviewer said no"), text, page, purpose="review-declined", at=at)


def decided(verdict: Verdict) -> None:
    """To whoever asked, whoever opened the review and whoever saved the words: each once, and not to oneself.

    Approved words wait for somebody to publish them: where none of these may, all who may are told.
    """
    round_ = verdict.round
    round_.revision.answer = round_.answer  # the same row, which is here already
    keys = {verdict.assignment.offered_by_id, round_.opened_by_id, round_.revision.created_by_id, verdict.by_id}
    people: Iterable[User] = User.objects.filter(pk__in=keys)
    if verdict.decision == Decision.APPROVE:
        publishers = checks.publishers(round_.revision, at=verdict.at)
        near = User.objects.filter(pk__in=keys).annotate(publishes=Exists(publishers.filter(pk=OuterRef("pk"))))
        people = near if any(person.publishes for person in near) else [*near, *publishers.exclude(pk__in=keys)]
    for person in people:
        if person.pk == verdict.by_id:
            continue
        with translation.override(person.language):
            subject, text = _decision(verdict)
            page = _about(round_.answer)
            send(person, subject, text, page, purpose=f"review-{verdict.decision}", at=verdict.at)


def _decision(verdict: Verdict) -> tuple[str, str]:
    told = {"name": verdict.name}
    match verdict.decision:
        case Decision.APPROVE:
            text = _("%(name)s approved the text, word for word. An editor who did not write it can publish it now:")
            return _("%(site)s: a text was approved"), text % told
        case Decision.CHANGES:
            text = _("%(name)s asks for changes before the text can be published. Read what and why here:")
            return _("%(site)s: changes were asked for"), text % told
        case _stepped_back:
            text = _("%(name)s stepped back from the review. Somebody else has to be asked:")
            return _("%(site)s: a reviewer stepped back"), text % told


def ended(round_: Round, *, at: datetime.datetime) -> None:
    """To every reviewer from whom a decision was still wanted, because there is nothing left for them to do."""
    for assignment in Assignment.objects.unanswered().filter(round=round_).select_related("reviewer__user"):
        person = assignment.reviewer.user
        with translation.override(person.language):
            why = {
                Outcome.SUPERSEDED: _("The text that you were asked to check was changed, so that review has ended."),
                Outcome.PUBLISHED: _("The text that you were asked to check was approved by somebody else."),
            }.get(Outcome(round_.outcome), _("The review for which you were asked has ended."))
            kept = _("You need not do anything. What you wrote is kept, and you can read it here:")
            subject, page = _("%(site)s: a review has ended"), _of(assignment)
            send(person, subject, f"{why} {kept}", page, purpose="review-ended", at=at)


def withdrawn(notice: Notice, people: Iterable[User]) -> None:
    """To everybody who may confirm it."""
    for person in people:
        with translation.override(person.language):
            text = _(
                "%(name)s withdrew a text, so readers do not have it any more. A second person has to look at that "
                "within 24 hours. Please confirm it, or put the text back:"
            ) % {"name": notice.by}
            page = _about(notice.publication.answer)
            send(person, _second_person(), text, page, purpose="confirmation-wanted", at=notice.at)


def seal_asked(asked: Seal, *, at: datetime.datetime) -> None:
    """To everybody who may confirm it."""
    answer = asked.revision.answer
    others = holders("seal", answer.condition, on=timezone.localdate(at), language=answer.language)
    for person in others.exclude(pk=asked.asked_by_id).order_by("pk"):
        with translation.override(person.language):
            text = _(
                "%(name)s asks for the words of a text to be taken away for good. That takes a second person. Please "
                "look at it, and confirm or refuse it:"
            ) % {"name": asked.asked_by}
            send(person, _second_person(), text, _about(answer), purpose="seal-asked", at=at)


def seal_decided(asked: Seal, *, by: User, at: datetime.datetime) -> None:
    """To whoever asked for it, unless they thought again themselves."""
    person = asked.asked_by
    if person.pk == by.pk:
        return
    with translation.override(person.language):
        if asked.sealed_at:
            text = _("%(name)s confirmed the seal that you asked for. The words are gone:") % {"name": by}
        else:
            text = _("%(name)s refused the seal that you asked for. The words stay:") % {"name": by}
        page = _about(asked.revision.answer)
        send(person, _("%(site)s: your request was decided"), text, page, purpose="seal-decided", at=at)


def draft_deleted(draft: Draft, *, by: User, at: datetime.datetime) -> None:
    """To whoever was writing on words that were sealed."""
    person = draft.editor
    if person.pk == by.pk:
        return
    with translation.override(person.language):
        text = _(
            "The words with which your draft began were taken away for good, so your draft had to go with them. You "
            "can read why, and begin again, here:"
        )
        page = _about(draft.answer)
        send(person, _("%(site)s: a draft of yours is gone"), text, page, purpose="draft-deleted", at=at)


def confirmation_overdue(person: User, number: int, *, at: datetime.datetime) -> None:
    """To somebody who may confirm withdrawals: how many wait."""
    with translation.override(person.language):
        text = ngettext(
            "A text was withdrawn more than a day ago, and no second person has looked at it yet. It stays withdrawn. "
            "Please confirm that, or put it back:",
            "%(number)d texts were withdrawn more than a day ago, and no second person has looked at them yet. They "
            "stay withdrawn. Please confirm that, or put them back:",
            number,
        ) % {"number": number}
        page, purpose = reverse("desk:start"), "confirmation-overdue"
        send(person, _second_person(), text, page, purpose=purpose, at=at)


def _second_person() -> str:
    return _("%(site)s: something waits for a second person")


def _of(assignment: Assignment) -> str:
    return reverse("desk:review", args=[assignment.pk])


def _about(answer: Answer) -> str:
    """Where an editor or author goes on."""
    return reverse("desk:answer", args=[answer.pk])


def send(person: User, subject: str, text: str, page: str, *, purpose: str, at: datetime.datetime) -> None:
    """One mail in the language that is active, its link at the address that the operator gave.

    Nothing to whoever left: they could not follow the link, and what goes on here is no matter of theirs.
    """
    if person.is_active:
        post(person.email, person.language, subject, text, page, purpose=purpose, at=at)


def post(
    email: str, language: str, subject: str, text: str, page: str, *, purpose: str, at: datetime.datetime, end: str = ""
) -> None:
    """The same to an address, of which the site may not know whose it is; `end` stands below the link, if any."""
    site = settings.DISEASEMAPS
    subject %= {"site": site["name"]}
    whole = "\n\n".join(filter(None, (text, page and public(page), end)))
    told = {"site": site, "subject": subject, "text": whole, "language": language}
    html = render_to_string("components/mail.html", told)
    outbox.queue(email, subject, whole, purpose=purpose, at=at, html=html, language=language)
