"""The map of a community as a browser draws it: for everybody, in every light, and never instead of the table."""

import pytest

from community import membership
from conditions.models import Condition
from tests import factories
from tests.browser.axe import broken_by_colours, broken_rules
from tests.browser.conftest import DESK, PHONE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.mark.promise("A1", "A3")
def test_map_passes_axe_fits_and_stands_below_its_table(visit: Visit, library: Condition) -> None:
    for number in range(21):
        where = "GB" if number < 11 else ""
        membership.belong(factories.member().member, library, relation="person", country=where, on=factories.DAY_ONE)
    Condition.objects.filter(pk=library.pk).update(shows_countries=True)
    page, broken = visit(f"/communities/{library.slug}/"), []
    for width, theme, forced in ((320, "light", "none"), (PHONE, "dark", "none"), (DESK, "light", "active")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme, forced_colors=forced)
        broken += broken_rules(page) + broken_by_colours(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert broken == []
    picture = page.get_by_role("img", name="Countries where more than ten members live, on a map of the world")
    assert picture.bounding_box()["y"] > page.get_by_role("table").bounding_box()["y"]
