"""Words go to review when they are ready, to people who can sign them, and everything against it is said at once."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conditions.editorial import publications, reviewers, rounds, verdicts
from conditions.models import Assignment, Round
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


made = made_once(factories.desk)
people = copied()


def submit(people, revision, at=NOON, **more):
    return rounds.submit(revision, by=people.author, at=at, **{"seen": revision.digest} | more)


def offer(people, round_, *asked, at=NOON):
    return rounds.offer(round_, asked, by=people.author, at=at)


def wrong(people, **words):
    """What is said against sending these words to review."""
    with pytest.raises(ValidationError) as refused:
        submit(people, factories.written(people, **words))
    assert not Round.objects.exists()
    return refused.value.message_dict


@pytest.mark.promise("R13", "R15")
def test_words_without_sources_and_search_day_are_refused_all_at_once(people):
    assert wrong(people, body="One.", searched_on=None) == {
        "body": ["Cite at least one source."],
        "searched_on": ["Say up to which day you searched for evidence."],
    }


@pytest.mark.promise("R15")
def test_search_that_has_yet_to_come_is_refused(people):
    assert list(wrong(people, searched_on=TODAY + DAY)) == ["searched_on"]
    assert submit(people, factories.written(people, searched_on=TODAY)).kind == "medical"


@pytest.mark.promise("R16")
def test_nobody_knows_needs_what_nobody_knows_and_where_one_searched(people):
    said = wrong(people, is_unknown=True, body="", searched_on=None)
    assert sorted(said) == ["searched_on", "unknowns"]
    assert len(said["unknowns"]) == 2


@pytest.mark.promise("R16")
def test_nobody_knows_is_reviewed_and_published_like_any_other_answer(people):
    unknowns = "No trial has asked.[^ers-2017]"
    publication = factories.published(people, is_unknown=True, body="", unknowns=unknowns)
    assert publication.revision.is_unknown
    assert publication.revision.searched_on == TODAY


@pytest.mark.promise("R14")
def test_sentence_that_gives_a_number_without_a_source_is_shown(people):
    body = "It is common.[^ers-2017] It lasts. About 5 in 100 people have it."
    sentence = "Sentence 3 gives a number without a source. Add one, or say why none is needed."
    assert wrong(people, body=body) == {"body": [sentence]}


@pytest.mark.promise("R14")
def test_every_such_sentence_of_every_part_is_shown_beside_its_field(people):
    said = wrong(
        people, short="It affects 3 in 100 people.", unknowns="Half of 20 died.", country_notes={"IE": "1 in 9."}
    )
    assert {field: len(found) for field, found in said.items()} == {"country_notes": 1, "short": 1, "unknowns": 1}


@pytest.mark.promise("R14")
def test_sentence_with_a_source_or_a_reason_why_none_is_needed_goes_to_review(people):
    body = "About 5 in 100 have it.[^ers-2017] There are 2 kidneys.{no-source: everybody can count them}"
    assert submit(people, factories.written(people, body=body)).kind == "medical"


@pytest.mark.promise("R25")
def test_short_answer_ends_in_a_full_sentence(people):
    assert wrong(people, short="It is harmless. Because the") == {
        "short": ["End the short answer with a full sentence."]
    }


@pytest.mark.promise("R25")
@pytest.mark.parametrize("before", ["", "# What it is\n\n"])
def test_text_does_not_begin_with_the_short_answer(people, before):
    said = wrong(people, body=f"{before}{factories.SHORT}[^ers-2017]\n\nIt is more.[^ers-2017]")
    assert list(said) == ["body"]
    assert said["body"][0].startswith("The text begins by saying the short answer again.")


def test_live_text_is_replaced_for_a_reason(people):
    answer = factories.published(people).answer
    revision = factories.written(people, answer, body="Other.[^ers-2017]", change="")
    with pytest.raises(ValidationError) as refused:
        submit(people, revision)
    assert list(refused.value.message_dict) == ["change"]


def test_empty_text_names_the_answer_that_holds_the_rest(people):
    short = "It is harmless.[^ers-2017]"
    assert list(wrong(people, short=short, body="")) == ["body"]


@pytest.mark.promise("E4")
def test_only_the_newest_words_as_seen_are_sent(people):
    former = factories.written(people)
    newest = factories.written(people, former.answer, body="Other.[^ers-2017]")
    for revision, seen in ((former, former.digest), (newest, former.digest)):
        with pytest.raises(Stale):
            submit(people, revision, seen=seen)
    assert not Round.objects.exists()


@pytest.mark.promise("E2")
def test_second_review_of_an_answer_is_refused_with_a_sentence(people):
    revision = factories.in_review(people)
    with pytest.raises(ValidationError, match="This answer is in review already"):
        submit(people, revision)
    assert Round.objects.count() == 1


def test_question_that_is_too_long_is_refused_beside_its_field(people):
    with pytest.raises(ValidationError) as refused:
        submit(people, factories.written(people), question="q" * 501)
    assert list(refused.value.message_dict) == ["question"]


@pytest.mark.promise("R8")
def test_author_is_not_asked(people):
    round_ = submit(people, factories.written(people))
    author = factories.reviewer(people.author, verified_by=people.colleague)
    factories.Grant.objects.create(
        user=people.author, role=Role.REVIEWER, starts_on=factories.DAY_ONE, granted_by=people.colleague
    )
    with pytest.raises(ValidationError, match="had a part in these words"):
        offer(people, round_, author)
    assert not Assignment.objects.exists()


def test_who_has_not_the_role_here_is_not_asked(people):
    round_ = submit(people, factories.written(people))
    for scope in ({"language": "es"}, {"condition": factories.condition()}, {"ends_on": TODAY - DAY}):
        other = factories.reviewer(factories.holder(Role.REVIEWER, **scope))
        with pytest.raises(ValidationError, match="does not have the role of a reviewer here"):
            offer(people, round_, other)
    assert not Assignment.objects.exists()


def test_who_left_is_not_asked(people):
    round_ = submit(people, factories.written(people))
    people.colleague.is_active = False
    people.colleague.save()
    with pytest.raises(ValidationError, match="does not have the role"):
        offer(people, round_, people.reviewer)


@pytest.mark.promise("R9")
def test_who_has_no_valid_credential_is_not_asked(people):
    round_ = submit(people, factories.written(people))
    with pytest.raises(ValidationError, match="no credential that somebody verified"):
        offer(people, round_, people.reviewer, at=NOON + 366 * DAY)


def test_everything_against_those_chosen_is_said_and_nobody_is_asked(people):
    round_ = submit(people, factories.written(people))
    spanish, lapsed = factories.reviewer(factories.holder(Role.REVIEWER, language="es")), factories.reviewer(days=1)
    with pytest.raises(ValidationError) as refused:
        offer(people, round_, people.reviewer, spanish, lapsed, at=NOON + 2 * DAY)
    assert len(refused.value.messages) == 2
    with pytest.raises(ValidationError, match="Choose at least one reviewer"):
        offer(people, round_)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("times", [1, 2])
def test_nobody_is_asked_twice_in_one_review(people, times):
    round_ = submit(people, factories.written(people))
    offer(people, round_, people.reviewer)
    with pytest.raises(ValidationError, match="asked already"):
        offer(people, round_, *[people.reviewer] * times)
    assert Assignment.objects.count() == 1


def test_review_is_accepted_or_declined_once_by_who_was_asked(people):
    asked = factories.in_review(people).rounds.get().assignments.get()
    with pytest.raises(PermissionDenied):
        rounds.accept(asked, by=factories.reviewer().user, at=NOON)
    assert rounds.accept(asked, by=people.colleague, at=NOON).accepted_at == NOON
    with pytest.raises(Stale):
        rounds.accept(asked, by=people.colleague, at=NOON)
    with pytest.raises(ValidationError, match="steps back instead"):
        rounds.decline(asked, "time", by=people.colleague, at=NOON)


def test_review_is_declined_for_one_of_the_reasons(people):
    asked = factories.in_review(people).rounds.get().assignments.get()
    for reason in ("", "bored"):
        with pytest.raises(ValidationError, match="Choose one of the reasons"):
            rounds.decline(asked, reason, by=people.colleague, at=NOON)
    assert rounds.decline(asked, "field", by=people.colleague, at=NOON).declined_because == "field"


def test_review_is_dismissed_once_and_for_a_reason(people):
    round_ = factories.in_review(people).rounds.get()
    with pytest.raises(ValidationError, match="Say why the review is dismissed"):
        rounds.dismiss(round_, " ", by=people.author, at=NOON)
    assert rounds.dismiss(round_, "Nobody answered.", by=people.author, at=NOON).outcome == "dismissed"
    with pytest.raises(Stale):
        rounds.dismiss(round_, "Again.", by=people.author, at=NOON)


def test_live_words_with_a_value_that_ended_are_not_reviewed_as_they_are(people):
    publication = factories.published(people)
    assert (
        rounds.reconfirm(publication, by=people.author, at=NOON, question="Still so?").revision == publication.revision
    )


@pytest.mark.promise("E23")
def test_two_people_alone_bring_an_answer_from_nothing_to_readers():
    people = factories.desk()
    publication = factories.published(people)
    verdict = publication.sign_offs.get().verdict
    writers = set(publication.revision.contributions.values_list("user", flat=True))
    assert writers == {people.author.pk}
    assert (verdict.by, verdict.verification.by) == (people.colleague, people.author)
    assert publication.published_by == people.colleague
    assert publication.answer.publications.live().get() == publication


@pytest.mark.promise("E23", "E7")
def test_one_person_alone_brings_nothing_to_readers(people):
    """With every role, a credential that another verified, and a text of their own."""
    for role in (Role.REVIEWER, Role.ADMINISTRATOR):
        factories.Grant.objects.create(
            user=people.author, role=role, starts_on=factories.DAY_ONE, granted_by=people.colleague
        )
    own = factories.reviewer(people.author, verified_by=people.colleague)
    revision = factories.in_review(people)
    declaration = reviewers.declare(own, revision.answer.condition, interests="", by=people.author, at=NOON)
    steps = [
        lambda: offer(people, revision.rounds.get(), own),
        lambda: verdicts.approve(
            revision, by=people.author, at=NOON, seen=revision.digest, scopes=["accuracy"], declaration=declaration
        ),
        lambda: publications.publish(revision, by=people.author, at=NOON, seen=revision.digest),
    ]
    for step in steps:
        with pytest.raises((ValidationError, PermissionDenied)):
            step()
    factories.signed(people, revision)
    with pytest.raises(ValidationError, match="You had a part in these words"):
        publications.publish(revision, by=people.author, at=NOON, seen=revision.digest)
    assert not revision.answer.publications.exists()


def send(people, revision, kind, *asked):
    who = {"by": people.author, "at": NOON, "seen": revision.digest}
    return rounds.send(revision, kind, asked, question="The dose?", due_on=TODAY + DAY, **who)


def test_words_are_sent_and_reviewers_asked_in_one_step(people):
    round_ = send(people, factories.written(people), "medical", people.reviewer)
    assert (round_.kind, round_.question, round_.due_on) == ("medical", "The dose?", TODAY + DAY)
    assert [each.reviewer for each in round_.assignments.all()] == [people.reviewer]


def test_words_that_changed_are_never_sent_without_a_question(people):
    live = factories.published(people)
    revision = factories.written(people, live.answer, body="It changed.[^ers-2017]")
    who = {"by": people.author, "at": NOON, "seen": revision.digest}
    with pytest.raises(ValidationError) as refusal:
        rounds.send(revision, "medical", [people.reviewer], question=" \u00a0", **who)
    assert list(refusal.value.message_dict) == ["question"]
    assert not revision.rounds.exists()


def test_nothing_is_sent_where_somebody_cannot_be_asked(people):
    revision = factories.written(people)
    with pytest.raises(ValidationError):
        send(people, revision, "medical", people.reviewer, factories.reviewer(people.author))
    assert not Round.objects.exists()


def test_wording_alone_is_sent_as_that(people):
    live = factories.published(people)
    revision = factories.written(people, live.answer, short="It is harmless, and a change in how the liver works.")
    assert send(people, revision, "wording").kind == "wording"
