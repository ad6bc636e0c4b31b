"""Lists that editors work through: who stands on each, on which day, and the same as a file."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conditions.editorial import owners, sources
from conditions.editorial.listings import LISTINGS
from conditions.editorial.rows import version
from conditions.models import Condition, FailedSearch, Grant, Publication
from conditions.models.people import Role
from conditions.stages import Cell
from tests import factories
from tests.conditions.views.desk.sitting import Sitting
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)

people = made_once(factories.desk)


def rows(name, person, on=TODAY, choice=""):
    """What stands on the list, each row as it is read."""
    found = next(each for each in LISTINGS if each.name == name)
    told = found.told(found.found(person, on, found.chosen(choice)), on)
    return [[cell.value for cell in row] for row in told]


@pytest.mark.promise("E14")
def test_due_list_counts_the_days_from_today(people):
    due = factories.published(people).next_due_on
    counted = [
        [len(rows("due", people.author, due - days * DAY, part)) for part in ("90", "60", "30", "overdue")]
        for days in (91, 90, 60, 30, 0, -1)
    ]
    assert counted == [[0, 0, 0, 0], [1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], [1, 1, 1, 0], [1, 1, 1, 1]]


def test_due_row_names_the_answer_its_risk_and_its_owner(people):
    live = factories.published(people)
    owners.assign([Cell.of(live.answer)], people.author, by=people.colleague, at=NOON)
    (row,) = rows("due", people.author, live.next_due_on + DAY)
    asked = "What is Gilbert syndrome?"
    assert row == ["Gilbert syndrome", asked, "English", "Other", "A Person", live.next_due_on, "Overdue"]


@pytest.mark.promise("E3")
def test_changed_context_says_what_changed(people):
    live = factories.published(people)
    assert rows("changed", people.author) == []
    live.answer.condition.names.update(text="Gilbert's syndrome")
    (row,) = rows("changed", people.author)
    assert "the condition has another name" in row


@pytest.mark.promise("E16")
def test_answers_that_cite_a_lost_source_stand_in_the_order_of_their_risk(people):
    calm, urgent = factories.published(people), factories.published(people)
    urgent.answer.question.policy = policy(30)
    urgent.answer.question.save()
    assert rows("sources", people.author) == []
    lost()
    listed = rows("sources", people.author)
    assert [row[3] for row in listed] == ["Urgent", "Other"]
    assert {row[6] for row in listed} == {TODAY}
    assert calm.revision.citations.get().title in listed[1]


def behind(people):
    """A translation of what was changed since."""
    source = factories.published(people)
    translation = factories.translated(people, source)
    revision = factories.approved(people, source.answer, short="It is mild.")
    factories.publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    return translation.answer


@pytest.mark.promise("R23")
def test_translations_that_are_behind_stand_worst_first_and_lead_to_the_press(people):
    source = factories.published(people)
    reworded = factories.translated(people, source).answer
    assert rows("translations", people.author) == []
    revision = factories.reworded(people, source)
    factories.publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    changed = behind(people)
    listed = rows("translations", people.author, choice="es")
    assert [row[2:] for row in listed] == [
        ["Spanish", "Other", "", far, TODAY] for far in ("Behind in meaning", "Behind in wording")
    ]
    page = Sitting(people.author).browser.get("/desk/lists/translations/").content.decode()
    assert page.index(f"/answers/{changed.pk}/write/") < page.index(f"/answers/{reworded.pk}/write/")
    assert rows("translations", people.author, choice="en") == []


def policy(days):
    return factories.ReviewPolicy.objects.create(slug="urgent", name="Urgent", days=days)


def lost():
    cited = factories.Source.objects.get(key="ers-2017")
    return sources.retract_source(
        cited, on=TODAY, note="A letter", by=factories.holder(Role.EDITOR), at=NOON, seen=version(cited)
    )


@pytest.mark.promise("E7")
def test_withdrawals_stand_until_a_second_person_confirms(people):
    notice = factories.withdrawn(factories.published(people), by=people.author)
    (row,) = rows("withdrawals", people.author)
    assert row[3:] == ["A Person", TODAY, TODAY + DAY]
    factories.withdrawals.confirm_withdrawal(notice, by=people.colleague, at=NOON)
    assert rows("withdrawals", people.author) == []


def test_reviewers_stand_with_their_load_and_pace(people):
    factories.in_review(people)
    later = NOON + 4 * DAY
    factories.signed(people, factories.in_review(people), at=later)
    (row,) = rows("reviewers", people.author, later.date())
    assert row == [people.reviewer.name, "Hepatology", 1, 4, 1]
    assert rows("reviewers", people.author, later.date() + 366 * DAY)[0][3:] == ["", 0]


def test_reviewer_without_a_page_for_readers_is_no_link(people):
    browser, page = Sitting(people.author).browser, f"/reviewers/{people.reviewer.slug}/"
    address = f'href="{page}"'
    assert address not in browser.get("/desk/lists/reviewers/").content.decode()
    factories.published(people)
    assert address in browser.get("/desk/lists/reviewers/").content.decode()
    assert browser.get(page).status_code == 200


def test_conditions_with_fewer_than_two_reviewers_are_listed(people):
    about = factories.started(people).condition
    assert rows("few-reviewers", people.author) == [["Gilbert syndrome", "English", 1]]
    factories.reviewer(factories.holder(Role.REVIEWER, condition=about))
    assert rows("few-reviewers", people.author) == []
    lapsed = TODAY + 400 * DAY
    assert rows("few-reviewers", people.author, lapsed) == [["Gilbert syndrome", "English", 0]]


def test_any_number_of_conditions_with_people_of_their_own_is_counted(people):
    factories.started(people)
    Condition.objects.bulk_create(Condition(slug=f"number-{number}") for number in range(600))
    there = list(Condition.objects.filter(slug__startswith="number-"))
    for person in (factories.holder(Role.REVIEWER, condition=there[0]) for _number in range(2)):
        factories.reviewer(person)
        kept = {"role": Role.REVIEWER, "starts_on": TODAY, "granted_by": people.author}
        Grant.objects.bulk_create(Grant(user=person, condition=each, **kept) for each in there[1:])
    assert rows("few-reviewers", people.author) == [["Gilbert syndrome", "English", 1]]


def test_two_reviewers_of_a_language_are_enough_for_all_its_conditions(people):
    factories.started(people, language="es")
    factories.started(people)
    factories.reviewer(factories.holder(Role.REVIEWER, language="es"))
    assert [row[1:] for row in rows("few-reviewers", people.author)] == [["English", 1]]


@pytest.mark.promise("S1")
@pytest.mark.parametrize("name", [each.name for each in LISTINGS])
def test_list_of_another_place_is_empty_and_of_no_editor_closed(people, name):
    factories.withdrawn(factories.published(people))
    factories.published(people)
    lost()
    elsewhere = Sitting(factories.holder(Role.EDITOR, condition=factories.condition(slug="elsewhere"))).browser
    author = Sitting(factories.holder(Role.AUTHOR)).browser
    assert "Gilbert" not in elsewhere.get(f"/desk/lists/{name}/").content.decode()
    assert [author.get(f"/desk/lists/{name}{end}").status_code for end in ("/", ".csv")] == [403, 403]


def test_list_costs_the_same_for_one_row_and_three(people):
    client = Sitting(people.author).browser
    client.get("/desk/lists/due/")
    told = []
    for _more in range(3):
        listed(people)
        told.append([cost(client, each.name) for each in LISTINGS])
    assert told == [[8, 8, 8, 8, 9, 8, 8, 8, 12, 7]] * 3


def cost(client, name):
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/desk/lists/{name}/")
    return len(queries)


def listed(people):
    """One answer more on each list."""
    behind(people)
    factories.withdrawn(factories.published(people), by=people.author)
    factories.published(people)
    if not Publication.objects.citing_retracted().exists():
        lost()
    kept = factories.source(f"kept-{next(factories.numbers)}")
    factories.planned(people, factories.approved(people, body=f"It is so.[^{kept.key}]"))
    factories.searched_in_vain("A lobe" + " of it" * FailedSearch.objects.count())
    return factories.reviewer()


@pytest.mark.promise("S2")
def test_file_holds_all_rows_and_no_formula(people, monkeypatch):
    monkeypatch.setattr("conditions.views.desk.listings.PORTION", 1)
    for _row in range(2):
        factories.withdrawn(factories.published(people), by=factories.holder(Role.EDITOR, language="en"))
    Publication.objects.first().answer.condition.names.update(text="=1+1")
    response = Sitting(people.author).browser.get("/desk/lists/withdrawals.csv")
    told = b"".join(response.streaming_content).decode()
    assert response["Content-Disposition"] == f'attachment; filename="withdrawals-{timezone.localdate()}.csv"'
    assert (told.count("\r\n"), told.count("'=1+1")) == (3, 1)


def test_long_list_goes_on_in_parts_of_what_was_chosen(people, monkeypatch):
    monkeypatch.setattr("conditions.views.desk.listings.PART", 1)
    live = [factories.published(people) for _row in range(2)]
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + (live[0].next_due_on - TODAY) + DAY)
    client = Sitting(people.author).browser
    page = client.get("/desk/lists/due/?part=overdue").content.decode()
    assert 'href="?part=overdue&amp;page=2"' in page
    assert client.get("/desk/lists/due/?part=overdue&page=3").status_code == 404
    assert client.get("/desk/lists/nothing/").status_code == 404
