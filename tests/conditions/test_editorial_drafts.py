"""What one person types: kept for them alone, refused field by field, and never lost to a colleague (E4, E6)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from conditions.editorial import drafts, revisions
from conditions.models import Draft, Event, Revision
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db


made = made_once(factories.desk)
people = copied()


def save(people, answer, seen=0, by=None, **values):
    return drafts.save_draft(answer, values, by=by or people.author, at=NOON, seen=seen)


def revise(people, answer, by=None, **values):
    draft = save(people, answer, by=by, **values)
    return revisions.save_revision(draft, by=by or people.author, at=NOON, seen=draft.version)


@pytest.mark.promise("E6")
def test_autosave_keeps_words_for_one_person_alone_and_is_no_event(people):
    answer = factories.started(people)
    events = Event.objects.count()
    first = save(people, answer, short="One.")
    second = save(people, answer, seen=first.version, short="Two.")
    assert (second.pk, second.version, second.short) == (first.pk, 2, "Two.")
    assert not Revision.objects.exists()
    assert Event.objects.count() == events


@pytest.mark.promise("E4")
@pytest.mark.parametrize("seen", [0, 2, None, "1"])
def test_window_that_did_not_see_the_last_save_changes_nothing(people, seen):
    answer = factories.started(people)
    save(people, answer, short="One.")
    with pytest.raises(Stale):
        save(people, answer, seen=seen, short="Two.")
    assert Draft.objects.get().short == "One."


def test_draft_of_somebody_else_is_out_of_reach(people):
    draft = save(people, factories.started(people), short="One.")
    for move in (drafts.drop_draft, revisions.save_revision):
        with pytest.raises(PermissionDenied):
            move(draft, by=people.colleague, at=NOON, seen=draft.version)
    assert Draft.objects.get().short == "One."


def test_draft_is_thrown_away_by_who_wrote_it_as_they_saw_it(people):
    draft = save(people, factories.started(people), short="One.")
    with pytest.raises(Stale):
        drafts.drop_draft(draft, by=people.author, at=NOON, seen=2)
    drafts.drop_draft(draft, by=people.author, at=NOON, seen=1)
    assert not Draft.objects.exists()


def test_nobody_writes_without_the_role_for_the_condition_and_language(people):
    answer = factories.started(people)
    elsewhere = factories.holder(Role.AUTHOR, condition=factories.condition())
    spanish = factories.holder(Role.AUTHOR, language="es")
    for person in (elsewhere, spanish, factories.holder(Role.REVIEWER)):
        with pytest.raises(PermissionDenied):
            save(people, answer, by=person, short="One.")
    assert not Draft.objects.exists()


HOSTILE = [
    ("body", "a" * 200_000, "at most 50000"),
    ("body", "The liver\x00 is", "A sign after “The liver” cannot be kept."),
    ("unknowns", "half \ud83d", "A sign after “half” cannot be kept."),
    ("short", None, "cannot be kept here"),
    ("short", ["One."], "cannot be kept here"),
    ("change", "c" * 301, "at most 300"),
    ("machine_help", "imagined", "not a valid choice"),
    ("is_unknown", "yes", "cannot be kept here"),
    ("searched_on", "yesterday", "cannot be kept here"),
    ("searched_on", NOON, "cannot be kept here"),
    ("within", 1, "cannot be kept here"),
    ("translates", "1", "cannot be kept here"),
    ("country_notes", "Not in Wales.", "cannot be kept here"),
    ("country_notes", ["GB"], "cannot be kept here"),
    ("country_notes", {"gb": "One."}, "“gb” is no country."),
    ("country_notes", {"ZZ": "One."}, "“ZZ” is no country."),
    ("country_notes", {"EU": "One."}, "“EU” is no country."),
    ("country_notes", {7: "One."}, "“7” is no country."),
    ("country_notes", {"\x00": "One."}, "is no country."),
    ("country_notes", {"GB": {"deep": 1}}, "GB: Write the note as text."),
    ("country_notes", {"GB": "One\x00"}, "GB: A sign after “One” cannot be kept."),
    ("country_notes", {"GB": "a" * 200_000}, "All notes together have more than 50000"),
    ("country_notes", dict.fromkeys(("DE", "FR", "GB"), "a" * 20000), "All notes together have more than 50000"),
]


@pytest.mark.parametrize(("field", "value", "sentence"), HOSTILE)
def test_hostile_value_is_refused_beside_its_field_and_nothing_is_lost(people, field, value, sentence):
    answer = factories.started(people)
    save(people, answer, short="One.", body="Two.")
    with pytest.raises(ValidationError) as refused:
        save(people, answer, seen=1, urgent_help="Three.", **{field: value})
    assert list(refused.value.message_dict) == [field]
    assert sentence in refused.value.message_dict[field][0]
    kept = Draft.objects.get()
    assert (kept.version, kept.short, kept.body, kept.urgent_help) == (1, "One.", "Two.", "")


def test_all_that_is_wrong_is_told_at_once(people):
    with pytest.raises(ValidationError) as refused:
        save(people, factories.started(people), body="\x00", change="c" * 301, country_notes={"x": "y"}, short="One.")
    assert sorted(refused.value.message_dict) == ["body", "change", "country_notes"]


def test_field_that_an_answer_does_not_have_is_refused(people):
    with pytest.raises(ValidationError, match="“digest” is no part of an answer"):
        save(people, factories.started(people), digest="0" * 64)


def test_words_are_kept_in_nfc_without_what_nobody_sees(people):
    notes = {"IE": "So\u0308\r\n", "GB": "  ", "FR": "One\u202e."}
    draft = save(people, factories.started(people), body="Sjo\u0308gren\r\nis\u202e rare.", country_notes=notes)
    draft.refresh_from_db()
    assert draft.body == "Sjögren\nis rare."
    assert draft.country_notes == {"FR": "One.", "IE": "Sö\n"}


@pytest.mark.promise("E4")
def test_words_of_two_people_are_put_together_and_none_is_lost(people):
    answer = factories.written(people, body="One.[^ers-2017]", unknowns="Two.").answer
    mine = save(people, answer, unknowns="Two, as I say.", country_notes={"GB": "Mine."})
    theirs = revise(
        people, answer, by=people.colleague, body="One, as they say.[^ers-2017]", country_notes={"IE": "I."}
    )
    with pytest.raises(Stale):
        revisions.save_revision(mine, by=people.author, at=NOON, seen=mine.version)
    again, contested = drafts.look_again(mine, onto=theirs, by=people.author, at=NOON, seen=mine.version)
    assert (again.body, again.unknowns, contested) == ("One, as they say.[^ers-2017]", "Two, as I say.", ())
    assert again.country_notes == {"GB": "Mine.", "IE": "I."}
    revision = revisions.save_revision(again, by=people.author, at=NOON, seen=again.version)
    assert (revision.number, revision.based_on) == (3, theirs)


@pytest.mark.promise("E4")
def test_where_both_changed_the_same_what_was_typed_stays_and_is_named(people):
    answer = factories.written(people, body="One.[^ers-2017]", country_notes={"GB": "Was."}).answer
    mine = save(people, answer, body="Mine.[^ers-2017]", country_notes={"GB": "Mine."})
    theirs = revise(
        people, answer, by=people.colleague, body="Theirs.[^ers-2017]", country_notes={"GB": "Theirs."}, short="New."
    )
    again, contested = drafts.look_again(mine, onto=theirs, by=people.author, at=NOON, seen=mine.version)
    assert contested == ("body", "country_notes")
    assert (again.body, again.country_notes, again.short) == ("Mine.[^ers-2017]", {"GB": "Mine."}, "New.")


def test_draft_begun_before_any_revision_can_be_put_on_the_first(people):
    factories.source()
    answer = factories.started(people)
    mine = save(people, answer, body="Mine.[^ers-2017]")
    theirs = revise(people, answer, by=people.colleague, body="Theirs.[^ers-2017]", short="Theirs.")
    again, contested = drafts.look_again(mine, onto=theirs, by=people.author, at=NOON, seen=mine.version)
    assert (again.body, again.short, contested) == ("Mine.[^ers-2017]", "Theirs.", ("body",))
    assert Draft.objects.get(pk=mine.pk).based_on == theirs


@pytest.mark.promise("E4")
def test_looking_again_at_words_that_moved_once_more_changes_nothing(people):
    former = factories.written(people)
    mine = save(people, former.answer, body="Mine.")
    newest = revise(people, former.answer, by=people.colleague, body="Theirs.[^ers-2017]")
    for onto, seen in ((former, mine.version), (newest, mine.version + 1)):
        with pytest.raises(Stale):
            drafts.look_again(mine, onto=onto, by=people.author, at=NOON, seen=seen)
    assert Draft.objects.get(pk=mine.pk).based_on == former


def test_answer_stands_within_one_of_its_condition_and_language(people):
    about = factories.condition(slug="here")
    host = factories.started(people, condition=about)
    inner = factories.started(people, condition=about)
    elsewhere = factories.started(people)
    spanish = factories.started(people, condition=about, question=host.question, language="es")
    assert save(people, inner, within=host).within == host
    for wrong in (inner, elsewhere, spanish):
        with pytest.raises(ValidationError) as refused:
            save(people, inner, seen=1, within=wrong)
        assert list(refused.value.message_dict) == ["within"]


@pytest.mark.promise("E18")
def test_answers_within_one_another_are_neither_a_chain_nor_a_ring(people):
    about = factories.condition(slug="here")
    one, two, three = (factories.started(people, condition=about) for _ in range(3))
    factories.written(people, two, within=one, body="")
    for inner, host in ((three, two), (one, three), (one, two)):
        with pytest.raises(ValidationError) as refused:
            save(people, inner, within=host)
        assert list(refused.value.message_dict) == ["within"]
    assert save(people, three, within=one).within == one


@pytest.mark.promise("E18")
def test_host_stays_a_host_while_the_live_text_stands_within_it(people):
    about = factories.condition(slug="here")
    host, inner, other = (factories.started(people, condition=about) for _ in range(3))
    factories.published(people, host)
    factories.published(people, inner, within=host, body="", short="One.[^ers-2017]")
    factories.written(people, inner, within=None)
    with pytest.raises(ValidationError, match="Other answers stand within this one"):
        save(people, host, within=other)


@pytest.mark.promise("E18")
def test_database_refuses_a_ring_of_answers(people):
    about = factories.condition(slug="here")
    one, two = (factories.started(people, condition=about) for _ in range(2))
    factories.written(people, two, within=one, body="")
    with pytest.raises(IntegrityError, match="stands in no other"), transaction.atomic():
        Revision.objects.create(answer=one, number=1, created_by=people.author, created_at=NOON, within=two)


@pytest.mark.promise("E18")
def test_host_that_moved_since_it_was_chosen_is_found_when_the_draft_is_saved(people):
    about = factories.condition(slug="here")
    one, two, three = (factories.started(people, condition=about) for _ in range(3))
    draft = save(people, three, within=two, short="One.")
    factories.written(people, two, within=one, body="")
    with pytest.raises(ValidationError, match="stands within another answer itself"):
        revisions.save_revision(draft, by=people.author, at=NOON, seen=1)
    assert Draft.objects.get().within == two


def test_translation_names_a_published_answer_to_the_same_question(people):
    source = factories.published(people)
    other = factories.published(people)
    about = source.answer.condition
    spanish = factories.started(people, condition=about, question=source.answer.question, language="es")
    assert save(people, spanish, translates=source, machine_help="translated").translates == source
    with pytest.raises(ValidationError, match="Choose a published answer to the same question"):
        save(people, spanish, seen=1, translates=other)
    with pytest.raises(ValidationError, match="Choose a published answer to the same question"):
        save(people, source.answer, translates=source)


@pytest.mark.promise("R22")
def test_machine_translation_says_what_it_translates(people):
    source = factories.published(people)
    spanish = factories.started(
        people, condition=source.answer.condition, question=source.answer.question, language="es"
    )
    with pytest.raises(ValidationError) as refused:
        save(people, spanish, machine_help="translated")
    assert refused.value.message_dict == {"machine_help": ["Say which published answer was translated."]}
    revision = Revision(answer=spanish, number=1, created_by=people.author, created_at=NOON, machine_help="translated")
    with pytest.raises(IntegrityError, match="A translation names"), transaction.atomic():
        revision.save()


def test_answer_is_begun_once_in_a_language_of_the_site(people):
    answer = factories.started(people)
    again = drafts.start_answer(answer.condition, answer.question, by=people.colleague, at=NOON)
    assert again == answer
    for language in ("de", "xx", "", "a\0b"):
        with pytest.raises(ValidationError) as refused:
            drafts.start_answer(answer.condition, answer.question, by=people.author, at=NOON, language=language)
        assert list(refused.value.message_dict) == ["language"]


@pytest.mark.promise("R3")
def test_editing_never_changes_what_readers_see(people):
    publication = factories.published(people)
    before = (publication.revision.digest, publication.revision.body_html)
    later = NOON + datetime.timedelta(days=1)
    draft = drafts.save_draft(
        publication.answer, {"body": "New.[^ers-2017]", "change": "It is newer."}, by=people.author, at=later, seen=0
    )
    revisions.save_revision(draft, by=people.author, at=later, seen=1)
    live = publication.answer.publications.live().get()
    assert (live.pk, live.revision.digest, live.revision.body_html) == (publication.pk, *before)
    assert live.published_on == TODAY


@pytest.mark.promise("E4")
def test_first_words_rest_on_the_revision_that_was_on_screen(people):
    first = factories.written(people, short="First.")
    revise(people, first.answer, by=people.colleague, short="Second.")
    typed = {"body": "Mine."}
    draft = drafts.save_draft(first.answer, typed, by=people.author, at=NOON, seen=0, onto=first.number)
    assert (draft.based_on, draft.short, draft.body) == (first, "First.", "Mine.")
    with pytest.raises(Stale):
        revisions.save_revision(draft, by=people.author, at=NOON, seen=draft.version)


@pytest.mark.promise("E4")
def test_first_words_where_there_were_none_rest_on_nothing(people):
    answer = factories.started(people)
    revise(people, answer, by=people.colleague, short="Theirs.")
    draft = drafts.save_draft(answer, {"short": "Mine."}, by=people.author, at=NOON, seen=0, onto=0)
    assert (draft.based_on, draft.short) == (None, "Mine.")


@pytest.mark.promise("E6")
def test_opening_shows_what_one_would_go_on_with_and_writes_nothing(people):
    revision = factories.written(people, short="First.")
    opened = drafts.opening(revision.answer, by=people.author)
    assert (opened.pk, opened.version, opened.short, opened.based_on) == (None, 0, "First.", revision)
    saved = save(people, revision.answer, short="Mine.")
    assert drafts.opening(revision.answer, by=people.author) == saved
    assert drafts.opening(revision.answer, by=people.colleague).short == "First."
