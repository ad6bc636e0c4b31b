"""People and roles at the desk."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conditions.editorial.people import grant_role
from conditions.models import Grant
from conditions.models.people import Role
from tests import factories
from tests.shared import made_once

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


def built():
    return factories.administrator()


administrator = made_once(built)


def at_the_desk(person):
    return factories.browser(person, second_factor=True)


def page_of(person):
    return f"/desk/people/{person.pk}/"


def typed(browser, page, **values):
    seen = browser.get(page).content.decode().partition('name="seen" value="')[2].partition('"')[0]
    return browser.post(page, {**values, "seen": seen})


@pytest.mark.promise("E23")
def test_role_that_nobody_holds_says_what_that_blocks(administrator):
    browser = at_the_desk(administrator)
    sentence = "no editor."
    assert sentence in browser.get("/desk/people/").content.decode()
    factories.granted(factories.user(name="Ed Itor"), Role.EDITOR)
    page = browser.get("/desk/people/").content.decode()
    assert (sentence in page, "Ed Itor" in page) == (False, True)
    assert "Nobody has this role yet. Nothing stands still without it." in page


def test_health_leads_to_the_page(administrator):
    assert 'href="/desk/people/"' in at_the_desk(administrator).get("/health/").content.decode()


def test_colleague_is_found_by_a_part_of_their_name(administrator):
    for name in ("Ada Quill", "Ben Moss"):
        factories.granted(factories.user(name=name), Role.AUTHOR)
    page = at_the_desk(administrator).get("/desk/people/?q=quill").content.decode()
    assert ("Ada Quill" in page, "Ben Moss" in page) == (True, False)


def test_members_are_not_looked_through(administrator):
    member = factories.member(email="reader@example.org")
    browser = at_the_desk(administrator)
    assert "reader@example.org" not in browser.get("/desk/people/?q=reader").content.decode()
    assert browser.get(page_of(member)).status_code == 404
    assert browser.get(f"{page_of(member)}give/").status_code == 404


def test_role_is_given_for_a_condition_and_ended(administrator):
    person, about = factories.holder(Role.AUTHOR), factories.condition()
    browser, today = at_the_desk(administrator), timezone.localdate()
    given = {"role": "editor", "condition": about.slug, "language": "es", "starts_on": today}
    typed(browser, f"{page_of(person)}give/", **given)
    grant = Grant.objects.get(user=person, role=Role.EDITOR)
    assert (grant.condition, grant.language, grant.granted_by) == (about, "es", administrator)
    typed(browser, f"/desk/grants/{grant.pk}/end/", ends_on=today)
    grant.refresh_from_db()
    assert grant.ends_on == today


def test_nobody_gives_a_role_to_themselves(administrator):
    page = at_the_desk(administrator).get(f"{page_of(administrator)}give/").content.decode()
    assert "Nobody grants a role to themselves" in page


def test_closed_account_is_offered_and_given_no_role(administrator):
    person = factories.holder(Role.EDITOR)
    factories.User.objects.filter(pk=person.pk).update(is_active=False)
    browser = at_the_desk(administrator)
    assert f"{page_of(person)}give/" not in browser.get(page_of(person)).content.decode()
    page = browser.get(f"{page_of(person)}give/").content.decode()
    assert "This account is closed: no role of it counts." in page
    assert 'name="role"' not in page
    person.refresh_from_db()
    with pytest.raises(ValidationError, match="This account is closed"):
        grant_role(Grant(user=person, role=Role.MODERATOR), by=administrator, at=timezone.now())


def test_last_administrator_stays():
    person = factories.holder(Role.ADMINISTRATOR)
    factories.User.objects.filter(is_superuser=True).update(is_active=False)
    grant = person.grants.get()
    refused = typed(at_the_desk(person), f"/desk/grants/{grant.pk}/end/", ends_on=timezone.localdate())
    assert "Nobody could grant roles any more" in refused.content.decode()
    grant.refresh_from_db()
    assert grant.ends_on is None


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_one_and_for_many(administrator, number, django_assert_num_queries):
    for _each in range(number):
        factories.holder(Role.AUTHOR, condition=factories.condition(slug=f"c-{factories.user().pk}"))
    browser = at_the_desk(administrator)
    browser.get("/desk/people/")
    with django_assert_num_queries(13):
        assert browser.get("/desk/people/").content.decode().count("for Gilbert syndrome") == number


def test_page_is_for_administrators_alone():
    person = factories.holder(Role.EDITOR)
    browser = at_the_desk(person)
    assert {browser.get(page).status_code for page in ("/desk/people/", page_of(person))} == {403}
