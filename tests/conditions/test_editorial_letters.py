"""Mail about reviews: to whom, when, with which link, and silent about what the text is on (M22)."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from conditions.editorial import comments, publications, reviewers, rounds, verdicts
from conditions.models import Mail
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
DUE = datetime.date(2026, 3, 9)
SECRETS = ("zebra", "stripe", "quagga")  # of the condition, of the question to the reviewer, of what they wrote


made = made_once(factories.desk)
people = copied()


def asked(people, **words):
    """A text about zebras, in review."""
    about = factories.condition("Zebra syndrome", f"zebra-{next(factories.numbers)}")
    question = factories.question(f"zebra-question-{next(factories.numbers)}", "Is {condition} a zebra?")
    revision = factories.written(people, factories.started(people, condition=about, question=question), **words)
    told = {"by": people.author, "at": NOON}
    round_ = rounds.submit(revision, seen=revision.digest, question="Is stripe right?", due_on=DUE, **told)
    rounds.offer(round_, [people.reviewer], **told)
    return round_


def told_to(person, purpose):
    return Mail.objects.filter(recipient=person.email, purpose=purpose)


def decide(people, round_, decision):
    given = {"by": people.colleague, "at": NOON, "seen": round_.revision.digest}
    if decision == "approve":
        return factories.signed(people, round_.revision)
    if decision == "changes":
        return verdicts.request_changes(round_.revision, because="The quagga is wrong.", **given)
    return verdicts.recuse(round_.revision, **given)


@pytest.mark.promise("M22")
def test_no_mail_about_a_review_says_what_it_is_about(people):
    for decision in ("approve", "changes", "recuse"):
        round_ = asked(people)
        comments.comment(round_, "quagga", by=people.colleague, at=NOON, seen=round_.revision.digest)
        decide(people, round_, decision)
    rounds.decline(asked(people).assignments.get(), "field", by=people.colleague, at=NOON)
    rounds.dismiss(asked(people), "The quagga is gone.", by=people.author, at=NOON)
    factories.written(people, asked(people).answer, body="A quagga.[^ers-2017]")
    kinds = ["offered", "approve", "changes", "recuse", "declined", "ended"]
    assert set(Mail.objects.values_list("purpose", flat=True)) == {f"review-{kind}" for kind in kinds}
    for mail in Mail.objects.all():
        whole = f"{mail.subject} {mail.text} {mail.html}".lower()
        assert [secret for secret in SECRETS if secret in whole] == []


def test_reviewer_who_is_asked_gets_one_link_that_opens_the_review(people, settings):
    settings.DISEASEMAPS = {**settings.DISEASEMAPS, "address": "https://health.example"}
    assignment = asked(people).assignments.get()
    mail = told_to(people.colleague, "review-offered").get()
    address = f"https://health.example/desk/reviews/{assignment.pk}/"
    assert re.findall(r"https?://\S+", mail.text) == [address]
    assert f'href="{address}"' in mail.html
    assert "about 1 minute. It is needed by 9 March 2026." in mail.text


def test_mail_and_its_link_are_in_the_language_of_whom_it_is_for(people):
    people.colleague.language = "es"
    people.colleague.save()
    asked(people)
    mail = told_to(people.colleague, "review-offered").get()
    assert mail.language == "es"
    assert "/es/desk/reviews/" in mail.text
    assert '<html lang="es">' in mail.html


@pytest.mark.parametrize("decision", ["approve", "changes", "recuse"])
def test_editor_and_author_learn_of_a_decision_once_each(people, decision):
    editor, other = factories.holder(Role.EDITOR), factories.reviewer()
    round_ = asked(people)
    rounds.offer(round_, [other], by=editor, at=NOON)
    them = SimpleNamespace(colleague=other.user, reviewer=other)
    decide(them, round_, decision)
    written = Mail.objects.filter(purpose=f"review-{decision}")
    assert {mail.recipient for mail in written} == {editor.email, people.author.email}
    assert all(f"/desk/answers/{round_.answer_id}/" in mail.text for mail in written)
    assert written.count() == 2


def test_who_left_hears_of_no_decision(people):
    round_ = asked(people)
    people.author.is_active = False
    people.author.save()
    decide(people, round_, "recuse")
    assert not Mail.objects.filter(purpose="review-recuse").exists()


def test_editor_who_asked_learns_why_somebody_said_no(people):
    rounds.decline(asked(people).assignments.get(), "time", by=people.colleague, at=NOON)
    assert "No time" in told_to(people.author, "review-declined").get().text


def ends(people, round_, how):
    """The review ends without some of those who were asked."""
    match how:
        case "superseded":
            factories.written(people, round_.answer, body="Other.[^ers-2017]")
        case "dismissed":
            rounds.dismiss(round_, "Not needed", by=people.author, at=NOON)
        case "published":
            factories.signed(people, round_.revision)
            publications.publish(round_.revision, by=people.colleague, at=NOON, seen=round_.revision.digest)


@pytest.mark.parametrize("how", ["superseded", "dismissed", "published"])
def test_only_who_was_still_asked_hears_that_a_review_ended(people, how):
    round_ = asked(people)
    waiting, gone = factories.reviewer(), factories.reviewer()
    for each in rounds.offer(round_, [waiting, gone], by=people.author, at=NOON)[1:]:
        rounds.decline(each, "time", by=gone.user, at=NOON)
    if how != "published":
        decide(people, round_, "changes")
    ends(people, round_, how)
    heard = Mail.objects.filter(purpose="review-ended")
    assert [mail.recipient for mail in heard] == [waiting.user.email]


def test_withdrawal_ends_the_review_of_its_words_and_tells_the_reviewer(people):
    live = factories.published(people)
    other = factories.reviewer()
    round_ = rounds.reconfirm(live, by=people.author, at=NOON, question="Does it hold?")
    rounds.offer(round_, [other], by=people.author, at=NOON)
    factories.withdrawn(live)
    assert told_to(other.user, "review-ended").count() == 1


def test_refused_decision_leaves_no_mail(people):
    round_ = asked(people)
    reviewers.revoke(people.reviewer.credentials.get(), on=factories.TODAY, reason="Left", by=people.author, at=NOON)
    before = Mail.objects.count()
    with pytest.raises(ValidationError):
        verdicts.request_changes(round_.revision, by=people.colleague, at=NOON, seen=round_.revision.digest)
    with pytest.raises(ValidationError):
        factories.signed(people, round_.revision)
    assert Mail.objects.count() == before


@pytest.mark.promise("E7")
def test_everybody_else_who_may_confirm_a_withdrawal_is_written_to(people):
    spanish, editor = factories.holder(Role.EDITOR, language="es"), factories.holder(Role.EDITOR)
    live = factories.published(people)
    factories.withdrawn(live, by=people.author)
    mail = Mail.objects.filter(purpose="confirmation-wanted")
    assert {people.colleague.email, editor.email} <= set(mail.values_list("recipient", flat=True))
    assert not mail.filter(recipient__in=[people.author.email, spanish.email]).exists()
    assert f"/desk/answers/{live.answer_id}/" in mail.first().text


def test_those_who_may_publish_are_told_where_nobody_else_who_was_told_may(people):
    editor = factories.holder(Role.EDITOR)
    factories.approved(people)
    assert not told_to(editor, "review-approve").exists()
    outside = factories.reviewer(days=1827)
    revision = factories.written(people)
    round_ = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(round_, [outside], by=people.author, at=NOON)
    declaration = reviewers.declare(outside, revision.answer.condition, interests="", by=outside.user, at=NOON)
    said = {"seen": revision.digest, "scopes": ("accuracy",), "declaration": declaration}
    verdicts.approve(revision, by=outside.user, at=NOON, **said)
    assert told_to(editor, "review-approve").exists()
    assert told_to(people.colleague, "review-approve").exists()


def test_who_asked_is_told_when_a_second_clinician_has_to_sign_too(people):
    revision = factories.written(people)
    factories.ruled(revision.answer, second_clinician="always")
    second = factories.reviewer()
    round_ = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(round_, [people.reviewer, second], by=people.author, at=NOON)
    factories.signed(people, revision)
    assert "A second clinician has to sign it too" in told_to(people.author, "review-approve").get().text
    factories.signed(SimpleNamespace(reviewer=second, colleague=second.user), revision)
    assert "can publish it now" in told_to(people.author, "review-approve").latest("pk").text
    assert told_to(people.colleague, "review-approve").count() == 1
