"""Many rows at once arrive as Django itself would have written them."""

import pytest
from django.db import IntegrityError, transaction

from conditions import bulk
from conditions.models import Condition, Name
from tests import factories

pytestmark = pytest.mark.django_db


def test_rows_stand_as_django_would_have_written_them():
    condition = factories.condition()
    signs = "Näme\t\\N\n“{n}”%s"
    rows = [Name(condition=condition, text=signs + str(n), folded=f"name {n}", use=Name.Use.SHOWN) for n in range(3)]
    bulk.write(rows[:2])
    rows[2].save()
    written = Name.objects.filter(text__startswith="Näme").order_by("pk").values("language", "use", "text")
    assert [row["text"] for row in written] == [signs + str(n) for n in range(3)]
    assert {(row["language"], row["use"]) for row in written} == {("en", "shown")}


def test_more_rows_than_one_statement_takes_come_whole_and_in_order():
    about = factories.condition()
    many = 3 * bulk.PARAMETERS // 5 + 7
    bulk.write([Name(condition=about, text=f"Name {n}", folded=f"name {n}") for n in range(many)])
    written = Name.objects.filter(condition=about, use=Name.Use.SEARCH).order_by("pk").values_list("text", flat=True)
    assert list(written) == [f"Name {n}" for n in range(many)]


def test_guard_sees_the_rows_that_come_before_it_in_the_same_statement():
    link = Condition.parents.through
    one, other, third = (factories.condition(slug=slug).pk for slug in ("one", "other", "third"))
    ring = [(one, other), (other, third), (third, one)]
    with pytest.raises(IntegrityError, match="family_no_ring"), transaction.atomic():
        bulk.write([link(from_condition_id=member, to_condition_id=family) for member, family in ring])
    assert not link.objects.exists()


def test_constraint_refuses_the_whole_of_what_was_written():
    about = factories.condition()
    before = Name.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.write([Name(condition=about, text=text, folded="name") for text in ("A name", "")])
    assert Name.objects.count() == before


def test_nothing_to_write_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        bulk.write([])
    assert not Name.objects.exists()
