"""In which stage an answer is: computed on each day from what is stored, with nobody acting and no job run."""

import datetime

import pytest

from conditions import stages
from conditions.editorial import drafts, publications, questions, reviewers, revisions, rounds, verdicts
from conditions.models import Caution, Credential, Event, Publication, ReviewPolicy, SignOff
from conditions.stages import Cause, Cell, Facts, Live, Span, Stage
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
DUE = TODAY + 100 * DAY
ALWAYS = Span(datetime.date.min, datetime.date.max)


made = made_once(factories.desk)
people = copied()


@pytest.fixture
def answer(people):
    """A question whose reviews last a hundred days, while credentials last a year."""
    policy = ReviewPolicy.objects.create(slug="short", name="Short", days=100)
    return factories.started(people, question=factories.question("short-lived", "What is {condition}?", policy=policy))


def facts(answer):
    return stages.gather([Cell.of(answer)])[Cell.of(answer)]


def stage(answer, on=TODAY):
    return stages.stage(facts(answer), on)


def causes(answer, on=TODAY):
    return stages.causes(facts(answer).live, on)


def caution(**over):
    """A caution of fixed wording that an editor set today."""
    told = {"reason": "A reader wrote.", "by": factories.user(), "at": NOON, "starts_on": TODAY, "ends_on": TODAY + DAY}
    return Caution.objects.create(**told | over)


def test_question_that_nobody_began_is_missing():
    about, asked = factories.condition(), factories.question("cause", "What causes {condition}?")
    cell = Cell(about.pk, asked.pk, "en")
    assert stages.stage(stages.gather([cell])[cell], TODAY) == Stage.MISSING


def test_answer_without_a_word_is_missing(answer):
    assert stage(answer) == Stage.MISSING


def test_draft_of_anybody_and_a_revision_not_sent_are_drafts(answer, people):
    drafts.save_draft(answer, {"short": "It is"}, by=people.colleague, at=NOON, seen=0)
    assert stage(answer) == Stage.DRAFT
    drafts.drop_draft(answer.drafts.get(), by=people.colleague, at=NOON, seen=1)
    assert stage(answer) == Stage.MISSING
    factories.written(people, answer)
    assert stage(answer) == Stage.DRAFT


def test_answer_goes_from_review_to_readers(answer, people):
    revision = factories.in_review(people, answer)
    assert stage(answer) == Stage.IN_REVIEW
    factories.signed(people, revision)
    assert stage(answer) == Stage.APPROVED
    publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    assert (stage(answer), stages.underway(facts(answer))) == (Stage.LIVE, None)


def test_one_request_for_changes_outweighs_an_approval(answer, people):
    revision = factories.approved(people, answer)
    second = factories.reviewer(verified_by=people.author)
    rounds.offer(revision.rounds.get(), [second], by=people.author, at=NOON)
    verdicts.request_changes(revision, by=second.user, at=NOON, seen=revision.digest, because="Say how often.")
    assert stage(answer) == Stage.CHANGES_ASKED
    rounds.dismiss(revision.rounds.get(), "Not needed", by=people.author, at=NOON)
    assert stage(answer) == Stage.DRAFT


@pytest.mark.promise("R28")
def test_question_that_does_not_apply_is_not_missing(people):
    about, asked = factories.condition(), factories.question("pregnancy", "Can people with {condition} have children?")
    cell = Cell(about.pk, asked.pk, "en")
    assert stages.stage(stages.gather([cell])[cell], TODAY) == Stage.MISSING
    questions.decide_applicability(about, asked, applies=False, reason="Only men", by=people.author, at=NOON)
    assert stages.stage(stages.gather([cell])[cell], TODAY) == Stage.NOT_APPLYING


@pytest.mark.promise("R28")
def test_question_for_some_conditions_applies_where_an_editor_says_so(people):
    about, asked = factories.condition(), factories.question("surgery", "When is surgery used?", applies="by-flag")
    cell = Cell(about.pk, asked.pk, "en")
    assert stages.stage(stages.gather([cell])[cell], TODAY) == Stage.NOT_APPLYING
    questions.decide_applicability(about, asked, applies=True, reason="There is one", by=people.author, at=NOON)
    assert stages.stage(stages.gather([cell])[cell], TODAY) == Stage.MISSING


