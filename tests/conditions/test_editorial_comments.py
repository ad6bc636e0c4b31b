"""What is said in a review, and wording that an author takes over from the reviewer (R8)."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from conditions.editorial import comments, drafts, revisions, rounds, verdicts
from conditions.models import Comment, Contribution, Draft, Event
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db
QUOTE = "The liver handles the pigment more slowly."
BETTER = "The liver takes longer to handle the pigment."


def in_review():
    people = factories.desk()
    return SimpleNamespace(people=people, round_=factories.in_review(people).rounds.get())


made = made_once(in_review)
people, round_ = copied("people"), copied("round_")


def say(round_, by, text="One.", **more):
    return comments.comment(round_, text, by=by, at=NOON, **{"seen": round_.revision.digest} | more)


def suggest(round_, by, **more):
    given = {"seen": round_.revision.digest, "place": "body-1", "quote": QUOTE, "suggestion": BETTER}
    return comments.suggest(round_, by=by, at=NOON, **given | more)


def accept(comment, by, seen=0):
    return comments.accept_suggestion(comment, by=by, at=NOON, seen=seen)


def revise(draft):
    return revisions.save_revision(draft, by=draft.editor, at=NOON, seen=draft.version)


def suggested(revision):
    return list(revision.contributions.filter(role="suggested").values_list("user_id", flat=True))


def test_reviewer_who_was_asked_comments_on_a_place(people, round_):
    said = say(round_, people.colleague, " One.\r\nTwo. ", place="body-1", weight="must", quote="handles the pigment")
    assert (said.text, said.place, said.weight, said.revision) == ("One.\nTwo.", "body-1", "must", round_.revision)
    event = Event.objects.order_by("-pk").first()
    assert event.action == "commented"
    assert "One" not in event.data


def test_author_answers_a_comment_and_begins_none(people, round_):
    said = say(round_, people.colleague)
    assert say(round_, people.author, reply_to=said).reply_to == said
    with pytest.raises(PermissionDenied):
        say(round_, people.author)
    with pytest.raises(PermissionDenied):
        suggest(round_, people.author)


def test_reviewer_answers_too(people, round_):
    other = factories.reviewer()
    rounds.offer(round_, [other], by=people.author, at=NOON)
    assert say(round_, other.user, reply_to=say(round_, people.colleague)).by == other.user


def test_nobody_else_comments(people, round_):
    said = say(round_, people.colleague)
    for person in (factories.reviewer().user, factories.administrator(), factories.member()):
        with pytest.raises(PermissionDenied):
            say(round_, person, reply_to=said)
    assert Comment.objects.count() == 1


def test_reviewer_who_declined_or_stepped_back_comments_no_more(people, round_):
    other = factories.reviewer()
    asked = rounds.offer(round_, [other], by=people.author, at=NOON)[0]
    rounds.decline(asked, "time", by=other.user, at=NOON)
    verdicts.recuse(round_.revision, by=people.colleague, at=NOON, seen=round_.revision.digest)
    people.colleague.grants.exclude(role=Role.REVIEWER).update(ends_on=factories.DAY_ONE)
    for person in (other.user, people.colleague):
        with pytest.raises(PermissionDenied):
            say(round_, person)


@pytest.mark.promise("E4")
def test_comment_on_words_that_moved_changes_nothing(people, round_):
    with pytest.raises(Stale):
        say(round_, people.colleague, seen="0" * 64)
    factories.written(people, round_.answer, body="Other.[^ers-2017]")
    with pytest.raises(Stale):
        say(round_, people.colleague)
    assert not Comment.objects.exists()


def test_answer_belongs_to_its_own_review(people, round_):
    elsewhere = say(factories.in_review(people).rounds.get(), people.colleague)
    with pytest.raises(ValidationError, match="Answer a comment of this review"):
        say(round_, people.author, reply_to=elsewhere)


@pytest.mark.parametrize("place", ["body-2", "body-01", "title", "country_notes-GB", "body-1<b>", "unknowns-1", "-1"])
def test_place_that_the_text_does_not_have_is_refused(people, round_, place):
    with pytest.raises(ValidationError) as refused:
        say(round_, people.colleague, place=place)
    assert list(refused.value.message_dict) == ["place"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": ""}, "__all__"),
        ({"text": "a" * 4_001}, "text"),
        ({"text": "One\x00"}, "text"),
        ({"quote": "half \ud83d"}, "quote"),
        ({"quote": "Words that stand nowhere."}, "quote"),
        ({"weight": "urgent"}, "weight"),
    ],
)
def test_comment_that_cannot_be_kept_is_refused_beside_its_field(people, round_, values, field):
    with pytest.raises(ValidationError) as refused:
        say(round_, people.colleague, **values)
    assert list(refused.value.message_dict) == [field]
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"), [({"suggestion": " "}, "suggestion"), ({"quote": ""}, "quote"), ({"place": ""}, "quote")]
)
def test_suggestion_says_which_words_become_which(people, round_, values, field):
    with pytest.raises(ValidationError) as refused:
        suggest(round_, people.colleague, **values)
    assert list(refused.value.message_dict) == [field]


@pytest.mark.promise("R8")
def test_suggestion_that_another_takes_over_is_recorded_and_does_not_bar_the_reviewer(people, round_):
    comment = suggest(round_, people.colleague)
    draft = accept(comment, people.author)
    assert draft.body == f"{BETTER}[^ers-2017]"
    revision = revise(draft)
    assert suggested(revision) == [people.colleague.pk]
    round_ = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)
    assert factories.signed(people, revision).decision == "approve"


@pytest.mark.promise("R8")
def test_suggestion_is_credited_only_while_its_wording_stands(people, round_):
    draft = accept(suggest(round_, people.colleague), people.author)
    kept = revise(drafts.save_draft(draft.answer, {"short": "It is."}, by=people.author, at=NOON, seen=1))
    gone = revise(drafts.save_draft(draft.answer, {"body": "Other.[^ers-2017]"}, by=people.author, at=NOON, seen=0))
    assert (suggested(kept), suggested(gone)) == ([people.colleague.pk], [])
    assert not Draft.objects.exists()


def test_suggestion_that_the_author_undid_is_not_credited(people, round_):
    draft = accept(suggest(round_, people.colleague), people.author)
    undone = drafts.save_draft(draft.answer, {"body": "Mine.[^ers-2017]"}, by=people.author, at=NOON, seen=1)
    assert suggested(revise(undone)) == []


@pytest.mark.promise("R8")
def test_reviewer_who_writes_on_is_a_writer_whatever_they_suggested(people, round_):
    revise(accept(suggest(round_, people.colleague), people.author))
    own = drafts.save_draft(round_.answer, {"short": "It is mine."}, by=people.colleague, at=NOON, seen=0)
    revision = revise(own)
    assert not revision.contributions.filter(role="suggested").exists()
    assert revision.contributions.get(user=people.colleague).role == "editor"


@pytest.mark.promise("R8")
def test_nobody_takes_over_their_own_suggestion(people, round_):
    comment = suggest(round_, people.colleague)
    with pytest.raises(ValidationError, match="your own suggestion"):
        accept(comment, people.colleague)
    with pytest.raises(PermissionDenied):
        accept(comment, factories.reviewer().user)
    assert not Draft.objects.exists()


def test_suggestion_for_words_that_do_not_stand_exactly_once_loses_nothing(people, round_):
    comment = suggest(round_, people.colleague)
    twice = f"{QUOTE} {QUOTE}"
    for version, body in enumerate(("Other.", twice)):
        drafts.save_draft(round_.answer, {"body": body}, by=people.author, at=NOON, seen=version)
        with pytest.raises(ValidationError, match="do not stand exactly once"):
            accept(comment, people.author, seen=version + 1)
    assert (Draft.objects.get().body, Draft.objects.get().suggestions.count()) == (twice, 0)


@pytest.mark.promise("E4")
def test_suggestion_goes_into_the_draft_that_was_seen(people, round_):
    comment = suggest(round_, people.colleague)
    drafts.save_draft(round_.answer, {"short": "Mine."}, by=people.author, at=NOON, seen=0)
    with pytest.raises(Stale):
        accept(comment, people.author)
    draft = accept(comment, people.author, seen=1)
    assert (draft.version, draft.short) == (2, "Mine.")


def test_suggestion_for_the_short_answer_and_for_a_country_go_to_their_fields(people):
    revision = factories.in_review(people, country_notes={"GB": "Here it is."})
    round_ = revision.rounds.get()
    short = suggest(round_, people.colleague, place="short_answer", quote="harmless", suggestion="common")
    note = suggest(round_, people.colleague, place="country_notes-GB-1", quote="Here", suggestion="There")
    accept(short, people.author)
    draft = accept(note, people.author, seen=1)
    assert (draft.short, draft.country_notes) == (factories.SHORT.replace("harmless", "common"), {"GB": "There it is."})
    assert suggested(revise(draft)) == [people.colleague.pk]


def test_remark_without_other_wording_cannot_be_taken_over(people, round_):
    with pytest.raises(ValidationError, match="suggests no other wording"):
        accept(say(round_, people.colleague), people.author)


@pytest.mark.promise("R8")
def test_database_takes_nobody_for_a_suggester_who_suggested_nothing(people, round_):
    remark = say(round_, people.colleague)
    revision = factories.written(people, round_.answer, body="Other.[^ers-2017]")
    part = {"revision": revision, "role": "suggested", "name": "X", "user": people.colleague}
    for comment in (remark, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contribution.objects.create(**part, comment=comment)


def test_second_press_of_the_button_says_nothing_twice(people, round_):
    assert say(round_, people.colleague, place="body-1") == say(round_, people.colleague, place="body-1")
    assert suggest(round_, people.colleague) == suggest(round_, people.colleague)
    say(round_, people.colleague, place="body-1", weight="must")
    say(round_, people.colleague)
    assert Comment.objects.count() == 4
    assert Event.objects.filter(action="commented").count() == 3
