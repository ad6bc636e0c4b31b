"""Authors are told twice before a story sleeps and once when it does, discreetly, each thing once (C10)."""

import datetime

import pytest

from community.models import Death, Reminder, Story
from community.moderation import publications, reminders, renewals
from conditions.models import Mail
from tests import stories
from tests.conditions.evidence import world
from tests.factories import NOON

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def people():
    return stories.duty()


@pytest.fixture
def story(people):
    return stories.published(people, years=1)


@pytest.fixture
def last(story):
    return NOON.replace(year=2027)


@pytest.mark.promise("C10")
def test_each_is_told_on_its_day_and_once(last):
    told = []
    for days in (61, 60, 59, 15, 14, 1, 0, -1, -2, -90):
        reminders.remind(at=last - days * DAY)
        told.append(Reminder.objects.count())
    assert told == [0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    purposes = Mail.objects.filter(purpose__startswith="consent").order_by("pk").values_list("purpose", flat=True)
    assert list(purposes) == ["consent-runs-out", "consent-runs-out", "consent-ran-out"]
    assert world.found() == []


def test_what_a_worker_missed_is_not_made_up_for(last):
    assert [reminders.remind(at=last - days * DAY) for days in (5, 5, -30)] == [1, 0, 1]
    assert set(Reminder.objects.values_list("kind", flat=True)) == {"second", "asleep"}


@pytest.mark.promise("M22")
def test_mail_says_until_when_and_not_about_what(story, last):
    reminders.remind(at=last - 20 * DAY)
    mail = Mail.objects.get(purpose="consent-runs-out")
    assert "2 March 2027" in mail.text
    for word in (story.code, str(story.condition), "A wet Tuesday", "story"):
        assert word not in f"{mail.subject} {mail.text} {mail.html}"


def test_mail_comes_in_the_language_of_the_author(story, last):
    story.author.user.language = "es"
    story.author.user.save()
    reminders.remind(at=last - 20 * DAY)
    assert "2 de marzo de 2027" in Mail.objects.get(purpose="consent-runs-out").text


def test_who_renewed_or_took_it_down_is_asked_no_more(story, last):
    seen = [each.pk for each in renewals.asked_again(story)]
    renewals.renew(story, by=story.author.user, at=NOON, years=3, seen=seen)
    assert reminders.remind(at=last) == 0
    publications.take_down(story, by=story.author.user, at=last)
    assert reminders.remind(at=last.replace(year=2029)) == 0


@pytest.mark.promise("C14")
def test_author_is_told_before_a_child_comes_of_age_and_in_that_year_the_story_sleeps(people):
    child = {"relation": "parent", "attests": "guardian", "comes_of_age": 2029}
    story, last = stories.published(people, years=5, **child), NOON.replace(year=2028, month=12, day=31)
    told = [reminders.remind(at=last - days * DAY) for days in (61, 60, 14, 0, -1)]
    assert told == [0, 1, 1, 0, 1]
    assert [story in Story.objects.published((last + days * DAY).date()) for days in (0, 1)] == [True, False]


@pytest.mark.promise("C10")
def test_who_died_is_never_asked(story, last):
    Death.objects.create(member=story.author, noted_by=story.author.user, noted_at=NOON, basis="A certificate.")
    assert reminders.remind(at=last - 10 * DAY) == 0
    assert reminders.remind(at=last + 10 * DAY) == 0