@pytest.mark.promise("R7", "E14")
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (DUE - 61 * DAY, Stage.LIVE),
        (DUE - 60 * DAY, Stage.DUE_SOON),
        (DUE, Stage.DUE_SOON),
        (DUE + DAY, Stage.OVERDUE),
        (DUE + 10_000 * DAY, Stage.OVERDUE),
    ],
)
def test_stage_follows_the_day_while_nobody_acts(answer, people, on, expected):
    factories.published(people, answer)
    before = Event.objects.count()
    assert stage(answer, on) == expected
    assert Event.objects.count() == before


@pytest.mark.promise("R7", "E14")
def test_sets_of_a_day_follow_the_same_dates(answer, people):
    factories.published(people, answer)
    ask = Publication.objects
    assert [ask.due_by(day).count() for day in (DUE - DAY, DUE, DUE + DAY)] == [0, 1, 1]
    assert [ask.overdue(day).count() for day in (DUE - DAY, DUE, DUE + DAY)] == [0, 0, 1]
    assert [ask.reviewed(day).count() for day in (DUE - DAY, DUE, DUE + DAY)] == [1, 1, 0]


def test_answer_that_nobody_knows_says_so_until_its_review_is_due(answer, people):
    factories.published(people, answer, is_unknown=True, unknowns="Nobody knows why.")
    assert stage(answer) == Stage.UNKNOWN
    assert stage(answer, DUE) == Stage.DUE_SOON


@pytest.mark.promise("E13")
def test_answer_goes_to_re_review_when_its_only_credential_lapses(people):
    answer = factories.published(people).answer
    lapses = TODAY + 365 * DAY
    assert [stage(answer, day) for day in (lapses, lapses + DAY)] == [Stage.LIVE, Stage.RECHECKED]
    assert causes(answer, lapses + DAY) == [Cause.CREDENTIAL]
    resting = Publication.objects.resting_only_on_lapsed
    assert [resting(day).count() for day in (lapses, lapses + DAY)] == [0, 1]


@pytest.mark.promise("E13")
def test_answer_goes_to_re_review_when_its_only_credential_is_revoked(people):
    answer = factories.published(people).answer
    credential = Credential.objects.get(reviewer=people.reviewer)
    reviewers.revoke(credential, on=TODAY + 9 * DAY, reason="Struck off", by=people.author, at=NOON)
    days = (TODAY + 8 * DAY, TODAY + 9 * DAY)
    assert [stage(answer, day) for day in days] == [Stage.LIVE, Stage.RECHECKED]
    assert [Publication.objects.resting_only_on_lapsed(day).count() for day in days] == [0, 1]


@pytest.mark.promise("E13")
def test_credential_that_somebody_looked_up_anew_still_stands(people):
    answer = factories.published(people).answer
    credential = Credential.objects.get(reviewer=people.reviewer)
    later = NOON + 300 * DAY
    reviewers.verify(credential, on=later.date(), days=365, evidence="Register", by=people.author, at=later)
    on = TODAY + 400 * DAY
    assert stage(answer, on) == Stage.LIVE
    assert not Publication.objects.resting_only_on_lapsed(on).exists()


@pytest.mark.promise("E13")
def test_second_reviewer_whose_credential_stands_is_enough(people):
    revision = factories.approved(people)
    second = factories.reviewer(verified_by=people.author, days=1000)
    rounds.offer(revision.rounds.get(), [second], by=people.author, at=NOON)
    twin = people.__class__(reviewer=second, colleague=second.user)
    factories.signed(twin, revision)
    publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    on = TODAY + 400 * DAY
    assert stage(revision.answer, on) == Stage.LIVE
    assert not Publication.objects.resting_only_on_lapsed(on).exists()


