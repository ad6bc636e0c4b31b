"""The coverage: which rows and columns there are, what each cell says, and how many core questions are in date."""

import datetime

import pytest

from conditions import stages
from conditions.editorial import cautions, coverage, owners, staged
from conditions.editorial.coverage import Wanted
from conditions.models import Answer, Applicability
from conditions.models.people import Role
from conditions.stages import Cell, Stage
from tests import factories, life
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
ENGLISH = Wanted(language="en")

people = made_once(factories.desk)


def listed(people, wanted=ENGLISH, on=TODAY):
    """The slugs of the rows."""
    columns = coverage.questions(wanted)
    return [each.slug for each in coverage.conditions(wanted, columns, by=people.author, on=on)]


def world():
    """An answer in each stage that an answer can have, and two that are in two."""
    made = life.whole()
    who = made.people
    factories.started(who)
    factories.written(who)
    factories.in_review(who)
    factories.approved(who)
    factories.published(who, is_unknown=True, unknowns="Nobody knows why.[^ers-2017]")
    factories.in_review(who, factories.published(who).answer, short="It is common.")
    factories.reconfirmed(who, factories.published(who))
    cautions.caution(factories.published(who).answer, by=who.author, at=NOON, reason="A reader doubts it.")
    return made


@pytest.mark.promise("E14")
@pytest.mark.parametrize("days", [0, 400, 1040, 1097])
def test_database_and_facts_agree_on_every_stage(days):
    world()
    on = TODAY + days * DAY
    answers = {Cell.of(each): each for each in Answer.objects.all()}
    facts = stages.gather(answers)
    wrong = []
    for stage in set(Stage) - {Stage.MISSING, Stage.NOT_APPLYING}:
        told = {answers[cell] for cell, of in facts.items() if stage in (stages.stage(of, on), stages.underway(of))}
        if told != set(staged.answers(stage, on)):
            wrong.append(stage)
    assert wrong == []


def test_columns_go_by_topic_and_core_first():
    factories.question("cost", "What does it cost?", group="help")
    factories.question("causes", "What causes {condition}?")
    factories.question("what", "What is {condition}?", is_core=True)
    factories.question("other-names-codes", "What else is it called?")
    factories.question("lived", "How is it to live with?", kind="experience", policy=None)
    assert [each.slug for each in coverage.questions(ENGLISH)] == ["what", "causes", "cost"]
    assert [each.slug for each in coverage.questions(Wanted(language="en", topic="help"))] == ["cost"]
    assert coverage.questions(Wanted(language="en", risk="urgent")) == []


def test_rows_are_what_was_begun_in_the_language_by_name(people):
    for name in ("Wilson disease", "albinism", "Zika fever"):
        factories.started(people, condition=factories.findable(name))
    factories.findable("untouched")
    assert listed(people) == ["albinism", "wilson-disease", "zika-fever"]
    assert listed(people, Wanted(language="es")) == []
    assert listed(people, Wanted(language="en", words="untuched")) == ["untouched"]
    assert listed(people, Wanted(language="en", one="untouched")) == ["untouched"]


def test_rows_can_be_those_of_an_owner_or_a_state(people):
    mine, missing = factories.started(people), factories.started(people)
    factories.written(people, mine)
    owners.assign([Cell.of(mine)], people.author, by=people.colleague, at=NOON)
    Applicability.objects.create(condition=mine.condition, question=missing.question, applies=False, reason="No")
    told = [
        listed(people, Wanted(language="en", mine=True)),
        listed(people, Wanted(language="en", state="draft")),
        listed(people, Wanted(language="en", state="does-not-apply")),
        listed(people, Wanted(language="en", state="missing")),
    ]
    assert told == [[mine.condition.slug]] * 3 + [[missing.condition.slug]]


@pytest.mark.promise("S1")
def test_rows_are_those_of_the_editors_places(people):
    there, elsewhere = factories.started(people), factories.started(people)
    people_there = type(people)(author=factories.holder(Role.EDITOR, condition=there.condition))
    assert listed(people_there) == [there.condition.slug]
    assert elsewhere.condition.slug in listed(people)


@pytest.mark.promise("R28")
def test_tally_counts_core_questions_that_apply_and_are_in_date(people):
    core = factories.question("what", "What is {condition}?", is_core=True)
    rare = factories.question("rare", "Is {condition} catching?", is_core=True, applies="by-flag")
    factories.question("cost", "What does it cost?")
    first, second = factories.findable("albinism"), factories.findable("Wilson disease")
    live = factories.published(people, factories.started(people, condition=first, question=core))
    factories.started(people, condition=second, question=core)
    Applicability.objects.create(condition=second, question=rare, applies=True, reason="It spreads")
    found = coverage.conditions(ENGLISH, coverage.questions(ENGLISH), by=people.author, on=TODAY)
    assert coverage.tally(found, ENGLISH, by=people.author, on=TODAY) == (2, 1, 3)
    Applicability.objects.create(condition=second, question=core, applies=False, reason="No")
    assert coverage.tally(found, ENGLISH, by=people.author, on=live.next_due_on + DAY) == (2, 0, 2)
