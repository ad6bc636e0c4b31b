"""Whoever is told of danger is told in the same moment, by a mail that tells nobody else (M11)."""

import pytest

from community.models import Level
from community.moderation import cases
from conditions.models import Grant, Mail
from conditions.models.people import Role
from tests import factories, stories
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def alarms():
    return Mail.objects.filter(purpose="danger")


@pytest.mark.promise("M11")
def test_every_safeguarding_lead_is_told_at_once():
    people = stories.duty()
    other = factories.holder(Role.SAFEGUARDING)
    case = stories.sent()
    assert not alarms().exists()
    cases.raise_level(case, Level.DANGER, by=people.moderator, at=NOON)
    assert set(alarms().values_list("recipient", flat=True)) == {people.lead.email, other.email}
    case.refresh_from_db()
    assert case.lead_told_at == NOON


def test_nobody_is_said_to_be_told_where_nobody_was():
    people = stories.duty()
    case = stories.sent()
    Grant.objects.filter(role=Role.SAFEGUARDING).update(ends_on="2026-02-01")
    cases.raise_level(case, Level.DANGER, by=people.moderator, at=NOON)
    case.refresh_from_db()
    assert (case.level, case.lead_told_at) == (Level.DANGER, None)
