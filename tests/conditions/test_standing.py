"""What readers are told of published words on a day."""

import datetime

import pytest

from conditions import freshness, standing
from conditions.editorial import publications, withdrawals
from conditions.freshness import Freshness
from conditions.models import Publication, Source, Wording
from tests import factories
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db


def told(publication, on=TODAY):
    return standing.of(standing.told(on).get(pk=publication.pk), on)


def test_everything_that_is_told_comes_with_one_query(django_assert_num_queries):
    people = factories.desk()
    for _ in range(3):
        factories.published(people)
    with django_assert_num_queries(1):
        assert all(standing.of(each, TODAY).is_reviewed for each in standing.told(TODAY))


@pytest.mark.promise("R1")
def test_reviewer_is_told_as_they_were_when_they_signed():
    people = factories.desk()
    signer = told(factories.published(people)).reviewers[0]
    assert (signer.name, signer.credential, signer.discipline) == (people.reviewer.name, "MD", "Hepatology")
    assert (signer.on, signer.verified_on, signer.interests) == (TODAY, TODAY, "none declared for this topic")


@pytest.mark.promise("R2", "R7")
def test_the_day_after_the_review_ran_out_nothing_is_called_reviewed():
    live = factories.published(factories.desk())
    last, after = live.next_due_on, live.next_due_on + datetime.timedelta(days=1)
    assert (told(live, last).is_reviewed, told(live, last).is_overdue) == (True, False)
    assert (told(live, after).is_reviewed, told(live, after).is_overdue) == (False, True)


@pytest.mark.promise("R4")
def test_corrected_wording_is_dated_and_keeps_the_reviewer_of_the_medicine():
    people = factories.desk()
    later = NOON + datetime.timedelta(days=3)
    revision = factories.reworded(people, factories.published(people), at=later)
    found = told(publications.publish(revision, by=people.colleague, at=later, seen=revision.digest))
    assert (found.reviewed_on, found.reworded_on) == (TODAY, later.date())
    assert [signer.is_for_wording for signer in found.signers] == [False, True]
    assert len(found.reviewers) == 1


def test_a_question_worded_otherwise_is_a_cause_to_recheck():
    live = factories.published(factories.desk())
    Wording.objects.filter(question=live.answer.question).update(text="What on earth is {condition}?")
    assert told(live).causes == (standing.Cause.WORDING,)


def test_caution_over_a_source_is_told_in_its_fixed_words():
    people = factories.desk()
    live = factories.published(people)
    from_source = Source.objects.get(key="ers-2017")
    assert told(live).cautions == ()
    factories.cautioned(people, from_source)
    assert told(live).cautions == (str(standing.CAUTION),)


@pytest.mark.promise("R23")
@pytest.mark.parametrize(("kind", "behind"), [("meaning", Freshness.MEANING), ("wording", Freshness.WORDING)])
def test_translation_says_how_far_it_is_behind(kind, behind):
    people = factories.desk()
    source = factories.published(people)
    translation = factories.translated(people, source)
    assert (told(source).freshness, told(translation).freshness) == (None, Freshness.CURRENT)
    if kind == "wording":
        revision = factories.reworded(people, source)
    else:
        revision = factories.approved(people, source.answer, short=factories.SHORT.replace("harmless", "mild"))
    publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    assert told(translation).freshness == told(translation).behind == behind


@pytest.mark.promise("R23")
def test_words_that_were_withdrawn_and_reviewed_anew_leave_no_translation_behind():
    people = factories.desk()
    source = factories.published(people)
    translation = factories.translated(people, source)
    factories.withdrawn(source)
    fresh = factories.reviewed_anew(people, source)
    back = withdrawals.restore(translation, by=people.colleague, at=NOON, reason="The dose was right.")
    assert (fresh.kind, fresh.revision) == ("new", source.revision)
    assert told(back).freshness == Freshness.CURRENT
    assert not freshness.behind(Publication.objects.live()).exists()
