"""A problem is reported from any page, gets a receipt, reaches an editor and is closed (R19, M23)."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from conditions import limits
from conditions.editorial import reports
from conditions.models import FoundClear, Mail, ReaderReport
from conditions.models.people import Role
from tests import factories
from tests.shared import made_once

pytestmark = pytest.mark.django_db

live = made_once(lambda: factories.published(factories.desk()))
TOGETHER = 7  # queries of a page with all reports of an answer
WRONG = {"reason": "wrong", "words": "The first figure is old.", "email": ""}


def page_of(publication):
    return f"/conditions/{publication.answer.condition.slug}/{publication.answer.question.slug}/"


def send(client, page="/", **typed):
    return client.post("/report/", WRONG | {"page": page} | typed)


def desk(person):
    return factories.browser(person, second_factor=True)


@pytest.mark.promise("R19")
def test_report_of_an_answer_keeps_which_version_was_read_and_gives_a_receipt(client, live):
    form = client.get("/report/", {"page": page_of(live)})
    assert live.revision.question in form.content.decode()
    receipt = client.get(send(client, page_of(live), code=live.code)["Location"]).content.decode()
    report = ReaderReport.objects.get()
    assert (report.publication, report.answer, report.page) == (live, live.answer, page_of(live))
    assert f"We have your report {report.number}" in receipt
    assert "The first figure" not in receipt


@pytest.mark.promise("R19")
def test_every_page_for_readers_leads_to_a_report_of_it(client, live):
    about = f"/conditions/{live.answer.condition.slug}/"
    pages = [
        "/",
        "/search/?q=gilbert",
        "/glossary/",
        "/privacy/",
        about,
        page_of(live),
        f"{page_of(live)}history/",
        "/es/",
    ]
    for page in pages:
        path, there = page.partition("?")[0], "/es" if page == "/es/" else ""
        foot = client.get(page).content.decode().partition('<footer class="site-foot')[2]
        assert f'href="{there}/report/?page={path}" rel="nofollow"' in foot, page
    missing = client.get("/conditions/never-there/")
    assert (missing.status_code, "/report/?page=/conditions/never-there/" in missing.content.decode()) == (404, True)
    assert client.get("/report/?page=/conditions/never-there/").context["page"] == "/conditions/never-there/"


def test_pages_about_one_person_are_not_reported(client):
    author = desk(factories.holder(Role.AUTHOR))
    pages = [client.get("/report/"), client.get("/account/login/"), author.get("/desk/"), author.get("/me/")]
    assert [page.status_code for page in pages] == [200] * 4
    assert all("?page=" not in page.content.decode() for page in pages)


def test_receipt_says_later_how_the_report_ended(client, live):
    address = send(client, page_of(live))["Location"]
    by = factories.holder(Role.EDITOR)
    reports.handle_report(ReaderReport.objects.get(), outcome="corrected", reply="", by=by, at=timezone.now())
    assert "The text is being corrected" in client.get(address).content.decode()
    assert client.get("/report/00000000/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": ""}, "Choose what it is about."),
        ({"words": "  "}, "Say in a few words what is wrong"),
        ({"words": "x" * 4_001}, "more than 4,000 letters"),
        ({"email": "nobody"}, "Write the whole address"),
        ({"words": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_bad_input_is_told_in_a_sentence_and_loses_nothing(client, typed, sentence):
    page = send(client, **{"words": "Kept as typed."} | typed).content.decode()
    assert sentence in page
    assert "words" in typed or "Kept as typed." in page
    assert not ReaderReport.objects.exists()


@pytest.mark.parametrize("page", ["http://[", "http://a\u2100b/", "//evil.example/"])
def test_address_that_is_none_of_ours_leads_home(client, page):
    shown = client.get("/report/", {"page": page})
    assert shown.context["page"] == "/"
    assert send(client, page).status_code == 302


def test_the_same_report_pressed_twice_is_one(client):
    assert send(client)["Location"] == send(client)["Location"]
    assert ReaderReport.objects.count() == 1


@pytest.mark.parametrize("given", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "/\n/evil", "x"])
def test_nobody_is_led_to_another_site(client, given):
    form = client.get("/report/", {"page": given}).content.decode()
    assert '<p><a href="/">‹' in form
    assert 'name="page" value="/"' in form


@pytest.mark.promise("S5")
def test_a_flood_is_stopped_and_what_was_typed_stays(client, monkeypatch):
    monkeypatch.setattr(limits, "REPORTS", limits.REPORTS._replace(most=1))
    send(client, words="The first one.")
    second = send(client, words="The second one.")
    assert second.status_code == 429
    assert "The second one." in second.content.decode()
    assert ReaderReport.objects.count() == 1


@pytest.mark.promise("M22")
def test_what_may_harm_somebody_is_told_to_editors_at_once_without_saying_what(client, live):
    editor, elsewhere = factories.holder(Role.EDITOR), factories.holder(Role.EDITOR, language="es")
    send(client, page_of(live), reason="danger", words="The dose kills.")
    mails = Mail.objects.filter(purpose="report-danger")
    assert mails.filter(recipient=editor.email).count() == 1
    assert not mails.filter(recipient=elsewhere.email).exists()
    said = [
        word for mail in mails for word in (live.revision.condition_name, "dose") if word in mail.subject + mail.text
    ]
    assert said == []


def test_clear_page_is_counted_by_version_and_day_and_nothing_else_is_kept(client, live):
    address = f"/clear/{live.code}/"
    assert client.get(address).status_code == 200
    for _ in range(2):
        assert client.post(address)["Location"] == f"{address}?thanks=1"
    assert FoundClear.objects.get().count == 2
    assert client.get("/clear/00000000/").status_code == 404


@pytest.mark.promise("M23")
def test_question_about_ones_own_health_meets_the_standard_reply_with_local_numbers(live):
    factories.country("GB", "999, 112")
    report = reports.file_report(
        "/", reason="question", words="May I fly?", email="reader@example.org", language="en", at=timezone.now()
    )
    editor = factories.browser(factories.holder(Role.EDITOR), second_factor=True)
    form = editor.get(f"/desk/reports/{report.number}/").context["form"]
    assert "United Kingdom: 999, 112" in form.initial["reply"]
    assert form.initial["is_personal"]


def test_report_is_closed_at_the_desk_and_answered(live):
    report = reports.file_report("/", **WRONG | {"email": "reader@example.org"}, at=timezone.now())
    editor = factories.browser(factories.holder(Role.EDITOR), second_factor=True)
    assert report.get_reason_display() in editor.get("/desk/reports/").content.decode()
    editor.post(f"/desk/reports/{report.number}/", {"outcome": "unchanged", "reply": "Thank you."})
    report.refresh_from_db()
    assert (report.outcome, report.email) == ("unchanged", "")
    assert Mail.objects.get(recipient="reader@example.org").text.endswith("Thank you.")


def test_report_of_another_condition_is_not_shown(live):
    about = factories.condition("Another", "another")
    report = reports.file_report(page_of(live), **WRONG, publication=live, at=timezone.now())
    editor = factories.browser(factories.holder(Role.EDITOR, condition=about), second_factor=True)
    assert report.number not in editor.get("/desk/reports/").content.decode()
    assert editor.get(f"/desk/reports/{report.number}/").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries_for_any_number_of_reports(live, number, django_assert_num_queries):
    for each in range(number):
        told = WRONG | {"words": f"Wrong, {each}."}
        reports.file_report(page_of(live), **told, publication=live, at=timezone.now())
    editor = factories.browser(factories.holder(Role.EDITOR, language="en"), second_factor=True)
    editor.get("/desk/reports/")
    with django_assert_num_queries(9):
        page = editor.get("/desk/reports/").content.decode()
    assert page.count("Something is wrong or out of date") == 1
    with django_assert_num_queries(TOGETHER):
        page = editor.get(f"/desk/reports/answer/{live.answer_id}/").content.decode()
    assert all(f"/desk/reports/{report.number}/" in page for report in ReaderReport.objects.all())


@pytest.mark.promise("R19")
def test_report_of_a_page_without_an_answer_is_for_those_of_the_whole_site(client):
    """It may be about anything, and tell a reader's address: a role for one condition is no reason to read it."""
    number = send(client, "/glossary/", reason="danger")["Location"].split("/")[-2]
    about = factories.condition("Another", "another")
    narrow = [factories.holder(Role.EDITOR, **where) for where in ({"condition": about}, {"language": "en"})]
    wide = [factories.holder(Role.EDITOR), factories.holder(Role.ADMINISTRATOR)]
    seen = {person: desk(person).get(f"/desk/reports/{number}/").status_code for person in narrow + wide}
    assert list(seen.values()) == [403, 403, 200, 200]
    listed = [number in desk(person).get("/desk/reports/").content.decode() for person in narrow + wide]
    assert listed == [False, False, True, True]
    closed = desk(wide[1]).post(f"/desk/reports/{number}/", {"outcome": "unchanged"})
    assert closed.status_code == 302


