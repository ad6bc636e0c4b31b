"""One question about one condition, as readers find it."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def address(publication):
    answer = publication.answer
    return f"/conditions/{answer.condition.slug}/{answer.question.slug}/"


def text(client, where, status=200):
    response = client.get(where)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.promise("R1")
def test_answer_that_is_reviewed_names_who_reviewed_it(client):
    people = factories.desk()
    page = text(client, address(factories.published(people)))
    assert "<strong>Medically reviewed</strong> on" in page
    assert f"{people.reviewer.name}, MD, Hepatology." in page
