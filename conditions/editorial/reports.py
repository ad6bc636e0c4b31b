"""What readers tell us is wrong: filed by anyone, handled by an editor, emptied when it was personal (R19, M23)."""

import datetime
from collections.abc import Collection, Iterable
from typing import TypedDict

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conditions import ledger, outbox, rendering
from conditions.countries import country_name
from conditions.editorial import letters, rows
from conditions.models import Answer, Condition, Country, FoundClear, Mail, Publication, ReaderReport, User
from conditions.models.reports import ReaderReportQuerySet
from conditions.permissions import holders, may, reach


class Duty(TypedDict):
    """An action of `permissions`, and where it counts."""

    action: str
    condition: Condition | None
    language: str


Reason = ReaderReport.Reason
ANSWERED = "report-answered"
SAME = datetime.timedelta(hours=1)  # within which the same words from one form are one report, pressed twice


@transaction.atomic
def file_report(
    page: str,
    *,
    reason: str,
    at: datetime.datetime,
    words: str = "",
    email: str = "",
    language: str = "en",
    publication: Publication | None = None,
) -> ReaderReport:
    """Anybody's report, signed in or not; its number is the receipt. `publication` is the version that they read.

    What may harm somebody is told at once to whoever handles reports there; the same report pressed twice is one.
    Raises: ValidationError; GuardMissingError.
    """
    told = {
        "page": page,
        "publication": publication,
        "reason": reason,
        "words": rendering.shown(words),
        "email": email.strip(),
        "language": language,
    }
    again = ReaderReport.objects.filter(**told, handled_at=None, emptied_at=None, at__range=(at - SAME, at)).first()
    if again:
        return again
    answer = publication.answer if publication else None
    report = ReaderReport(number=rows.drawn(ReaderReport, "number"), answer=answer, at=at, **told)
    rows.write(report)
    ledger.record(_stream(report), "reported", by=None, at=at, data={"report": report.pk, "reason": reason})
    if reason == Reason.DANGER:
        _call_editors(report)
    return report


@transaction.atomic
def found_clear(publication: Publication, *, at: datetime.datetime) -> FoundClear:
    """One reader more to whom the version was clear; nothing else of them is kept."""
    said, _is_new = FoundClear.objects.get_or_create(publication=publication, on=timezone.localdate(at))
    FoundClear.objects.filter(pk=said.pk).update(count=F("count") + 1)
    said.refresh_from_db()
    return said


def standard_reply(language: str, *, on: datetime.date) -> str:
    """What somebody is answered who asked about their own health, in their language; an editor may change it (M23)."""
    with translation.override(language):
        numbers = Country.objects.checked(on).filter(code__in=settings.DISEASEMAPS["countries"]).order_by("code")
        said = [f"{country_name(country.code)}: {', '.join(country.numbers)}" for country in numbers]
        return "\n".join(
            [
                _(
                    "Thank you for writing. We cannot answer questions about one person’s own health: nobody here "
                    "knows you, and it would not be safe. Please ask your own doctor, nurse or pharmacist."
                ),
                _("If you cannot wait, call an emergency number:") if said else "",
                *said,
                _("We delete what you wrote about yourself after 90 days."),
            ]
        )


def duty(report: ReaderReport) -> Duty:
    """What it takes to read and close it."""
    return duty_about(report.answer)


def duty_about(answer: Answer | None) -> Duty:
    """What it takes for reports of an answer: a role where it is; without an answer one for the whole site."""
    if answer is None:
        return {"action": "handle_site_reports", "condition": None, "language": ""}
    return {"action": "handle_reports", "condition": answer.condition, "language": answer.language}


def theirs(person: User, *, on: datetime.date) -> ReaderReportQuerySet:
    """The reports that they may read and close, as `duty` says of each."""
    there = reach(person, "handle_reports", on=on, answer="answer__") & Q(answer__isnull=False)
    site = Q(answer=None) if may(person, "handle_site_reports", on=on) else Q(pk__in=[])
    return ReaderReport.objects.filter(there | site)


def joined(found: Iterable[ReaderReport]) -> list[list[ReaderReport]]:
    """One task for all that are about one answer, where the first of them stands."""
    tasks: dict[int | str, list[ReaderReport]] = {}
    for each in found:
        tasks.setdefault(each.answer_id or each.number, []).append(each)
    return list(tasks.values())


