"""Members are counted so roughly that nobody can be counted out, whoever joins and looks again (C18, R26)."""

import datetime
from collections import defaultdict
from functools import cache
from itertools import product

import pytest

from community import bands, membership
from community.bands import Band, Least
from community.models import Membership
from tests import factories
from tests.factories import TODAY

LATER = TODAY.replace(month=6, day=15)
TOP = 112  # more in all are not tried
EDGES = (0, 10, 11, 20, 21, 50, 51)  # what a country may have where bands meet


@pytest.mark.promise("R26")
@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "ten or fewer"),
        (10, "ten or fewer"),
        (11, "11 to 20"),
        (20, "11 to 20"),
        (21, "21 to 50"),
        (51, "51 to 100"),
        (200, "101 to 200"),
        (201, "201 to 500"),
        (501, "501 to 1,000"),
        (2_000, "1,001 to 2,000"),
    ],
)
def test_size_is_said_in_a_band(size, said):
    assert str(bands.shown(size, {})) == said


@pytest.mark.promise("C18")
def test_nobody_who_joins_tells_sizes_below_ten_apart():
    before = [bands.shown(size, {}) for size in range(10)]
    after = [bands.shown(size + 1, {}) for size in range(10)]
    assert [each for each in before + after if each != before[0]] == []


@cache
def seen(total, listed):
    """What a reader sees of three countries that could be listed."""
    found = bands.shown(total, dict(zip("ABC", listed, strict=True)))
    return found.total, tuple(sorted(found.countries.items()))


def joined(listed, place):
    return tuple(size + (index == place) for index, size in enumerate(listed))


def hidden_sizes():
    """What an unlisted country may have, by what is seen before one joins, after it, and once they say where."""
    possible = defaultdict(set)
    for listed in product(EDGES, repeat=3):
        for small in range(10):
            for unsaid in range(max(0, TOP - sum(listed))):
                total = sum(listed) + small + unsaid
                joins = seen(total + 1, listed)  # where nobody sees it
                for place in range(3):
                    says = seen(total + 1, joined(listed, place))
                    possible[place, seen(total, listed), joins, says].add(small)
    return possible


@pytest.mark.promise("C18")
def test_every_country_that_is_not_listed_may_have_any_size_below_ten():
    possible = hidden_sizes()
    assert len(possible) > 50
    assert {key: sizes for key, sizes in possible.items() if sizes != set(range(10))} == {}


@pytest.mark.promise("C18")
def test_country_is_listed_only_while_the_others_could_be_ten():
    assert bands.shown(20, {"GB": 15}).countries == {}
    assert bands.shown(21, {"GB": 15}).countries == {"GB": Least(11)}
    assert bands.shown(60, {"GB": 15, "IE": 12, "ES": 13}).countries == dict.fromkeys(["GB", "IE", "ES"], Least(11))
    assert bands.shown(50, {"GB": 15, "IE": 12, "ES": 13}).countries == {}
    assert bands.shown(400, {"GB": 150, "IE": 40, "": 200}).countries == {"GB": Least(101), "IE": Least(21)}


@pytest.mark.promise("C18")
@pytest.mark.parametrize("edge", [20, 50, 100, 200])
def test_country_in_which_everybody_lives_stays_listed_as_it_grows(edge):
    """If it went, whoever came last would know that nobody lives elsewhere."""
    before = bands.shown(edge + 1, {"GB": edge})
    assert before.countries == bands.shown(edge + 1, {"GB": edge + 1}).countries != {}


@pytest.mark.django_db
def test_members_of_a_condition_are_counted_as_they_are_now(django_assert_num_queries):
    about, other = factories.condition(), factories.condition(slug="other")
    people = [factories.member().member for _number in range(21)]
    for number, person in enumerate(people):
        membership.belong(person, about, relation="person", country="GB" if number < 11 else "", on=TODAY)
        membership.belong(person, other, relation="carer", on=TODAY)
    with django_assert_num_queries(1):
        found = bands.of(about, LATER)
    assert (found.total, found.countries) == (Band(21, 50), {"GB": Least(11)})
    membership.leave(people[0].memberships.get(condition=about))
    assert (str(bands.of(about, LATER)), bands.of(about, LATER).countries) == ("11 to 20", {})


@pytest.fixture
def mover():
    """One of 21: ten others live in Great Britain, ten in Ireland."""
    about = factories.condition()
    for where in ["GB", "IE"] * 10:
        membership.belong(factories.member().member, about, relation="person", country=where, on=TODAY)
    return membership.belong(factories.member().member, about, relation="person", country="GB", on=TODAY)


@pytest.mark.django_db
@pytest.mark.promise("C18")
@pytest.mark.parametrize("moved", [LATER, LATER.replace(day=1), LATER.replace(day=30)])
def test_account_that_moves_counts_in_no_country_until_a_whole_month_has_passed(mover, moved):
    """Else it would find two countries of exactly ten each, and know that nobody lives elsewhere."""
    about = mover.condition
    assert bands.of(about, moved).countries == {"GB": Least(11)}
    membership.change(mover, relation="person", country="IE", on=moved)
    days = [moved + datetime.timedelta(days=number) for number in range(100)]
    first = next(day for day in days if bands.of(about, day).countries)
    assert bands.of(about, first).countries == {"IE": Least(11)}
    assert (first.day, (first - moved).days >= 28) == (1, True)
    assert str(bands.of(about, moved)) == str(bands.of(about, first)) == "21 to 50"


@pytest.mark.django_db
@pytest.mark.promise("C18", "O6")
def test_who_joins_while_the_site_is_brought_up_to_date_counts_once_their_day_is_known(mover):
    """The code before knows no such day; the one row that it writes or changes is as good as any."""
    mover.delete()
    told = {"country": "GB", "relation": "person", "joined_on": TODAY}
    old = Membership.objects.create(member=mover.member, condition=mover.condition, **told)
    assert bands.of(mover.condition, LATER).countries == {}
    membership.change(old, relation="person", country="GB", on=TODAY)
    assert bands.of(mover.condition, LATER).countries == {"GB": Least(11)}
    Membership.objects.filter(pk=old.pk).update(country="")
    assert bands.of(mover.condition, LATER).countries == {}


@pytest.mark.django_db
def test_who_says_the_same_country_again_counts_on(mover):
    membership.change(mover, relation="carer", country="GB", on=LATER)
    assert bands.of(mover.condition, LATER).countries == {"GB": Least(11)}
    membership.change(mover, relation="carer", country="", on=LATER)
    assert (mover.placed_on, bands.of(mover.condition, LATER).countries) == (None, {})