@pytest.mark.promise("M22")
def test_danger_on_a_page_without_an_answer_is_told_to_those_who_may_read_it(client):
    narrow, wide = factories.holder(Role.EDITOR, language="en"), factories.holder(Role.EDITOR)
    send(client, "/glossary/", reason="danger", words="The dose kills.")
    told = set(Mail.objects.filter(purpose="report-danger").values_list("recipient", flat=True))
    assert wide.email in told
    assert narrow.email not in told


def test_author_reads_no_reports():
    author = factories.browser(factories.holder(Role.AUTHOR), second_factor=True)
    assert author.get("/desk/reports/").status_code == 403


def test_refused_handling_keeps_the_reply(live):
    report = reports.file_report("/", **WRONG, at=timezone.now() - datetime.timedelta(days=1))
    editor = factories.browser(factories.holder(Role.EDITOR), second_factor=True)
    page = editor.post(f"/desk/reports/{report.number}/", {"reply": "Nearly lost."}).content.decode()
    assert "Say how it was handled." in page
    assert "Nearly lost." in page


def test_reader_needs_no_account_and_the_form_is_not_indexed():
    page = Client().get("/report/").content.decode()
    assert '<meta name="robots" content="noindex">' in page


def three(live):
    """Reports of one answer, one of them by somebody who wants an answer."""
    given = [{"email": "reader@example.org"}, {"reason": "danger"}, {"words": "So is the second."}]
    return [reports.file_report(page_of(live), **WRONG | each, publication=live, at=timezone.now()) for each in given]


