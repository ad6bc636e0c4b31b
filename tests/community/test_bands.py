"""Members are counted so roughly that nobody can be counted out, whoever joins and looks again (C18, R26)."""

from collections import defaultdict
from functools import cache
from itertools import product

import pytest

from community import bands, membership
from community.bands import Band
from tests import factories
from tests.factories import TODAY

EDGES = (0, 10, 11, 20, 21, 22)  # what a country may have where bands meet


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
    """By what is seen before and after one person joins, the sizes that a country that is not listed may have."""
    possible = defaultdict(set)
    for listed in product(EDGES, repeat=3):
        for small in range(10):
            for unsaid in range(max(0, 56 - sum(listed))):
                total = sum(listed) + small + unsaid
                for place in range(4):  # one of the three, or where nobody sees it
                    after = seen(total + 1, joined(listed, place))
                    possible[place, seen(total, listed), after].add(small)
    return possible


@pytest.mark.promise("C18")
def test_every_country_that_is_not_listed_may_have_any_size_below_ten():
    possible = hidden_sizes()
    assert len(possible) > 50
    assert {key: sizes for key, sizes in possible.items() if sizes != set(range(10))} == {}


@pytest.mark.promise("C18")
def test_country_is_listed_only_while_the_others_could_be_ten():
    assert bands.shown(20, {"GB": 15}).countries == {}
    assert bands.shown(21, {"GB": 15}).countries == {"GB": Band(11, 20)}
    assert bands.shown(60, {"GB": 25, "IE": 12, "ES": 13}).countries == {"GB": Band(21, 50), "ES": Band(11, 20)}
    assert bands.shown(400, {"GB": 150, "IE": 40, "": 200}).countries == {"GB": Band(101, 200), "IE": Band(21, 50)}


@pytest.mark.django_db
def test_members_of_a_condition_are_counted_as_they_are_now(django_assert_num_queries):
    about, other = factories.condition(), factories.condition(slug="other")
    people = [factories.member().member for _number in range(21)]
    for number, person in enumerate(people):
        membership.belong(person, about, relation="person", country="GB" if number < 11 else "", on=TODAY)
        membership.belong(person, other, relation="carer", on=TODAY)
    with django_assert_num_queries(1):
        found = bands.of(about)
    assert (found.total, found.countries) == (Band(21, 50), {"GB": Band(11, 20)})
    membership.leave(people[0].memberships.get(condition=about))
    assert (str(bands.of(about)), bands.of(about).countries) == ("11 to 20", {})
