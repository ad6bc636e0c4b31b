"""The coverage at the desk: what it shows, what is chosen of it, and what is decided over many cells at once."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags

from conditions.editorial import coverage, deadlines, owners
from conditions.forms.coverage import NotApplying, Selection
from conditions.models import Answer, Applicability, Owner
from conditions.models.people import Role
from conditions.stages import Cell, Stage
from tests import factories
from tests.conditions.views.desk.sitting import Sitting
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = pytest.mark.django_db
PAGE = "/desk/coverage/"

people = made_once(factories.desk)


@pytest.fixture
def editor(people):
    return Sitting(people.author).browser


def read(response):
    return " ".join(strip_tags(response.content.decode()).split())


def key(answer):
    return f"{answer.condition_id}-{answer.question_id}"


def decide(editor, page, chosen, **typed):
    """Opens the page of the decision for what was ticked, and presses its button."""
    opened = editor.get(f"{PAGE}{page}/", chosen)
    carried = {name: opened.context["form"][name].value() for name in ("seen", "cells", "language")}
    return opened, editor.post(f"{PAGE}{page}/", carried | typed, follow=True)


@pytest.mark.promise("A2")
def test_cell_says_its_state_in_a_word_with_owner_and_day(people, editor):
    live = factories.published(people)
    owners.assign([Cell.of(live.answer)], people.author, by=people.colleague, at=NOON)
    page = editor.get(PAGE)
    assert "Being rechecked A Person 2 March 2029" in read(page) or "Live A Person 2 March 2029" in read(page)
    assert f'<a href="/desk/answers/{live.answer_id}/">' in page.content.decode()


@pytest.mark.promise("A2", "R23")
def test_cell_of_a_translation_says_by_word_and_shape_that_it_is_behind(people, editor):
    source = factories.published(people)
    factories.translated(people, source)
    assert "Behind in wording" not in read(editor.get(f"{PAGE}?language=es"))
    revision = factories.reworded(people, source)
    factories.publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    assert "</svg>\nBehind in wording" in editor.get(f"{PAGE}?language=es").content.decode()


def test_coverage_costs_the_same_for_one_condition_and_three(people, editor):
    told = []
    editor.get(PAGE)
    for _more in range(3):
        factories.published(people)
        with CaptureQueriesContext(connection) as queries:
            editor.get(PAGE)
        told.append(len(queries))
    assert told == [26] * 3


def test_rows_columns_and_cells_are_chosen_once_each(people, editor):
    first, second = factories.started(people), factories.started(people)
    shown = f"{first.condition_id} {second.condition_id}"
    chosen = {"shown": shown, "across": f"{first.question_id}", "row": first.condition_id, "cell": key(first)}
    page = editor.get(f"{PAGE}owner/", chosen | {"column": second.question_id})
    assert {place.key for place in page.context["selection"].places} == {
        key(first),
        f"{first.condition_id}-{second.question_id}",
        key(second),
    }


def test_owner_is_named_for_all_that_was_chosen(people, editor):
    answers = [factories.started(people) for _cell in range(2)]
    opened, done = decide(editor, "owner", {"cell": [key(each) for each in answers]}, owner=people.colleague.pk)
    assert "It changes 2 cells" in read(opened)
    assert "They look after these answers now." in read(done)
    assert {each.user for each in Owner.objects.all()} == {people.colleague}


@pytest.mark.promise("R28")
def test_what_readers_have_is_left_when_the_rest_is_marked_as_not_applying(people, editor):
    live, begun, written = factories.published(people), factories.started(people), factories.written(people)
    chosen = {"cell": [key(live.answer), key(begun), key(written.answer)]}
    opened, done = decide(editor, "not-applying", chosen, reason="It is inherited")
    assert "It changes 2 cells" in read(opened)
    assert "1 stays as it is" in read(opened)
    assert "Somebody is at work on 1 of them, and could not publish it any more" in read(opened)
    assert "They do not apply any more." in read(done)
    assert {each.question for each in Applicability.objects.filter(applies=False)} == {
        begun.question,
        written.answer.question,
    }


@pytest.mark.promise("E4")
def test_decision_over_cells_that_moved_meanwhile_changes_nothing(people, editor):
    answer = factories.started(people)
    opened = editor.get(f"{PAGE}not-applying/", {"cell": key(answer)})
    factories.written(people, answer)
    typed = {"seen": opened.context["form"]["seen"].value(), "cells": key(answer), "language": "en", "reason": "No"}
    assert editor.post(f"{PAGE}not-applying/", typed).status_code == 409
    assert not Applicability.objects.exists()


def test_refusal_in_the_middle_of_many_cells_marks_none(people):
    first, second = factories.started(people), factories.written(people).answer
    places = coverage.standing([(each.condition, each.question) for each in (first, second)], "en", on=TODAY)
    form = NotApplying(Selection(places, "en"), by=people.colleague, at=NOON)
    form.cleaned_data = {"reason": "No"}
    assert len(form.touched) == 2
    factories.published(people, second)
    with pytest.raises(ValidationError, match="is live"):
        form.move()
    assert not Applicability.objects.exists()


def test_colleague_is_chosen_by_name_and_by_address_only_among_namesakes(people, editor):
    factories.granted(factories.user(name="Ada Quill", email="ada@example.org"), Role.AUTHOR)
    page = editor.get(f"{PAGE}owner/", {"cell": key(factories.started(people))})
    labels = [str(label) for _key, label in page.context["form"].fields["owner"].choices]
    assert "Ada Quill" in labels
    assert f"A Person ({people.author.email})" in labels


@pytest.mark.parametrize("cell", ["", "x-1", "1-1", "99999999999999999999-1", "²-1", "1-2-3"])
def test_what_is_no_cell_is_not_chosen(editor, cell):
    page = editor.get(f"{PAGE}owner/", {"cell": cell})
    assert "You chose nothing." in read(page)


def test_file_holds_what_was_ticked_or_all_of_it(people, editor):
    first, second = factories.started(people), factories.written(people).answer
    ticked, whole = (
        b"".join(editor.get(f"{PAGE}as-file.csv", chosen).streaming_content).decode().splitlines()
        for chosen in ({"cell": key(second)}, {})
    )
    assert ticked[1:] == ["Gilbert syndrome,What is Gilbert syndrome?,en,Draft,,,,"]
    assert len(whole) == 1 + 4, "two conditions, each asked both questions"
    assert Answer.objects.filter(pk=first.pk).exists()


@pytest.mark.promise("S1")
def test_owner_is_named_by_editors_of_the_place_alone(people):
    answer = factories.started(people)
    elsewhere = Sitting(factories.holder(Role.EDITOR, condition=factories.condition(slug="elsewhere"))).browser
    _opened, done = decide(elsewhere, "owner", {"cell": key(answer)}, owner=people.author.pk)
    assert "You chose nothing." in read(done)
    assert not Owner.objects.exists()
    assert Sitting(factories.holder(Role.AUTHOR)).browser.get(PAGE).status_code == 403


@pytest.mark.promise("S1")
@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR])
def test_cells_of_other_conditions_tell_nothing_to_an_editor_of_one(people, role):
    live = factories.published(people).answer
    owners.assign([Cell.of(live)], people.author, by=people.colleague, at=NOON)
    person = factories.holder(Role.EDITOR, condition=factories.condition(slug="elsewhere"))
    person = factories.granted(person, role) if role == Role.ADMINISTRATOR else person
    browser, chosen = Sitting(person).browser, {"cell": key(live), "language": "en"}
    told = b"".join(browser.get(f"{PAGE}as-file.csv", chosen).streaming_content).decode()
    assert "Gilbert" not in told
    assert "You chose nothing." in read(browser.get(f"{PAGE}owner/", chosen))
    assert "Tick texts that somebody has begun" in read(browser.get(f"{PAGE}together/", chosen, follow=True))


def test_ticking_more_than_any_page_has_is_refused_in_words(people, editor):
    answer = factories.started(people)
    rows = {"row": [str(answer.condition_id)] * 900, "across": " ".join(map(str, range(200_000)))}
    page = editor.post(f"{PAGE}owner/", {**rows, "language": "en"})
    assert page.status_code == 200
    assert not Owner.objects.exists()


def test_every_state_can_be_asked_for(people, editor):
    factories.published(people)
    asked = {stage: editor.get(PAGE, {"state": stage, "mine": "1"}).status_code for stage in Stage}
    assert asked == dict.fromkeys(Stage, 200)
    assert "1 condition " in read(editor.get(PAGE, {"state": "live"})) + read(
        editor.get(PAGE, {"state": "being-rechecked"})
    )


def test_filters_that_mean_nothing_show_all(people, editor):
    factories.started(people)
    page = editor.get(f"{PAGE}?language=xx&topic=x&state=x&risk=&page=1")
    assert "0 of 0 core questions in date 1 condition" in read(page)
    assert editor.get(f"{PAGE}?page=9").status_code == 404


def test_ticked_texts_of_one_condition_go_out_together(people, editor):
    about = factories.condition(slug="one-condition")
    first, second = (factories.written(people, factories.started(people, condition=about)).answer for _n in range(2))
    chosen = {"cell": [key(first), key(second)]}
    page = editor.get(f"{PAGE}together/", chosen, follow=True)
    assert page.redirect_chain[-1][0].startswith("/desk/conditions/one-condition/bundle/")
    assert "2 texts" in read(page)
    elsewhere = factories.written(people).answer
    page = editor.get(f"{PAGE}together/", {"cell": [key(first), key(elsewhere)]}, follow=True)
    assert page.redirect_chain[-1][0].startswith("/desk/again/")
    assert "Of several conditions only live texts go out at once." in read(page)
    assert "Tick texts that somebody has begun" in read(editor.get(f"{PAGE}together/", {}, follow=True))


def test_day_of_open_reviews_is_set_after_a_forecast(people, editor):
    bundle = factories.bundled(people)
    first, second = [each.answer for each in bundle.rounds.select_related("answer")]
    untouched = factories.written(people).answer
    chosen = {"cell": [key(first), key(second), key(untouched)]}
    page = editor.get(f"{PAGE}due/", chosen)
    assert "None of these reviews is wanted by a day yet." in read(page)
    assert "It changes 2 cells" in read(page)
    assert "1 stays as it is" in read(page)
    due_on = timezone.localdate() + datetime.timedelta(days=14)
    decide(editor, "due", chosen, due_on=f"{due_on}", reason="Before the meeting.")
    assert set(bundle.rounds.values_list("due_on", flat=True)) == {due_on}
    assert f"So far the day is {date_format(due_on)}." in read(editor.get(f"{PAGE}due/", chosen))
    assert "Nothing of what you chose is in review" in read(editor.get(f"{PAGE}due/", {"cell": key(untouched)}))


def test_day_that_a_colleague_set_meanwhile_is_not_set_over(people, editor):
    bundle = factories.bundled(people)
    opened = list(bundle.rounds.select_related("answer__condition"))
    chosen = {"cell": [key(each.answer) for each in opened]}
    page = editor.get(f"{PAGE}due/", chosen)
    soon = timezone.localdate() + datetime.timedelta(days=3)
    deadlines.set_due(opened, soon, "Sooner.", by=people.author, at=timezone.now())
    typed = {name: page.context["form"][name].value() for name in ("seen", "cells", "language")}
    late = {"due_on": f"{soon + datetime.timedelta(days=30)}", "reason": "Later."}
    assert editor.post(f"{PAGE}due/", typed | late).status_code == 409
    assert set(bundle.rounds.values_list("due_on", flat=True)) == {soon}
