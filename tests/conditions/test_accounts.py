"""Joining, signing in, getting back in: what is said, to whom, and what the database keeps."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import check_password
from django.core.cache import cache
from django.db import IntegrityError

from community.models import Member
from conditions.models import Mail, User
from tests import factories
from tests.conditions.hashers import CountingHasher
from tests.routes import matrix

PASSWORD = "correct horse battery"
NEW = {
    "age": "on",
    "display_name": "Blue Fern",
    "email": "New.Person@Example.org",
}


@pytest.fixture(autouse=True)
def limits_start_anew(db):
    cache.clear()


def link(mail):
    return re.search(r"http://localhost:8000(\S+)", mail.text)[1]


def chosen(client, mail, password):
    """The link of the mail opened, and the password chosen there."""
    form = client.get(link(mail), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})


def without_token(response):
    """The page as anyone sees it, without what differs on every request."""
    return response.status_code, response.get("Location"), re.sub(rb'value="\w{64}"', b"", response.content)


def test_joining_makes_a_member_who_confirms_and_signs_in(client):
    assert client.post("/account/signup/", NEW)["Location"] == "/account/confirm-email/"
    member = Member.objects.get()
    assert (member.display_name, member.user.email, member.age_reached) == ("Blue Fern", "new.person@example.org", 16)
    chosen(client, Mail.objects.get(), "wholly unlikely words")
    signing_in = client.post(
        "/account/login/", {"login": "NEW.person@example.org", "password": "wholly unlikely words"}
    )
    assert signing_in["Location"] == "/me/"
    assert Mail.objects.count() == 1


def test_who_joins_with_the_address_of_another_has_no_way_in(client):
    """The owner opens the link and chooses the password; whoever typed the address knows none."""
    stranger, guess = factories.browser(), "known to the stranger"
    stranger.post("/account/signup/", {**NEW, "password1": guess, "password2": guess})
    assert not User.objects.get().has_usable_password()
    page = client.get(link(Mail.objects.get()), follow=True)
    assert "Choose your password" in page.content.decode()
    chosen(client, Mail.objects.get(), "known to the owner")
    assert EmailAddress.objects.get().verified
    for password, lands in [(guess, None), ("known to the owner", "/me/")]:
        answer = stranger.post("/account/login/", {"login": NEW["email"], "password": password})
        assert answer.get("Location") == lands


def test_stranger_who_waits_is_not_let_in_when_the_owner_has_chosen(client):
    stranger = factories.browser()
    stranger.post("/account/signup/", NEW)
    chosen(client, Mail.objects.get(), "known to the owner")
    for address in ("/account/confirm-email/", "/account/login/", "/me/"):
        stranger.get(address, follow=True)
    assert stranger.get("/me/").status_code == 302


def test_link_lost_is_asked_for_again_as_for_a_new_password(client):
    client.post("/account/signup/", NEW)
    assert "/account/password/reset/" in client.get("/account/confirm-email/").content.decode()
    client.post("/account/password/reset/", {"email": NEW["email"]})
    chosen(client, Mail.objects.latest("pk"), "wholly unlikely words")
    assert EmailAddress.objects.get().verified


@pytest.mark.parametrize("host", ["127.0.0.1:9999", "[::1]"])
def test_link_in_a_mail_leads_to_the_sites_own_address_whatever_the_request_says(client, host):
    """Or whoever asks for a new password in another's name has the link lead to a host of theirs."""
    factories.member(email="known@example.org")
    for email in ("known@example.org", "unknown@example.org"):
        client.post("/account/password/reset/", {"email": email}, headers={"host": host})
    client.post("/account/signup/", {**NEW, "email": "known@example.org"}, headers={"host": host})
    client.post("/account/signup/", {**NEW, "display_name": "Red Fern"}, headers={"host": host})
    texts = [mail.text for mail in Mail.objects.all()]
    hosts = {found for text in texts for found in re.findall(r"https?://[^/\s]+", text)}
    assert (len(texts), hosts) == (4, {"http://localhost:8000"})


