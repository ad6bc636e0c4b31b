"""The map says what its table says: every country can be drawn, listed ones by their bands, all others alike (A3)."""

import re

import pytest

from community import atlas, bands
from conditions.editorial.typed import COUNTRIES

PATH = re.compile(r"(M-?\d+ -?\d+([al][- .\d]+)+z)+")


def listed(**sizes):
    return {code: (f"Name of {code}", bands.Least(size)) for code, size in sizes.items()}


@pytest.mark.promise("A3")
def test_every_country_of_the_list_can_be_drawn_listed_or_not():
    assert COUNTRIES - atlas.codes() == set()
    assert [code for code in COUNTRIES if not PATH.fullmatch(atlas.drawn(listed(**{code: 11})).places[0].path)] == []
    assert PATH.fullmatch(atlas.drawn({}).land)


def test_what_is_listed_is_drawn_by_its_band_and_stands_in_the_land_no_more():
    nobody, found = atlas.drawn({}), atlas.drawn(listed(GB=21, MT=11))
    assert [(place.name, str(place.band), place.step) for place in found.places] == [
        ("Name of GB", "21 or more", 2),
        ("Name of MT", "11 or more", 1),
    ]
    assert found.places[0].path in nobody.land
    assert found.places[0].path not in found.land
    assert found.legend == [(1, "11 or more"), (2, "21 or more")]


def test_country_too_small_to_see_gets_a_circle_where_it_is_listed():
    small, large = atlas.drawn(listed(MT=11, FR=11)).places
    assert ("a6 6" in small.path, "a6 6" in large.path, "a6 6" in atlas.drawn({}).land) == (True, False, False)


def test_highest_bands_share_a_pattern_that_says_from_where():
    found = atlas.drawn(listed(GB=501, FR=2_001, IE=201))
    assert [place.step for place in found.places] == [6, 6, 5]
    assert found.legend == [(5, "201 or more"), (6, "501 or more")]
