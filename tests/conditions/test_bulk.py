"""Many rows at once arrive as Django itself would have written them."""

import pytest

from conditions import bulk
from conditions.models import Name
from tests import factories

pytestmark = pytest.mark.django_db


def test_rows_stand_as_django_would_have_written_them():
    condition = factories.condition()
    rows = [Name(condition=condition, text=f"Näme {n}%s", folded=f"name {n}", use=Name.Use.SHOWN) for n in range(3)]
    bulk.write(rows[:2])
    rows[2].save()
    written = Name.objects.filter(text__startswith="Näme").order_by("pk").values("language", "use", "text")
    assert [row["text"] for row in written] == ["Näme 0%s", "Näme 1%s", "Näme 2%s"]
    assert {(row["language"], row["use"]) for row in written} == {("en", "shown")}


def test_nothing_to_write_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        bulk.write([])
    assert not Name.objects.exists()
