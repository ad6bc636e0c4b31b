"""Mail of the desk: queued in the transaction of its cause, with one link, silent about what the text is on (M22)."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

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
from conditions.editorial import checks, mailboxes, news
from conditions.models import Answer, Assignment, Draft, Notice, Round, Seal, User, Verdict
from conditions.models.understanding import complete
from conditions.permissions import holders

Decision, Outcome = Verdict.Decision, Round.Outcome


def offered(asked: Sequence[Assignment], *, at: datetime.datetime) -> None:
    """To the reviewer who is asked for these texts: one, or all of a bundle."""
    round_, person = asked[0].round, asked[0].reviewer.user
    minutes, number = sum(pace.minutes(each.round.revision) for each in asked), len(asked)
    with translation.override(person.language):
        told = {"editor": asked[0].offered_by, "asked": _texts(number)}
        asks = ngettext(
            "%(editor)s asks you to check %(asked)s. That takes about %(minutes)d minute.",
            "%(editor)s asks you to check %(asked)s. That takes about %(minutes)d minutes.",
            minutes,
        ) % (told | {"minutes": minutes})
        until = _("It is needed by %(day)s.") % {"day": date_format(round_.due_on)} if round_.due_on else ""
        open_it = ngettext(
            "Read it here, or say that it is not for you:", "Read them here, or say that they are not for you:", number
        )
        subject = ngettext("%(site)s: please check a text", "%(site)s: please check some texts", number)
        send(
            person, subject, " ".join(filter(None, (asks, until, open_it))), _of(asked), purpose="review-offered", at=at
        )


def _texts(number: int) -> str:
    if number == 1:
        return _("a text")
    return ngettext("%(number)d text", "%(number)d texts", number) % {"number": number}


def declined(asked: Sequence[Assignment], *, at: datetime.datetime) -> None:
    """To the editor who asked for these texts."""
    first = asked[0]
    person = first.offered_by
    with translation.override(person.language):
        text = ngettext(
            "%(name)s cannot check the text for which you asked them: %(reason)s. Please ask somebody else:",
            "%(name)s cannot check the texts for which you asked them: %(reason)s. Please ask somebody else:",
            len(asked),
        ) % {"name": first.reviewer.name, "reason": first.get_declined_because_display()}
        page = _about([each.round.answer for each in asked])
        send(person, _("%(site)s: a reviewer said no"), text, page, purpose="review-declined", at=at)


def decided(given: Sequence[Verdict]) -> None:
    """To whoever asked, whoever opened the reviews and whoever saved the words: each once, and not to oneself.

    Approved words wait for somebody to publish them: where none of these may, all who may are told.
    """
    for person, theirs in _concerned(given).items():
        if person.pk == given[0].by_id:
            continue
        with translation.override(person.language):
            subject, text = _decision(theirs) if len(theirs) == 1 else _decisions(theirs)
            purpose = f"review-{theirs[0].decision}" if len(theirs) == 1 else "review-decided"
            page = _about([verdict.round.answer for verdict in theirs])
            send(person, subject, text, page, purpose=purpose, at=given[0].at)


def _concerned(given: Sequence[Verdict]) -> dict[User, list[Verdict]]:
    """Who hears of which of the decisions."""
    found: dict[User, list[Verdict]] = defaultdict(list)
    for verdict in given:
        for person in _told_of(verdict):
            found[person].append(verdict)
    return found


def _told_of(verdict: Verdict) -> Iterable[User]:
    round_ = verdict.round
    round_.revision.answer = round_.answer  # the same row, which is here already
    keys = {verdict.assignment.offered_by_id, round_.opened_by_id, round_.revision.created_by_id, verdict.by_id}
    if verdict.decision != Decision.APPROVE or _waits_for_another(verdict):
        return User.objects.filter(pk__in=keys)
    publishers = checks.publishers(round_.revision, at=verdict.at).exclude(pk__in=[verdict.voucher_id or 0])
    near = User.objects.filter(pk__in=keys).annotate(publishes=Exists(publishers.filter(pk=OuterRef("pk"))))
    return near if any(person.publishes for person in near) else [*near, *publishers.exclude(pk__in=keys)]


def _waits_for_another(verdict: Verdict) -> bool:
    """Whether a second clinician has to sign too, or a lay reader to understand it, and has not."""
    round_ = verdict.round
    more = round_.second_clinician or round_.lay_reader
    return more and not complete().filter(pk=round_.pk).exists()


def _waits_for_second(verdict: Verdict) -> bool:
    round_ = verdict.round
    return round_.second_clinician and not Round.objects.signed_as_asked().filter(pk=round_.pk).exists()


def _decision(theirs: list[Verdict]) -> tuple[str, str]:
    verdict = theirs[0]
    told = {"name": verdict.name}
    match verdict.decision:
        case Decision.APPROVE if _waits_for_second(verdict):
            text = _("%(name)s approved the text, word for word. A second clinician has to sign it too. See who can:")
            return _("%(site)s: a text was approved"), text % told
        case Decision.APPROVE if _waits_for_another(verdict):
            text = _(
                "%(name)s approved the text, word for word. A lay reader has yet to understand all of it. See who:"
            )
            return _("%(site)s: a text was approved"), text % told
        case Decision.APPROVE:
            text = _("%(name)s approved the text, word for word. An editor who did not write it can publish it now:")
            return _("%(site)s: a text was approved"), text % told
        case Decision.CHANGES:
            text = _("%(name)s asks for changes before the text can be published. Read what and why here:")
            return _("%(site)s: changes were asked for"), text % told
        case _stepped_back:
            text = _("%(name)s stepped back from the review. Somebody else has to be asked:")
            return _("%(site)s: a reviewer stepped back"), text % told


def _decisions(theirs: list[Verdict]) -> tuple[str, str]:
    """How many of the texts went which way."""
    counted = Counter(verdict.decision for verdict in theirs)
    each = " ".join(_counted(decision, counted[decision]) for decision in Decision if counted[decision])
    text = _("%(name)s finished a review. %(each)s Go on here:")
    return _("%(site)s: a review is finished"), text % {"name": theirs[0].name, "each": each}


def _counted(decision: str, number: int) -> str:
    match decision:
        case Decision.APPROVE:
            said = ngettext(
                "%(n)d text was approved, word for word.", "%(n)d texts were approved, word for word.", number
            )
        case Decision.CHANGES:
            said = ngettext("Changes are asked for in %(n)d text.", "Changes are asked for in %(n)d texts.", number)
        case _stepped_back:
            said = ngettext("%(n)d text needs another reviewer.", "%(n)d texts need another reviewer.", number)
    return said % {"n": number}


def ended(round_: Round, *, at: datetime.datetime) -> None:
    """To every reviewer from whom a decision was still wanted, because there is nothing left for them to do."""
    for assignment in Assignment.objects.unanswered().filter(round=round_).select_related("reviewer__user", "round"):
        person = assignment.reviewer.user
        with translation.override(person.language):
            why = {
                Outcome.SUPERSEDED: _("The text that you were asked to check was changed, so that review has ended."),
                Outcome.PUBLISHED: _("The text that you were asked to check was approved by somebody else."),
            }.get(Outcome(round_.outcome), _("The review for which you were asked has ended."))
            kept = _("You need not do anything. What you wrote is kept, and you can read it here:")
            subject, page = _("%(site)s: a review has ended"), _of([assignment])
            about = mailboxes.by_link(assignment)
            send(person, subject, f"{why} {kept}", page, purpose="review-ended", at=at, bundle=about)


def withdrawn(notice: Notice, people: Iterable[User]) -> None:
    """To everybody who may confirm it."""
    for person in people:
        with translation.override(person.language):
            text = _(
                "%(name)s withdrew a text, so readers do not have it any more. A second person has to look at that "
                "within 24 hours. Please confirm it, or put the text back:"
            ) % {"name": notice.by}
            page = _about([notice.publication.answer])
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
            send(person, _second_person(), text, _about([answer]), purpose="seal-asked", at=at)


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
        page = _about([asked.revision.answer])
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
        page = _about([draft.answer])
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


def _of(asked: Sequence[Assignment]) -> str:
    """Where a reviewer reads what they were asked for."""
    first = asked[0]
    if first.round.bundle_id and len(asked) > 1:
        return reverse("desk:bundle", args=[first.round.bundle_id])
    return reverse("desk:review", args=[first.pk])


def _about(answers: Sequence[Answer]) -> str:
    """Where an editor or author goes on: at the answer, or at all that waits for them."""
    return reverse("desk:answer", args=[answers[0].pk]) if len(answers) == 1 else reverse("desk:start")


def send(
    person: User, subject: str, text: str, page: str, *, purpose: str, at: datetime.datetime, bundle: int | None = None
) -> None:
    """One mail in the language that is active. Nothing to whoever left: what goes on here is no matter of theirs.

    To an outside expert it is about the `bundle` of one link (`mailboxes.by_link`).
    """
    if person.is_outside:
        if found := mailboxes.reached(person, bundle, purpose, at=at):
            post(found.email, person.language, subject, text, "", purpose=purpose, at=at, end=found.end)
    elif person.is_active:
        day = news.day(person, purpose, timezone.localdate(at))
        post(person.email, person.language, subject, text, page, purpose=purpose, at=at, gathered_on=day)


def post(
    email: str,
    language: str,
    subject: str,
    text: str,
    page: str,
    *,
    purpose: str,
    at: datetime.datetime,
    end: str = "",
    stop: str = "",
    gathered_on: datetime.date | None = None,
) -> None:
    """The same to an address, of which the site may not know whose it is; `end` stands below the link, if any.

    `stop` is the page that ends mail of this kind by one press: the only second link that a mail has.
    """
    site = settings.DISEASEMAPS
    subject %= {"site": site["name"]}
    ended = stop and public(stop)
    whole = "\n\n".join(filter(None, (text, page and public(page), end, ended)))
    told = {"site": site, "subject": subject, "text": whole, "language": language}
    html = render_to_string("components/mail.html", told)
    how: dict[str, Any] = {"html": html, "stop": ended, "language": language, "gathered_on": gathered_on}
    outbox.queue(email, subject, whole, purpose=purpose, at=at, **how)
