"""Texts of one condition go out together; each is asked, signed and recorded on its own."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conditions import ledger
from conditions.editorial import bundles, publications
from conditions.editorial.bundles import Said
from conditions.models import Assignment, Bundle, Comment, Declaration, Event, Mail, Round, Verdict
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def people():
    return factories.desk()


def asked(bundle, people):
    return bundles.theirs(bundle, people.reviewer)


def approving(assignment, **other):
    return Said(assignment, assignment.round.revision.digest, "approve")._replace(**other)


def finish(bundle, people, said, **other):
    told = {"by": people.colleague, "at": NOON, "scopes": ["accuracy"], "interests": ""} | other
    return bundles.finish(bundle, people.reviewer, said, **told)


def test_bundle_opens_a_review_of_each_text_and_writes_one_letter(people):
    bundle = factories.bundled(people, 3, due_on=TODAY + 7 * DAY)
    opened = Round.objects.filter(bundle=bundle)
    assert {(each.question, each.due_on) for each in opened} == {("Is the dose right?", TODAY + 7 * DAY)}
    assert len(asked(bundle, people)) == 3
    letter = Mail.objects.get(purpose="review-offered")
    assert f"/desk/bundles/{bundle.pk}/" in letter.text
    assert "3 texts" in letter.text


def test_live_text_goes_out_to_be_confirmed_as_it_is(people):
    live = factories.published(people)
    fresh = factories.written(people, factories.started(people, condition=live.answer.condition))
    seen = {live.answer_id: live.revision.digest, fresh.answer_id: fresh.digest}
    told = {"question": "Does it hold?", "by": people.author, "at": NOON}
    bundle = bundles.send(live.answer.condition, "en", seen, [people.reviewer], **told)
    assert {each.round.revision for each in asked(bundle, people)} == {live.revision, fresh}


@pytest.mark.promise("R10", "R12")
def test_each_text_is_signed_with_its_own_digest_under_one_declaration(people):
    bundle = factories.bundled(people)
    given = finish(bundle, people, [approving(each) for each in asked(bundle, people)], interests="Paid by a company.")
    assert {verdict.digest for verdict in given} == {each.round.revision.digest for each in asked(bundle, people)}
    assert len({verdict.digest for verdict in given}) == 2
    assert {verdict.declaration for verdict in given} == {Declaration.objects.get()}


def test_texts_of_a_bundle_are_decided_apart(people):
    bundle = factories.bundled(people, 3)
    first, second, third = asked(bundle, people)
    said = [
        approving(first),
        approving(second, decision="changes", because="The dose."),
        approving(third, decision="recuse"),
    ]
    finish(bundle, people, said)
    assert set(Verdict.objects.values_list("decision", flat=True)) == {"approve", "changes", "recuse"}
    assert Comment.objects.get().text == "The dose."
    live = publications.publish(first.round.revision, by=people.colleague, at=NOON, seen=first.round.revision.digest)
    assert live.answer == first.round.answer


def test_editor_gets_one_letter_that_counts_the_decisions(people):
    bundle = factories.bundled(people)
    first, second = asked(bundle, people)
    finish(bundle, people, [approving(first), approving(second, decision="changes", because="The dose.")])
    letter = Mail.objects.get(purpose="review-decided")
    assert letter.recipient == people.author.email
    assert "1 text was approved, word for word. Changes are asked for in 1 text." in letter.text


@pytest.mark.promise("E4")
def test_nothing_is_recorded_where_one_of_the_texts_moved(people):
    bundle = factories.bundled(people)
    said = [approving(each) for each in asked(bundle, people)]
    factories.written(people, said[0].assignment.round.answer, body="Other words.[^ers-2017]")
    with pytest.raises(Stale):
        finish(bundle, people, said)
    assert not Verdict.objects.exists()
    assert not Declaration.objects.exists()


@pytest.mark.promise("E3")
def test_digest_of_another_text_signs_nothing(people):
    bundle = factories.bundled(people)
    first, second = asked(bundle, people)
    with pytest.raises(Stale):
        finish(bundle, people, [approving(first, seen=second.round.revision.digest)])
    assert not Verdict.objects.exists()


def test_changes_without_a_word_are_refused_beside_their_text_and_nothing_is_recorded(people):
    bundle = factories.bundled(people)
    first, second = asked(bundle, people)
    with pytest.raises(ValidationError) as refused:
        finish(bundle, people, [approving(first), approving(second, decision="changes")])
    assert list(refused.value.message_dict) == [f"text-{second.pk}"]
    assert not Verdict.objects.exists()


@pytest.mark.promise("R8")
def test_whoever_wrote_one_of_the_texts_is_not_asked_for_any(people):
    granted = factories.granted(people.author, Role.REVIEWER)
    profile = factories.reviewer(granted, verified_by=people.colleague)
    about = factories.condition()
    text = factories.written(people, factories.started(people, condition=about))
    told = {"question": "Fair?", "by": people.author, "at": NOON}
    with pytest.raises(ValidationError, match="had a part in these words"):
        bundles.send(about, "en", {text.answer_id: text.digest}, [profile], **told)
    assert not Bundle.objects.exists()
    assert not Mail.objects.exists()


def test_all_of_it_goes_out_or_nothing(people):
    about = factories.condition()
    ready = factories.written(people, factories.started(people, condition=about))
    bare = factories.written(people, factories.started(people, condition=about), body="One.")
    seen = {ready.answer_id: ready.digest, bare.answer_id: bare.digest}
    with pytest.raises(ValidationError, match="Cite at least one source"):
        bundles.send(about, "en", seen, [people.reviewer], question="Fair?", by=people.author, at=NOON)
    assert not Round.objects.exists()


def refused(people, about, seen=None, reviewers=None, question="Fair?"):
    with pytest.raises(ValidationError) as said:
        bundles.send(about, "en", seen or {}, reviewers or [], question=question, by=people.author, at=NOON)
    return said.value.messages[0]


def test_bundle_needs_texts_people_and_a_question(people):
    text = factories.written(people)
    about, seen = text.answer.condition, {text.answer_id: text.digest}
    assert "at least one text" in refused(people, about)
    assert "at least one reviewer" in refused(people, about, seen)
    assert "what the reviewers should look at" in refused(people, about, seen, [people.reviewer], " ")
    assert "at most 40" in refused(people, about, dict.fromkeys(range(1, 42), ""))


def test_text_of_another_condition_is_no_part_of_it(people):
    text, about = factories.written(people), factories.condition()
    told = {"question": "Fair?", "by": people.author, "at": NOON}
    with pytest.raises(Stale):
        bundles.send(about, "en", {text.answer_id: text.digest}, [people.reviewer], **told)


def test_only_who_may_ask_sends_a_bundle(people):
    text = factories.written(people)
    told = {"question": "Fair?", "by": factories.holder(Role.AUTHOR), "at": NOON}
    with pytest.raises(PermissionDenied):
        bundles.send(text.answer.condition, "en", {text.answer_id: text.digest}, [people.reviewer], **told)


def test_reviewer_accepts_all_of_it_once(people):
    bundle = factories.bundled(people)
    bundles.accept(bundle, people.reviewer, by=people.colleague, at=NOON)
    assert all(each.accepted_at for each in asked(bundle, people))
    with pytest.raises(Stale):
        bundles.accept(bundle, people.reviewer, by=people.colleague, at=NOON)


def test_reviewer_declines_all_of_it_with_one_letter(people):
    bundle = factories.bundled(people)
    bundles.decline(bundle, people.reviewer, "time", by=people.colleague, at=NOON)
    assert {each.declined_because for each in asked(bundle, people)} == {"time"}
    assert Mail.objects.get(purpose="review-declined").recipient == people.author.email


@pytest.mark.promise("E17")
def test_reading_begins_for_all_texts_when_the_page_is_first_made(people):
    bundle = factories.bundled(people)
    bundles.read(bundle, people.reviewer, by=people.colleague, at=NOON)
    bundles.read(bundle, people.reviewer, by=people.colleague, at=NOON + DAY)
    assert set(Assignment.objects.values_list("opened_at", flat=True)) == {NOON}


def test_texts_that_can_go_out_are_those_that_no_review_holds(people):
    held = factories.in_review(people)
    about = held.answer.condition
    ready = factories.written(people, factories.started(people, condition=about))
    bare = factories.written(people, factories.started(people, condition=about), body="One.")
    live = factories.published(people, factories.started(people, condition=about))
    found = {text.revision: text for text in bundles.texts(about, "en", at=NOON)}
    assert found.keys() == {ready, bare, live.revision}
    assert found[live.revision].live_until == live.next_due_on
    assert found[bare].missing == ["Cite at least one source."]
    assert not found[ready].missing


def test_only_who_could_sign_every_text_is_offered(people):
    about, other = factories.condition(), factories.reviewer()
    first = factories.written(people, factories.started(people, condition=about))
    others = factories.desk()
    others.author = other.user
    factories.granted(other.user, Role.EDITOR)
    second = factories.written(others, factories.started(others, condition=about))
    found = {text.revision: text for text in bundles.texts(about, "en", at=NOON)}
    assert other in bundles.panel([found[first]], at=NOON)
    assert set(bundles.panel(list(found.values()), at=NOON)) == {people.reviewer, others.reviewer}
    assert second in found


@pytest.mark.promise("E11")
def test_ledger_tells_of_the_bundle_in_the_stream_of_its_condition(people):
    bundle = factories.bundled(people)
    assert Event.objects.get(stream=f"condition:{bundle.condition_id}", action="bundle sent")
    assert list(ledger.verify()) == []