@pytest.mark.promise("C14")
def test_nobody_joins_without_saying_that_they_are_old_enough(client):
    page = client.post("/account/signup/", {**NEW, "age": ""})
    assert "Accounts are for people of 16 or older" in page.content.decode()
    assert not User.objects.exists()


@pytest.mark.promise("C15")
@pytest.mark.parametrize("name", ["Person", "Fern 1978", "Dr Fern"])
def test_nobody_joins_under_a_name_that_gives_them_away(client, name):
    page = client.post("/account/signup/", {**NEW, "display_name": name})
    assert page.context["form"].errors["display_name"]
    assert not User.objects.exists()


@pytest.mark.promise("C15")
def test_new_address_that_resembles_the_name_shown_is_refused():
    browser = factories.browser(factories.member("Blue Fern"))
    page = browser.post("/account/email/", {"action_add": "1", "email": "bluefern@example.org"})
    assert page.context["form"].errors["email"]
    assert not Mail.objects.exists()


def test_name_of_another_member_is_taken_whatever_its_case(client):
    factories.member("Blue Fern")
    page = client.post("/account/signup/", {**NEW, "display_name": "BLUE FERN"})
    assert "Somebody uses this name already" in page.content.decode()


def test_failed_form_keeps_what_was_typed(client):
    page = client.post("/account/signup/", {**NEW, "email": "nonsense"}).content.decode()
    assert 'value="nonsense"' in page
    assert 'value="Blue Fern"' in page


@pytest.mark.promise("S6")
def test_joining_answers_alike_for_a_known_and_an_unknown_address(client):
    factories.member(email="new.person@example.org")
    known = client.post("/account/signup/", NEW)
    unknown = factories.browser().post("/account/signup/", {**NEW, "email": "other@example.org", "display_name": "Oak"})
    assert without_token(known) == without_token(unknown)
    assert list(Mail.objects.order_by("pk").values_list("recipient", flat=True)) == [
        "new.person@example.org", "other@example.org"
    ]  # fmt: skip
    assert "You have an account" in Mail.objects.earliest("pk").text


@pytest.mark.promise("S6")
def test_name_tried_with_a_known_address_is_taken_as_it_is_with_an_unknown_one(client):
    factories.member(email="new.person@example.org")
    client.post("/account/signup/", NEW)
    again = factories.browser().post("/account/signup/", {**NEW, "email": "other@example.org"})
    assert "Somebody uses this name already" in again.content.decode()


@pytest.mark.promise("S6")
def test_signing_in_answers_alike_for_a_known_and_an_unknown_address(client):
    factories.member(email="known@example.org")
    answers = [
        client.post("/account/login/", {"login": login, "password": "wrong words here"})
        for login in ("known@example.org", "nobody@example.org")
    ]
    known, unknown = (re.sub(rb"(known|nobody)@", b"@", without_token(answer)[2]) for answer in answers)
    assert known == unknown
    assert answers[0].status_code == answers[1].status_code == 200
    assert not Mail.objects.exists()


@pytest.mark.promise("S6")
def test_hasher_runs_for_a_known_and_an_unknown_address_alike(client, settings):
    settings.PASSWORD_HASHERS = ["tests.conditions.hashers.CountingHasher"]
    factories.member(email="known@example.org")
    runs = []
    for login in ("known@example.org", "nobody@example.org"):
        CountingHasher.runs = 0
        client.post("/account/login/", {"login": login, "password": "wrong words here"})
        runs.append(CountingHasher.runs)
    assert runs == [1, 1]


@pytest.mark.promise("S6")
def test_reset_answers_and_mails_alike_for_a_known_and_an_unknown_address(client):
    factories.member(email="known@example.org")
    answers = [
        without_token(client.post("/account/password/reset/", {"email": address}, follow=follow))
        for follow in (False, True)
        for address in ("known@example.org", "nobody@example.org")
    ]
    assert answers[0] == answers[1]
    assert answers[2] == answers[3]
    assert Mail.objects.filter(recipient="known@example.org").count() == 2
    assert Mail.objects.filter(recipient="nobody@example.org").count() == 2


