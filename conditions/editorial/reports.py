"""What readers tell us is wrong: filed by anyone, handled by an editor, emptied when it was personal (R19, M23)."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from conditions import ledger, outbox, rendering
from conditions.editorial import rows
from conditions.models import Publication, ReaderReport, User
from conditions.models.reports import ReaderReportQuerySet


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

    Raises: ValidationError; GuardMissingError.
    """
    report = ReaderReport(
        number=rows.drawn(ReaderReport, "number"),
        page=page,
        answer=publication.answer if publication else None,
        publication=publication,
        reason=reason,
        words=rendering.shown(words),
        email=email.strip(),
        language=language,
        at=at,
    )
    rows.write(report)
    ledger.record(_stream(report), "reported", by=None, at=at, data={"report": report.pk, "reason": reason})
    return report


@transaction.atomic
def handle_report(
    report: ReaderReport, *, outcome: str, reply: str, by: User, at: datetime.datetime, is_personal: bool = False
) -> ReaderReport:
    """How an editor dealt with a report. Whoever left an address is answered, and the address is forgotten.

    `is_personal`: it was a question about somebody's own health, whatever they said that it was (M23).
    Raises: PermissionDenied; Stale if somebody handled it already; ValidationError.
    """
    answer = report.answer
    condition, language = (answer.condition, answer.language) if answer else (None, "")
    rows.enter(by, "handle_reports", condition, at=at, language=language)
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


def empty(reports: ReaderReportQuerySet, *, at: datetime.datetime) -> int:
    """Part of a move: words, replies and addresses go; what became of each report stays. Returns how many."""
    return reports.filter(emptied_at=None).update(words="", reply="", email="", emptied_at=at)


@transaction.atomic
def empty_personal(*, at: datetime.datetime) -> int:
    """Questions about somebody's own health are kept for 90 days, answered or not (M23). Returns how many went."""
    gone = list(ReaderReport.objects.personal_until(at).select_for_update(no_key=True))
    for report in gone:
        ledger.record(_stream(report), "words deleted", by=None, at=at, data={"report": report.pk})
    return empty(ReaderReport.objects.filter(pk__in=[report.pk for report in gone]), at=at)


def _answer(report: ReaderReport, address: str, *, at: datetime.datetime) -> None:
    """Says to which report, by its number; never about what, where others may read it (M22)."""
    with translation.override(report.language):
        subject = _("%(site)s: your report") % {"site": settings.DISEASEMAPS["name"]}
        text = _("You wrote to us. Your report has the number %(number)s.") % {"number": report.number}
    outbox.queue(
        address, subject, f"{text}\n\n{report.reply}", purpose="report-answered", at=at, language=report.language
    )


def _stream(report: ReaderReport) -> str:
    return f"report:{report.number}"
