"""Members join, are renamed, and are forgotten if they never confirm."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils import timezone

from community import membership
from community.models import Member, Membership
from conditions.models import User
from tests import factories

DAY = datetime.date(2026, 4, 7)

pytestmark = pytest.mark.django_db


def unconfirmed(days_ago):
    person = factories.user(date_joined=timezone.now() - datetime.timedelta(days=days_ago))
    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    membership.join(person, f"Moss {'abcdefgh'[days_ago]}", on=DAY)
    return person


def test_account_that_nobody_confirmed_is_forgotten_after_three_days():
    old, new, kept = unconfirmed(4), unconfirmed(2), factories.member()
    User.objects.filter(pk=kept.pk).update(date_joined=old.date_joined)
    assert membership.forget_unconfirmed(at=timezone.now()) == 1
    assert set(User.objects.all()) == {new, kept}
    assert membership.is_free("Moss e")


def test_account_that_was_ever_used_is_not_forgotten():
    person = unconfirmed(4)
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    assert membership.forget_unconfirmed(at=timezone.now()) == 0
    assert Member.objects.get().user == person


def test_taken_name_is_refused_by_the_move_itself():
    factories.member("Blue Fern")
    with pytest.raises(ValidationError, match="Somebody uses this name already"):
        membership.join(factories.user(), "BLUE-FERN", on=DAY)


def test_member_takes_another_name():
    browser = factories.browser(factories.member("Blue Fern"))
    browser.post("/me/name/", {"display_name": "Green Oak"})
    assert Member.objects.get().display_name == "Green Oak"
    assert membership.is_free("Blue Fern")


def test_member_keeps_the_name_by_writing_it_otherwise():
    browser = factories.browser(factories.member("Blue Fern"))
    browser.post("/me/name/", {"display_name": "blue fern"})
    assert Member.objects.get().display_name == "blue fern"


def test_each_language_is_offered_under_its_own_name():
    browser = factories.browser(factories.member())
    for page in (browser.get(f"{start}/me/language/").content.decode() for start in ("", "/es")):
        assert "English</label>" in page
        assert "Español</label>" in page


@pytest.mark.parametrize("language", ["es", "en"])
def test_language_chosen_is_the_language_from_then_on(language):
    person = factories.member()
    answer = factories.browser(person).post("/me/language/", {"language": language})
    person.refresh_from_db()
    assert person.language == language
    assert answer["Location"] == {"es": "/es/me/", "en": "/me/"}[language]


def test_member_belongs_to_a_community_changes_and_leaves():
    person = factories.member().member
    about = factories.condition()
    belongs = membership.belong(person, about, relation="person", on=DAY)
    membership.change(belongs, relation="carer", country="IE", on=DAY)
    assert list(about.memberships.values_list("member", "relation", "country", "joined_on")) == [
        (person.pk, "carer", "IE", DAY)
    ]
    membership.leave(belongs)
    assert not about.memberships.exists()


def test_member_belongs_once_in_a_role_and_a_country_that_there_are():
    person = factories.member().member
    about = factories.condition()
    belongs = membership.belong(person, about, relation="person", on=DAY)
    with pytest.raises(ValidationError, match="You belong to this community already"):
        membership.belong(person, about, relation="carer", on=DAY)
    with pytest.raises(ValidationError, match="Choose a country from the list"):
        membership.change(belongs, relation="person", country="XX", on=DAY)
    with pytest.raises(ValidationError, match="is not a valid choice"):
        membership.change(belongs, relation="king", country="", on=DAY)


def test_member_who_left_in_another_window_is_told_so():
    belongs = membership.belong(factories.member().member, factories.condition(), relation="person", on=DAY)
    membership.leave(Membership.objects.get())
    with pytest.raises(ValidationError, match="do not belong to this community any more"):
        membership.change(belongs, relation="carer", country="", on=DAY)
