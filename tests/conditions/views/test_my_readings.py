"""What somebody was asked to read, in their account: also once they have no role any more."""

from types import SimpleNamespace

import pytest
from django.utils.html import strip_tags

from conditions.models import Reading
from conditions.models.people import Role
from tests import factories
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
LIST = "/account/readings/"


def built():
    people = factories.desk()
    first = factories.read(factories.to_be_read(people))
    return SimpleNamespace(first=first, second=factories.to_be_read(people, first.reader))


made = made_once(built)
world = copied()


@pytest.fixture
def former(world):
    """Whoever has no role any more, and so no desk."""
    world.first.reader.grants.update(ends_on=factories.DAY_ONE)
    return factories.browser(world.first.reader)


def told(response):
    return " ".join(strip_tags(response.content.decode()).split())


@pytest.mark.promise("C8")
def test_former_lay_reader_takes_the_name_back(former, world, django_assert_num_queries):
    assert former.get("/desk/readings/").status_code == 403
    assert LIST in former.get("/me/").content.decode()
    former.get(LIST)
    with django_assert_num_queries(5):
        shown = told(former.get(LIST))
    assert "Your name there: Fern Reader. You and the condition: I live with it." in shown
    assert "deleted for good" in told(former.get(f"{LIST}{world.first.pk}/name/"))
    assert former.post(f"{LIST}{world.first.pk}/name/")["Location"] == LIST
    assert Reading.objects.get(pk=world.first.pk).is_sealed
    assert "Fern Reader" not in told(former.get(LIST))


def test_whoever_says_no_is_waited_for_no_more_also_without_a_role(former, world):
    assert "/desk/" not in former.get(LIST).content.decode()
    decline = f"{LIST}{world.second.pk}/decline/"
    assert "No longer a lay reader" not in told(former.get(decline))
    former.post(decline, {"declined_because": "close"})
    assert Reading.objects.get(pk=world.second.pk).declined_because == "close"
    assert "too close to me" in told(former.get(LIST))
    assert "Nothing waits for you" in told(former.post(decline, {"declined_because": "close"}, follow=True))


@pytest.mark.promise("S1")
def test_nobody_sees_what_somebody_else_was_asked(world):
    other = factories.browser(factories.holder(Role.LAY_READER), second_factor=True)
    assert "Nobody has asked you to read a text." in told(other.get(LIST))
    for part in ("decline", "name"):
        address = f"{LIST}{world.first.pk}/{part}/"
        assert other.get(address).status_code == 404
        assert other.post(address).status_code == 404
    assert not Reading.objects.get(pk=world.first.pk).is_sealed
