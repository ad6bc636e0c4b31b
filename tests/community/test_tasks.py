"""What falls due for members is done by the worker, with nobody at their desk (C8, C10)."""

import datetime

import pytest

from community import tasks
from community.models import Reminder
from community.moderation import leaving
from conditions import chores
from tests import stories
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.mark.promise("C10")
def test_worker_reminds_by_itself():
    stories.published(stories.duty(), years=1)
    chores.do_due(clock=lambda: NOON.replace(year=2027) - datetime.timedelta(days=20))
    assert Reminder.objects.get().kind == "first"


@pytest.mark.promise("C8")
def test_worker_erases_what_its_author_left_and_nobody_may_see():
    story = stories.published(stories.duty(), years=1)
    person = story.author.user
    leaving.close_account(person.member, "name", by=person, at=NOON)
    assert tasks.erase_the_rest(NOON) == 0
    chores.do_due(clock=lambda: NOON.replace(year=2028))
    assert story.texts.get().is_sealed
