"""The day by which reviews are wanted, moved for many at once."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from conditions import history, ledger
from conditions.editorial import deadlines, experts, reminders, rounds
from conditions.editorial.listings import reviewers
from conditions.models import Answer, Comment, ExpertLink, Mail, Round
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.conditions.evidence.world import found
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
SOON, LATER = TODAY + 7 * DAY, TODAY + 21 * DAY


made = made_once(factories.desk)
people = copied()


@pytest.fixture
def opened(people):
    """Two reviews in a bundle, wanted within a week."""
    bundle = factories.bundled(people, 2, due_on=SOON)
    return list(Round.objects.filter(bundle=bundle).select_related("answer__condition"))


def set_due(opened, people, due_on=LATER, because="She is away.", by=None):
    return deadlines.set_due(opened, due_on, because, by=by or people.author, at=NOON)


def days():
    return set(Round.objects.values_list("due_on", flat=True))


@pytest.mark.promise("E14")
def test_reviews_are_wanted_by_the_new_day_and_reminded_of_then(opened, people):
    set_due(opened, people)
    assert days() == {LATER}
    assert [reminders.remind(at=NOON + number * DAY) for number in (7, 20, 21)] == [0, 0, 2]
    assert list(ledger.verify()) == []


@pytest.mark.promise("E14")
def test_where_the_day_moves_after_a_reminder_all_begins_anew_on_it(opened, people):
    reminders.remind(at=NOON + 7 * DAY)
    deadlines.set_due(opened, LATER, "She is away.", by=people.author, at=NOON + 8 * DAY)
    assert not reviewers.silent((NOON + 20 * DAY).date()).exists()
    fell = [reminders.remind(at=NOON + number * DAY) for number in (10, 20, 21, 23, 24, 27, 28, 60)]
    assert fell == [0, 0, 2, 0, 2, 0, 2, 0]
    assert Mail.objects.filter(purpose="review-unanswered-reviewer").count() == 2


def test_reviewer_gets_one_letter_that_names_nothing(opened, people):
    set_due(opened, people)
    letter = Mail.objects.get(purpose="review-due-day")
    assert letter.recipient == people.colleague.email
    assert "2 texts that you were asked to check are wanted by another day now: 23 March 2026" in letter.text
    assert "She is away." not in letter.text


def test_outside_expert_is_told_at_their_own_address(people):
    link = factories.asked_outside(people)
    set_due(list(Round.objects.filter(bundle=link.bundle).select_related("answer__condition")), people)
    letter = Mail.objects.get(purpose="review-due-day")
    assert letter.recipient == link.mailbox.email
    assert "Use the link in our mail of 2 March 2026" in letter.text


def asked_outside(people, **sent):
    """A link of 14 days, and the reviews that it is for."""
    link = factories.asked_outside(people, **sent)
    return link, list(Round.objects.filter(bundle=link.bundle).select_related("answer__condition"))


@pytest.mark.promise("R9", "E14")
@pytest.mark.parametrize("days", [21, 7])
def test_link_of_an_outside_expert_ends_with_the_new_day(people, days):
    link, opened = asked_outside(people)
    set_due(opened, people, TODAY + days * DAY)
    link.refresh_from_db()
    assert (link.last_day, link.state(link.expires_at)) == (TODAY + days * DAY, "ended")
    given = factories.signed_outside(link, at=link.expires_at - datetime.timedelta(hours=1))
    assert len(given) == 2
    assert found() == []


@pytest.mark.promise("E14")
def test_link_lasts_as_long_as_one_of_its_texts_is_wanted(people):
    link, (first, second) = asked_outside(people)
    set_due([first], people, TODAY + 21 * DAY)
    set_due([second], people, TODAY + 7 * DAY)
    link.refresh_from_db()
    assert link.last_day == TODAY + 21 * DAY


@pytest.mark.promise("R9")
def test_day_that_a_link_cannot_reach_moves_nothing(people):
    looked = experts.Looked(TODAY, 20, "The register's page")
    (long, its), (short, theirs) = asked_outside(people), asked_outside(people, looked=looked)
    for opened, day, said in ((its, 31, "works until 1 April 2026"), (theirs, 21, "counts until 22 March 2026")):
        with pytest.raises(ValidationError, match=said), transaction.atomic():
            set_due(opened, people, TODAY + day * DAY)
    assert days() == {TODAY + 14 * DAY}
    assert {each.last_day for each in ExpertLink.objects.all()} == {long.last_day, short.last_day}


def test_link_that_is_over_stays_over(people):
    link, opened = asked_outside(people)
    experts.withdraw(link, by=people.author, at=NOON)
    set_due(opened, people)
    assert ExpertLink.objects.get().expires_at == link.expires_at


def test_whoever_decided_already_is_not_told(opened, people):
    for each in opened:
        factories.signed(people, each.revision)
    set_due(opened, people)
    assert not Mail.objects.filter(purpose="review-due-day").exists()


def test_history_says_who_moved_it_to_when_and_why(opened, people):
    set_due(opened, people)
    set_due(list(Round.objects.select_related("answer__condition")), people, SOON, "She is back.")
    (back, *_rest), _more = history.lines(Answer.objects.get(pk=opened[0].answer_id))
    assert back.said.what == "A Person moved the day by which the review of revision 1 is wanted to 9 March 2026."
    assert back.said.why == "She is back."
    assert Comment.objects.filter(round=opened[0]).count() == 2


def test_day_that_stays_is_no_move(opened, people):
    assert set_due(opened, people, SOON) == []
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        pytest.param({"due_on": TODAY - DAY}, "This day is over", id="a day that is over"),
        pytest.param({"because": " "}, "Say why", id="no reason"),
    ],
)
def test_what_cannot_be_is_refused(opened, people, wrong, sentence):
    with pytest.raises(ValidationError, match=sentence):
        set_due(opened, people, **wrong)
    assert days() == {SOON}


def test_all_of_it_or_nothing(opened, people):
    rounds.dismiss(opened[1], "A mistake", by=people.author, at=NOON)
    with pytest.raises(Stale):
        set_due(opened, people)
    assert days() == {SOON}


def test_only_who_may_ask_reviewers_moves_their_day(opened, people):
    with pytest.raises(PermissionDenied):
        set_due(opened, people, by=factories.holder(Role.AUTHOR))
    assert days() == {SOON}


@pytest.mark.promise("E1")
def test_database_keeps_the_day_of_a_review_that_is_over(opened, people):
    rounds.dismiss(opened[0], "A mistake", by=people.author, at=NOON)
    with pytest.raises(IntegrityError, match="round_due_while_open"), transaction.atomic():
        Round.objects.filter(pk=opened[0].pk).update(due_on=LATER)
