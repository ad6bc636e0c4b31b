"""Where the members of a community live: a table in bands and its map, which give nobody away (A3, C18)."""

import re

import pytest

from community import membership
from community.models import Membership
from conditions.editorial import catalogue
from conditions.editorial.rows import version
from conditions.models.people import Role
from tests import factories
from tests.factories import TODAY
from tests.shared import made_once

pytestmark = pytest.mark.django_db
PAGE = "/communities/gilbert-syndrome/"
HIDDEN = range(10)  # how many may live in a country that is not listed


def prepared():
    """21 members: 11 in Great Britain, the others anywhere."""
    about = factories.condition()
    shown(about)
    for number in range(21):
        where = "GB" if number < 11 else ""
        membership.belong(factories.member().member, about, relation="person", country=where, on=TODAY)
    return factories.member()


def shown(about, *, shows=True):
    who = {"by": factories.holder(Role.EDITOR), "at": factories.NOON}
    return catalogue.show_countries(about, shows, seen=version(about), **who)


joiner = made_once(prepared)


def seen(client, page=PAGE):
    response = client.get(page)
    assert response.status_code == 200
    return response.content


def living(where):
    """They say so for long."""
    return {"country": where, "placed_on": TODAY}


def with_hidden(size):
    """So many of those who are not listed say that they live in Ireland, the others nothing."""
    unsaid = Membership.objects.exclude(country="GB").order_by("pk")
    unsaid.update(country="", placed_on=None)
    Membership.objects.filter(pk__in=list(unsaid.values_list("pk", flat=True)[:size])).update(**living("IE"))


def test_countries_stand_in_a_table_with_their_bands(client, joiner, django_assert_num_queries):
    with django_assert_num_queries(3):
        page = seen(client).decode()
    assert '<th scope="row">United Kingdom</th><td>11 or more</td>' in page
    assert "21 to 50 members." in page
    assert "Where fewer have joined, we do not show it." in page
    assert f'href="{PAGE}"' in client.get("/conditions/gilbert-syndrome/").content.decode()


@pytest.mark.promise("C18")
def test_every_size_of_a_hidden_country_shows_the_same_pages_before_and_after_one_joins(client, joiner):
    pages = {"before": set(), "after": set()}
    for size in HIDDEN:
        with_hidden(size)
        pages["before"].add((seen(client), seen(client, f"{PAGE}?country=IE")))
        joined = membership.belong(joiner.member, one_condition(), relation="person", country="IE", on=TODAY)
        pages["after"].add((seen(client), seen(client, f"{PAGE}?country=IE")))
        membership.leave(joined)
    assert Membership.objects.filter(country="IE").count() == HIDDEN[-1]
    assert {name: len(found) for name, found in pages.items()} == {"before": 1, "after": 1}


@pytest.mark.promise("C18")
def test_who_joins_and_then_says_where_learns_nothing_of_the_others(client, joiner):
    """Of twenty others none or some live in Ireland, the rest in Great Britain, where the last one says to live too."""
    Membership.objects.filter(country="").last().delete()
    others, steps = list(Membership.objects.order_by("pk").values_list("pk", flat=True)), set()
    for size in HIDDEN:
        Membership.objects.update(**living("GB"))
        Membership.objects.filter(pk__in=others[:size]).update(**living("IE"))
        mine = membership.belong(joiner.member, one_condition(), relation="person", country="", on=TODAY)
        unsaid = seen(client)
        Membership.objects.filter(pk=mine.pk).update(**living("GB"))
        steps.add((unsaid, seen(client)))
        membership.leave(mine)
    assert len(others) == 20
    assert len(steps) == 1


@pytest.mark.promise("A3", "C18")
def test_map_shows_what_the_table_shows_and_nothing_else(client, joiner):
    for number in range(40):
        where = "IE" if number < 14 else "MT" if number < 18 else ""
        membership.belong(factories.member().member, one_condition(), relation="person", country=where, on=TODAY)
    page = seen(client).decode()
    table = re.findall(r'<th scope="row">(.+?)</th><td>(.+?)</td>', page)
    assert table == [("Ireland", "11 or more"), ("United Kingdom", "11 or more")]
    assert re.findall(r"<title>(.+?): (.+?)</title></path>", page) == table
    assert page.index("<table") < page.index("<svg")


@pytest.mark.promise("C18")
def test_nobody_sees_where_members_live_until_an_editor_shows_it(client, joiner):
    assert "<svg" in seen(client).decode()
    shown(one_condition(), shows=False)
    page = seen(client).decode()
    assert "We do not show in which countries the members of this community live." in page
    assert "21 to 50 members." in page
    assert [word for word in ("<svg", "<table", "United Kingdom") if word in page] == []


def one_condition():
    return Membership.objects.first().condition


@pytest.mark.promise("C18")
def test_no_country_is_listed_where_the_whole_would_give_the_rest_away(client, joiner):
    Membership.objects.filter(country="").last().delete()
    page = seen(client).decode()
    assert "11 to 20 members." in page
    assert "No country can be shown yet." in page
    assert "United Kingdom</th>" not in page


def test_family_and_unknown_condition_have_no_community(client, joiner):
    about = one_condition()
    type(about).objects.filter(pk=about.pk).update(is_grouping=True)
    assert [client.get(page).status_code for page in (PAGE, "/communities/never-there/")] == [404, 404]
