"""A withdrawal that nobody confirms within a day: everybody else is told once, and health says so."""

import datetime

import pytest

from conditions import health, ledger, tasks
from conditions.editorial import withdrawals
from conditions.models import Escalation, Mail, Publication
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


made = made_once(factories.desk)
people = copied()


def problems(at):
    return " ".join(finding.problem for finding in health.findings(at) if "withdrawal" in finding.problem)


def reminders():
    return Mail.objects.filter(purpose="confirmation-overdue")


@pytest.mark.promise("E7")
def test_everybody_else_who_could_confirm_is_told_once(people):
    factories.withdrawn(factories.published(people), by=people.author)
    told = {people.colleague, factories.holder(Role.EDITOR), factories.holder(Role.ADMINISTRATOR)}
    others = [factories.holder(Role.REVIEWER), factories.holder(Role.EDITOR, language="es")]
    tasks.escalate_withdrawals(NOON + DAY)
    written = set(reminders().values_list("recipient", flat=True))
    assert {person.email for person in told} <= written
    assert not written & {person.email for person in [*others, people.author]}
    count = reminders().count()
    assert tasks.escalate_withdrawals(NOON + 2 * DAY) == 0
    assert reminders().count() == count


@pytest.mark.promise("E7")
def test_nobody_is_told_before_a_day_has_passed(people):
    factories.withdrawn(factories.published(people))
    assert tasks.escalate_withdrawals(NOON + DAY - datetime.timedelta(seconds=1)) == 0
    assert not reminders().exists()


@pytest.mark.promise("E7")
def test_nobody_is_told_of_what_was_confirmed_or_put_back(people):
    first, second = factories.published(people), factories.published(people)
    notice = factories.withdrawn(first)
    factories.withdrawn(second)
    withdrawals.confirm_withdrawal(notice, by=people.author, at=NOON)
    withdrawals.restore(second, by=people.colleague, at=NOON, reason="It was right.")
    assert tasks.escalate_withdrawals(NOON + DAY) == 0


@pytest.mark.promise("E7")
def test_who_comes_later_is_told_where_nobody_was(people):
    factories.withdrawn(factories.published(people), by=people.author)
    alone(people.author)
    assert tasks.escalate_withdrawals(NOON + DAY) == 0
    late = factories.holder(Role.EDITOR)
    assert tasks.escalate_withdrawals(NOON + 2 * DAY) == 1
    assert reminders().filter(recipient=late.email).count() == 1


def alone(person):
    """Nobody else may do anything any more."""
    type(person).objects.exclude(pk=person.pk).update(is_active=False)


@pytest.mark.promise("E7", "M22")
def test_mail_names_neither_condition_nor_question_nor_reason(people):
    publication = factories.published(people)
    factories.withdrawn(publication)
    tasks.escalate_withdrawals(NOON + DAY)
    mail = reminders().get(recipient=people.author.email)
    named = ["Gilbert", publication.answer.condition.slug, publication.answer.question.slug, "wrong dose"]
    assert [word for word in named if word in mail.subject + mail.text] == []
    assert "/desk/" in mail.text


@pytest.mark.promise("E7")
def test_one_mail_tells_of_several(people):
    for publication in (factories.published(people), factories.published(people)):
        factories.withdrawn(publication, by=people.author)
    assert tasks.escalate_withdrawals(NOON + DAY) == 2
    mail = reminders().get(recipient=people.colleague.email)
    assert "2 texts were withdrawn" in mail.text
    assert Escalation.objects.count() == 2
    assert list(ledger.verify()) == []


@pytest.mark.promise("E7")
def test_health_says_that_a_withdrawal_waits(people):
    factories.withdrawn(factories.published(people))
    assert problems(NOON) == ""
    assert "1 withdrawal has waited for a second person" in problems(NOON + DAY)
    assert not Publication.objects.live().exists()


@pytest.mark.promise("E7", "E23")
def test_health_says_at_once_that_nobody_can_confirm(people):
    factories.withdrawn(factories.published(people), by=people.author)
    assert problems(NOON) == ""
    alone(people.author)
    assert "Nobody can confirm a withdrawal" in problems(NOON)
