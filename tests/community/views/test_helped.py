"""“This helped me”: a number for the author alone, and nothing about who said it."""

import pytest
from django.test import Client

from community import export
from community.models import Story, Thanks
from community.moderation import erasures
from tests import factories, stories
from tests.conditions.views.conftest import clock  # noqa: F401 (a fixture)
from tests.factories import NOON
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def of_duty():
    people = stories.duty()
    people.author = factories.member("Quiet fern")
    people.story = stories.published(people, people.author)
    return people


world = made_once(of_duty)


def say(world, address="192.0.2.1", client=None):
    return (client or Client()).post(f"/stories/{world.story.code}/helped/", REMOTE_ADDR=address, follow=True)


def own_page(world):
    return factories.browser(world.author).get(f"/me/stories/{world.story.code}/").content.decode()


def test_author_alone_reads_how_often_a_story_helped(client, world):
    before = client.get(f"/stories/{world.story.code}/").content
    assert b"helped/" in before
    assert "told us" not in own_page(world)
    assert "The author will read that it helped somebody." in say(world).content.decode()
    assert "Readers pressed “This helped me” 1 time." in own_page(world)
    say(world, "192.0.2.250")
    assert "Readers pressed “This helped me” 2 times." in own_page(world)
    assert client.get(f"/stories/{world.story.code}/").content == before


@pytest.mark.promise("S7")
def test_second_press_counts_for_nothing_and_leaves_no_trace(world):
    for _press in range(3):
        assert "Thank you" in say(world).content.decode()
    assert list(Thanks.objects.values()) == [{"id": Thanks.objects.get().pk, "story_id": world.story.pk, "number": 1}]


def test_author_does_not_thank_themselves(world):
    say(world, client=factories.browser(world.author))
    assert not Thanks.objects.exists()


@pytest.mark.promise("S5")
def test_many_thanks_from_one_connection_wait(world):
    for _press in range(20):
        say(world)
    late = say(world)
    assert late.status_code == 429
    assert "Many thanks came from your connection." in late.content.decode()


@pytest.mark.promise("C8", "C17")
def test_number_is_exported_and_goes_with_the_words(world):
    say(world)
    assert export.held_on(world.author)["stories"][0]["helped"] == 1
    erasures.erase(Story.objects.get(pk=world.story.pk), by=world.author, at=NOON)
    assert not Thanks.objects.exists()
    assert say(world, "192.0.2.7").status_code == 404