def test_new_password_signs_out_everywhere_and_proves_the_only_address(client):
    person = factories.user()
    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    elsewhere = factories.browser(person)
    assert elsewhere.get("/me/").status_code == 200
    client.post("/account/password/reset/", {"email": person.email})
    chosen(client, Mail.objects.get(), "quite other words")
    person.refresh_from_db()
    assert check_password("quite other words", person.password)
    assert person.emailaddress_set.get().verified
    assert elsewhere.get("/me/").status_code == 302


def test_account_and_its_mail_are_queued_together_or_not_at_all(client, monkeypatch):
    monkeypatch.setattr(Mail, "save", refuse)
    with pytest.raises(IntegrityError):
        client.post("/account/signup/", NEW)
    assert not User.objects.exists()
    assert not Member.objects.exists()


@pytest.mark.promise("O2")
@pytest.mark.parametrize(
    ("address", "posted"),
    [
        (
            "/account/password/change/",
            {"oldpassword": PASSWORD, "password1": "other words", "password2": "other words"},
        ),
        ("/account/email/", {"action_add": "1", "email": "another@example.org"}),
    ],
)
def test_change_whose_mail_cannot_be_queued_does_not_happen(address, posted, monkeypatch):
    person = factories.member()
    browser = factories.browser(person)
    monkeypatch.setattr(Mail, "save", refuse)
    with pytest.raises(IntegrityError):
        browser.post(address, posted)
    person.refresh_from_db()
    assert check_password(PASSWORD, person.password)
    assert person.emailaddress_set.count() == 1


@pytest.mark.promise("M22")
@pytest.mark.parametrize("address", ["/account/signup/", "/account/password/reset/"])
def test_mail_of_an_account_speaks_of_the_account_alone(client, address):
    factories.condition()
    if "reset" in address:
        factories.member(email="new.person@example.org")
    client.post(f"{address}?next=/conditions/gilbert-syndrome/", NEW)
    mail = Mail.objects.get()
    assert "DiseaseMaps demonstration" in mail.subject
    assert "gilbert" not in (mail.subject + mail.text + mail.html + mail.purpose).lower()


def test_mail_goes_out_in_the_language_of_its_reader(client):
    client.post("/es/account/signup/", NEW)
    assert Mail.objects.get().language == "es"
    assert User.objects.get().language == "es"


@pytest.mark.promise("S7")
def test_mail_about_a_change_names_neither_address_nor_browser():
    browser = factories.browser(factories.member(), REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT="Firefox/Secret")
    changed = {"oldpassword": PASSWORD, "password1": "quite other words", "password2": "quite other words"}
    browser.post("/account/password/change/", changed)
    mail = Mail.objects.get()
    assert "was changed" in mail.text
    assert "198.51.100.7" not in mail.text + mail.html
    assert "Firefox" not in mail.text + mail.html


def refuse(*args, **kwargs):
    raise IntegrityError("the disk is full")


@pytest.mark.parametrize(
    "email",
    ['"\x01"@example.org', "\u0130x@example.org", "per\u017fon@example.org", "a@\uff45xample.org", "a@b\u00adc.org"],
)
@pytest.mark.parametrize("address", ["/account/password/reset/", "/account/signup/"])
def test_address_that_mail_cannot_carry_is_refused_in_words(client, address, email):
    cache.clear()
    typed = {"email": email, "age": "on", "display_name": "Blue Heron"}
    page = client.post(address, typed)
    assert page.status_code == 200
    assert "email" in page.context["form"].errors
    assert not Mail.objects.exists()


def test_address_in_another_alphabet_is_written_to(client):
    assert client.post("/account/password/reset/", {"email": "a@exämple.org"}).status_code == 302
    assert Mail.objects.get().recipient == "a@exämple.org"


def test_no_page_of_an_account_is_kept_by_a_browser():
    person = factories.member()
    browser = factories.browser(person, second_factor=True)
    TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)
    pages = [row["at"] for row in matrix().values() if row["at"].startswith("/account/") and "{" not in row["at"]]
    kept = [page for page in pages if "no-store" not in browser.get(page).headers.get("Cache-Control", "")]
    assert kept == []
    assert "/account/2fa/webauthn/" in pages
