"""Letting people in, giving and ending roles, closing accounts."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conditions import beside
from conditions.editorial import people
from conditions.editorial.rows import version
from conditions.models import Event, Grant, Mail, User
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.conditions.admin.forms import filled

AT = datetime.datetime(2026, 4, 7, 12, 0, tzinfo=datetime.UTC)
DAY = AT.date()
ONE_DAY = datetime.timedelta(days=1)

pytestmark = pytest.mark.django_db


def grant(user, role=Role.EDITOR, **fields):
    return Grant(**{"user": user, "role": role, "starts_on": DAY} | fields)


def ended(given, **how):
    return people.end_grant(given, seen=version(given), **how)


def changed(person, **how):
    return people.change_standing(person, seen=version(person), **how)


def test_grant_says_who_gave_it_and_is_an_event():
    by, person = factories.administrator(), factories.user()
    given = people.grant_role(grant(person, granted_by=person), by=by, at=AT)
    assert given.granted_by == by
    event = Event.objects.get(stream=f"user:{person.pk}")
    assert (event.action, event.by) == ("grant role", by)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_an_administrator_grants(role):
    by, person = factories.holder(role), factories.user()
    with pytest.raises(PermissionDenied):
        people.grant_role(grant(person), by=by, at=AT)
    assert not Grant.objects.filter(user=person).exists()


def test_nobody_grants_to_themselves():
    by = factories.administrator()
    with pytest.raises(ValidationError, match="Nobody grants a role to themselves"):
        people.grant_role(grant(by), by=by, at=AT)


@pytest.mark.promise("S4")
def test_outside_expert_is_given_no_role_and_the_sentence_says_how_they_join():
    expert = factories.asked_outside(factories.desk()).reviewer.user
    before = expert.grants.count()
    with pytest.raises(ValidationError, match=r"cannot sign in.*Invite them instead"):
        people.grant_role(grant(expert), by=factories.holder(Role.ADMINISTRATOR), at=AT)
    assert expert.grants.count() == before


def test_same_role_is_not_given_twice():
    by, person = factories.administrator(), factories.user()
    people.grant_role(grant(person), by=by, at=AT)
    with pytest.raises(ValidationError, match="holds this very role already"):
        people.grant_role(grant(person), by=by, at=AT)


def test_ended_grant_counts_on_its_last_day():
    by, person = factories.administrator(), factories.holder(Role.EDITOR)
    now = ended(person.grants.get(), ends_on=DAY, by=by, at=AT)
    assert now.ends_on == DAY
    assert Event.objects.filter(stream=f"user:{person.pk}", action="end grant").exists()


@pytest.mark.parametrize("ends_on", [None, DAY - 2 * ONE_DAY])
def test_grant_is_neither_made_longer_nor_unmade(ends_on):
    by, person = factories.administrator(), factories.holder(Role.EDITOR)
    with pytest.raises(ValidationError):
        ended(person.grants.get(), ends_on=ends_on, by=by, at=AT)
    assert person.grants.get().ends_on is None


def test_ended_grant_does_not_end_again():
    by, person = factories.administrator(), factories.holder(Role.EDITOR, ends_on=DAY - ONE_DAY)
    with pytest.raises(ValidationError, match="has ended already"):
        ended(person.grants.get(), ends_on=DAY - ONE_DAY, by=by, at=AT)


def last_administrator():
    """An administrator by grant, with nobody else to grant roles."""
    person = factories.holder(Role.ADMINISTRATOR)
    User.objects.filter(is_superuser=True).update(is_active=False)
    return person


def test_last_administrator_cannot_be_ended():
    person = last_administrator()
    with pytest.raises(ValidationError, match="Nobody could grant roles any more"):
        ended(person.grants.get(), ends_on=DAY, by=person, at=AT)
    person.grants.get(ends_on=None)


def test_last_administrator_cannot_be_shut_out():
    by = factories.holder(Role.ADMINISTRATOR, ends_on=DAY)
    last_administrator()
    with pytest.raises(ValidationError, match="Nobody shuts themselves out"):
        changed(by, by=by, at=AT, is_active=False)
    User.objects.exclude(pk=by.pk).update(is_active=False)
    person = factories.holder(Role.ADMINISTRATOR, ends_on=DAY)
    User.objects.filter(is_superuser=True).update(is_active=False)
    changed(person, by=by, at=AT, is_active=False)
    assert list(User.objects.administrators(DAY)) == [by]


def test_closed_account_loses_its_session():
    by, person = factories.administrator(), factories.holder(Role.EDITOR)
    browser = factories.browser(person, second_factor=True)
    assert browser.get("/desk/").status_code == 200
    changed(person, by=by, at=AT, is_active=False)
    assert browser.get("/desk/")["Location"].startswith("/account/login/")


@pytest.mark.promise("E4")
def test_who_was_slower_ends_no_grant():
    by, person = factories.administrator(), factories.holder(Role.EDITOR)
    given = person.grants.get()
    seen = version(given)
    people.end_grant(given, ends_on=DAY + 2 * ONE_DAY, by=by, at=AT, seen=seen)
    with pytest.raises(Stale):
        people.end_grant(given, ends_on=DAY, by=by, at=AT, seen=seen)
    assert person.grants.get().ends_on == DAY + 2 * ONE_DAY


@pytest.mark.promise("E4")
def test_who_was_slower_changes_nobody():
    by, person = factories.administrator(), factories.user()
    seen = version(person)
    people.change_standing(person, by=by, at=AT, seen=seen, is_active=False)
    with pytest.raises(Stale):
        people.change_standing(person, by=by, at=AT, seen=seen, is_staff=True)
    person.refresh_from_db()
    assert (person.is_active, person.is_staff) == (False, False)


def test_who_signs_in_meanwhile_makes_no_page_stale():
    by, person = factories.administrator(), factories.user()
    seen = version(person)
    factories.browser(person)
    person.set_password("another horse battery")
    person.save()
    assert people.change_standing(person, by=by, at=AT, seen=seen, name="Ada").name == "Ada"


def test_event_about_a_person_holds_no_word_of_theirs():
    by, person = factories.administrator(), factories.user()
    changed(person, by=by, at=AT, name="Dr Ada Example")
    assert "Ada" not in Event.objects.get().data


def administration():
    return factories.browser(factories.administrator(), second_factor=True)


def test_administrator_lets_a_colleague_in_who_gets_a_link():
    made = {
        "email": "colleague@example.org",
        "name": "A Colleague",
        "language": "es",
        "is_active": "on",
        "is_staff": "",
    }
    administration().post("/admin/conditions/user/add/", made)
    colleague = User.objects.get(email="colleague@example.org")
    assert not colleague.has_usable_password()
    mail = Mail.objects.get()
    assert (mail.recipient, mail.language) == ("colleague@example.org", "es")


def test_administrator_edits_neither_password_nor_address_nor_superuser():
    person = factories.user()
    before = User.objects.get(pk=person.pk)
    page = administration().get(f"/admin/conditions/user/{person.pk}/change/")
    assert set(page.context["adminform"].form.fields) == {"name", "language", "is_active", "is_staff", "seen"}
    posted = filled(page, name="New", language="es", email="x@example.org", is_superuser="on", password="x")
    administration().post(f"/admin/conditions/user/{person.pk}/change/", posted)
    person.refresh_from_db()
    assert (person.name, person.language) == ("New", "es")
    assert (person.email, person.password) == (before.email, before.password)
    assert not person.is_superuser


def test_refused_grant_keeps_what_was_typed():
    by = factories.administrator()
    typed = {"user": by.pk, "role": "editor", "starts_on": "2026-04-07", "language": "es"}
    page = factories.browser(by, second_factor=True).post("/admin/conditions/grant/add/", typed)
    assert "Nobody grants a role to themselves" in page.content.decode()
    assert 'value="2026-04-07"' in page.content.decode()
    assert not Grant.objects.exists()


def test_grant_is_given_and_ended_in_the_administration():
    person, browser = factories.user(), administration()
    browser.post("/admin/conditions/grant/add/", {"user": person.pk, "role": "editor", "starts_on": "2026-01-01"})
    given = Grant.objects.get(user=person)
    tomorrow = datetime.date.today() + ONE_DAY
    here = f"/admin/conditions/grant/{given.pk}/change/"
    browser.post(here, filled(browser.get(here), ends_on=tomorrow.isoformat(), role="moderator"))
    given.refresh_from_db()
    assert (given.role, given.ends_on) == ("editor", tomorrow)


@pytest.mark.promise("E4")
@pytest.mark.parametrize(("kind", "typed"), [("user", {"name": "Ada"}), ("grant", {"ends_on": "2999-01-01"})])
def test_who_was_slower_with_people_is_told_keeps_the_words_and_may_save_again(kind, typed):
    person, browser = factories.holder(Role.EDITOR), administration()
    row = {"user": person, "grant": person.grants.get()}[kind]
    here = f"/admin/conditions/{kind}/{row.pk}/change/"
    page = browser.get(here)
    type(row).objects.filter(pk=row.pk).update(**{"user": {"name": "Bo"}, "grant": {"ends_on": "2999-12-31"}}[kind])
    told = browser.post(here, filled(page, **typed))
    assert "Somebody changed this while you were looking" in told.content.decode()
    assert {name: told.context["adminform"].form[name].value() for name in typed} == typed
    assert browser.post(here, filled(told)).status_code == 302
    assert type(row).objects.filter(pk=row.pk, **typed).exists()


def test_people_pages_ask_for_a_recent_proof(settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    browser, person = administration(), factories.user()
    answer = browser.get("/admin/conditions/grant/add/")
    assert answer["Location"].startswith("/account/reauthenticate/?next=")
    told = browser.post("/admin/conditions/grant/add/", {"user": person.pk, "role": "editor"})
    assert (told.status_code, f'name="user" value="{person.pk}"' in told.content.decode()) == (403, True)
    assert "account_reauthentication_state" not in browser.session


def test_administrator_sends_a_link():
    person = factories.user()
    administration().post("/admin/conditions/user/", {"action": "send_link", "_selected_action": [person.pk]})
    assert Mail.objects.get().recipient == person.email


def test_nobody_sends_a_link_to_an_outside_expert():
    link = factories.asked_outside(factories.desk())
    before = Mail.objects.count()
    asked = {"action": "send_link", "_selected_action": [link.reviewer.user_id]}
    page = administration().post("/admin/conditions/user/", asked, follow=True).content.decode()
    assert "0 people get a link by mail." in page
    assert Mail.objects.count() == before


@pytest.mark.parametrize("asked", ["password__startswith", "last_login__gte", "grants__granted_by__password"])
def test_people_are_not_told_apart_by_what_the_page_does_not_offer(asked):
    factories.member()
    assert administration().get("/admin/conditions/user/", {asked: "2026-01-01"}).status_code == 400


def test_role_that_readers_see_by_name_is_given_to_nobody_without_one():
    nameless = factories.user(name="")
    asked = Grant(user=nameless, role=Role.AUTHOR, starts_on=DAY)
    with pytest.raises(ValidationError, match="Put a name to the account first"):
        people.grant_role(asked, by=factories.administrator(), at=AT)


@pytest.mark.promise("R8")
def test_address_is_nobodys_name():
    written_down = SimpleNamespace(parts=[{"role": "author", "name": "person@example.org"}])
    assert beside.of_parts(written_down) == (("author", "somebody without a name"),)
    nameless, mistaken = factories.user(name=""), factories.user(name="person@example.org")
    assert str(nameless) == str(mistaken) == "somebody without a name"