def reworded(people, published):
    """The wording of the live text corrected, which a second reviewer with a longer credential confirmed."""
    second = factories.reviewer(verified_by=people.author, days=1000)
    revision = factories.written(people, published.answer, short="It is a harmless difference in the liver.")
    round_ = rounds.correct(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(round_, [second], by=people.author, at=NOON)
    told = {"by": second.user, "at": NOON}
    declaration = reviewers.declare(second, published.answer.condition, interests="", **told)
    verdicts.approve(revision, seen=revision.digest, scopes=["wording"], declaration=declaration, **told)
    return publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


@pytest.mark.promise("E13", "R2")
def test_who_confirmed_the_wording_does_not_stand_in_for_the_medical_review(people):
    publication = reworded(people, factories.published(people))
    on = TODAY + 400 * DAY
    assert list(Publication.objects.reviewed(on)) == [publication]
    assert list(Publication.objects.resting_only_on_lapsed(on)) == [publication]
    assert causes(publication.answer, on) == [Cause.CREDENTIAL]


@pytest.mark.promise("R2")
def test_lapse_leaves_the_claim_and_a_credential_that_never_counted_takes_it(people):
    factories.published(people)
    credential = Credential.objects.get(reviewer=people.reviewer)
    lapsed = TODAY + 400 * DAY
    assert Publication.objects.reviewed(lapsed).count() == 1
    reviewers.revoke(credential, on=TODAY, reason="Never registered", by=people.author, at=NOON)
    assert not Publication.objects.reviewed(TODAY).exists()


@pytest.mark.promise("R2")
def test_who_confirmed_the_wording_without_a_credential_that_counted_takes_the_claim(people):
    publication = reworded(people, factories.published(people))
    confirmed = publication.round.verdicts.get()
    told = {"reason": "Never registered", "by": people.author, "at": NOON}
    reviewers.revoke(confirmed.verification.credential, on=TODAY, **told)
    assert not Publication.objects.reviewed(TODAY).exists()


@pytest.mark.promise("R2")
def test_text_that_nobody_stands_behind_is_not_called_reviewed(people):
    revision = factories.approved(people)
    dates = {"published_on": TODAY, "reviewed_on": TODAY, "edited_on": TODAY, "next_due_on": DUE}
    by = {"published_by": people.colleague, "published_at": NOON, "kind": "new", "number": 1, "code": "ABCDEFGH"}
    under = {"round": revision.rounds.get(), "policy": revision.answer.question.policy}
    made = Publication.objects.create(answer=revision.answer, revision=revision, **under, **by, **dates)
    assert list(Publication.objects.live()) == list(Publication.objects.resting_only_on_lapsed(TODAY)) == [made]
    assert not Publication.objects.reviewed(TODAY).exists()
    assert stage(revision.answer) == Stage.RECHECKED
    SignOff.objects.create(publication=made, verdict=revision.verdicts.get())
    assert list(Publication.objects.reviewed(TODAY)) == [made]


@pytest.mark.promise("R2")
def test_replaced_text_is_not_called_reviewed_any_more(answer, people):
    first = factories.published(people, answer)
    assert list(Publication.objects.reviewed(TODAY)) == [first]
    second = factories.published(people, answer, short="It is a harmless difference.")
    assert list(Publication.objects.reviewed(TODAY)) == [second]


def test_review_of_live_words_again_is_told(answer, people):
    publication = factories.published(people, answer)
    rounds.reconfirm(publication, by=people.author, at=NOON, question="Is it still so?")
    assert (stage(answer), causes(answer)) == (Stage.RECHECKED, [Cause.REVIEW])
    assert stages.underway(facts(answer)) == Stage.IN_REVIEW
    assert stage(answer, DUE + DAY) == Stage.OVERDUE


def test_new_words_in_review_leave_the_live_text_live(answer, people):
    factories.published(people, answer)
    revision = factories.in_review(people, answer, short="It is a harmless difference.")
    assert (stage(answer), stages.underway(facts(answer))) == (Stage.LIVE, Stage.IN_REVIEW)
    factories.signed(people, revision)
    assert (stage(answer), stages.underway(facts(answer))) == (Stage.LIVE, Stage.APPROVED)
    revisions.save_revision(
        drafts.save_draft(answer, {"short": "It is harmless."}, by=people.author, at=NOON, seen=0),
        by=people.author,
        at=NOON,
        seen=1,
    )
    assert (stage(answer), stages.underway(facts(answer))) == (Stage.LIVE, Stage.DRAFT)


@pytest.mark.promise("E3")
def test_question_that_is_worded_anew_needs_to_be_confirmed(answer, people):
    factories.published(people, answer)
    factories.worded(answer.question, "What does {condition} mean?", at=NOON)
    assert (stage(answer), causes(answer)) == (Stage.RECHECKED, [Cause.WORDING])
    factories.worded(answer.question, "What is {condition}?", at=NOON)
    assert stage(answer) == Stage.LIVE


@pytest.mark.promise("E3", "R27")
def test_figure_that_has_a_new_value_needs_to_be_confirmed(people):
    fact = factories.fact(people, factories.condition())
    factories.value_accepted(people, fact)
    answer = factories.quoting(people, fact.condition).answer
    assert causes(answer) == []
    factories.value_accepted(people, fact, "1 in 30")
    assert (stage(answer), causes(answer)) == (Stage.RECHECKED, [Cause.VALUE])


@pytest.mark.parametrize("over", ["answer", "condition", "source"])
def test_caution_is_a_recheck_on_its_days_over_whatever_it_was_set(answer, people, over):
    live = factories.published(people, answer)
    things = {"answer": answer, "condition": answer.condition, "source": live.revision.citations.get().source}
    caution(starts_on=TODAY + DAY, ends_on=TODAY + 2 * DAY, **{over: things[over]})
    days = [TODAY + number * DAY for number in range(4)]
    assert [stage(answer, day) for day in days] == [Stage.LIVE, Stage.RECHECKED, Stage.RECHECKED, Stage.LIVE]
    assert causes(answer, TODAY + DAY) == [Cause.CAUTION]


def test_caution_that_readers_are_not_shown_is_none(answer, people):
    factories.published(people, answer)
    told = caution(answer=answer)
    caution(answer=answer, words="Words that wait for a colleague")
    Caution.objects.filter(pk=told.pk).update(lifted_at=NOON, lifted_by=people.author)
    assert causes(answer) == []


def test_caution_over_a_source_that_only_older_words_cited_is_none(answer, people):
    factories.source("who-2020", title="Another")
    factories.published(people, answer, body="Slowly.[^ers-2017] Very.[^who-2020]")
    live = factories.published(people, answer)
    former = live.before.revision.citations.get(key="who-2020").source
    caution(source=former)
    assert causes(answer) == []


NOTHING = {"next_due_on": DUE, "credentials": ((ALWAYS,),)}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"applies": False, "live": Live(**NOTHING)}, Stage.NOT_APPLYING),
        ({"live": Live(**NOTHING), "is_approved": True, "is_in_review": True}, Stage.LIVE),
        ({"live": Live(**NOTHING | {"credentials": ()})}, Stage.RECHECKED),
        ({"live": Live(**NOTHING | {"next_due_on": TODAY}, is_in_review_again=True)}, Stage.RECHECKED),
        ({"live": Live(**NOTHING | {"next_due_on": TODAY}, is_unknown=True)}, Stage.DUE_SOON),
        ({"live": Live(**NOTHING | {"next_due_on": TODAY - DAY}, is_in_review_again=True)}, Stage.OVERDUE),
        ({"was_withdrawn": True, "is_approved": True, "is_in_review": True}, Stage.WITHDRAWN),
        ({"is_approved": True, "is_in_review": True, "has_draft": True}, Stage.APPROVED),
        ({"is_in_review": True, "has_draft": True}, Stage.IN_REVIEW),
    ],
)
def test_gravest_stage_wins(known, expected):
    assert stages.stage(Facts(**known), TODAY) == expected


def test_every_cause_is_a_sentence_for_readers():
    assert [str(cause.label)[:30] for cause in Cause] == ["We are checking it again becau"] * len(Cause)


@pytest.mark.parametrize("count", [1, 3, 300])
def test_facts_cost_eight_queries_for_any_number_of_cells(people, django_assert_num_queries, count):
    live = factories.published(people).answer
    about = [factories.condition(slug=f"condition-of-many-{number}").pk for number in range(1, -(-count // 3))]
    cells = [Cell(pk, live.question_id, "en") for pk in [live.condition_id, *about]]
    cells = [Cell(cell.condition, cell.question, code) for code in ("en", "es", "de") for cell in cells][:count]
    with django_assert_num_queries(8):
        found = stages.gather(cells)
    assert (len(found), found[Cell.of(live)].live.next_due_on > TODAY) == (count, True)


def test_nothing_is_asked_for_no_cells(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert stages.gather([]) == {}
