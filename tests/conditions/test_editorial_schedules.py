"""Words that are to reach readers at a minute: planned, undone, published or refused when it comes (E9, E18)."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from conditions import chores, ledger
from conditions.editorial import people as standing
from conditions.editorial import publications, questions, reviewers, rounds, rows, schedules, seals, sources, verdicts
from conditions.models import (
    Credential,
    Mail,
    Publication,
    Revision,
    Round,
    Schedule,
    Source,
    User,
    Verdict,
)
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.promise("E9")]
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
Outcome = Schedule.Outcome


def approved():
    people = factories.desk()
    return SimpleNamespace(people=people, revision=factories.approved(people))


made = made_once(approved)
people, revision = copied("people"), copied("revision")


@pytest.fixture
def plan(people, revision):
    return factories.planned(people, revision)


def come(at=NOON + HOUR):
    return schedules.publish_due(at=at)


def now(plan):
    return Schedule.objects.get(pk=plan.pk)


def mail(purpose):
    return list(Mail.objects.filter(purpose=purpose).values_list("recipient", flat=True))


def test_words_come_at_their_minute_and_not_before(plan, people):
    assert come(NOON + HOUR - datetime.timedelta(seconds=1)) == 0
    assert not Publication.objects.exists()
    assert [come(), come()] == [1, 0]
    live = Publication.objects.get()
    assert (live.revision, live.published_by, live.published_at) == (plan.round.revision, people.colleague, NOON + HOUR)
    assert (now(plan).outcome, now(plan).ended_at, now(plan).ended_by) == (Outcome.PUBLISHED, NOON + HOUR, None)


def test_worker_publishes_without_being_asked(plan):
    chores.do_due(clock=lambda: NOON + HOUR)
    assert Publication.objects.live().get().revision == plan.round.revision


def test_only_who_may_publish_plans(people):
    revision = factories.approved(people)
    told = {"due_at": NOON + HOUR, "at": NOON, "seen": revision.digest}
    with pytest.raises(PermissionDenied):
        schedules.schedule(revision, by=factories.holder(Role.AUTHOR), **told)
    with pytest.raises(ValidationError, match="You had a part in these words"):
        schedules.schedule(revision, by=people.author, **told)
    assert not Schedule.objects.exists()


def test_words_that_nobody_approved_or_that_moved_are_not_planned(people):
    revision = factories.in_review(people)
    with pytest.raises(ValidationError, match="Nobody has approved these words yet"):
        factories.planned(people, revision)
    factories.signed(people, revision)
    factories.written(people, revision.answer, short="It is common.")
    with pytest.raises(Stale):
        factories.planned(people, revision)


@pytest.mark.parametrize("hours", [0, -1])
def test_minute_lies_ahead(people, hours):
    with pytest.raises(ValidationError, match="This minute has passed"):
        factories.planned(people, hours=hours)


def test_minute_lies_within_a_year_and_before_the_sign_offs_lapse(people):
    with pytest.raises(ValidationError, match="Choose a day up to 2 March 2027"):
        factories.planned(people, hours=24 * 366)
    signer = factories.granted(factories.user(), Role.REVIEWER)
    reviewer = factories.reviewer(signer, verified_by=people.author, days=9)
    revision = factories.approved(SimpleNamespace(author=people.author, colleague=signer, reviewer=reviewer))
    with pytest.raises(ValidationError, match="Choose a day up to 11 March 2026"):
        factories.planned(people, revision, hours=24 * 10)
    assert factories.planned(people, revision, hours=24 * 9).due_at == NOON + 9 * DAY


@pytest.mark.promise("R6")
def test_where_two_clinicians_sign_the_sooner_of_them_to_lapse_counts(people):
    answer = factories.started(people)
    factories.ruled(answer, second_clinician="always")
    revision = factories.approved(people, answer)
    signer = factories.holder(Role.REVIEWER)
    reviewer = factories.reviewer(signer, verified_by=people.author, days=9)
    rounds.offer(revision.rounds.get(), [reviewer], by=people.author, at=NOON)
    factories.signed(SimpleNamespace(colleague=signer, reviewer=reviewer), revision)
    with pytest.raises(ValidationError, match="Choose a day up to 11 March 2026"):
        factories.planned(people, revision, hours=24 * 10)
    assert factories.planned(people, revision, hours=24 * 9).due_at == NOON + 9 * DAY


def test_words_are_not_planned_beyond_their_review(people):
    answer = factories.started(people)
    factories.ruled(answer, days=30)
    revision = factories.approved(people, answer)
    with pytest.raises(ValidationError, match="Choose a day up to 1 April 2026"):
        factories.planned(people, revision, hours=24 * 31)


def test_nobody_plans_beyond_their_own_role(people):
    revision, leaving = factories.approved(people), factories.holder(Role.EDITOR, ends_on=TODAY + DAY)
    with pytest.raises(ValidationError, match="may not publish this on 4 March 2026"):
        factories.planned(people, revision, hours=48, by=leaving)
    assert factories.planned(people, revision, hours=24, by=leaving).by == leaving


def test_one_plan_at_a_time(plan, people):
    with pytest.raises(ValidationError, match="planned already"):
        factories.planned(people, plan.round.revision, hours=2)
    assert Schedule.objects.get() == plan


@pytest.mark.promise("E18")
def test_undoing_loses_no_revision_and_no_sign_off(plan, people):
    kept = (Revision, Round, Verdict)
    before = [list(model.objects.values()) for model in kept]
    other = factories.holder(Role.EDITOR)
    schedules.undo(plan, by=other, at=NOON)
    assert [list(model.objects.values()) for model in kept] == before
    assert (come(), Publication.objects.count()) == (0, 0)
    assert (now(plan).outcome, now(plan).ended_by, mail("plan-undone")) == (Outcome.UNDONE, other, [plan.by.email])
    revision = plan.round.revision
    assert publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest).revision == revision


def test_undone_words_are_planned_for_another_minute(plan, people):
    schedules.undo(plan, by=people.colleague, at=NOON)
    again = factories.planned(people, plan.round.revision, hours=2)
    assert (come(), come(NOON + 2 * HOUR)) == (0, 1)
    assert (now(again).outcome, mail("plan-undone")) == (Outcome.PUBLISHED, [])


def test_plan_is_undone_once_and_by_whoever_may_publish(plan, people):
    with pytest.raises(PermissionDenied):
        schedules.undo(plan, by=factories.holder(Role.REVIEWER), at=NOON)
    schedules.undo(plan, by=people.colleague, at=NOON)
    with pytest.raises(Stale):
        schedules.undo(plan, by=people.colleague, at=NOON)


def _role_ended(plan, people):
    (grant,) = people.colleague.grants.filter(role=Role.EDITOR)
    told = {"by": factories.administrator(), "at": NOON, "seen": rows.version(grant)}
    standing.end_grant(grant, ends_on=TODAY - DAY, **told)


def _left(plan, people):
    told = {"by": factories.administrator(), "at": NOON, "seen": rows.version(people.colleague)}
    standing.change_standing(people.colleague, is_active=False, **told)


def _revoked(plan, people):
    credential = Credential.objects.get(reviewer=people.reviewer)
    reviewers.revoke(credential, on=TODAY, reason="It lapsed.", by=people.author, at=NOON)


def _disputed(plan, people):
    other = factories.reviewer()
    rounds.offer(plan.round, [other], by=people.author, at=NOON)
    revision = plan.round.revision
    verdicts.request_changes(revision, by=other.user, at=NOON, seen=revision.digest, because="The dose is wrong.")


def _retracted(plan, people):
    source = Source.objects.get(key="ers-2017")
    told = {"by": people.author, "at": NOON, "seen": rows.version(source)}
    sources.retract_source(source, on=TODAY, note="The journal took it back.", **told)


def _replaced(plan, people):
    source, newer = Source.objects.get(key="ers-2017"), factories.source("ers-2025")
    seen = {"seen": rows.version(source), "next_seen": rows.version(newer)}
    sources.replace_source(source, newer, by=people.author, at=NOON, **seen)


def _warned(plan, people):
    factories.cautioned(people, plan.answer.condition, words="The dose is ten times too high.")


def _cautioned(plan, people):
    factories.cautioned(people, plan.answer.condition)


def _not_applying(plan, people):
    asked = (plan.answer.condition, plan.answer.question)
    questions.decide_applicability(*asked, applies=False, reason="Nobody asks it.", by=people.author, at=NOON)


def _asked_no_more(plan, people):
    asked = plan.answer.question
    questions.change_question(asked, {"is_asked": False}, seen=rows.version(asked), by=people.author, at=NOON)


def _renamed(plan, people):
    plan.answer.condition.names.update(text="Another name")


AGAINST = {
    "role ended": (_role_ended, "may not publish this on 2 March 2026"),
    "editor left": (_left, "may not publish this on 2 March 2026"),
    "credential revoked": (_revoked, "The credential behind this approval has lapsed"),
    "changes asked for": (_disputed, "A reviewer asked for changes first"),
    "source retracted": (_retracted, "was retracted or replaced"),
    "source replaced": (_replaced, "was retracted or replaced"),
    "caution in own words put": (_warned, "A caution over this text waits for a second person"),
    "caution put": (_cautioned, "A caution stands over this text"),
    "question does not apply": (_not_applying, "This question does not apply"),
    "question asked no more": (_asked_no_more, "Readers are not asked this question any more"),
    "condition renamed": (_renamed, "changed after this text was signed"),
}


@pytest.mark.parametrize("what", AGAINST)
def test_rule_that_broke_meanwhile_stops_it_at_its_minute(plan, people, what):
    breaks, sentence = AGAINST[what]
    breaks(plan, people)
    assert sentence in schedules.refusal(now(plan), None, at=NOON)
    assert [come(), come()] == [1, 0]
    assert not Publication.objects.exists()
    assert now(plan).outcome == Outcome.FAILED
    assert sentence in now(plan).because
    assert len(mail("plan-failed")) == 1
    assert list(Schedule.objects.failed()) == [plan]


def test_reason_that_is_too_long_is_cut_and_ends_the_plan(plan):
    schedules._fail(now(plan), "Nobody can read all of this. " * 40, at=plan.due_at)
    assert (now(plan).outcome, len(now(plan).because)) == (Outcome.FAILED, 500)


@pytest.mark.promise("E9")
def test_whoever_planned_it_gets_one_mail_that_names_nothing(plan, people):
    _retracted(plan, people)
    come()
    mail = Mail.objects.get(purpose="plan-failed")
    assert mail.recipient == people.colleague.email
    assert f"/desk/answers/{plan.answer_id}/" in mail.text
    assert "A rule of publishing stands against it." in mail.text
    assert Source.objects.get(key="ers-2017").title not in mail.text


@pytest.mark.parametrize("leaves", [_left, _role_ended])
def test_where_the_editor_may_not_any_more_all_who_may_publish_are_told(plan, people, leaves):
    leaves(plan, people)
    others = {factories.holder(Role.EDITOR).email, factories.holder(Role.EDITOR).email}
    come()
    assert others <= set(mail("plan-failed"))
    assert not {people.author.email, people.colleague.email} & set(mail("plan-failed"))


def test_value_that_changed_meanwhile_stops_it(people):
    answer = factories.started(people)
    fact = factories.fact(people, answer.condition)
    factories.value_accepted(people, fact)
    factories.planned(people, factories.approved(people, answer, body=factories.QUOTING))
    factories.value_accepted(people, fact, "1 in 30")
    come()
    assert not Publication.objects.exists()
    assert "a figure changed after this text was signed" in Schedule.objects.get().because


def test_text_that_was_withdrawn_meanwhile_is_not_followed_unseen(people):
    live = factories.published(people)
    plan = factories.planned(people, factories.approved(people, live.answer, short="It is common."))
    factories.withdrawn(live)
    come()
    assert not Publication.objects.live().exists()
    assert "The text before was withdrawn" in now(plan).because


@pytest.mark.promise("R23")
def test_translation_whose_source_changed_in_meaning_is_not_published_unseen(people):
    english = factories.published(people)
    answer = factories.translated(people, english).answer
    plan = factories.planned(people, factories.approved(people, answer, translates=english, short="Es leve."))
    newer = factories.approved(people, english.answer, short="It is mild.")
    publications.publish(newer, by=people.colleague, at=NOON, seen=newer.digest)
    come()
    assert now(plan).outcome == Outcome.FAILED
    assert "The text that this translates has changed since" in now(plan).because


def test_saved_revision_ends_the_plan_and_tells_who_made_it(plan, people):
    factories.written(people, plan.answer, short="It is common.")
    assert (come(), Publication.objects.count()) == (0, 0)
    assert (now(plan).outcome, now(plan).ended_by) == (Outcome.OVERTAKEN, people.author)
    assert mail("plan-overtaken") == [people.colleague.email]


def test_dismissed_review_ends_the_plan(plan, people):
    rounds.dismiss(plan.round, "A mistake", by=people.colleague, at=NOON)
    assert (now(plan).outcome, mail("plan-overtaken"), come()) == (Outcome.OVERTAKEN, [], 0)


def test_publishing_by_hand_before_ends_the_plan(plan, people):
    revision = plan.round.revision
    live = publications.publish(revision, by=factories.holder(Role.EDITOR), at=NOON, seen=revision.digest)
    assert (now(plan).outcome, come(), Publication.objects.get()) == (Outcome.OVERTAKEN, 0, live)
    assert mail("plan-overtaken") == [people.colleague.email]


def test_seal_of_planned_words_ends_the_plan(plan, people):
    asked = seals.ask_seal(plan.round.revision, ground="court", reason="A court said so.", by=people.author, at=NOON)
    seals.seal(asked, by=people.colleague, at=NOON)
    assert (now(plan).outcome, come(), Publication.objects.count()) == (Outcome.OVERTAKEN, 0, 0)


def test_worker_that_slept_publishes_with_the_true_time(plan):
    late = NOON + HOUR + DAY
    assert come(late) == 1
    assert Publication.objects.get().published_at == late


def test_worker_that_slept_for_days_publishes_nothing(plan, people):
    assert come(NOON + HOUR + DAY + datetime.timedelta(seconds=1)) == 1
    assert not Publication.objects.exists()
    assert "a day has passed since" in now(plan).because
    assert mail("plan-failed") == [people.colleague.email]


def test_clock_that_jumped_back_publishes_when_the_minute_comes_again(plan):
    assert [come(NOON - 300 * DAY), come(NOON), come()] == [0, 0, 1]
    assert come(NOON) == 0
    assert Publication.objects.get().published_at == NOON + HOUR


def test_one_that_fails_does_not_keep_others_from_coming(people):
    first, second = factories.planned(people), factories.planned(people)
    _not_applying(first, people)
    assert come() == 2
    assert Publication.objects.get().revision == second.round.revision


def test_one_that_breaks_in_another_way_does_not_either(people):
    first, second = factories.planned(people, by=factories.holder(Role.EDITOR)), factories.planned(people)
    _not_applying(first, people)
    User.objects.filter(pk=first.by_id).update(email="no address")
    with pytest.raises(ValidationError):
        come()
    assert (now(first).outcome, now(second).outcome) == (Outcome.OPEN, Outcome.PUBLISHED)


@pytest.mark.promise("R4")
def test_correction_of_wording_keeps_its_dates_and_needs_the_text_that_it_corrects(people):
    live = factories.published(people)
    factories.planned(people, factories.reworded(people, live))
    come()
    fresh = Publication.objects.live().get()
    assert (fresh.kind, fresh.reviewed_on) == (Publication.Kind.WORDING, live.reviewed_on)


def test_reconfirmed_words_come_at_their_minute(people):
    live = factories.published(people)
    factories.planned(people, factories.reconfirmed(people, live))
    assert (come(), Publication.objects.live().get().kind) == (1, Publication.Kind.RECONFIRMED)


def test_day_is_that_of_the_site_where_it_stands(people):
    with timezone.override("Pacific/Auckland"):
        plan = factories.planned(people, hours=12)
        come(NOON + 12 * HOUR)
        assert Publication.objects.get().published_on == timezone.localdate(plan.due_at) == TODAY + DAY


@pytest.mark.promise("E11")
def test_ledger_holds_what_came_and_what_did_not(people):
    came, failed, undone = (factories.planned(people) for _ in range(3))
    _not_applying(failed, people)
    schedules.undo(undone, by=people.colleague, at=NOON)
    come()
    assert {now(came).outcome, now(failed).outcome, now(undone).outcome} == {"published", "failed", "undone"}
    assert list(ledger.verify()) == []
