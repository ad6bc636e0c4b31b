"""A review that nobody answers: the reviewer is reminded once, then the editor is told, then the lead (E14)."""

import datetime

import pytest

from conditions.editorial import people as standing
from conditions.editorial import reminders, rounds, rows
from conditions.models import Assignment, Mail, ReviewReminder, Round
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.promise("E14")]
DAY = datetime.timedelta(days=1)
DUE = TODAY + 7 * DAY


@pytest.fixture
def people():
    return factories.desk()


def asked(people, due_on=DUE, reviewer=None):
    revision = factories.written(people)
    told = {"by": people.author, "at": NOON}
    round_ = rounds.submit(revision, seen=revision.digest, due_on=due_on, **told)
    return rounds.offer(round_, [reviewer or people.reviewer], **told)[0]


def letters(step):
    return list(Mail.objects.filter(purpose=f"review-unanswered-{step}").values_list("recipient", flat=True))


def remind(days):
    """What falls due so many days after the review was asked for."""
    return reminders.remind(at=NOON + days * DAY)


def test_reviewer_is_reminded_on_the_day_and_once(people):
    asked(people)
    assert [remind(days) for days in (6, 7, 7, 8)] == [0, 1, 0, 0]
    assert letters("reviewer") == [people.colleague.email]


def test_editor_is_told_after_the_reviewer_and_the_lead_after_the_editor(people):
    asked(people)
    lead = factories.holder(Role.EDITOR)
    assert [remind(days) for days in (7, 9, 10, 13, 14, 15)] == [1, 0, 1, 0, 1, 0]
    assert letters("editor") == [people.author.email]
    assert lead.email in letters("lead")
    assert not {people.author.email, people.colleague.email} & set(letters("lead"))


def end_roles(person):
    """From the day after the review was asked for."""
    for grant in person.grants.all():
        told = {"by": factories.administrator(), "at": NOON, "seen": rows.version(grant)}
        standing.end_grant(grant, ends_on=TODAY, **told)


def test_who_has_no_role_any_more_is_not_asked_to_do_anything(people):
    asked(people)
    lead = factories.holder(Role.EDITOR)
    end_roles(people.colleague)
    end_roles(people.author)
    assert [remind(days) for days in (7, 10)] == [1, 1]
    assert letters("reviewer") == []
    assert lead.email in letters("editor")
    assert people.author.email not in letters("editor")
    said = Mail.objects.get(purpose="review-unanswered-editor", recipient=lead.email).text
    assert "1 review had no answer after a reminder, and whoever asked for it cannot act on it any more" in said


def test_clock_that_jumped_over_every_day_keeps_the_order(people):
    asked(people)
    assert remind(90) == 1
    assert (letters("reviewer"), letters("editor")) == ([people.colleague.email], [])
    assert [remind(days) for days in (92, 93, 400)] == [0, 1, 1]


@pytest.mark.parametrize("ending", ["accepted", "declined", "decided", "ended"])
def test_nobody_is_reminded_of_what_was_answered(people, ending):
    assignment = asked(people)
    told = {"by": people.colleague, "at": NOON}
    match ending:
        case "accepted":
            rounds.accept(assignment, **told)
        case "declined":
            rounds.decline(assignment, "time", **told)
        case "decided":
            factories.signed(people, assignment.round.revision)
        case "ended":
            rounds.dismiss(Round.objects.get(), "A mistake", by=people.author, at=NOON)
    assert remind(7) == (1 if ending == "accepted" else 0)  # whoever accepted still has to do it


def test_without_a_day_the_reminder_comes_after_two_weeks(people):
    asked(people, due_on=None)
    assert [remind(days) for days in (13, 14)] == [0, 1]


def test_one_letter_counts_all_texts_that_wait(people):
    for _text in range(3):
        asked(people)
    assert remind(7) == 3
    assert "3 texts still wait for you" in Mail.objects.get(purpose="review-unanswered-reviewer").text


def test_letter_names_neither_condition_nor_question(people):
    assignment = asked(people)
    remind(7)
    letter = Mail.objects.get(purpose="review-unanswered-reviewer")
    answer = assignment.round.answer
    for said in (answer.condition.slug, answer.question.slug, "Gilbert"):
        assert said not in letter.subject + letter.text + letter.html


def test_reminder_leaves_the_review_as_it_is(people):
    assignment = asked(people)
    remind(7)
    assert Assignment.objects.waiting().get() == assignment
    assert ReviewReminder.objects.get().step == "reviewer"
