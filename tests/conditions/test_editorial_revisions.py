"""From a draft to words that never change: all that is wrong is said beside its field, and who wrote is on record."""

import pytest
from django.core.exceptions import ValidationError

from conditions.editorial import drafts, revisions, rounds
from conditions.models import Draft, Event, Revision
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories, pseudo
from tests.factories import NOON
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db


made = made_once(factories.desk)
people = copied()


def drafted(people, answer, by=None, **values):
    return drafts.save_draft(answer, values, by=by or people.author, at=NOON, seen=0)


def revise(people, answer, by=None, **values):
    by = by or people.author
    return revisions.save_revision(drafted(people, answer, by=by, **values), by=by, at=NOON, seen=1)


def roles(revision):
    return sorted(revision.contributions.values_list("role", "user_id"))


@pytest.mark.promise("E6")
@pytest.mark.parametrize("values", [{}, {"change": "The text is clearer."}, {"body": f"{factories.BODY}\r"}])
def test_save_without_a_change_makes_no_revision(people, values):
    revision = factories.written(people)
    events = Event.objects.count()
    values = {"body": factories.BODY} if "body" in values else values
    assert revise(people, revision.answer, **values) == revision
    assert (Revision.objects.count(), Draft.objects.count(), Event.objects.count()) == (1, 0, events)


@pytest.mark.promise("E6")
@pytest.mark.parametrize(
    "values", [{"change": "For another reason."}, {"short": "It is harmless."}, {"searched_on": None}]
)
def test_save_with_any_change_makes_a_revision(people, values):
    revision = factories.written(people)
    assert revise(people, revision.answer, **values).number == revision.number + 1


def test_question_that_is_worded_anew_is_a_change(people):
    revision = factories.written(people)
    revision.answer.question.wordings.update(text="How is {condition}?")
    assert revise(people, revision.answer).number == 2


def test_draft_is_stale_once_somebody_saved(people):
    answer = factories.written(people).answer
    mine = drafted(people, answer, body="Mine.")
    revise(people, answer, by=people.colleague, body="Theirs.[^ers-2017]")
    with pytest.raises(Stale):
        revisions.save_revision(mine, by=people.author, at=NOON, seen=mine.version)
    assert Draft.objects.get().body == "Mine."


def test_all_that_is_wrong_stands_beside_the_field_where_it_was_typed(people):
    answer = factories.started(people)
    notes = {"GB": "One.[^nobody]", "IE": "{fact:nothing}"}
    draft = drafted(people, answer, short="One.[^missing]", body="[^", country_notes=notes)
    with pytest.raises(ValidationError) as refused:
        revisions.save_revision(draft, by=people.author, at=NOON, seen=1)
    wrong = refused.value.message_dict
    assert sorted(wrong) == ["body", "country_notes", "short"]
    assert wrong["country_notes"][0].startswith("GB: There is no source “nobody”")
    assert Draft.objects.get().short == "One.[^missing]"


@pytest.mark.parametrize(
    ("short", "sentence"),
    [("a" * 321, "The short answer is longer than 320 characters. Shorten it."), (" ", "Write the short answer.")],
)
def test_short_answer_that_is_too_long_or_missing_is_told_beside_it(people, short, sentence):
    draft = drafted(people, factories.started(people), short=short)
    with pytest.raises(ValidationError) as refused:
        revisions.save_revision(draft, by=people.author, at=NOON, seen=1)
    assert refused.value.message_dict == {"short": [sentence]}


@pytest.mark.promise("R25")
def test_marks_of_citations_do_not_count_as_letters_of_the_short_answer(people):
    factories.source()
    short = "a" * 319 + ".[^ers-2017]"
    assert len(revise(people, factories.started(people), short=short).short_answer) == 320


def test_answer_within_another_keeps_no_text_of_its_own(people):
    factories.source()
    about = factories.condition(slug="here")
    host, inner = (factories.started(people, condition=about) for _ in range(2))
    draft = drafted(people, inner, short="One.", body="Two.", within=host)
    with pytest.raises(ValidationError) as refused:
        revisions.save_revision(draft, by=people.author, at=NOON, seen=1)
    assert list(refused.value.message_dict) == ["within"]


def test_notes_for_countries_are_rendered_and_cited_last(people):
    factories.source("nice-ng20")
    revision = factories.written(people, country_notes={"IE": "There.", "GB": "Here.[^nice-ng20]"})
    assert revision.country_notes_html["IE"] == '<p id="country_notes-IE-1">There.</p>'
    assert [citation.key for citation in revision.citations.all()] == ["ers-2017", "nice-ng20"]