@transaction.atomic
def handle_report(
    report: ReaderReport, *, outcome: str, reply: str, by: User, at: datetime.datetime, is_personal: bool = False
) -> ReaderReport:
    """How an editor dealt with a report. Whoever left an address is answered, and the address is forgotten.

    `is_personal`: it was a question about somebody's own health, whatever they said that it was (M23).
    Raises: PermissionDenied; Stale if somebody handled it already; ValidationError.
    """
    rows.enter(by, at=at, **duty(report))
    said = rendering.shown(reply)
    if outcome not in ReaderReport.Outcome.values or outcome == ReaderReport.Outcome.OPEN:
        raise ValidationError({"outcome": _("Say how it was handled.")})
    now = ReaderReport.objects.select_for_update(no_key=True, of=("self",)).get(pk=report.pk)
    if now.emptied_at and said:
        raise ValidationError({"reply": _("Its words and the address were deleted. Close it without a reply.")})
    if now.email and not said:
        raise ValidationError({"reply": _("Write an answer: this reader left an address for it.")})
    address, reason = now.email, ReaderReport.Reason.QUESTION if is_personal else now.reason
    told = {"outcome": outcome, "reply": said, "email": "", "reason": reason}
    rows.once(now, handled_at=at, handled_by=by, **told)
    if address:
        _answer(now, address, at=at)
    ledger.record(_stream(now), "report handled", by=by, at=at, data={"report": now.pk, "outcome": outcome})
    return now


@transaction.atomic
def handle_together(
    answer: Answer, numbers: Collection[str], *, outcome: str, reply: str, by: User, at: datetime.datetime
) -> list[ReaderReport]:
    """Closes reports of one answer alike; the one reply goes to everybody among them who left an address.

    Who asked about their own health is answered by themselves (M23).
    Raises: PermissionDenied; Stale if one of them was handled already; ValidationError.
    """
    rows.enter(by, at=at, **duty_about(answer))
    found = ReaderReport.objects.filter(answer=answer, number__in=numbers).order_by("pk")
    chosen = list(
        found.select_for_update(no_key=True, of=("self",))
    )  # nobody deletes words between reading and writing
    if not chosen:
        raise ValidationError({"numbers": _("Tick the reports that you close.")})
    if any(each.reason == Reason.QUESTION for each in chosen):
        raise ValidationError({"numbers": _("Answer a question about somebody’s own health by itself.")})
    if any(each.email for each in chosen) and not rendering.shown(reply):
        raise ValidationError({"reply": _("Write an answer: some of these readers left an address for it.")})
    return [
        handle_report(each, outcome=outcome, reply="" if each.emptied_at else reply, by=by, at=at) for each in chosen
    ]


def empty(reports: ReaderReportQuerySet, *, at: datetime.datetime) -> int:
    """Part of a move: words, replies and addresses go; what became of each report stays. Returns how many."""
    return reports.filter(emptied_at=None).update(words="", reply="", email="", emptied_at=at)


def forget_answers(reports: ReaderReportQuerySet, *, at: datetime.datetime) -> None:
    """Part of a move: the mail in which whoever reported was answered, sent or not, loses its words (E19).

    A mail belongs to no row, so it is known by the number of the report, as its first paragraph says it. Further down
    somebody may have written the number of another.
    """
    for number in reports.exclude(handled_at=None).values_list("number", flat=True):
        naming = Mail.objects.filter(purpose=ANSWERED, text__contains=number).values_list("pk", "text")
        theirs = [pk for pk, text in naming if number in text.partition("\n\n")[0]]
        outbox.forget(Mail.objects.filter(pk__in=theirs), at=at)


@transaction.atomic
def empty_personal(*, at: datetime.datetime) -> int:
    """Questions about somebody's own health are kept for 90 days, answered or not (M23). Returns how many went."""
    return _emptied(ReaderReport.objects.personal_until(at), at=at)


@transaction.atomic
def forget(address: str, *, at: datetime.datetime) -> int:
    """Part of a move: words and address of every report that is still to be answered there (C8). Returns how many."""
    return _emptied(ReaderReport.objects.filter(email__iexact=address, emptied_at=None), at=at) if address else 0


def _emptied(found: ReaderReportQuerySet, *, at: datetime.datetime) -> int:
    gone = list(found.select_for_update(no_key=True))
    for report in gone:
        ledger.record(_stream(report), "words deleted", by=None, at=at, data={"report": report.pk})
    return empty(ReaderReport.objects.filter(pk__in=[report.pk for report in gone]), at=at)


def _call_editors(report: ReaderReport) -> None:
    """Says that a report cannot wait, and where it is; never about what (M22)."""
    for person in holders(**duty(report), on=timezone.localdate(report.at)).order_by("pk"):
        with translation.override(person.language):
            subject = _("%(site)s: a report that cannot wait")
            text = _("A reader says that following a page could harm somebody. Please look at it today:")
            page = reverse("desk:report", args=[report.number])
            letters.send(person, subject, text, page, purpose="report-danger", at=report.at)


def _answer(report: ReaderReport, address: str, *, at: datetime.datetime) -> None:
    """Says to which report, by its number; never about what, where others may read it (M22)."""
    with translation.override(report.language):
        subject, text = _("%(site)s: your report"), _("You wrote to us. Your report has the number %(number)s.")
        whole = f"{text % {'number': report.number}}\n\n{report.reply}"
        letters.post(address, report.language, subject, whole, "", purpose=ANSWERED, at=at)


def _stream(report: ReaderReport) -> str:
    return f"report:{report.number}"
