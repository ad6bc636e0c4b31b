"""What somebody types where readers or colleagues will read it: too long, out of range, or signs that nobody sees."""

import pytest
from django.core.exceptions import ValidationError

from conditions.editorial import cautions, facts, reports, reviewers, rounds, rows, seals, verdicts, withdrawals
from conditions.models import Credential, Notice
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db

NOTHING = "\u200b \u00ad\u2063\u200d"  # blanks and joiners alone: nobody sees that something stands there
TURNED = "paid\u202e by\nnone"  # reorders what follows it


made = made_once(factories.desk)
people = copied()


@pytest.fixture
def said(people):
    return {"by": people.author, "at": NOON}


def test_reason_too_long_for_its_place_is_refused_with_a_sentence(people, said):
    round_ = factories.in_review(people).rounds.get()
    with pytest.raises(ValidationError, match="at most 300"):
        rounds.dismiss(round_, "x" * 301, **said)
    version = factories.value_proposed(people, factories.fact(people, factories.condition()))
    with pytest.raises(ValidationError, match="at most 300"):
        facts.drop_fact(version, "x" * 301, **said)
    version.refresh_from_db()
    assert version.dropped_at is None


@pytest.mark.parametrize("days", [-(10**9), 0, 1828, 10**9, 10**20])
def test_verification_of_any_length_but_a_sensible_one_is_refused(people, said, days):
    credential = people.reviewer.credentials.get()
    with pytest.raises(ValidationError, match="days"):
        reviewers.verify(credential, on=TODAY, days=days, evidence="The register's page", **said)
    assert credential.verifications.count() == 1


def test_reason_that_nobody_sees_is_none(people, said):
    live = factories.published(people)
    credential = people.reviewer.credentials.get()
    refused = [
        lambda: withdrawals.withdraw(live, reason=NOTHING, advice="Ask your doctor.", **said),
        lambda: withdrawals.withdraw(live, reason="It is wrong.", advice=NOTHING, **said),
        lambda: reviewers.revoke(credential, on=TODAY, reason=NOTHING, **said),
        lambda: reviewers.verify(credential, on=TODAY, days=9, evidence=NOTHING, **said),
        lambda: cautions.caution(live.answer, reason=NOTHING, **said),
        lambda: seals.ask_seal(live.revision, ground="court", reason=NOTHING, **said),
        lambda: rounds.dismiss(rounds.reconfirm(live, question="", **said), NOTHING, **said),
    ]
    for move in refused:
        with pytest.raises(ValidationError):
            move()
    assert not Notice.objects.exists()


def test_words_that_nobody_sees_are_none(people, said):
    revision = factories.in_review(people)
    with pytest.raises(ValidationError, match="Say what should change"):
        verdicts.request_changes(revision, by=people.colleague, at=NOON, seen=revision.digest, because=NOTHING)
    with pytest.raises(ValidationError, match="Write the short answer"):
        factories.written(people, revision.answer, short=NOTHING)
    report = reports.file_report("/x/", reason="wrong", words=NOTHING, at=NOON)
    assert report.words == ""


@pytest.mark.promise("R11")
def test_interests_that_nobody_sees_are_said_to_be_none(people):
    about = factories.condition()
    declared = reviewers.declare(people.reviewer, about, interests=NOTHING, by=people.colleague, at=NOON)
    assert declared.is_none
    assert declared.text == "none declared for this topic"
    turned = reviewers.declare(people.reviewer, about, interests=TURNED, by=people.colleague, at=NOON)
    assert turned.text == "paid by none"


def test_name_and_credential_carry_no_sign_that_nobody_sees(people, said):
    named = reviewers.change_profile(
        people.reviewer, {"name": "Dr\u202e Fern \n Ash"}, seen=rows.version(people.reviewer), **said
    )
    assert named.name == "Dr Fern Ash"
    with pytest.raises(ValidationError, match="cannot be blank"):
        reviewers.change_profile(named, {"discipline": NOTHING}, seen=rows.version(named), **said)
    typed = Credential(reviewer=named, profession="nurse", title="RN\u2066", register=" A\tregister", number="7")
    assert str(reviewers.enter_credential(typed, **said)) == "RN (A register)"
