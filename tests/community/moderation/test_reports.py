"""Anybody reports a public story, gets a receipt, and is told to nobody (M8, M9, M10)."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from community.models import Case, Level, StoryReport
from community.moderation import cases, claims, publications, reports, threads
from conditions import ledger
from conditions.models import Event, Mail
from conditions.stale import Stale
from tests import factories, stories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


made = made_once(stories.duty)
people = copied()


@pytest.fixture
def story(people):
    return stories.published(people)


def reported(story, reason="advert", **said):
    return reports.report(story, reason=reason, at=NOON, **said)


@pytest.mark.promise("M8", "M9")
def test_report_has_a_receipt_and_keeps_what_was_read(people, story):
    report = reported(story, words="It sells tea.")
    stories.decided(stories.resent(story, text=stories.WORDS + " And so on."), people.second)
    report.refresh_from_db()
    assert len(report.number) == 8
    assert report.publication.text.text == stories.WORDS
    assert reported(story).publication.text.text == stories.WORDS + " And so on."


@pytest.mark.promise("M9")
def test_nothing_the_author_can_read_says_who_reported(people, story):
    report = reported(story, words="It sells tea.", email="reader@example.org")
    stories.decided(report.case, people.second, "remove")
    events = str(list(Event.objects.filter(stream=f"story:{story.code}").values_list("data", "by")))
    to_author = Mail.objects.filter(recipient=story.author.user.email)
    told = events + "".join(f"{mail.subject} {mail.text}" for mail in to_author)
    assert "reader@example.org" in Mail.objects.get(purpose="report-answered").recipient
    assert not {word for word in ("reader@", "tea") if word in told}


@pytest.mark.promise("M10")
@pytest.mark.parametrize("reason", ["self-harm", "child"])
def test_danger_to_somebody_raises_the_case_and_tells_the_lead(people, story, reason):
    assert reported(story).case.level == Level.USUAL
    case = reported(story, reason).case
    case.refresh_from_db()
    assert (case.level, case.lead_told_at) == (Level.DANGER, NOON)
    assert Mail.objects.filter(purpose="danger").count() == 1


def test_reports_of_one_story_are_one_case(people, story):
    assert reported(story).case == reported(story, "hate").case
    assert Case.objects.open().count() == 1


def test_report_pressed_twice_is_one(people, story):
    first = reported(story, words="It sells tea.")
    assert reported(story, words="It sells tea. ") == first
    later = reports.report(story, reason="advert", words="It sells tea.", at=NOON + datetime.timedelta(hours=2))
    assert later != first


def test_story_that_is_gone_is_not_reported(people, story):
    publications.take_down(story, by=story.author.user, at=NOON)
    with pytest.raises(ValidationError, match="not here any more"):
        reported(story)
    assert not StoryReport.objects.exists()


def test_reader_is_answered_with_the_decision_and_the_address_forgotten(people, story):
    report = reported(story, email="reader@example.org", language="es")
    stories.decided(report.case, people.second, "keep")
    report.refresh_from_db()
    assert (report.outcome, report.email) == ("unchanged", "")
    mail = Mail.objects.get(purpose="report-answered")
    assert [report.number in said for said in (mail.text, mail.html)] == [True, True]
    assert "Gilbert" not in mail.subject + mail.text


def test_report_of_an_open_case_is_closed_alone_only_if_it_is_none(people, story):
    report = reported(story, email="reader@example.org")
    with pytest.raises(ValidationError, match="Decide on the story"):
        reports.handle(report, outcome="unchanged", reply="It stays.", by=people.second, at=NOON)
    with pytest.raises(ValidationError, match="left an address"):
        reports.handle(report, outcome="no-report", reply=" ", by=people.second, at=NOON)
    reports.handle(report, outcome="no-report", reply="Please ask your nurse.", by=people.second, at=NOON)
    with pytest.raises(Stale):
        reports.handle(report, outcome="no-report", reply="Again.", by=people.second, at=NOON)


def test_nobody_handles_a_report_of_their_own_story(people, story):
    report = reported(story)
    own = factories.granted(story.author.user, "moderator")
    with pytest.raises(ValidationError, match="your own story"):
        reports.handle(report, outcome="no-report", reply="", by=own, at=NOON)
    report.refresh_from_db()
    assert report.handled_at is None


@pytest.mark.promise("M23")
def test_personal_question_gets_the_standard_reply_and_is_deleted_after_90_days(people, story):
    factories.country()
    report = reported(story, "question", words="My own dose?", email="reader@example.org")
    reply = reports.usual_reply(report, "no-report", on=TODAY)
    assert ("Please ask your own doctor" in reply, "999, 112" in reply) == (True, True)
    reports.handle(report, outcome="no-report", reply=reply + " Be well.", by=people.moderator, at=NOON)
    assert "Be well." in Mail.objects.get(purpose="report-answered").text
    assert reports.empty_personal(at=NOON + 89 * DAY) == 0
    assert reports.empty_personal(at=NOON + 90 * DAY) == 1
    report.refresh_from_db()
    assert (report.words, report.reply, report.email, report.outcome) == ("", "", "", "no-report")
    assert not Mail.objects.filter(text__contains="Be well.").exists()


@pytest.mark.promise("M23")
def test_question_that_came_under_another_reason_is_deleted_too(people, story):
    other, hidden = reported(story, words="It sells tea."), reported(story, "medicine", words="My own dose?")
    for report, is_personal in ((other, False), (hidden, True)):
        reports.handle(report, outcome="no-report", reply="", is_personal=is_personal, by=people.moderator, at=NOON)
    assert reports.empty_personal(at=NOON + 90 * DAY) == 1
    assert [each.words for each in StoryReport.objects.order_by("pk")] == ["It sells tea.", ""]


@pytest.mark.promise("M23")
def test_question_that_is_closed_with_its_story_gets_the_standard_reply(people, story):
    report = reported(story, "question", words="My own dose?", email="reader@example.org")
    stories.decided(report.case, people.moderator, "keep")
    assert "Please ask your own doctor" in Mail.objects.get(purpose="report-answered").text


@pytest.mark.promise("M23")
def test_reason_of_a_report_is_no_plaything(people, story):
    report = reported(story, words="It sells tea.")
    with pytest.raises(IntegrityError, match="storyreport_reason_stays"), transaction.atomic():
        StoryReport.objects.filter(pk=report.pk).update(reason="question")
    assert StoryReport.objects.get().reason == "advert"


def closed(case, by, outcome="unsaid", *, seen=None):
    seen = [each.pk for each in case.reports.open()] if seen is None else seen
    return reports.close_all(case, outcome=outcome, seen=seen, by=by, at=NOON)


@pytest.mark.promise("M8")
def test_reports_are_closed_at_once_without_a_decision_and_each_receipt_says_why(people, story):
    first = reported(story, words="It sells tea.", email="reader@example.org", language="es")
    second, before = reported(story, "hate"), Mail.objects.count()
    assert closed(first.case, people.second) == [first, second]
    told = {(each.outcome, each.handled_by, each.email) for each in StoryReport.objects.all()}
    assert told == {("unsaid", people.second, "")}
    case = Case.objects.get(cause="reported")
    assert (case.outcome, case.closed_at, case.decisions.count()) == ("nothing", NOON, 0)
    assert first.number in Mail.objects.get(purpose="report-answered").text
    assert Mail.objects.count() == before + 1
    assert list(ledger.verify()) == []


@pytest.mark.promise("M8")
def test_case_is_over_when_its_last_report_was_closed_by_itself(people, story):
    first, second = reported(story), reported(story, "hate")
    reports.handle(first, outcome="unsaid", reply="", by=people.second, at=NOON)
    assert threads.open_case(story) == first.case
    reports.handle(second, outcome="no-report", reply="", by=people.second, at=NOON)
    assert Case.objects.get(pk=first.case_id).outcome == "nothing"


@pytest.mark.promise("M4", "M11")
def test_report_of_danger_is_never_closed_with_others(people, story):
    danger, other = reported(story, "child"), reported(story)
    with pytest.raises(ValidationError, match="somebody may be in danger"):
        closed(other.case, people.second)
    reports.handle(danger, outcome="unsaid", reply="", by=people.second, at=NOON)
    with pytest.raises(ValidationError, match="takes two people"):
        closed(other.case, people.second)
    assert StoryReport.objects.open().get() == other


def test_new_words_wait_for_a_decision_after_the_reports_were_closed(people, story):
    case = reported(story).case
    assert stories.resent(story) == case
    closed(case, people.second)
    assert threads.open_case(story) == case


def test_question_to_the_author_keeps_the_case_open(people, story):
    case = reported(story).case
    cases.ask_author(case, "Whose tea?", by=people.second, at=NOON, seen=threads.current(story).digest)
    closed(case, people.second)
    assert Case.objects.with_the_author().get() == case


@pytest.mark.promise("E4", "M1")
def test_nobody_closes_a_report_unread_or_under_the_hands_of_a_colleague(people, story):
    case, seen = reported(story).case, [StoryReport.objects.get().pk]
    reported(story, "hate")
    with pytest.raises(Stale):
        closed(case, people.second, seen=seen)
    claims.take(case, by=people.moderator, at=NOON)
    with pytest.raises(Stale):
        closed(case, people.second)
    with pytest.raises(ValidationError, match="why nothing is to be done"):
        closed(case, people.moderator, "unchanged")
    assert StoryReport.objects.open().count() == 2


@pytest.mark.promise("M8")
def test_only_words_that_were_looked_at_before_are_answered_so(people, story):
    first = reported(story)
    for close in (closed, lambda case, by, outcome: reports.handle(first, outcome=outcome, reply="", by=by, at=NOON)):
        with pytest.raises(ValidationError):
            close(first.case, people.second, "known")
    stories.decided(first.case, people.second, "keep")
    again = reported(story, "hate")
    assert "known" in reports.endings(again.case)
    stories.decided(stories.resent(story, text=stories.WORDS + " And so on."), people.second)
    assert "known" not in reports.endings(reported(story).case)
    assert [each.outcome for each in StoryReport.objects.order_by("pk")] == ["unchanged", "changed", ""]


def test_reports_that_a_taken_down_story_left_behind_are_not_told_that_it_stays(people, story):
    case = reported(story).case
    publications.take_down(story, by=story.author.user, at=NOON)
    for close in (
        closed,
        lambda case, by, as_: reports.handle(case.reports.get(), outcome=as_, reply="", by=by, at=NOON),
    ):
        with pytest.raises(ValidationError, match=r"why nothing is to be done|not how the story stands"):
            close(case, people.second, "unchanged")
    assert closed(case, people.second, "changed")[0].outcome == "changed"
    with pytest.raises(ValidationError, match="No report of this story waits"):
        closed(case, people.second)


@pytest.mark.promise("M23")
def test_question_among_them_gets_the_answer_that_it_always_gets(people, story):
    question = reported(story, "question", words="My own dose?", email="reader@example.org")
    closed(question.case, people.second)
    question.refresh_from_db()
    assert question.outcome == "no-report"
    assert "Please ask your own doctor" in Mail.objects.get(purpose="report-answered").text
