"""Moves of review policies: the next version, what stays under the former one, and what it costs (R6)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conditions.editorial import bundles, experts, policies, publications, reviewers, rounds
from conditions.editorial.staged import answers
from conditions.models import Event, Grant, ReviewPolicy, Round
from conditions.models.people import Role
from conditions.stages import Stage
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db
DAYS = datetime.timedelta
STILL = "A second clinician is still to be asked."


@pytest.fixture
def people():
    return factories.desk()


@pytest.fixture
def who():
    return {"by": factories.holder(Role.EDITOR), "at": NOON}


def changed(policy, **values):
    """The next version of it."""
    told = {"reason": "Guidance changed.", "by": factories.holder(Role.EDITOR), "at": NOON}
    return policies.change_policy(policy, values, **told)


def in_review_by_two(people, **asked):
    """Words that two reviewers were asked to sign, and the second one of them."""
    revision = factories.written(people)
    factories.ruled(revision.answer, second_clinician=asked.pop("rule", "always"))
    round_ = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest, **asked)
    second = factories.reviewer()
    rounds.offer(round_, [people.reviewer, second], by=people.author, at=NOON)
    return revision, factories.SimpleNamespace(reviewer=second, colleague=second.user)


def publish(people, revision):
    return publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


def test_change_is_the_next_version_and_moves_its_questions(who):
    question = factories.question("food", "What to eat?")
    fresh = policies.change_policy(question.policy, {"days": 400}, reason=" It  changes\nfast. ", **who)
    question.refresh_from_db()
    assert (question.policy, fresh.number, fresh.name, fresh.reason) == (fresh, 2, "Other", "It changes fast.")
    assert ReviewPolicy.objects.get(number=1).days == 1096
    event = Event.objects.get(stream="policy:other")
    assert '"questions":["food"]' in event.data


def test_change_within_limits_and_for_a_reason(who):
    policy = factories.policy()
    with pytest.raises(ValidationError, match="from 1 day to 5 years"):
        policies.change_policy(policy, {"days": 5000}, reason="x", **who)
    with pytest.raises(ValidationError, match="Say why"):
        policies.change_policy(policy, {"days": 500}, reason=" ", **who)
    with pytest.raises(ValidationError, match="Change something first"):
        policies.change_policy(policy, {"days": policy.days}, reason="x", **who)
    assert ReviewPolicy.objects.get() == policy


def test_former_version_is_not_changed_again(who):
    policy = factories.policy()
    policies.change_policy(policy, {"days": 400}, reason="x", **who)
    with pytest.raises(Stale):
        policies.change_policy(policy, {"days": 500}, reason="x", **who)
    assert ReviewPolicy.objects.newest().get().days == 400


def test_policy_is_added_once_under_its_short_name(who):
    made = policies.add_policy(ReviewPolicy(slug="figures", name="Figures", days=180), **who)
    assert (made.number, made.second_clinician, made.overdue) == (1, "never", "said")
    with pytest.raises(ValidationError, match="Another policy has this short name"):
        policies.add_policy(ReviewPolicy(slug="figures", name="Again", days=1), **who)


def test_policies_take_a_role_for_the_whole_site():
    by = {"by": factories.holder(Role.EDITOR, condition=factories.condition()), "at": NOON}
    with pytest.raises(PermissionDenied):
        policies.change_policy(factories.policy(), {"days": 400}, reason="x", **by)
    with pytest.raises(PermissionDenied):
        policies.add_policy(ReviewPolicy(slug="mine", name="Mine", days=1), **by)


@pytest.mark.promise("R6")
def test_what_is_published_and_in_review_stays_under_its_version(people):
    live, opened = factories.published(people), factories.approved(people)
    first = live.policy
    changed(first, days=30, second_clinician="always")
    assert publish(people, opened).next_due_on == TODAY + DAYS(1096)
    live.refresh_from_db()
    assert (live.policy, live.next_due_on, Round.objects.latest("pk").policy) == (first, TODAY + DAYS(1096), first)


@pytest.mark.promise("R6")
def test_what_is_sent_to_review_later_stands_under_the_next_version(people):
    revision = factories.written(people)
    fresh = changed(factories.policy(), days=30)
    round_ = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)
    factories.signed(people, revision)
    live = publish(people, revision)
    assert (live.policy, live.round.policy, live.next_due_on) == (fresh, fresh, TODAY + DAYS(30))


@pytest.mark.promise("R6")
def test_second_clinician_signs_before_words_are_published(people):
    revision, second = in_review_by_two(people)
    factories.signed(people, revision)
    name = people.reviewer.name
    with pytest.raises(ValidationError, match=f"Two clinicians sign this text, and {name} is the only one"):
        publish(people, revision)
    assert revision.answer in answers(Stage.IN_REVIEW, TODAY)
    factories.signed(second, revision)
    assert revision.answer in answers(Stage.APPROVED, TODAY)
    assert publish(people, revision).sign_offs.count() == 2


def test_second_clinician_whose_registration_was_revoked_counts_no_more(people):
    revision, second = in_review_by_two(people)
    factories.signed(people, revision)
    factories.signed(second, revision)
    credential = second.reviewer.credentials.get()
    reviewers.revoke(credential, on=TODAY, reason="Struck off.", by=people.author, at=NOON)
    with pytest.raises(ValidationError, match="Two clinicians sign this text"):
        publish(people, revision)


@pytest.mark.promise("R6")
@pytest.mark.parametrize("loses", ["registration", "role"])
def test_second_clinician_who_cannot_sign_any_more_is_wanted_again(people, loses):
    revision, second = in_review_by_two(people)
    opened = Round.objects.filter(revision=revision)
    assert rounds.still_wanted(opened, on=TODAY) == ""
    if loses == "registration":
        reviewers.revoke(second.reviewer.credentials.get(), on=TODAY, reason="Left.", by=people.author, at=NOON)
    else:
        Grant.objects.filter(user=second.colleague).update(ends_on=TODAY - DAYS(1))
    assert rounds.still_wanted(opened, on=TODAY) == STILL


@pytest.mark.promise("R6")
def test_outside_expert_whose_link_ended_counts_for_nobody(people):
    text, second = factories.written(people), factories.reviewer()
    factories.ruled(text.answer, second_clinician="always")
    told = {"question": "Is it so?", "due_on": TODAY + DAYS(14), "write_in": "en", "by": people.colleague, "at": NOON}
    looked, seen = experts.Looked(TODAY, 365, "Its page"), {text.answer_id: text.digest}
    link = experts.ask(text.answer.condition, "en", seen, factories.expert(), looked, **told)
    opened = link.bundle.rounds.all()
    rounds.offer(opened.get(), [second], by=people.author, at=NOON)
    wanted = [rounds.still_wanted(opened, on=day) for day in (TODAY, link.last_day, link.last_day + DAYS(1))]
    assert wanted == ["", "", STILL]
    experts.withdraw(link, by=people.author, at=NOON)
    assert rounds.still_wanted(opened, on=TODAY) == STILL


@pytest.mark.promise("R6")
def test_approval_whose_registration_ended_since_is_wanted_anew(people):
    revision, second = in_review_by_two(people)
    factories.signed(second, revision)
    opened = Round.objects.filter(revision=revision)
    assert rounds.still_wanted(opened, on=TODAY) == ""
    reviewers.revoke(second.reviewer.credentials.get(), on=TODAY, reason="Left.", by=people.author, at=NOON)
    assert rounds.still_wanted(opened, on=TODAY) == STILL


@pytest.mark.parametrize(("rule", "second"), [("never", False), ("asked", True), ("always", True)])
def test_editor_asks_for_a_second_clinician_where_the_policy_leaves_it_to_them(people, rule, second):
    revision, _second = in_review_by_two(people, rule=rule, second_clinician=True)
    assert revision.rounds.get().second_clinician == second


def test_nobody_is_asked_for_a_second_clinician_unless_the_editor_does(people):
    revision, _second = in_review_by_two(people, rule="asked")
    assert not revision.rounds.get().second_clinician
    factories.signed(people, revision)
    assert publish(people, revision).sign_offs.count() == 1


def test_cost_is_counted_from_what_is_live(people):
    factories.published(people)
    factories.published(people)
    factories.in_review(people)
    policy = factories.policy()
    found = policies.reach(policy)
    assert (found.questions, found.texts, found.by_two, found.in_review) == (3, 2, 0, 1)
    assert (found.first, found.last) == (TODAY + DAYS(1096), TODAY + DAYS(1096))
    assert found.a_year(policy) == 1
    assert found.a_year(ReviewPolicy(days=365, second_clinician="always")) == 4
    assert found.a_year(ReviewPolicy(days=365, second_clinician="asked")) == 2


def test_text_that_two_signed_costs_two_where_the_editor_asks(people):
    revision, second = in_review_by_two(people, rule="asked", second_clinician=True)
    factories.signed(people, revision)
    factories.signed(second, revision)
    policy = publish(people, revision).policy
    assert policies.reach(policy).by_two == 1
    assert policies.reach(policy).signatures(policy) == 2


def test_second_clinician_is_asked_for_in_a_bundle_where_a_policy_lets_the_editor(people):
    about = factories.condition()
    left, fixed = (factories.written(people, factories.started(people, condition=about)) for _n in range(2))
    factories.ruled(left.answer, second_clinician="asked")
    seen = {text.answer_id: text.digest for text in (left, fixed)}
    told = {"question": "Is it so?", "by": people.author, "at": NOON, "second_clinician": True}
    bundles.send(about, "en", seen, [people.reviewer], **told)
    assert left.rounds.get().second_clinician
    assert not fixed.rounds.get().second_clinician


def test_live_words_are_confirmed_by_two_where_the_editor_asks(people):
    answer = factories.started(people)
    factories.ruled(answer, second_clinician="asked")
    live = factories.published(people, answer)
    told = {"question": "Does it hold?", "by": people.author, "at": NOON}
    assert rounds.reconfirm(live, second_clinician=True, **told).second_clinician
    assert live.round.second_clinician is False
