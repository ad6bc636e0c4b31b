"""Somebody without an account is asked for one review, by one link, and somebody with no part in the text vouches."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError

from conditions import evidence
from conditions.editorial import (
    bundles,
    checks,
    comments,
    expert_letters,
    experts,
    publications,
    reminders,
    reviewers,
    rounds,
    verdicts,
    vouching,
    withdrawals,
)
from conditions.models import (
    Comment,
    Credential,
    ExpertLink,
    ExpertMailbox,
    Mail,
    Revision,
    Round,
    User,
    Verdict,
)
from conditions.models.people import Role
from conditions.permissions import holders, may
from tests import factories
from tests.conditions.evidence.world import found
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


def first(link):
    return Revision.objects.filter(rounds__bundle=link.bundle).order_by("pk").first()


def third():
    """An editor who has no part in anything yet."""
    return factories.holder(Role.EDITOR)


@pytest.mark.promise("R9")
def test_expert_signs_every_text_of_the_bundle_with_the_name_of_who_vouched():
    people = factories.desk()
    given = factories.signed_outside(factories.asked_outside(people))
    assert [(each.voucher, each.vouched_by) for each in given] == [(people.colleague, "A Person")] * 2
    assert {each.verified_on for each in given} == {TODAY}


@pytest.mark.promise("R9")
def test_whoever_looked_them_up_besides_does_not_vouch():
    people, other = factories.desk(), third()
    link = factories.asked_outside(people, 1)
    credential = link.verification.credential
    reviewers.verify(credential, on=TODAY, days=365, evidence="Their page", by=other, at=NOON)
    (verdict,) = factories.signed_outside(link)
    assert (verdict.voucher, verdict.verification) == (people.colleague, link.verification)


@pytest.mark.promise("R9")
def test_an_older_look_of_a_colleague_that_is_valid_for_longer_does_not_vouch():
    people, expert = factories.desk(), factories.expert()
    old = factories.asked_outside(people, 1, expert=expert, by=third())
    looked = experts.Looked(TODAY - A_DAY, 365, "The register's page")
    link = factories.asked_outside(people, 1, expert=expert, looked=looked)
    (verdict,) = factories.signed_outside(link)
    assert verdict.verification.credential == old.verification.credential
    assert verdict.voucher == people.colleague


def test_link_is_kept_as_a_digest_and_its_mail_names_neither_condition_nor_question():
    link = factories.asked_outside(factories.desk(), expert=factories.expert(email="Far@Example.org"))
    mail = Mail.objects.get(purpose="expert-asked")
    assert mail.recipient == "far@example.org"
    assert experts.found(factories.secret()) == link
    assert factories.secret() not in str(ExpertLink.objects.values().get())
    for secret in (link.bundle.condition.slug, "Gilbert", "Is the dose right?", "What is"):
        assert secret not in mail.subject + mail.text


def test_expert_has_no_password_no_address_and_one_role_until_the_last_day():
    link = factories.asked_outside(factories.desk())
    user = link.reviewer.user
    grant = user.grants.get()
    assert not user.has_usable_password()
    assert user.email.endswith("@outside.invalid")
    assert (grant.role, grant.condition, grant.language) == (Role.REVIEWER, link.bundle.condition, "en")
    assert grant.ends_on == link.last_day == TODAY + 14 * A_DAY
    assert not may(user, "review", link.bundle.condition, on=grant.ends_on + A_DAY, language="en")


def test_nobody_else_asks_the_expert_for_anything():
    people = factories.desk()
    link = factories.asked_outside(people)
    other = factories.in_review(people, factories.started(people, condition=link.bundle.condition))
    assert link.reviewer not in checks.askable(other, at=NOON)
    assert link.reviewer.user not in holders("review", link.bundle.condition, on=TODAY, language="en")
    with pytest.raises(ValidationError, match="asked by a link"):
        rounds.offer(other.rounds.get(), [link.reviewer], by=people.author, at=NOON)


@pytest.mark.promise("E7")
def test_author_vouches_for_nobody_who_checks_their_text():
    people = factories.desk()
    with pytest.raises(ValidationError, match="neither author nor"):
        factories.asked_outside(people, by=people.author)
    assert not Mail.objects.filter(purpose="expert-asked").exists()
    assert not User.objects.filter(is_outside=True).exists()


@pytest.mark.promise("E7")
@pytest.mark.parametrize("number", [1, 5])
def test_asking_who_can_vouch_costs_the_same_for_one_text_and_for_many(number, django_assert_num_queries):
    people = factories.desk()
    link = factories.asked_outside(people, number)
    seen, other = dict(Revision.objects.filter(rounds__bundle=link.bundle).values_list("answer", "digest")), third()
    assert "neither author nor" in vouching.hindering(seen, by=people.author)
    with django_assert_num_queries(2):
        assert vouching.hindering(seen, by=other) == ""


@pytest.mark.promise("E7")
def test_whoever_vouched_does_not_publish_and_somebody_else_does():
    people = factories.desk()
    link = factories.asked_outside(people)
    factories.signed_outside(link)
    revision = first(link)
    with pytest.raises(ValidationError, match="You vouched for"):
        publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    live = publications.publish(revision, by=third(), at=NOON, seen=revision.digest)
    assert live.sign_offs.get().verdict.voucher == people.colleague


@pytest.mark.promise("E7")
def test_whoever_vouched_is_not_asked_to_review_the_same_text():
    people = factories.desk()
    round_ = first(factories.asked_outside(people)).rounds.get()
    with pytest.raises(ValidationError, match="vouches for an outside expert"):
        rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)
    other = factories.reviewer()
    assert rounds.offer(round_, [other], by=people.author, at=NOON)


@pytest.mark.promise("E7")
def test_whoever_vouched_is_not_offered_for_the_text_they_vouch_over():
    people = factories.desk()
    revision = first(factories.asked_outside(people))
    other = factories.reviewer()
    assert people.reviewer in checks.askable(factories.written(people), at=NOON)
    assert list(checks.askable(revision, at=NOON)) == [other]


def test_translation_is_not_sent_outside_and_nothing_is_written():
    people = factories.desk()
    source = factories.published(people)
    text = factories.translated(people, source).revision
    with pytest.raises(ValidationError, match="is a translation"):
        vouching.refuse(
            factories.expert(), {text.answer_id: text.digest}, text.answer.condition, "es", by=third(), at=NOON
        )
    assert not User.objects.filter(is_outside=True).exists()


@pytest.mark.promise("E7")
def test_whoever_vouched_does_not_confirm_that_only_the_wording_changed():
    people, editor = factories.desk(), third()
    link = factories.asked_outside(people, 1)
    factories.signed_outside(link)
    live = publications.publish(first(link), by=editor, at=NOON, seen=first(link).digest)
    revision = factories.reworded(people, live)
    with pytest.raises(ValidationError, match="and approved this text too"):
        publications.publish(revision, by=editor, at=NOON, seen=revision.digest)


@pytest.mark.promise("E7")
def test_whoever_vouched_neither_rewords_the_text_nor_puts_it_back():
    people = factories.desk()
    link = factories.asked_outside(people)
    factories.signed_outside(link)
    live = publications.publish(first(link), by=third(), at=NOON, seen=first(link).digest)
    notice = factories.withdrawn(live)
    with pytest.raises(ValidationError, match="You vouched for"):
        withdrawals.restore(notice.publication, by=people.colleague, at=NOON, reason="It was right.")
    back = withdrawals.restore(notice.publication, by=third(), at=NOON, reason="It was right.")
    people.reviewer = factories.reviewer(factories.granted(third(), Role.REVIEWER))
    people.author, people.colleague = people.colleague, people.reviewer.user
    revision = factories.reworded(people, back)
    with pytest.raises(ValidationError, match="had a part in these words since"):
        publications.publish(revision, by=third(), at=NOON, seen=revision.digest)


def test_approval_tells_those_who_may_publish_and_not_only_who_vouched():
    people, other = factories.desk(), third()
    factories.signed_outside(factories.asked_outside(people))
    told = set(Mail.objects.filter(purpose__startswith="review-").values_list("recipient", flat=True))
    assert {people.colleague.email, other.email} <= told


def test_asking_takes_the_right_to_check_registrations_and_the_role_for_the_text():
    people = factories.desk()
    for by in (factories.holder(Role.EDITOR, language="es"), factories.holder(Role.ADMINISTRATOR)):
        with pytest.raises(PermissionDenied):
            factories.asked_outside(people, by=by)


def test_whoever_works_here_is_asked_as_a_reviewer_and_not_from_outside():
    people = factories.desk()
    held = Credential.objects.get(reviewer=people.reviewer)
    with pytest.raises(ValidationError, match="who works here"):
        factories.asked_outside(people, expert=factories.expert(register=held.register.upper(), number=held.number))
    for email in (people.author.email, people.colleague.email.upper()):
        with pytest.raises(ValidationError, match="Somebody who works here"):
            factories.asked_outside(people, expert=factories.expert(email=email))


@pytest.mark.promise("R8")
def test_whoever_was_asked_from_outside_and_works_here_since_is_asked_as_a_reviewer():
    people, expert = factories.desk(), factories.expert()
    factories.asked_outside(people, 1, expert=expert)
    own = Credential(reviewer=people.reviewer, profession="physician", title="MD")
    own.register, own.number = expert.register, expert.number
    reviewers.enter_credential(own, by=people.author, at=NOON)
    with pytest.raises(ValidationError, match="who works here"):
        factories.asked_outside(people, 1, expert=expert)


def test_second_address_of_whoever_works_here_is_no_address_of_an_expert():
    people = factories.desk()
    EmailAddress.objects.create(user=people.colleague, email="Second@example.org", verified=True)
    with pytest.raises(ValidationError, match="Somebody who works here"):
        factories.asked_outside(people, expert=factories.expert(email="second@example.org"))


def test_expert_of_a_member_s_address_is_asked_like_anybody():
    member = factories.member()
    assert factories.asked_outside(factories.desk(), expert=factories.expert(email=member.email)).pk


def test_same_registration_is_the_same_expert_and_another_name_is_refused():
    people, expert = factories.desk(), factories.expert()
    one = factories.asked_outside(people, 1, expert=expert)
    two = factories.asked_outside(people, 1, expert=expert, condition=one.bundle.condition)
    assert one.reviewer == two.reviewer
    assert Credential.objects.filter(reviewer=one.reviewer).count() == 1
    with pytest.raises(ValidationError, match="was asked before with this registration"):
        factories.asked_outside(people, 1, expert=expert._replace(name="Dr Somebody Else"))


def test_registration_that_was_revoked_is_entered_anew():
    people, expert = factories.desk(), factories.expert()
    held = factories.asked_outside(people, 1, expert=expert).verification.credential
    reviewers.revoke(held, on=TODAY, reason="It lapsed.", by=people.author, at=NOON)
    again = factories.asked_outside(people, 1, expert=expert)
    assert (again.reviewer, again.verification.credential == held) == (held.reviewer, False)


@pytest.mark.parametrize("days", [-1, 0, 31])
def test_link_lasts_from_a_day_to_a_month(days):
    with pytest.raises(ValidationError, match="at most 30 days away"):
        factories.asked_outside(factories.desk(), due_on=TODAY + days * A_DAY)


def test_voucher_without_a_name_is_told_that_readers_see_it():
    people = factories.desk()
    people.colleague.name = ""
    with pytest.raises(ValidationError, match="Readers see who vouches"):
        factories.asked_outside(people)


def test_new_link_ends_the_old_one_and_lets_the_expert_sign_until_its_day():
    people = factories.desk()
    old = factories.asked_outside(people)
    secret, later = factories.secret(), NOON + 20 * A_DAY
    new = experts.again(old, by=third(), at=later, due_on=TODAY + 40 * A_DAY)
    assert experts.found(secret).state(later) == "withdrawn"
    assert experts.found(factories.secret()) == new
    assert new.voucher == people.colleague
    assert len(factories.signed_outside(new, at=later)) == 2


@pytest.mark.promise("E14")
def test_texts_of_a_new_link_are_wanted_by_its_day_and_reminders_begin_anew():
    people = factories.desk()
    old = factories.asked_outside(people, 1)
    round_, wanted = Round.objects.get(), TODAY + 25 * A_DAY
    assert reminders.remind(at=NOON + 14 * A_DAY) == 1
    experts.again(old, by=third(), at=NOON + 15 * A_DAY, due_on=wanted)
    round_.refresh_from_db()
    assert round_.due_on == wanted
    assert Comment.objects.get().text == "A new link was sent, which works until this day."
    assert not Mail.objects.filter(purpose="review-due-day").exists()
    assert reminders.remind(at=NOON + 24 * A_DAY) == 0
    assert reminders.remind(at=NOON + 25 * A_DAY) == 1
    assert found() == []


@pytest.mark.promise("E14")
def test_new_link_moves_the_day_of_nobody_else():
    people = factories.desk()
    old = factories.asked_outside(people)
    shared, alone = Round.objects.order_by("pk")
    was = shared.due_on
    rounds.offer(shared, [factories.reviewer()], by=people.author, at=NOON)
    new = experts.again(old, by=third(), at=NOON, due_on=TODAY + 3 * A_DAY)
    days = Round.objects.in_bulk([shared.pk, alone.pk])
    assert (days[shared.pk].due_on, days[alone.pk].due_on) == (was, TODAY + 3 * A_DAY)
    assert [comment.round for comment in Comment.objects.all()] == [alone]
    assert not Mail.objects.filter(purpose="review-due-day").exists()
    assert len(factories.signed_outside(new)) == 2
    assert found() == []


@pytest.mark.promise("R9")
def test_expert_who_has_decided_says_nothing_more_about_the_text():
    people = factories.desk()
    link = factories.asked_outside(people, 1)
    round_ = Round.objects.get()
    rounds.offer(round_, [factories.reviewer()], by=people.author, at=NOON)
    factories.signed_outside(link)
    who = {"by": link.reviewer.user, "at": NOON, "seen": round_.revision.digest}
    where = {"place": "body-1", "quote": "Here", "suggestion": "There"}
    for act in (
        lambda: comments.comment(round_, "One thing more.", **who),
        lambda: comments.suggest(round_, **where, **who),
    ):
        with pytest.raises(ValidationError, match="You have decided on this text"):
            act()
    assert not Comment.objects.exists()


def test_link_is_sent_again_as_often_as_it_takes_while_a_role_runs():
    people = factories.desk()
    link = factories.asked_outside(people, 1)
    for day in (17, 21):
        link = experts.again(link, by=people.colleague, at=NOON + A_DAY, due_on=TODAY + day * A_DAY)
    assert factories.signed_outside(link, at=link.expires_at - A_DAY)


def test_second_and_third_bundle_reach_an_expert_whose_role_runs():
    people, expert = factories.desk(), factories.expert()
    link = factories.asked_outside(people, 1, expert=expert)
    told = {"expert": expert, "condition": link.bundle.condition}
    for days in (20, 16):
        link = factories.asked_outside(people, 1, due_on=TODAY + days * A_DAY, **told)
    assert factories.signed_outside(link, at=link.expires_at - A_DAY)


def test_mail_sent_again_says_who_asks_and_who_vouches():
    people, other = factories.desk(), third()
    people.colleague.name, other.name = "Vera Vouches", "Otto Other"
    for each in (people.colleague, other):
        each.save()
    link = factories.asked_outside(people)
    experts.again(link, by=other, at=NOON, due_on=TODAY + A_DAY)
    mail = Mail.objects.filter(purpose="expert-asked").latest("pk")
    assert "Otto Other asks you" in mail.text
    assert "Vera Vouches looked your registration up" in mail.text


def test_nobody_sends_a_link_again_without_a_name():
    people = factories.desk()
    link = factories.asked_outside(people)
    people.colleague.name = ""
    with pytest.raises(ValidationError, match="Readers see who vouches"):
        experts.again(link, by=people.colleague, at=NOON, due_on=TODAY + A_DAY)


@pytest.mark.promise("R9")
def test_nothing_is_sent_again_on_a_registration_that_was_revoked():
    people = factories.desk()
    link = factories.asked_outside(people)
    reviewers.revoke(link.verification.credential, on=TODAY, reason="It lapsed.", by=people.author, at=NOON)
    with pytest.raises(ValidationError, match="does not count any more"):
        experts.again(link, by=people.colleague, at=NOON, due_on=TODAY + A_DAY)
    assert Mail.objects.filter(purpose="expert-asked").count() == 1


@pytest.mark.promise("R9")
def test_link_lasts_no_longer_than_the_registration_counts():
    people, looked = factories.desk(), experts.Looked(TODAY, 15, "The register's page")
    with pytest.raises(ValidationError, match="counts until 17 March 2026"):
        factories.asked_outside(people, looked=looked, due_on=TODAY + 16 * A_DAY)
    link = factories.asked_outside(people, looked=looked)
    with pytest.raises(ValidationError, match="counts until 17 March 2026"):
        experts.again(link, by=people.colleague, at=NOON, due_on=TODAY + 16 * A_DAY)


def test_nothing_is_sent_again_once_all_is_decided():
    people = factories.desk()
    link = factories.asked_outside(people)
    factories.signed_outside(link)
    with pytest.raises(ValidationError, match="Nothing of this waits"):
        experts.again(link, by=people.colleague, at=NOON, due_on=TODAY + A_DAY)


def after_it_ended(link, people):
    """A moment after the last day, on which the expert has the role once more: for another bundle there."""
    known = factories.expert(
        name=link.reviewer.name,
        register=link.verification.credential.register,
        number=link.verification.credential.number,
    )
    told = {"expert": known, "condition": link.bundle.condition, "due_on": link.last_day + 9 * A_DAY}
    factories.asked_outside(people, 1, at=NOON + A_DAY, **told)
    return link.expires_at


@pytest.mark.promise("R9")
@pytest.mark.parametrize("end", ["withdrawn", "ended"])
def test_nothing_is_done_by_a_link_that_is_over(end):
    people = factories.desk()
    link = factories.asked_outside(people)
    (begun, _second) = experts.begin(link, at=NOON)
    at = after_it_ended(link, people)
    if end == "withdrawn":
        at = NOON + A_DAY
        experts.withdraw(link, by=people.author, at=at)
    who = {"by": link.reviewer.user, "at": at}
    words = {"seen": begun.round.revision.digest}
    for act in (
        lambda: verdicts.request_changes(begun.round.revision, because="Say more.", **who, **words),
        lambda: verdicts.recuse(begun.round.revision, **who, **words),
        lambda: comments.comment(begun.round, "Say more.", **who, **words),
    ):
        with pytest.raises(PermissionDenied, match="This link has ended"):
            act()
    assert not Verdict.objects.exists()


@pytest.mark.promise("R9")
def test_nothing_is_begun_or_declined_by_a_link_that_is_over():
    people = factories.desk()
    link = factories.asked_outside(people)
    at = after_it_ended(link, people)
    with pytest.raises(PermissionDenied, match="This link has ended"):
        experts.begin(link, at=at)
    with pytest.raises(PermissionDenied, match="This link has ended"):
        bundles.decline(link.bundle, link.reviewer, "time", by=link.reviewer.user, at=at)


def test_new_words_end_the_review_and_the_expert_is_told_without_any_link():
    people = factories.desk()
    link = factories.asked_outside(people, 1)
    factories.written(people, first(link).answer, body="Other words.[^ers-2017]")
    mail = Mail.objects.get(purpose="review-ended")
    assert mail.recipient == link.mailbox.email
    assert "://" not in mail.text
    assert "Use the link in our mail of 2 March 2026" in mail.text


def two_links(people):
    """The same expert, asked on two days by mails of their own; each link to one text."""
    expert = factories.expert()
    first_one = factories.asked_outside(people, 1, expert=expert)
    told = {"at": NOON + 3 * A_DAY, "due_on": first_one.last_day, "condition": first_one.bundle.condition}
    return first_one, factories.asked_outside(people, 1, expert=expert, **told)


@pytest.mark.promise("M22")
def test_mail_names_the_mail_whose_link_leads_to_its_texts():
    people = factories.desk()
    old, _new = two_links(people)
    factories.written(people, first(old).answer, body="Other words.[^ers-2017]", at=NOON + 4 * A_DAY)
    assert "Use the link in our mail of 2 March 2026" in Mail.objects.get(purpose="review-ended").text


@pytest.mark.promise("M22")
def test_expert_with_two_links_is_reminded_of_each_by_its_own_mail():
    two_links(factories.desk())
    reminders.remind(at=NOON + 14 * A_DAY)
    told = [mail.text for mail in Mail.objects.filter(purpose="review-unanswered-reviewer").order_by("pk")]
    assert [text.count("1 text still waits") for text in told] == [1, 1]
    assert ["2 March 2026" in text for text in told] == [True, False]
    assert "5 March 2026" in told[1]


def test_expert_is_reminded_on_the_last_day_at_their_own_address():
    link = factories.asked_outside(factories.desk())
    reminders.remind(at=NOON + 14 * A_DAY)
    assert Mail.objects.get(purpose="review-unanswered-reviewer").recipient == link.mailbox.email


def test_address_is_forgotten_a_month_after_the_link_and_the_link_stays():
    people = factories.desk()
    link = factories.asked_outside(people)
    over = link.expires_at + expert_letters.KEPT
    assert expert_letters.forget_old(at=over - A_DAY) == 0
    assert expert_letters.forget_old(at=over) == 1
    assert (list(ExpertMailbox.objects.all()), list(ExpertLink.objects.all())) == ([], [link])
    with pytest.raises(ValidationError, match="The address was forgotten"):
        experts.again(link, by=people.colleague, at=over, due_on=TODAY + 60 * A_DAY)


def test_all_of_it_stands_in_the_ledger_and_holds():
    people = factories.desk()
    link = factories.asked_outside(people)
    factories.signed_outside(link)
    experts.withdraw(link, by=people.author, at=NOON)
    expert_letters.forget_old(at=link.expires_at + expert_letters.KEPT)
    assert evidence.home(link) == f"condition:{link.bundle.condition_id}"
    assert found() == []