@pytest.mark.promise("R19")
def test_reports_of_one_answer_are_one_line_and_are_closed_with_one_reply(live):
    found, editor = three(live), desk(factories.holder(Role.EDITOR))
    listed = editor.get("/desk/reports/").content.decode()
    assert "3 reports of one answer" in listed
    assert "Following it could harm somebody, Something is wrong or out of date<br>" in listed
    assert "1 waits for an answer" in listed
    assert "2 more reports of this answer wait" in editor.get(f"/desk/reports/{found[0].number}/").content.decode()
    address = f"/desk/reports/answer/{live.answer_id}/"
    assert address in listed
    numbers = [found[0].number, found[2].number]
    done = editor.post(address, {"numbers": numbers, "outcome": "corrected", "reply": "Thank you."}, follow=True)
    assert "2 reports are closed." in done.content.decode()
    assert ReaderReport.objects.open().get() == found[1]
    receipts = [editor.get(f"/report/{number}/").content.decode() for number in numbers]
    assert all("The text is being corrected" in receipt for receipt in receipts)
    assert Mail.objects.get(recipient="reader@example.org").text.endswith("Thank you.")


@pytest.mark.promise("E4")
def test_reports_that_a_colleague_closed_meanwhile_are_told_of_and_the_reply_is_kept(live):
    found, editor = three(live), desk(factories.holder(Role.EDITOR))
    told = {"outcome": "corrected", "reply": "", "by": factories.holder(Role.EDITOR), "at": timezone.now()}
    reports.handle_report(found[1], **told)
    typed = {"numbers": [each.number for each in found], "outcome": "unchanged", "reply": "Nearly lost."}
    page = editor.post(f"/desk/reports/answer/{live.answer_id}/", typed).content.decode()
    assert "A colleague closed one of these meanwhile." in page
    assert "Nearly lost." in page
    assert ReaderReport.objects.open().count() == 2


@pytest.mark.promise("E4")
def test_reply_is_kept_where_a_colleague_closed_the_last_of_them(live):
    found, editor = three(live), desk(factories.holder(Role.EDITOR))
    numbers = [each.number for each in found]
    told = {"numbers": numbers, "outcome": "corrected", "reply": "Thank you."}
    reports.handle_together(live.answer, **told, by=factories.holder(Role.EDITOR), at=timezone.now())
    page = editor.post(f"/desk/reports/answer/{live.answer_id}/", told | {"reply": "Nearly lost."}).content.decode()
    assert "No report about this answer waits any more." in page
    assert "A colleague closed one of these meanwhile." in page
    assert "Nearly lost." in page
    assert "Close these reports" not in page


@pytest.mark.promise("M23")
def test_question_about_ones_own_health_stands_among_them_and_is_answered_by_itself(live):
    found, editor = three(live), desk(factories.holder(Role.EDITOR))
    asked = reports.file_report("/", reason="question", words="May I fly?", publication=live, at=timezone.now())
    answer = editor.get(f"/desk/reports/answer/{live.answer_id}/")
    assert "May I fly?" in answer.content.decode()
    ticked = {number for number, _label in answer.context["form"].fields["numbers"].choices}
    assert (asked.number in ticked, ticked) == (False, {each.number for each in found})


def test_reports_of_an_answer_elsewhere_are_not_shown(live):
    three(live)
    narrow = desk(factories.holder(Role.EDITOR, condition=factories.condition("Another", "another")))
    assert narrow.get(f"/desk/reports/answer/{live.answer_id}/").status_code == 403
    assert narrow.get("/desk/reports/answer/999999/").status_code == 404
