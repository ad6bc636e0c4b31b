"""What an editor does first: at most ten things, worst first, each with its next step."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.editorial import cautions, publications, reports, rounds, sources, verdicts
from conditions.editorial.rows import version
from conditions.editorial.week import MOST, week
from conditions.models import ReviewPolicy, Source
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)

people = made_once(factories.desk)


def matters(person, on=TODAY):
    return [task.matter for task in week(person, on)]


def lost():
    """The source that every answer of the factories cites is retracted."""
    cited, by = Source.objects.get(key="ers-2017"), factories.holder(Role.EDITOR)
    return sources.retract_source(cited, on=TODAY, note="A letter", by=by, at=NOON, seen=version(cited))


def replaced(there, at=NOON):
    new = factories.source("newer", title="A newer statement")
    seen = {"seen": version(there), "next_seen": version(new)}
    return sources.replace_source(there, new, by=factories.holder(Role.EDITOR), at=at, **seen)


def urgent(live, days=30):
    """The answer's question is one that is checked more often."""
    live.answer.question.policy = ReviewPolicy.objects.create(slug=f"urgent-{days}", name="Urgent", days=days)
    live.answer.question.save()
    return live


@pytest.mark.promise("E7", "E14", "E16", "E21", "R19")
def test_worst_comes_first(people):
    live = factories.published(people)
    factories.in_review(people)
    lost()
    reports.file_report("/a/", reason="danger", at=NOON, publication=live)
    cautions.caution(live.answer, words="It may be wrong.", by=people.author, at=NOON, reason="A letter")
    factories.withdrawn(factories.published(people), by=people.author)
    first, second, *rest = matters(people.colleague, TODAY + 14 * DAY)
    assert [first, second] == ["Withdrawal to confirm", "Caution to confirm"]
    assert rest == ["Following a page could harm somebody", "Source retracted", "No answer from the reviewer"]
    assert matters(people.colleague, live.next_due_on + DAY)[2] == "Review overdue"
    assert matters(people.colleague, live.next_due_on)[-1] == "Review due soon"


@pytest.mark.promise("R19")
def test_urgent_reports_of_one_answer_are_one_thing_to_do(people):
    live = factories.published(people)
    for words in ("The dose is wrong.", "It harms."):
        reports.file_report("/a/", reason="danger", words=words, at=NOON, publication=live)
    only = next(task for task in week(people.colleague, TODAY) if task.matter == "Following a page could harm somebody")
    assert (only.name, only.address) == ("2 reports", f"/desk/reports/answer/{live.answer_id}/")
    assert matters(people.colleague).count(only.matter) == 1


@pytest.mark.promise("E14")
def test_review_is_due_soon_for_sixty_days_and_then_overdue(people):
    due = factories.published(people).next_due_on
    assert [matters(people.author, due + days * DAY) for days in (-61, -60, 0, 1)] == [
        [],
        ["Review due soon"],
        ["Review due soon"],
        ["Review overdue"],
    ]


@pytest.mark.promise("E14", "R7")
def test_of_overdue_texts_the_riskiest_comes_first_and_what_is_in_review_does_not_come(people):
    calm, grave, asked = (factories.published(people) for _text in range(3))
    urgent(grave)
    rounds.reconfirm(asked, by=people.author, at=NOON, question="Does it hold?")
    told = week(people.author, calm.next_due_on + DAY)
    renewed = [f"/desk/answers/{each.answer_id}/reconfirm/" for each in (grave, calm)]
    assert [task.address for task in told] == [*renewed, f"/desk/answers/{asked.answer_id}/offer/"]


@pytest.mark.promise("E16")
def test_lost_source_comes_once_with_all_that_cites_it(people):
    factories.published(people)
    assert matters(people.author) == []
    page = f"/desk/sources/{lost().pk}/"
    (task,) = week(people.author, TODAY)
    assert (task.said, task.address) == ("1 live answer cites it.", page)
    factories.published(people)
    (task,) = week(people.author, TODAY)
    assert (task.name, task.said, task.address) == ("A statement", "2 live answers cite it.", page)


@pytest.mark.promise("E16")
def test_text_whose_review_began_after_its_source_was_marked_is_done(people):
    untouched, again = factories.published(people), factories.published(people)
    lost()
    revision = factories.reconfirmed(people, again, at=NOON + DAY)
    publications.publish(revision, by=people.colleague, at=NOON + DAY, seen=revision.digest)
    (task,) = week(people.author, TODAY + DAY)
    assert task.said == "1 live answer cites it."
    revision = factories.reconfirmed(people, untouched, at=NOON + DAY)
    publications.publish(revision, by=people.colleague, at=NOON + DAY, seen=revision.digest)
    assert matters(people.author, TODAY + DAY) == []
    replaced(Source.objects.get(key="ers-2017"), at=NOON + 2 * DAY)
    assert week(people.author, TODAY + 2 * DAY)[0].said == "2 live answers cite it."


