"""A reviewer's own pages."""

import datetime

import pytest
from django.utils import timezone

from conditions.editorial import availability, reviewers, seals
from conditions.models import Absence, Credential, Declaration, Reviewer, Revision
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON
from tests.shared import made_once

pytestmark = pytest.mark.django_db
PAGE = "/desk/me/"


def built():
    people = factories.desk()
    people.live = factories.published(people)
    return people


people = made_once(built)


def at_the_desk(person):
    return factories.browser(person, second_factor=True)


def typed(browser, page, **values):
    """What the form of the page is sent with."""
    seen = browser.get(page).content.decode().partition('name="seen" value="')[2].partition('"')[0]
    return browser.post(page, {**values, "seen": seen})


NEW = {
    "name": "Ada Quill", "discipline": "Hepatology", "profession": "physician", "credential": "MD",
    "register": "A register", "number": "77",
}  # fmt: skip


def test_newcomer_is_led_to_say_who_they_are_and_then_waits_to_be_looked_up():
    person = factories.holder(Role.REVIEWER, language="en")
    browser = at_the_desk(person)
    assert browser.get(PAGE)["Location"] == f"{PAGE}new/"
    assert "<h1>Tell readers who you are</h1>" in browser.get(f"{PAGE}new/").content.decode()
    assert typed(browser, f"{PAGE}new/", **NEW)["Location"] == PAGE
    profile = Reviewer.objects.get(user=person)
    assert (profile.name, profile.slug, profile.credentials.get().number) == ("Ada Quill", "ada-quill", "77")
    assert "Not looked up yet" in browser.get(PAGE).content.decode()


def test_namesake_gets_an_address_of_their_own():
    for _each in range(2):
        typed(at_the_desk(factories.holder(Role.REVIEWER)), f"{PAGE}new/", **NEW)
    assert sorted(Reviewer.objects.values_list("slug", flat=True)) == ["ada-quill", "ada-quill-2"]


@pytest.mark.promise("R9")
def test_name_is_theirs_to_change_until_somebody_compared_it_with_a_register():
    browser = at_the_desk(factories.holder(Role.REVIEWER))
    typed(browser, f"{PAGE}new/", **NEW)
    typed(browser, f"{PAGE}names/", name="Ada Quill-Moss", discipline="Hepatology")
    profile = Reviewer.objects.get()
    assert profile.name == "Ada Quill-Moss"
    told = {"on": factories.TODAY, "days": 365, "evidence": "Its page", "at": NOON}
    reviewers.verify(profile.credentials.get(), **told, by=factories.holder(Role.EDITOR))
    typed(browser, f"{PAGE}names/", name="Somebody Else", discipline="Hepatology", workplace="A clinic")
    profile.refresh_from_db()
    assert (profile.name, profile.workplace) == ("Ada Quill-Moss", "A clinic")


def test_another_registration_is_entered(people):
    browser = at_the_desk(people.colleague)
    typed(browser, f"{PAGE}registration/", profession="nurse", credential="RN", register="Another", number="5")
    assert Credential.objects.get(register="Another").entered_by == people.colleague


def test_specialties_are_found_by_name_and_what_is_none_is_refused(people):
    browser, about = at_the_desk(people.colleague), factories.condition("Crohn disease", "crohn-disease")
    refused = typed(browser, f"{PAGE}topics/", specialties="Crohn DISEASE\nNonsense", languages=["en"])
    assert "We know no condition called “Nonsense”" in refused.content.decode()
    typed(browser, f"{PAGE}topics/", specialties="Crohn DISEASE\n", languages=["en", "es"])
    assert people.reviewer.specialties.get().condition == about
    assert sorted(each.language for each in people.reviewer.languages.all()) == ["en", "es"]


def test_days_away_are_added_and_taken_back(people):
    browser, day = at_the_desk(people.colleague), timezone.localdate()
    typed(browser, f"{PAGE}away/", from_on=day, until_on=day + datetime.timedelta(days=3))
    absence = Absence.objects.get()
    presses = [browser.post(f"{PAGE}away/{absence.pk}/back/")["Location"] for _press in range(2)]
    assert presses == [PAGE, PAGE]
    assert not Absence.objects.exists()


def test_days_away_of_others_are_not_there(people):
    other = factories.reviewer()
    day = timezone.localdate()
    theirs = availability.go_away(other, from_on=day, until_on=day, by=other.user, at=timezone.now())
    assert at_the_desk(people.colleague).post(f"{PAGE}away/{theirs.pk}/back/").status_code == 404
    assert Absence.objects.filter(pk=theirs.pk).exists()


@pytest.mark.promise("R11", "R12")
def test_interests_are_listed_by_condition_and_declared_anew(people):
    browser, about = at_the_desk(people.colleague), people.live.answer.condition
    page = f"{PAGE}interests/{about.slug}/"
    assert page in browser.get(f"{PAGE}interests/").content.decode()
    typed(browser, page, which="some", interests="A talk for a company")
    assert Declaration.objects.first().interests == "A talk for a company"
    listed = browser.get(f"{PAGE}interests/").content.decode()
    assert listed.count(page) == 1
    assert "A talk for a company" in listed


def test_interests_without_words_are_asked_for_again(people):
    page = f"{PAGE}interests/{people.live.answer.condition.slug}/"
    refused = typed(at_the_desk(people.colleague), page, which="some", interests=" ")
    assert "Write which interests you have" in refused.content.decode()


@pytest.mark.one_engine
def test_letter_names_every_text_with_an_address_to_check_it_at(people):
    page = at_the_desk(people.colleague).get(f"{PAGE}letters/2026/").content.decode()
    assert "signed 1 text in 2026" in page
    assert f"/v/{people.live.code}/" in page
    assert f"/reviewers/{people.reviewer.slug}/" in page


@pytest.mark.one_engine
@pytest.mark.promise("E13")
def test_letter_says_of_which_signatures_the_credential_counts_no_more(people):
    browser, credential = at_the_desk(people.colleague), people.live.sign_offs.get().verdict.verification.credential
    assert "no longer counts" not in browser.get(f"{PAGE}letters/2026/").content.decode()
    reviewers.revoke(credential, on=factories.TODAY, reason="Struck off.", by=people.author, at=NOON)
    page = browser.get(f"{PAGE}letters/2026/").content.decode()
    assert "The credential behind this signature no longer counts from" in page
    assert "Struck off" not in page


def test_there_is_no_letter_for_a_year_without_a_signature(people):
    browser = at_the_desk(people.colleague)
    assert [browser.get(f"{PAGE}letters/{year}/").status_code for year in (2025, 9999, 0)] == [404, 404, 404]


@pytest.mark.promise("E19")
def test_letter_repeats_no_sealed_words(people):
    words = people.live.revision.condition_name
    browser = at_the_desk(people.colleague)
    assert words in browser.get(f"{PAGE}letters/2026/").content.decode()
    factories.withdrawn(people.live, by=people.author)
    revision = Revision.objects.get(pk=people.live.revision_id)
    asked = seals.ask_seal(revision, ground="libel", reason="x", by=people.author, at=NOON)
    seals.seal(asked, by=people.colleague, at=NOON)
    assert words not in browser.get(f"{PAGE}letters/2026/").content.decode()


def test_pages_are_for_reviewers_alone():
    browser = at_the_desk(factories.holder(Role.AUTHOR))
    assert {browser.get(f"{PAGE}{part}").status_code for part in ("", "new/", "away/", "interests/")} == {403}
