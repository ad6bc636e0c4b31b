"""A credential runs out: who is told, once for each step, and what goes to review again."""

import datetime

import pytest
from django.utils.formats import date_format

from conditions.editorial import renewals, reviewers, waiting
from conditions.models import Credential, Mail, Publication
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)
LAST = TODAY + 365 * A_DAY


def built():
    people = factories.desk()
    people.live = factories.published(people)
    people.credential = Credential.objects.get(reviewer=people.reviewer)
    return people


people = made_once(built)


def told(day):
    """To whom the worker writes on the day, and what for."""
    Mail.objects.all().delete()
    renewals.remind(at=NOON + (day - TODAY))
    return sorted(Mail.objects.values_list("purpose", "recipient"))


@pytest.mark.promise("E14")
def test_reviewer_is_reminded_once_sixty_and_once_fourteen_days_before(people):
    expected = [("recheck-soon", people.colleague.email), ("recheck-wanted", people.author.email)]
    assert told(LAST - 61 * A_DAY) == []
    assert told(LAST - 60 * A_DAY) == expected
    assert told(LAST - 59 * A_DAY) == []
    assert told(LAST - 14 * A_DAY) == expected
    assert told(LAST) == []


@pytest.mark.promise("E14")
def test_worker_that_was_away_tells_the_last_step_alone(people):
    assert [purpose for purpose, _who in told(LAST - 3 * A_DAY)] == ["recheck-soon", "recheck-wanted"]
    assert told(LAST - 2 * A_DAY) == []


@pytest.mark.promise("E13")
def test_answers_go_to_review_again_when_a_credential_lapses(people):
    after = LAST + A_DAY
    written = told(after)
    assert written[0] == ("credential-ended", people.colleague.email)
    assert ("recheck-answers", people.author.email) in written
    assert list(waiting.to_recheck(people.author, after).values_list("answer", flat=True)) == [people.live.answer_id]
    assert told(after + A_DAY) == []


@pytest.mark.promise("E13")
def test_nobody_is_told_of_a_credential_that_was_looked_up_anew(people):
    at = NOON + (LAST - TODAY) - 30 * A_DAY
    reviewers.verify(people.credential, on=LAST - 30 * A_DAY, days=365, evidence="Again", by=people.author, at=at)
    assert told(LAST + A_DAY) == []


def test_nobody_is_told_of_a_colleague_who_left_and_stands_behind_nothing(people):
    gone = factories.reviewer(factories.holder(factories.Role.REVIEWER, ends_on=TODAY))
    assert gone.user.email not in {who for _purpose, who in told(LAST - 60 * A_DAY)}


@pytest.mark.promise("E13", "M22")
def test_reviewer_and_editors_are_told_of_a_revocation(people):
    Mail.objects.all().delete()
    reviewers.revoke(people.credential, on=TODAY, reason="Struck off", by=people.author, at=NOON)
    mails = {(mail.purpose, mail.recipient): mail.subject + mail.text for mail in Mail.objects.all()}
    assert {("credential-ended", people.colleague.email), ("recheck-answers", people.author.email)} <= mails.keys()
    assert not any(people.live.revision.condition_name in said for said in mails.values())


@pytest.mark.promise("E13")
@pytest.mark.parametrize(("days", "is_over"), [(0, True), (1, False), (30, False)])
def test_revocation_from_a_day_to_come_is_told_as_one(people, days, is_over):
    Mail.objects.all().delete()
    on = TODAY + days * A_DAY
    reviewers.revoke(people.credential, on=on, reason="She retires", by=people.author, at=NOON)
    theirs = Mail.objects.get(purpose="credential-ended")
    editors = Mail.objects.get(purpose="recheck-answers", recipient=people.author.email)
    assert ["will no longer count" in theirs.subject, "no longer counts" in theirs.subject] == [not is_over, is_over]
    assert ["From the next day on" in mail.text for mail in (theirs, editors)] == [not is_over] * 2
    assert date_format(on - A_DAY) in theirs.text


def test_what_rests_on_it_alone_is_known_before_it_ends(people):
    resting = Publication.objects.resting_only_on(people.credential, TODAY)
    assert list(resting) == [people.live]
    second = reviewers.enter_credential(
        Credential(reviewer=people.reviewer, profession="nurse", title="RN", register="Another", number="1"),
        by=people.author,
        at=NOON,
    )
    assert list(Publication.objects.resting_only_on(second, TODAY)) == []


def test_register_is_offered_where_somebody_found_it(people):
    given = {"on": TODAY, "days": 10, "evidence": "Its page", "by": people.author, "at": NOON}
    reviewers.verify(people.credential, **given, link="https://register.example/")
    namesake = Credential(register=people.credential.register.upper())
    assert renewals.known_link(namesake) == "https://register.example/"
    assert renewals.known_link(Credential(register="Another")) == ""


@pytest.mark.parametrize(("day", "state"), [(-61, "valid"), (-60, "due"), (0, "due"), (1, "lapsed")])
def test_state_of_a_credential_follows_from_the_day(people, day, state):
    found = renewals.queue().get(pk=people.credential.pk)
    assert renewals.state(found, LAST + day * A_DAY) == state


def test_new_credential_waits_to_be_looked_up(people):
    fresh = factories.holder(factories.Role.REVIEWER)
    profile = reviewers.introduce(
        factories.Reviewer(name="Dr Ada Quill", discipline="Hepatology"),
        Credential(profession="physician", title="MD", register="A register", number="77"),
        by=fresh,
        at=NOON,
    )
    assert [each.reviewer for each in renewals.to_check(TODAY)] == [profile]
