"""When a lay reader is reminded, and told of another day: as reviewers are, and never twice for one day."""

import datetime

import pytest

from conditions import history, tasks
from conditions.editorial import deadlines, reading_reminders, readings
from conditions.ledger import EVIDENCE
from conditions.models import Mail, Round
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
WEEK = 7 * DAY


def reminded(*days):
    return [reading_reminders.remind(at=NOON + number * DAY) for number in days]


@pytest.fixture
def reading():
    return factories.to_be_read(factories.desk())


def wanted(reading, due_on, at=NOON):
    opened = [Round.objects.select_related("answer__condition").get(pk=reading.round_id)]
    deadlines.set_due(opened, due_on, "She is away.", by=reading.asked_by, at=at)


@pytest.mark.promise("E14")
def test_lay_reader_is_reminded_once_on_the_day_and_anew_where_it_moves(reading):
    wanted(reading, TODAY + WEEK)
    assert reminded(6, 7, 7, 9) == [0, 1, 0, 0]
    wanted(reading, TODAY + 3 * WEEK, at=NOON + 9 * DAY)
    assert reminded(20, 30, 31) == [0, 1, 0]
    assert Mail.objects.filter(purpose="reading-unanswered", recipient=reading.reader.email).count() == 2
    told = [line.said.what for line in history.lines(reading.round.answer)[0]]
    assert any("was reminded to read revision 1" in said for said in told)
    assert not list(EVIDENCE["answer"].problems(lambda: None))


@pytest.mark.promise("E14")
def test_without_a_day_lay_reader_is_reminded_once_after_two_weeks(reading):
    assert reminded(13) == [0]
    assert tasks.remind_of_reviews(NOON + 14 * DAY) == 2  # the reviewer too
    assert reminded(15, 90) == [0, 0]


def test_nobody_is_reminded_who_answered_or_lost_the_role(reading):
    (other,) = readings.ask(reading.round, [factories.holder(Role.LAY_READER)], by=reading.asked_by, at=NOON)
    factories.read(reading)
    other.reader.grants.update(ends_on=TODAY)
    assert reminded(14) == [0]


@pytest.mark.promise("M22")
def test_lay_reader_is_told_of_another_day_in_one_letter_that_names_nothing(reading):
    wanted(reading, TODAY + WEEK)
    reminded(7)
    day, reminder = Mail.objects.filter(purpose__in=("reading-due-day", "reading-unanswered")).order_by("pk")
    assert day.recipient == reading.reader.email
    assert "1 text that you were asked to read is wanted by another day now: 9 March 2026" in day.text
    for letter in (day, reminder):
        said = (letter.subject + letter.text).lower()
        assert reading.revision.condition_name.lower() not in said
        assert reading.revision.question.lower() not in said
