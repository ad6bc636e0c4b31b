"""What readers tell us: filed by anyone, answered, and emptied where it was about their own health."""

import datetime
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions import tasks
from conditions.editorial import reports
from conditions.models import Event, Mail, ReaderReport
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def filed(*, at=NOON, **told):
    given = {"reason": "wrong", "words": "My skin itches and the dose is wrong."} | told
    return reports.file_report("/conditions/x/what-is-it/", at=at, **given)


def handled(report, *, by=None, at=NOON, outcome="unchanged", reply="We looked. It is right.", **told):
    by = by or factories.holder(Role.EDITOR)
    return reports.handle_report(report, outcome=outcome, reply=reply, by=by, at=at, **told)


@pytest.mark.promise("R19")
def test_anybody_reports_and_gets_a_number():
    report = filed()
    assert len(report.number) == 8
    assert (report.outcome, report.handled_at) == ("", None)
    assert ReaderReport.objects.open().get() == report


@pytest.mark.promise("R19")
def test_report_keeps_the_version_that_was_read():
    publication = factories.published(factories.desk())
    report = filed(publication=publication)
    assert (report.publication, report.answer) == (publication, publication.answer)


@pytest.mark.promise("R19")
def test_what_may_harm_somebody_comes_first():
    filed(), filed(reason="danger", at=NOON + DAY), filed(at=NOON - DAY)
    assert [report.at - NOON for report in ReaderReport.objects.open()] == [DAY, -DAY, 0 * DAY]


@pytest.mark.promise("R19")
def test_editor_handles_a_report_with_outcome_and_reply():
    report = handled(filed())
    assert (report.outcome, report.reply) == ("unchanged", "We looked. It is right.")
    assert (report.handled_at, ReaderReport.objects.open().count()) == (NOON, 0)


@pytest.mark.promise("R19", "M22")
def test_reader_who_left_an_address_is_answered_discreetly():
    report = handled(filed(email="reader@example.org", publication=factories.published(factories.desk())))
    mail = Mail.objects.get(purpose="report-answered")
    assert (mail.recipient, report.email) == ("reader@example.org", "")
    assert [report.reply in said for said in (mail.text, mail.html)] == [True, True]
    assert "Gilbert" not in mail.subject + mail.text.splitlines()[0]


def test_reader_without_an_address_gets_no_mail():
    handled(filed())
    assert not Mail.objects.exists()


def test_reader_who_left_an_address_is_not_left_without_an_answer():
    report = filed(email="reader@example.org")
    with pytest.raises(ValidationError, match="left an address"):
        handled(report, reply=" ")
    assert ReaderReport.objects.open().get() == report


def test_second_editor_finds_it_handled():
    report = filed()
    handled(report)
    with pytest.raises(Stale):
        handled(report, outcome="corrected")
    assert ReaderReport.objects.get().outcome == "unchanged"


@pytest.mark.parametrize("outcome", ["", "forgotten"])
def test_report_is_handled_one_way_or_another(outcome):
    report = filed()
    with pytest.raises(ValidationError, match="Say how it was handled"):
        handled(report, outcome=outcome)
    assert ReaderReport.objects.open().get() == report


@pytest.mark.parametrize("told", [{"reason": "whim"}, {"email": "nowhere"}, {"words": "x" * 4_001}])
def test_report_that_cannot_be_right_is_refused(told):
    with pytest.raises(ValidationError):
        filed(**told)
    assert not ReaderReport.objects.exists()


def test_author_handles_no_report():
    report = filed()
    with pytest.raises(PermissionDenied):
        handled(report, by=factories.holder(Role.AUTHOR))
    assert ReaderReport.objects.open().get() == report


@pytest.mark.promise("M23")
def test_personal_question_is_deleted_after_90_days():
    filed(reason="question", words="My knee hurts.", email="reader@example.org")
    assert tasks.empty_personal_questions(NOON + 89 * DAY) == 0
    assert tasks.empty_personal_questions(NOON + 90 * DAY) == 1
    report = ReaderReport.objects.get()
    assert (report.words, report.email, report.emptied_at) == ("", "", NOON + 90 * DAY)
    assert tasks.empty_personal_questions(NOON + 91 * DAY) == 0


@pytest.mark.promise("M23", "R19")
def test_what_became_of_a_personal_question_stays():
    report = handled(filed(reason="question"), outcome="answered", reply="Please ask a doctor about your knee.")
    tasks.empty_personal_questions(NOON + 90 * DAY)
    kept = ReaderReport.objects.get()
    assert (kept.number, kept.outcome, kept.handled_by) == (report.number, "answered", report.handled_by)
    assert kept.reply == ""


@pytest.mark.promise("M23")
def test_question_under_another_heading_is_personal_once_an_editor_says_so():
    handled(filed(reason="other"), outcome="answered", is_personal=True)
    filed(reason="other")
    assert tasks.empty_personal_questions(NOON + 90 * DAY) == 1
    assert ReaderReport.objects.exclude(words="").count() == 1


