"""What the lists of evidence cost."""

import pytest
from django.urls import reverse

from conditions.models.people import Role
from tests import factories, life

pytestmark = pytest.mark.django_db

COST = {
    "answer": 21,
    "revision": 14,
    "contribution": 12,
    "citation": 12,
    "round": 14,
    "assignment": 14,
    "verdict": 14,
    "publication": 14,
    "signoff": 12,
    "readerreport": 15,
}


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_for_three(count, django_assert_num_queries):
    desk = factories.browser(factories.holder(Role.EDITOR, is_staff=True), second_factor=True)
    people = factories.desk()
    for number in range(count):
        life.reported(factories.published(people), number=f"AB12CD3{number}")
    desk.get(reverse("admin:conditions_answer_changelist"))
    for name, queries in COST.items():
        with django_assert_num_queries(queries):
            assert len(desk.get(f"/admin/conditions/{name}/").context["cl"].result_list) == count
