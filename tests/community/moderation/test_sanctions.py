"""What follows for somebody who breaks the rules is told with its reason, and can be lifted (M15)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from community.models import Sanction
from community.moderation import leaving, sanctions
from conditions.editorial import rows
from conditions.models import Mail
from conditions.stale import Stale
from tests import factories, stories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + datetime.timedelta(days=1)


made = made_once(stories.duty)
people = copied()


@pytest.fixture
def member():
    return factories.member()


def imposed(member, by, grade="ban", **said):
    said = {"rule": "advert", "sentence": "Three stories sold the same tea."} | said
    return sanctions.impose(member.member, grade=grade, by=by, at=NOON, **said)


@pytest.mark.promise("M15")
def test_ban_states_its_reason_to_the_member_and_keeps_them_from_sending(people, member):
    imposed(member, people.moderator)
    page = factories.browser(member).get("/me/stories/").content.decode()
    assert all(said in page for said in ("It advertises something", "Three stories sold the same tea."))
    assert Mail.objects.get(purpose="sanction").recipient == member.email
    with pytest.raises(ValidationError, match="cannot send stories at the moment"):
        stories.sent(member)


@pytest.mark.promise("C8")
def test_reason_of_a_sanction_goes_with_the_account_and_not_before(people, member):
    warning = imposed(member, people.moderator, "warning")
    with pytest.raises(Stale):
        rows.empty(warning)
    leaving.close_account(member.member, "name", by=member, at=NOON)
    warning = Sanction.objects.get()
    assert (warning.sentence, warning.salt, warning.rule) == ("", "", "advert")


@pytest.mark.promise("M15")
def test_sanction_without_a_reason_or_a_day_is_none(people, member):
    for grade, said in (
        ("ban", {"sentence": " "}),
        ("ban", {"rule": ""}),
        ("pause", {}),
        ("warning", {"until": TOMORROW}),
    ):
        with pytest.raises(ValidationError):
            imposed(member, people.moderator, grade, **said)
    with pytest.raises(ValidationError, match="still to come"):
        imposed(member, people.moderator, "pause", until=TODAY)
    assert not Sanction.objects.exists()


def test_warning_and_a_pause_that_is_over_keep_nobody_from_sending(people, member):
    imposed(member, people.moderator, "warning")
    imposed(member, people.moderator, "pause", until=TOMORROW)
    assert Sanction.objects.in_force(TOMORROW).count() == 1
    assert not Sanction.objects.in_force(TOMORROW + datetime.timedelta(days=1)).exists()


def test_lifted_ban_stays_on_record_and_the_member_writes_again(people, member):
    ban = imposed(member, people.moderator)
    sanctions.lift(ban, by=people.second, at=NOON)
    assert stories.sent(member).pk
    with pytest.raises(Stale):
        sanctions.lift(ban, by=people.second, at=NOON)
    assert Sanction.objects.get().lifted_by == people.second


@pytest.mark.promise("M15")
def test_pause_lasts_a_year_at_most_and_nothing_follows_a_ban_that_stands(people, member):
    year = datetime.timedelta(days=365)
    with pytest.raises(ValidationError, match="a year at most"):
        imposed(member, people.moderator, "pause", until=TODAY + year + datetime.timedelta(days=1))
    assert imposed(member, people.moderator, "pause", until=TODAY + year).until == TODAY + year
    ban = imposed(member, people.moderator)
    with pytest.raises(ValidationError, match="A ban stands already"):
        imposed(member, people.second, "warning")
    sanctions.lift(ban, by=people.second, at=NOON)
    assert imposed(member, people.second, "warning").grade == "warning"


@pytest.mark.promise("M15")
@pytest.mark.parametrize(("grade", "stays"), [("warning", False), ("ban", True)])
def test_member_reads_what_stays_theirs_and_who_looks_again(people, member, grade, stays):
    imposed(member, people.moderator, grade)
    page = factories.browser(member).get("/me/stories/").content.decode()
    assert "another moderator looks again" in page
    assert ("What you have sent stays as it is" in page) == stays


def test_nobody_sanctions_themselves_or_without_the_role(people, member):
    with pytest.raises(PermissionDenied):
        imposed(member, people.lead)
    own = factories.granted(member, "moderator")
    with pytest.raises(ValidationError, match="Ask another moderator"):
        imposed(member, own)
    assert not Sanction.objects.exists()


@pytest.mark.promise("M15")
def test_mail_about_a_warning_leads_to_where_the_member_reads_it(people, member):
    now = timezone.now()
    said = {"grade": "warning", "rule": "advert", "sentence": "It sold the same tea."}
    sanctions.impose(member.member, **said, by=people.moderator, at=now)
    assert "/me/stories/" in Mail.objects.get(purpose="sanction").text
    page = factories.browser(member).get("/me/stories/").content.decode()
    assert "This is a warning; you can go on writing." in page
    assert "It sold the same tea." in page
