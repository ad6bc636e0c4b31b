"""Who may do what, where, and on which day."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from conditions.models import Answer, User
from conditions.models.people import Role
from conditions.permissions import ACTIONS, SITE_WIDE, actions, holders, may, needs_second_factor, places, reach
from tests import factories

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 4, 7)
ONE_DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", ACTIONS)
def test_role_carries_exactly_the_actions_that_name_it(role, action):
    person = factories.holder(role)
    assert may(person, action, on=DAY) is (role in ACTIONS[action])


@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_may_anything_without_a_grant(action):
    assert not may(factories.member(), action, on=DAY)
    assert not may(AnonymousUser(), action, on=DAY)


def test_first_and_last_day_count_and_the_days_around_do_not():
    person = factories.holder(Role.EDITOR, starts_on=DAY, ends_on=DAY + ONE_DAY)
    days = [DAY - ONE_DAY, DAY, DAY + ONE_DAY, DAY + 2 * ONE_DAY]
    assert [may(person, "enter_desk", on=day) for day in days] == [False, True, True, False]


def test_grant_for_a_condition_counts_for_that_one_alone():
    ours, other = factories.condition(), factories.condition("Lyme disease", "lyme-disease")
    person = factories.holder(Role.EDITOR, condition=ours)
    assert may(person, "manage_catalogue", ours, on=DAY)
    assert not may(person, "manage_catalogue", other, on=DAY)
    assert may(person, "manage_catalogue", on=DAY), "somewhere"


def test_grant_for_a_language_counts_for_that_one_alone():
    person = factories.holder(Role.EDITOR, language="es")
    assert may(person, "manage_catalogue", language="es", on=DAY)
    assert not may(person, "manage_catalogue", language="en", on=DAY)
    assert not may(person, "manage_catalogue", language="", on=DAY), "what concerns every language"


def test_two_narrow_grants_do_not_add_up():
    condition = factories.condition()
    person = factories.holder(Role.EDITOR, condition=condition, language="es")
    assert may(person, "manage_catalogue", condition, language="es", on=DAY)
    assert not may(person, "manage_catalogue", condition, language="en", on=DAY)


@pytest.mark.parametrize("action", sorted(SITE_WIDE))
def test_what_concerns_the_whole_site_takes_a_grant_for_the_whole_site(action):
    narrow = factories.holder(Role.EDITOR, condition=factories.condition())
    assert not may(narrow, action, on=DAY)


def test_closed_account_may_nothing():
    person = factories.holder(Role.EDITOR)
    closed_administrator = factories.administrator()
    for user in (person, closed_administrator):
        user.is_active = False
        user.save()
    assert not may(person, "enter_desk", on=DAY)
    assert not may(closed_administrator, "manage_people", on=DAY)


def test_superuser_is_an_administrator_and_nothing_else():
    person = factories.administrator()
    held = {action for action in ACTIONS if may(person, action, on=DAY)}
    assert held == {action for action, roles in ACTIONS.items() if Role.ADMINISTRATOR in roles}


def test_unknown_action_is_an_error_even_for_nobody():
    with pytest.raises(KeyError):
        may(AnonymousUser(), "publsh", on=DAY)


@pytest.mark.promise("S4")
@pytest.mark.parametrize("role", Role)
def test_every_role_needs_a_second_factor(role):
    assert needs_second_factor(factories.holder(role), on=timezone.localdate())
    assert needs_second_factor(factories.administrator(), on=DAY)
    assert not needs_second_factor(factories.member(), on=DAY)


@pytest.mark.parametrize("scope", [{}, {"language": "es"}, {"ends_on": DAY - ONE_DAY}])
@pytest.mark.parametrize("role", [Role.AUTHOR, Role.EDITOR, Role.REVIEWER, Role.MODERATOR])
def test_all_actions_at_once_are_those_that_may_allows(role, scope, django_assert_num_queries):
    person = factories.holder(role, **scope)
    with django_assert_num_queries(1):
        allowed = actions(person, on=DAY)
    assert allowed == {action for action in ACTIONS if may(person, action, on=DAY)}


def test_administrator_without_a_grant_and_nobody_are_asked_at_once_too():
    administrator = factories.administrator()
    assert actions(administrator, on=DAY) == {action for action in ACTIONS if may(administrator, action, on=DAY)}
    assert actions(AnonymousUser(), on=DAY) == frozenset()


def test_all_actions_on_a_condition_are_those_that_may_allows_there():
    ours, other = factories.condition(), factories.condition("Lyme disease", "lyme-disease")
    person = factories.holder(Role.EDITOR, condition=ours)
    assert "manage_catalogue" in actions(person, ours, on=DAY)
    for condition in (ours, other):
        allowed = {action for action in ACTIONS if may(person, action, condition, on=DAY)}
        assert actions(person, condition, on=DAY) == allowed


@pytest.mark.parametrize("action", ACTIONS)
def test_holders_are_those_of_whom_may_says_yes(action):
    here, there = factories.condition(), factories.condition("Lyme disease", "lyme-disease")
    factories.user(is_superuser=True, is_active=False)
    for role in Role:
        factories.holder(role)
    for grant in ({"condition": here}, {"language": "es"}, {"condition": there, "language": "en"}, {"ends_on": DAY}):
        factories.holder(Role.EDITOR, **grant)
    for condition, language in [(None, None), (here, "es"), (here, "en"), (there, "en"), (None, ""), (here, "")]:
        asked = {"on": DAY + ONE_DAY, "language": language}
        allowed = {person for person in User.objects.all() if may(person, action, condition, **asked)}
        assert set(holders(action, condition, **asked)) == allowed


def test_reach_is_where_may_says_yes():
    here, there = factories.condition(), factories.condition("Lyme disease", "lyme-disease")
    what = factories.question("what", "What is {condition}?")
    answers = [
        Answer.objects.create(condition=about, question=what, language=language)
        for about in (here, there)
        for language in ("en", "es")
    ]
    grants = ({}, {"condition": here}, {"language": "es"}, {"condition": there, "language": "en"}, {"ends_on": DAY})
    people = [factories.holder(Role.EDITOR, **grant) for grant in grants]
    twice = factories.granted(factories.holder(Role.EDITOR, condition=here), Role.EDITOR, language="es")
    gone = factories.user(is_superuser=True, is_active=False)
    for person in [*people, twice, factories.administrator(), gone, AnonymousUser()]:
        for action in ("offer", "take_away", "see_ledger"):
            asked = {"on": DAY + ONE_DAY}
            allowed = {each for each in answers if may(person, action, each.condition, language=each.language, **asked)}
            assert set(Answer.objects.filter(reach(person, action, **asked))) == allowed


def test_places_are_those_of_which_may_says_yes():
    here, there = factories.condition(slug="here"), factories.condition(slug="there")
    everywhere, bound = factories.holder(Role.AUTHOR), factories.holder(Role.AUTHOR, condition=here, language="es")
    former = factories.holder(Role.AUTHOR, ends_on=DAY - ONE_DAY)
    for person in (everywhere, bound, former, factories.administrator(), AnonymousUser()):
        allowed = [each for each in (here, there) if may(person, "write", each, on=DAY)]
        assert list(places(person, "write", on=DAY).order_by("slug")) == allowed


def test_whole_site_is_the_place_of_a_superuser():
    here = factories.condition()
    assert list(places(factories.administrator(), "manage_catalogue", on=DAY)) == [here]