@pytest.mark.promise("M23")
def test_ledger_holds_no_word_of_a_report():
    handled(filed(email="reader@example.org"))
    told = [
        json.loads(data) for data in Event.objects.filter(stream__startswith="report:").values_list("data", flat=True)
    ]
    assert [sorted(data) for data in told] == [["reason", "report"], ["outcome", "report"]]


def test_question_that_was_deleted_unanswered_is_closed_without_a_reply():
    report = filed(reason="question", email="reader@example.org")
    tasks.empty_personal_questions(NOON + 90 * DAY)
    with pytest.raises(ValidationError, match="were deleted"):
        handled(report)
    assert handled(report, reply="", outcome="no-report").outcome == "no-report"


@pytest.mark.promise("E19")
def test_mail_loses_its_words_for_its_own_report_and_not_for_one_that_it_mentions():
    gone, stays = filed(email="one@example.org"), filed(email="other@example.org")
    handled(gone)
    handled(stays, reply=f"We had the same as {gone.number}.\n\nIt was {gone.number}.")
    reports.forget_answers(ReaderReport.objects.filter(pk=gone.pk), at=NOON)
    assert list(Mail.objects.exclude(text="").values_list("recipient", flat=True)) == ["other@example.org"]
    reports.forget_answers(ReaderReport.objects.filter(pk=stays.pk), at=NOON)
    assert not Mail.objects.exclude(text="").exists()


def three(**told):
    """Reports of one answer: a danger, one of somebody who wants an answer, and one more."""
    live = factories.published(factories.desk())
    about = {"publication": live} | told
    return [
        filed(**about, at=NOON - DAY),
        filed(**about, reason="unclear", words="", email="reader@example.org"),
        filed(**about, reason="danger", words="It harms."),
    ]


def together(found, *, by=None, outcome="unchanged", reply="We looked. It is right.", at=NOON):
    by = by or factories.holder(Role.EDITOR)
    numbers = [each.number for each in found]
    return reports.handle_together(found[0].answer, numbers, outcome=outcome, reply=reply, by=by, at=at)


def test_reports_of_one_answer_are_one_task_where_the_worst_stands():
    old, asks, danger = three()
    alone, elsewhere = filed(at=NOON - 2 * DAY), filed(at=NOON + DAY)
    assert reports.joined(ReaderReport.objects.open()) == [[danger, old, asks], [alone], [elsewhere]]


@pytest.mark.promise("R19")
def test_reports_of_one_answer_are_closed_alike_and_each_keeps_its_receipt():
    old, asks, danger = three()
    assert together([danger, asks]) == [asks, danger]
    closed = ReaderReport.objects.exclude(handled_at=None).values_list("number", "outcome", "reply", "email")
    alike = ("unchanged", "We looked. It is right.", "")
    assert set(closed) == {(asks.number, *alike), (danger.number, *alike)}
    assert ReaderReport.objects.open().get() == old
    assert asks.number in Mail.objects.get(purpose="report-answered").text


def test_reports_are_closed_all_or_none():
    first, second, third = three()
    handled(second)
    with pytest.raises(Stale):
        together([first, second, third])
    assert set(ReaderReport.objects.open()) == {first, third}


@pytest.mark.promise("M23")
def test_of_reports_closed_together_one_whose_words_are_gone_gets_no_reply():
    found = three()
    reports.empty(ReaderReport.objects.filter(pk=found[0].pk), at=NOON)
    assert [each.reply for each in together(found)] == ["", *["We looked. It is right."] * 2]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only on PostgreSQL: SQLite has one writer at a time")
def test_reports_closed_together_are_locked_before_they_are_read():
    """Else words could be deleted between the look and the reply, which would be refused for a reason of one report."""
    found = three()
    with CaptureQueriesContext(connection) as queries:
        together(found)
    first = next(query["sql"] for query in queries if 'FROM "conditions_readerreport"' in query["sql"])
    assert first.endswith('FOR NO KEY UPDATE OF "conditions_readerreport"')


@pytest.mark.promise("M23")
def test_question_about_ones_own_health_is_closed_by_itself():
    first, *_others = three()
    question = filed(publication=first.publication, reason="question", words="May I fly?")
    with pytest.raises(ValidationError, match="by itself"):
        together([first, question])
    assert ReaderReport.objects.open().count() == 4


@pytest.mark.parametrize(
    ("told", "sentence"), [({"reply": " "}, "left an address"), ({"outcome": ""}, "how it was handled")]
)
def test_reports_closed_together_are_answered_and_handled(told, sentence):
    found = three()
    with pytest.raises(ValidationError, match=sentence):
        together(found, **told)
    assert ReaderReport.objects.open().count() == 3


def test_nothing_is_closed_of_another_answer_or_without_a_role():
    found, narrow = three(), factories.holder(Role.EDITOR, condition=factories.condition("Another", "another"))
    with pytest.raises(PermissionDenied):
        together(found, by=narrow)
    elsewhere = {"by": factories.holder(Role.EDITOR), "outcome": "answered", "reply": "", "at": NOON}
    with pytest.raises(ValidationError, match="Tick the reports"):
        reports.handle_together(found[0].answer, [filed().number], **elsewhere)
    assert ReaderReport.objects.open().count() == 4