def test_what_readers_get_is_in_their_language_and_what_is_wrong_in_that_of_the_author(people, tmp_path, settings):
    pseudo.build(tmp_path)
    settings.LOCALE_PATHS, settings.LANGUAGES = [tmp_path], [("en", "English"), (pseudo.CODE, "Ido")]
    factories.source()
    answer = factories.started(people, language=pseudo.CODE)
    assert 'aria-label="⟦Source 1⟧"' in revise(people, answer, short="Uno.", body="Uno.[^ers-2017]").body_html
    draft = drafted(people, answer, body="Uno.[^nadie]")
    with pytest.raises(ValidationError) as refused:
        revisions.save_revision(draft, by=people.author, at=NOON, seen=1)
    assert refused.value.message_dict["body"][0].startswith("There is no source “nadie”")


@pytest.mark.promise("E5")
def test_new_revision_ends_the_open_review_and_its_verdicts_approve_nothing(people):
    revision = factories.approved(people)
    newer = revise(people, revision.answer, body="Other.[^ers-2017]")
    round_ = revision.rounds.get()
    assert (round_.outcome, round_.closed_by, newer.number) == ("superseded", people.author, 2)
    assert revision.rounds.get().verdicts.get().decision == "approve"
    again = rounds.submit(newer, by=people.author, at=NOON, seen=newer.digest)
    assert not again.verdicts.exists()


def test_author_stays_author_and_editors_count_until_the_text_is_live(people):
    third, colleague = factories.holder(Role.EDITOR), people.colleague
    first = factories.written(people)
    second = revise(people, first.answer, by=third, body="Other.[^ers-2017]")
    assert roles(second) == sorted([("author", people.author.pk), ("editor", third.pk)])
    factories.published(people, first.answer, body="Third.[^ers-2017]")
    fourth = revise(people, first.answer, by=colleague, body="Fourth.[^ers-2017]")
    assert roles(fourth) == sorted([("author", people.author.pk), ("editor", colleague.pk)])


def test_translator_is_on_record_as_such(people):
    source = factories.published(people)
    answer = factories.started(
        people, condition=source.answer.condition, question=source.answer.question, language="es"
    )
    revision = revise(people, answer, by=people.colleague, short="Uno.", translates=source)
    assert roles(revision) == [("translator", people.colleague.pk)]


@pytest.mark.promise("R14", "R25")
def test_rehearsal_says_all_that_is_missing_and_writes_nothing(people):
    factories.source()
    draft = drafted(people, factories.started(people), short="It harms 1 in 20", body="It is rare.[^ers-2017]")
    wrong = revisions.rehearse(draft, at=NOON)
    assert set(wrong) == {"short", "searched_on"}
    assert wrong["short"] == [
        "“Short answer”: Sentence 1 gives a number without a source. Add one, or say why none is needed.",
        "End the short answer with a full sentence.",
    ]
    assert not Revision.objects.exists()


def test_rehearsal_says_what_could_not_even_be_saved(people):
    draft = drafted(people, factories.started(people), short="x" * 321, body="One.[^nowhere]")
    assert set(revisions.rehearse(draft, at=NOON)) == {"body"}
    draft = drafts.save_draft(draft.answer, {"body": "One."}, by=people.author, at=NOON, seen=1)
    assert set(revisions.rehearse(draft, at=NOON)) == {"short"}


def test_rehearsal_of_a_question_without_words_says_so(people):
    answer = factories.started(people)
    answer.question.wordings.all().delete()
    assert revisions.rehearse(drafted(people, answer, short="It is."), at=NOON) == {
        "__all__": ["This question has no wording yet. Word it first."]
    }


def test_rehearsal_of_whole_words_finds_nothing(people):
    revision = factories.written(people)
    draft = drafted(people, revision.answer, short="It harms nobody at all.", change="Shorter.")
    assert revisions.rehearse(draft, at=NOON) == {}


@pytest.mark.promise("R8")
@pytest.mark.parametrize("name", ["", "person@example.org"])
def test_nobody_writes_for_readers_without_a_name(people, name):
    revision = factories.written(people)
    people.author.name = name
    people.author.save()
    with pytest.raises(ValidationError, match="Ask an administrator to put your name to your account first"):
        revise(people, revision.answer, change="Clearer.")
    with pytest.raises(ValidationError, match="Ask an administrator to put your name to your account first"):
        rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest)
