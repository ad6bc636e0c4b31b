"""What somebody was asked to review: by due date, with what it takes, and with a way to say no."""

import datetime

import pytest

from conditions import pace
from conditions.editorial import rounds, verdicts
from conditions.models import Assignment, Grant
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.one_engine]
MINE = "/desk/reviews/"


made = made_once(factories.desk)
people = copied()


def asked(people, about="Gilbert syndrome", days=None):
    """A text on that condition in review, due so many days from today."""
    condition = factories.condition(about, f"condition-{next(factories.numbers)}")
    revision = factories.written(people, factories.started(people, condition=condition))
    due_on = None if days is None else TODAY + datetime.timedelta(days=days)
    told = {"by": people.author, "at": NOON}
    round_ = rounds.submit(revision, seen=revision.digest, question="Is it fair?", due_on=due_on, **told)
    return rounds.offer(round_, [people.reviewer], **told)[0]


def desk_of(people):
    return factories.browser(people.colleague, second_factor=True)


def told(page):
    return " ".join(page.content.decode().split())


def test_texts_stand_by_due_day_those_without_one_last(people):
    for about, days in (("Lyme disease", None), ("Wilson disease", 20), ("Gout", -1)):
        asked(people, about, days)
    page = told(desk_of(people).get(MINE))
    places = [page.index(f"What is {about}?") for about in ("Gout", "Wilson disease", "Lyme disease")]
    assert places == sorted(places)
    assert 'It was due on <time datetime="2026-03-01">' in page
    assert 'Due on <time datetime="2026-03-22">' in page


def test_card_says_what_it_takes_and_what_the_editor_asks(people):
    assignment = asked(people)
    page = told(desk_of(people).get(MINE))
    assert f"{pace.words(assignment.round.revision)} words, about 1 minute." in page
    assert f"{people.author} asks: “Is it fair?”" in page
    assert f"{pace.CHECKING} words a minute" in page


def test_nobody_sees_what_somebody_else_was_asked(people):
    assignment = asked(people)
    other = factories.browser(factories.reviewer().user, second_factor=True)
    assert "Nothing waits for you." in told(other.get(MINE))
    for name in ("", "decline/", "finish/", "signed/", "comment/whole/"):
        assert other.get(f"{MINE}{assignment.pk}/{name}").status_code == 404
    assert other.get(f"{MINE}99999999999999999999/").status_code == 404


def test_accepting_is_one_press_and_a_second_one_does_no_harm(people):
    desk, assignment = desk_of(people), asked(people)
    first = desk.post(f"{MINE}{assignment.pk}/accept/", follow=True)
    assert "Thank you: you accepted." in told(first)
    assert "You accepted on" in told(first)
    assert "You accepted this already." in told(desk.post(f"{MINE}{assignment.pk}/accept/", follow=True))


def test_saying_no_needs_a_reason_and_moves_the_text_to_what_is_done(people):
    desk, assignment = desk_of(people), asked(people)
    assert "There is a problem" in told(desk.post(f"{MINE}{assignment.pk}/decline/"))
    page = desk.post(f"{MINE}{assignment.pk}/decline/", {"declined_because": "field"}, follow=True)
    assert "Nothing waits for you." in told(page)
    assert "Not for you: Not my field." in told(page)
    assert Assignment.objects.get().declined_because == "field"
    again = desk.post(f"{MINE}{assignment.pk}/decline/", {"declined_because": "time"}, follow=True)
    assert "You said already that this is not for you." in told(again)


def test_answer_to_a_review_that_ended_is_a_sentence(people):
    desk, assignment = desk_of(people), asked(people)
    rounds.dismiss(assignment.round, "Not needed", by=people.author, at=NOON)
    assert "This review has ended meanwhile." in told(desk.post(f"{MINE}{assignment.pk}/accept/", follow=True))
    page = desk.post(f"{MINE}{assignment.pk}/decline/", {"declined_because": "time"}, follow=True)
    assert "This review has ended meanwhile." in told(page)
    assert "ended this review on" in told(desk.get(MINE))


def test_done_texts_say_what_was_decided(people):
    approved, superseded = asked(people, "Gout"), asked(people, "Lyme disease")
    factories.signed(people, approved.round.revision)
    factories.written(people, superseded.round.answer, body="Other.[^ers-2017]")
    page = told(desk_of(people).get(MINE))
    assert "You approved these words on" in page
    assert f"{people.author} changed the text on" in page


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(people, number, django_assert_num_queries):
    for _ in range(number):
        asked(people)
        factories.signed(people, asked(people).round.revision)
    desk = desk_of(people)
    desk.get(MINE)
    with django_assert_num_queries(7):
        assert desk.get(MINE).status_code == 200


def test_start_of_the_desk_leads_reviewers_and_editors_to_their_work(people):
    asked(people)
    page = told(desk_of(people).get("/desk/"))
    assert 'href="/desk/reviews/">1 text to check</a>' in page
    assert "/desk/sign-offs/" in page
    nobody = told(factories.browser(factories.holder(Role.MODERATOR), second_factor=True).get("/desk/"))
    assert "My reviews" not in nobody


def test_who_declined_or_stepped_back_opens_the_words_no_more(people):
    desk, declined, left = desk_of(people), asked(people, "Gout"), asked(people, "Lyme disease")
    pages = [f"{MINE}{each.pk}/" for each in (declined, left)]
    assert {desk.get(page).status_code for page in pages} == {200}
    rounds.decline(declined, "field", by=people.colleague, at=NOON)
    verdicts.recuse(left.round.revision, by=people.colleague, at=NOON, seen=left.round.revision.digest)
    assert {desk.get(page).status_code for page in pages} == {404}
    assert desk.get(f"{pages[0]}comment/body-1/").status_code == 404
    done = told(desk.get(MINE))
    assert "You stepped back on" in done
    assert not any(page in done for page in pages)


def test_whose_role_ended_there_reads_what_they_signed_and_nothing_else(people):
    signed, waiting, ended = asked(people, "Gout"), asked(people, "Lyme disease"), asked(people, "Wilson disease")
    factories.signed(people, signed.round.revision)
    factories.written(people, ended.round.answer, body="Other.[^ers-2017]")
    Grant.objects.filter(user=people.colleague).update(ends_on=factories.DAY_ONE)
    factories.granted(people.colleague, Role.REVIEWER, condition=factories.condition("Other", "other"))
    desk = desk_of(people)
    answers = [desk.get(f"{MINE}{each.pk}/").status_code for each in (signed, waiting, ended)]
    assert answers == [200, 404, 404]
    assert [f'href="{MINE}{each.pk}/"' in told(desk.get(MINE)) for each in (signed, waiting, ended)] == [1, 0, 0]


def test_who_was_overtaken_reads_what_ended_the_review_and_nothing_written_later(people):
    first = asked(people)
    for body in ("Ended.[^ers-2017]", "Later.[^ers-2017]"):
        factories.written(people, first.round.answer, body=body)
    changed = str(desk_of(people).get(f"{MINE}{first.pk}/").context["news"].difference)
    assert "Ended" in changed
    assert "Later" not in changed
