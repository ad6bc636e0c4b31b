"""Registrations at the desk: what has to be looked up, how, and what rests on it."""

import datetime
import re

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from conditions.editorial import reviewers
from conditions.models import Credential, Grant, Round, Verification
from conditions.models.people import Role
from conditions.views.desk import credentials
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = pytest.mark.django_db
A_YEAR = datetime.timedelta(days=365)


def built():
    people = factories.desk()
    people.live = factories.published(people)
    people.credential = Credential.objects.get(reviewer=people.reviewer)
    people.page = f"/desk/credentials/{people.credential.pk}/"
    return people


people = made_once(built)


def at_the_desk(person):
    return factories.browser(person, second_factor=True)


def seen(browser, page):
    return browser.get(page).content.decode().partition('name="seen" value="')[2].partition('"')[0]


def test_queue_says_what_to_do_first(people):
    fresh = factories.holder(Role.REVIEWER)
    profile = factories.Reviewer(name="Dr New", discipline="Nursing")
    entered = Credential(profession="nurse", title="RN", register="A register", number="5")
    reviewers.introduce(profile, entered, by=fresh, at=NOON)
    page = at_the_desk(people.author).get("/desk/credentials/").content.decode()
    order = [page.index(said) for said in ("Nobody has looked these up yet", "Dr New", people.reviewer.name)]
    assert order == sorted(order)


@pytest.mark.promise("E13")
def test_those_who_lapsed_in_peace_hide_nobody_who_is_to_be_looked_up(people, monkeypatch):
    retired, due = factories.reviewer(days=1), factories.reviewer(days=300)
    Grant.objects.filter(user=retired.user).update(ends_on=TODAY)
    monkeypatch.setattr(credentials, "PART", 1)
    page = at_the_desk(people.author).get("/desk/credentials/").content.decode()
    assert due.name in page


def test_list_says_where_not_all_that_have_to_be_looked_up_stand_there(people, monkeypatch):
    for _reviewer in range(2):
        factories.reviewer(days=300)
    browser = at_the_desk(people.author)
    assert "These are the first" not in browser.get("/desk/credentials/").content.decode()
    monkeypatch.setattr(credentials, "PART", 1)
    assert "These are the first 1." in browser.get("/desk/credentials/").content.decode()


def test_settled_registrations_go_on_page_by_page(people, monkeypatch):
    revoked = [factories.reviewer() for _reviewer in range(3)]
    for each in revoked:
        reviewers.revoke(each.credentials.get(), on=TODAY, reason="Left.", by=people.author, at=timezone.now())
    monkeypatch.setattr(credentials, "PART", 2)
    browser = at_the_desk(people.author)
    pages = [browser.get("/desk/credentials/", {"page": page}).content.decode() for page in (1, 2)]
    assert ["Next part" in page for page in pages] == [True, False]
    for each in revoked:
        assert [each.name in page for page in pages].count(True) == 1
    assert browser.get("/desk/credentials/", {"page": 3}).status_code == 404


@pytest.mark.promise("E13")
def test_registration_that_is_revoked_from_a_day_to_come_counts_until_then(people):
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    now, later = (factories.reviewer(days=400).credentials.get() for _each in range(2))
    for credential, on in ((now, today), (later, today + 20 * day)):
        reviewers.revoke(credential, on=on, reason="She retires.", by=people.author, at=timezone.now())
    browser = at_the_desk(people.author)
    groups = browser.get("/desk/credentials/").context["groups"]
    assert [groups[state] for state in ("ending", "revoked")] == [[later], [now]]
    said = f"Counts until {date_format(today + 19 * day)}, then it is revoked"
    for page in ("/desk/credentials/", own := f"/desk/credentials/{later.pk}/"):
        assert said in re.sub(r"<[^>]+>", "", browser.get(page).content.decode())
    assert f"{own[:-1]}/revoke/" not in browser.get(own).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queue_costs_the_same_for_one_and_for_many(people, number, django_assert_num_queries):
    for _each in range(number - 1):
        factories.reviewer()
    browser = at_the_desk(people.author)
    browser.get("/desk/credentials/")
    with django_assert_num_queries(7):
        assert browser.get("/desk/credentials/").content.count(b"/desk/credentials/") >= number


def test_look_up_notes_evidence_and_the_day_of_the_next(people):
    browser, today = at_the_desk(people.author), timezone.localdate()
    typed = {"verified_on": today, "until": today + A_YEAR, "evidence": "Its page", "link": "https://register.example/"}
    browser.post(f"{people.page}verify/", typed | {"seen": seen(browser, f"{people.page}verify/")})
    found = Verification.objects.latest("pk")
    assert (found.by, found.valid_until, found.link) == (people.author, today + A_YEAR, "https://register.example/")
    page = browser.get(people.page).content.decode()
    assert "Its page" in page
    assert 'href="https://register.example/"' in page


@pytest.mark.promise("R9")
def test_nobody_looks_up_their_own(people):
    browser = at_the_desk(people.colleague)
    assert "Nobody verifies their own credential" in browser.get(f"{people.page}verify/").content.decode()
    assert "a colleague looks it up" in browser.get(people.page).content.decode()


@pytest.mark.promise("E4")
def test_name_that_changed_meanwhile_is_compared_again(people):
    browser, today = at_the_desk(people.author), timezone.localdate()
    before = seen(browser, f"{people.page}verify/")
    people.reviewer.__class__.objects.filter(pk=people.reviewer.pk).update(name="Somebody Else")
    typed = {"verified_on": today, "until": today + A_YEAR, "evidence": "Its page", "seen": before}
    assert browser.post(f"{people.page}verify/", typed).status_code == 409
    assert Verification.objects.filter(credential=people.credential).count() == 1


def test_before_a_revocation_stands_what_rests_on_it(people):
    page = at_the_desk(people.author).get(f"{people.page}revoke/").content.decode()
    assert f"/desk/answers/{people.live.answer_id}/" in page
    assert "Rests on it alone" in page


@pytest.mark.promise("E13")
def test_one_press_sends_what_rests_on_it_to_review_again(people):
    reviewers.revoke(people.credential, on=TODAY, reason="Struck off", by=people.author, at=NOON)
    browser, address = at_the_desk(people.author), f"{people.page}recheck/{people.live.code}/"
    assert address in browser.get(people.page).content.decode()
    browser.post(address)
    opened = Round.objects.get(closed_at=None)
    assert (opened.answer, opened.revision) == (people.live.answer, people.live.revision)
    assert "In review again." in browser.get(people.page).content.decode()
    browser.post(address)
    assert Round.objects.filter(closed_at=None).count() == 1


def test_reviewers_look_nobody_up(people):
    browser = at_the_desk(factories.holder(Role.REVIEWER))
    assert browser.get("/desk/credentials/").status_code == 403
    assert browser.get(people.page).status_code == 403
