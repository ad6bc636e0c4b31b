"""What a member does in communities, and that readers learn a band of it and no more."""

import pytest

from community import membership
from community.models import Membership
from conditions.models import Publication
from tests import factories
from tests.conditions.views.conftest import clock  # noqa: F401 (a fixture)
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MINE = "/me/communities/"
HERE = f"{MINE}gilbert-syndrome/"
CONDITION = "/conditions/gilbert-syndrome/"
ANSWER = f"{CONDITION}causes/"


def prepared():
    desk = factories.desk()
    desk.about, asked = factories.condition(), factories.question("causes", "What causes it?")
    factories.published(desk, factories.started(desk, condition=desk.about, question=asked))
    desk.fern = factories.member("Quiet fern")
    desk.many = [factories.member().member for _number in range(10)]
    for each in desk.many:
        membership.belong(each, desk.about, relation="person", country="IE", on=each.joined_on)
    return desk


world = made_once(prepared)


@pytest.fixture
def phone(world):
    return factories.browser(world.fern)


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_member_joins_says_it_differently_and_leaves(phone, world):
    joined = text(phone.post(HERE, {"relation": "parent", "country": "ES"}, follow=True))
    assert "You have joined the community of Gilbert syndrome." in joined
    assert "Parent · Spain" in joined
    assert "Carer<br>" in text(phone.post(HERE, {"relation": "carer", "country": ""}, follow=True))
    assert "Leave the community of Gilbert syndrome?" in text(phone.get(f"{HERE}leave/"))
    assert "You belong to none." in text(phone.post(f"{HERE}leave/", follow=True))
    assert not world.fern.member.memberships.exists()


def test_pressing_twice_joins_once_and_leaves_once(phone, world):
    for _press in range(2):
        phone.post(HERE, {"relation": "parent"})
    assert world.fern.member.memberships.count() == 1
    for _press in range(2):
        assert "any more" in text(phone.post(f"{HERE}leave/", follow=True))
    assert Membership.objects.count() == len(world.many)


def test_form_keeps_what_was_typed_and_says_what_is_missing(phone, world):
    page = text(phone.post(HERE, {"country": "ES"}))
    assert "There is a problem" in page
    assert '<option value="ES" selected>' in page
    assert not world.fern.member.memberships.exists()


def test_members_see_and_change_their_own_communities_alone(phone, world):
    assert "Gilbert syndrome" not in text(phone.get(MINE))
    assert phone.get(f"{HERE}leave/").status_code == 404
    phone.post(f"{HERE}leave/")
    assert Membership.objects.count() == len(world.many)


def test_page_says_why_there_are_no_messages_and_leads_to_others(phone, world):
    phone.post(HERE, {"relation": "parent"})
    page = text(phone.get(MINE))
    assert "Members cannot write to each other here." in page
    assert "Where to find others" not in page
    support = factories.started(world, condition=world.about, question=factories.question("support", "Who can help?"))
    factories.published(world, support)
    assert f'<a href="{CONDITION}support/">Where to find others' in text(phone.get(MINE))


def test_account_for_work_is_told_that_it_cannot_join(world):
    page = text(factories.browser(world.author, second_factor=True).post(HERE, {"relation": "parent"}))
    assert "Communities are joined with a member’s account." in page
    assert Membership.objects.count() == len(world.many)


def test_family_of_conditions_has_no_community(phone):
    factories.condition("liver disease", "liver-disease", is_grouping=True)
    assert phone.get(f"{MINE}liver-disease/").status_code == 404


@pytest.mark.promise("R26")
def test_pages_say_a_band_that_follows_each_press(client, phone, world):
    before = Publication.objects.values().get()
    for page in (CONDITION, ANSWER):
        assert "The community of Gilbert syndrome: ten or fewer members." in text(client.get(page))
    phone.post(HERE, {"relation": "parent"})
    for page in (CONDITION, ANSWER):
        assert "The community of Gilbert syndrome: 11 to 20 members." in text(client.get(page))
    phone.post(f"{HERE}leave/")
    assert "ten or fewer members" in text(client.get(ANSWER))
    assert Publication.objects.values().get() == before


@pytest.mark.promise("R26", "C18")
def test_nobody_is_told_from_ten_or_fewer(client, world):
    few = text(client.get(CONDITION))
    Membership.objects.all().delete()
    assert text(client.get(CONDITION)) == few


def test_band_costs_no_query_more(client, world, django_assert_num_queries):
    for page in (CONDITION, ANSWER):
        with django_assert_num_queries(3):
            assert "ten or fewer members" in text(client.get(page))