@pytest.mark.promise("E16")
def test_of_lost_sources_the_one_behind_the_riskiest_text_comes_first(people):
    factories.source("other", title="Another statement")
    factories.published(people)
    urgent(factories.published(people, body="The liver is slow.[^other]"))
    lost()
    replaced(Source.objects.get(key="other"))
    told = [(task.matter, task.name) for task in week(people.author, TODAY)]
    assert told == [("Source replaced", "Another statement"), ("Source retracted", "A statement")]


def test_reviewer_is_silent_after_two_weeks_or_the_day_that_was_wished_for(people):
    factories.in_review(people)
    assert [matters(people.author, TODAY + days * DAY) for days in (13, 14)] == [[], ["No answer from the reviewer"]]
    hurried = factories.written(people)
    round_ = rounds.submit(hurried, by=people.author, at=NOON, seen=hurried.digest, due_on=TODAY + DAY)
    rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)
    assert [len(matters(people.author, TODAY + days * DAY)) for days in (1, 2)] == [0, 1]


@pytest.mark.promise("E7")
@pytest.mark.promise("E14")
def test_review_in_which_somebody_is_still_to_be_asked_leads_there(people):
    text = factories.written(people)
    factories.ruled(text.answer, second_clinician="always")
    round_ = rounds.submit(text, by=people.author, at=NOON, seen=text.digest)
    page = f"/desk/answers/{text.answer_id}/offer/"
    (nobody,) = week(people.author, TODAY)
    assert (nobody.matter, nobody.step, nobody.address) == ("Nobody reviews it", "Ask reviewers", page)
    (asked,) = rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)
    assert matters(people.author) == ["A second clinician is to be asked"]
    rounds.decline(asked, "time", by=people.colleague, at=NOON)
    assert matters(people.author) == ["Nobody reviews it"]
    rounds.offer(round_, [factories.reviewer(), factories.reviewer()], by=people.author, at=NOON)
    assert matters(people.author) == []


def test_review_in_which_changes_are_asked_for_waits_for_its_author(people):
    revision = factories.in_review(people)
    told = {"by": people.colleague, "at": NOON, "seen": revision.digest}
    verdicts.request_changes(revision, because="Say it shorter.", **told)
    assert matters(people.author) == []


def test_nobody_is_asked_to_confirm_what_they_did_themselves(people):
    live = factories.published(people)
    cautions.caution(live.answer, words="It may be wrong.", by=people.author, at=NOON, reason="A letter")
    cautions.caution(live.answer.condition, words="All of it.", by=people.author, at=NOON, reason="A letter")
    factories.withdrawn(factories.published(people), by=people.author)
    assert matters(people.author) == []
    names = [task.name for task in week(people.colleague, TODAY)]
    assert names == ["What is Gilbert syndrome?", "What is Gilbert syndrome?", "Gilbert syndrome"]


def test_question_never_stands_without_its_condition(people):
    factories.in_review(people, factories.started(people, question=factories.question("cost", "What does it cost?")))
    (task,) = week(people.author, TODAY + 14 * DAY)
    assert task.name == "Gilbert syndrome: What does it cost?"


def test_week_holds_ten_things_at_most(people):
    withdrawn = [factories.withdrawn(factories.published(people), by=people.author) for _text in range(MOST + 1)]
    told = week(people.colleague, TODAY)
    assert [task.address for task in told] == [
        f"/desk/answers/{notice.publication.answer_id}/confirm/" for notice in withdrawn[:MOST]
    ]


def test_what_many_searched_for_in_vain_comes_last_and_to_who_edits_all_conditions(people):
    failed = factories.searched_in_vain()
    elsewhere = factories.holder(Role.EDITOR, condition=factories.condition(slug="elsewhere"))
    live = factories.published(people)
    *_, task = week(people.author, live.next_due_on)
    assert (task.name, task.address) == ("“quivering ear lobe”", f"/desk/searches/{failed.pk}/")
    assert matters(people.author, live.next_due_on)[0] == "Review due soon"
    assert week(elsewhere, TODAY) == []


@pytest.mark.promise("S1")
def test_week_tells_nothing_of_other_places(people):
    live = factories.published(people)
    factories.in_review(people)
    lost()
    elsewhere = factories.holder(Role.EDITOR, condition=factories.condition(slug="elsewhere"))
    assert len(week(people.author, live.next_due_on + DAY)) == 3
    assert week(elsewhere, live.next_due_on + DAY) == []


def test_week_costs_the_same_for_one_thing_of_a_kind_and_three(people):
    told = []
    for _more in range(3):
        factories.withdrawn(factories.published(people), by=people.author)
        factories.published(people)
        factories.in_review(people)
        with CaptureQueriesContext(connection) as queries:
            week(people.colleague, TODAY + 1050 * DAY)
        told.append(len(queries))
    assert told == [24] * 3
