"""Who looks after an answer: named by an editor, told in its stream, and no right by itself."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conditions import history
from conditions.editorial import owners
from conditions.models import Answer, Event, Owner
from conditions.models.people import Role
from conditions.stages import Cell
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db


made = made_once(factories.desk)
people = copied()


def test_editor_names_who_looks_after_an_answer_and_then_another(people):
    answer = factories.started(people)
    owners.assign([Cell.of(answer)], people.author, by=people.colleague, at=NOON)
    owners.assign([Cell.of(answer)], people.colleague, by=people.colleague, at=NOON)
    assert Owner.objects.get().user == people.colleague
    told, _more = history.lines(answer)
    assert [line.said.what for line in told][:2] == ["A Person named somebody to look after this answer."] * 2


def test_naming_the_same_person_again_is_no_event(people):
    answer = factories.started(people)
    for _press in range(2):
        owners.assign([Cell.of(answer)], people.author, by=people.colleague, at=NOON)
    assert Event.objects.filter(action="owner named").count() == 1


def test_what_nobody_has_begun_begins_with_its_owner(people):
    about, asked = factories.condition(), factories.question("causes", "What causes {condition}?")
    owners.assign([Cell(about.pk, asked.pk, "en")], people.author, by=people.colleague, at=NOON)
    assert Answer.objects.get().owner.user == people.author


def test_whoever_does_not_write_there_looks_after_nothing(people):
    first, second = factories.started(people), factories.started(people)
    elsewhere = factories.holder(Role.AUTHOR, condition=first.condition)
    with pytest.raises(ValidationError, match="does not write about"):
        owners.assign([Cell.of(first), Cell.of(second)], elsewhere, by=people.colleague, at=NOON)
    assert elsewhere in owners.possible(on=TODAY)


def test_only_an_editor_of_the_place_names_somebody(people):
    answer = factories.started(people)
    for by in (factories.holder(Role.AUTHOR), factories.holder(Role.EDITOR, language="es")):
        with pytest.raises(PermissionDenied):
            owners.assign([Cell.of(answer)], people.author, by=by, at=NOON)
    assert not Owner.objects.exists()


def test_answers_are_taken_in_one_order_whatever_the_order_of_the_choice(people):
    begun = [factories.started(people) for _each in range(3)]
    owners.assign([Cell.of(answer) for answer in reversed(begun)], people.author, by=people.colleague, at=NOON)
    told = Event.objects.filter(action="owner named").order_by("pk").values_list("stream", flat=True)
    assert list(told) == [f"answer:{answer.pk}" for answer in begun]
