"""Live texts sent to review again, many at once: a bundle for each condition and language, the words untouched."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions import ledger
from conditions.editorial import again, checks, rounds
from conditions.editorial.again import Sending
from conditions.editorial.rows import version
from conditions.editorial.sources import replace_source, retract_source
from conditions.models import Bundle, Mail, Publication, ReviewPolicy, Round, Source, User
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
TWO = "It is so.[^ers-2017] It is so too.[^kept]"


made = made_once(factories.desk)
people = copied()


@pytest.fixture
def source(people):
    factories.source("kept")
    return factories.source()


def live(people, number=1, **asked):
    """Live texts of one condition, which rest on another source besides."""
    about = asked.pop("condition", None) or factories.condition(slug=f"condition-{next(factories.numbers)}")
    return [
        factories.published(people, factories.started(people, condition=about, **asked), body=TWO)
        for _text in range(number)
    ]


def gathered(people, source, by=None):
    return again.gathered(Publication.objects.citing(source), by=by or people.author, at=NOON, source=source)


def send(people, about, **other):
    sendings = [Sending(batch, batch.panel[:1]) for batch in about.going]
    told = {"by": people.author, "at": NOON, "question": about.asked} | other
    return again.send(other.pop("sendings", None) or sendings, **{k: v for k, v in told.items() if k != "sendings"})


@pytest.mark.promise("E16")
def test_all_that_cite_a_source_go_out_as_one_bundle_for_each_condition(people, source):
    live(people, 2)
    live(people, 1)
    about = gathered(people, source)
    assert sorted(len(batch.texts) for batch in about.going) == [1, 2]
    assert about.number == 3
    send(people, about)
    assert [bundle.rounds.count() for bundle in Bundle.objects.order_by("pk")] == [2, 1]
    assert set(Round.objects.values_list("revision", flat=True)) >= set(
        Publication.objects.live().values_list("revision", flat=True)
    )
    assert Mail.objects.filter(purpose="review-offered", recipient=people.colleague.email).count() >= 2
    assert list(ledger.verify()) == []


@pytest.mark.promise("E16")
def test_riskiest_comes_first(people, source):
    live(people, 2)
    (urgent,) = live(people)
    urgent.answer.question.policy = ReviewPolicy.objects.create(slug="urgent", name="Urgent", days=30)
    urgent.answer.question.save()
    assert gathered(people, source).batches[0].texts == [urgent]


def test_question_says_what_happened_to_the_source(people, source):
    assert gathered(people, source).asked == "Does what this text says with “A statement” still hold?"
    newer = factories.source("newer", title="A newer statement")
    who = {"by": people.author, "at": NOON}
    replaced = replace_source(source, newer, seen=version(source), next_seen=version(newer), **who)
    assert again.Again([], [], [], 0, replaced).asked.startswith("“A statement” was replaced by “A newer statement”.")
    gone = retract_source(replaced, on=TODAY, note="Made up.", seen=version(replaced), **who)
    assert "was retracted on 2 March 2026: Made up. Does this text hold" in again.Again([], [], [], 0, gone).asked


def test_longest_source_still_fits_into_the_question(people, source):
    Source.objects.filter(pk=source.pk).update(title="x" * 400, retraction_note="y" * 300, retracted_on=TODAY)
    assert len(again.Again([], [], [], 0, Source.objects.get(pk=source.pk)).asked) <= 500


@pytest.mark.promise("E16", "R27")
def test_words_that_have_to_change_are_written_anew_instead(people, source):
    (alone,) = [factories.published(people)]
    (kept,) = live(people)
    retract_source(source, on=TODAY, note="Made up.", by=people.author, at=NOON, seen=version(source))
    about = gathered(people, source)
    assert [batch.texts for batch in about.batches] == [[kept]]
    assert about.anew == [(alone, "Every source that it cites was retracted.")]


def test_text_that_is_in_review_stays_there(people, source):
    first, second = live(people, 2)
    rounds.reconfirm(first, by=people.author, at=NOON, question="Fair?")
    about = gathered(people, source)
    assert (about.in_review, about.batches[0].texts) == ([first], [second])


@pytest.mark.promise("R8")
def test_whoever_wrote_one_of_the_texts_is_not_offered_for_its_bundle(people, source):
    (first,) = live(people)
    writer = factories.granted(factories.holder(Role.EDITOR), Role.REVIEWER)
    able, wrote = factories.reviewer(), factories.reviewer(writer)
    others = SimpleNamespace(author=writer, colleague=people.colleague, reviewer=people.reviewer)
    (second,) = live(others, condition=first.answer.condition)
    (batch,) = gathered(people, source).batches
    assert batch.texts == [first, second]
    assert set(batch.panel) == {people.reviewer, able}
    assert wrote not in batch.panel


@pytest.mark.promise("R8")
def test_whoever_signed_the_texts_is_asked_first(people, source):
    other = factories.reviewer()
    type(other).objects.filter(pk=other.pk).update(name="Aaron Ahead")
    live(people)
    (batch,) = gathered(people, source).going
    asked = [each.pk for each in batch.panel]
    assert asked.index(people.reviewer.pk) < asked.index(other.pk)


def test_writers_are_those_of_whom_the_checks_say_so(people, source):
    (text,) = live(people)
    factories.withdrawn(text)
    again_live = factories.published(people, text.answer, body=f"{TWO} Once more.[^kept]")
    found = again._writers([again_live])[text.answer_id]
    assert found == {user.pk for user in User.objects.all() if checks.wrote(user, again_live.revision)}


def test_languages_are_apart_and_each_has_its_own_reviewers(people, source):
    (english,) = live(people)
    factories.translated(people, english)
    spanish = again.gathered(Publication.objects.live(), by=people.author, at=NOON)
    assert {batch.language for batch in spanish.batches} == {"en", "es"}


def test_bundle_without_a_reviewer_is_named_and_stays(people, source):
    live(people)
    (grant,) = people.colleague.grants.filter(role=Role.REVIEWER)
    type(grant).objects.filter(pk=grant.pk).update(ends_on=TODAY - datetime.timedelta(days=1))
    about = gathered(people, source)
    assert (len(about.without_reviewer), about.going, about.number) == (1, [], 0)
    with pytest.raises(ValidationError, match="Choose at least one reviewer"):
        send(people, about)


def test_all_of_it_goes_out_or_nothing(people, source):
    live(people)
    (second,) = live(people)
    about = gathered(people, source)
    rounds.reconfirm(second, by=people.author, at=NOON, question="Fair?")
    before = Mail.objects.count()
    with pytest.raises(ValidationError, match="in review already"):
        send(people, about)
    assert (Bundle.objects.count(), Mail.objects.count()) == (0, before)


def test_text_that_is_live_no_more_stops_it(people, source):
    (text,) = live(people)
    about = gathered(people, source)
    factories.withdrawn(text)
    with pytest.raises(Stale):
        send(people, about)


def test_question_is_needed(people, source):
    live(people)
    with pytest.raises(ValidationError, match="Write what the reviewers should look at"):
        send(people, gathered(people, source), question=" ")


@pytest.mark.promise("S1")
def test_only_who_may_ask_there_finds_and_sends(people, source):
    (text,) = live(people)
    about = gathered(people, source)
    elsewhere = factories.holder(Role.EDITOR, condition=factories.condition(slug="elsewhere"))
    assert gathered(people, source, by=elsewhere).batches == []
    with pytest.raises(PermissionDenied):
        send(people, about, by=elsewhere)
    here = factories.holder(Role.EDITOR, condition=text.answer.condition)
    assert gathered(people, source, by=here).number == 1


def test_it_costs_the_same_for_one_text_and_four(people, source):
    about = factories.condition(slug="one-of-many")
    told = []
    for number in (1, 3):
        live(people, number, condition=about)
        with CaptureQueriesContext(connection) as asked:
            gathered(people, source)
        told.append(len(asked))
    assert told == [9, 9]
