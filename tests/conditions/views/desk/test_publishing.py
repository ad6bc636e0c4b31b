"""A review at the desk: who is asked, whether it ends, and the second person who brings its words to readers."""

import datetime

import pytest
from django.utils import timezone

from conditions.editorial import cautions, readings
from conditions.models import Assignment, Publication, Round, Schedule
from conditions.models.cautions import CAUTION
from conditions.models.people import Role
from tests import factories
from tests.conditions.views.desk.sitting import Sitting, errors
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


made = made_once(factories.desk)
people = copied()


@pytest.mark.promise("E7", "R3")
def test_page_shows_what_readers_will_get_and_the_second_person_publishes(people):
    live = factories.published(people)
    revision = factories.approved(people, live.answer, short="It is a harmless, common change.", change="It is common.")
    colleague = Sitting(people.colleague)
    page = colleague.get("publish", live.answer)
    told = page.content.decode()
    assert page.context["difference"].places == 1
    assert revision.short_answer_html in told
    assert "<strong>Medically reviewed</strong> on" in told
    assert f"{people.reviewer.name}, MD" in told
    assert "2 March 2029" in told
    assert "You had a part in these words." in errors(Sitting(people.author).decide("publish", live.answer))
    assert Publication.objects.live().get() == live
    colleague.decide("publish", live.answer)
    assert Publication.objects.live().get().revision == revision


@pytest.mark.promise("E4")
@pytest.mark.parametrize("when", ["now", "later"])
def test_lay_reading_that_came_meanwhile_is_looked_at_before_the_words_go_out(people, when):
    reading = factories.read(factories.to_be_read(people))
    later = readings.ask(reading.round, [factories.holder(Role.LAY_READER)], by=people.author, at=factories.NOON)
    factories.signed(people, reading.revision)
    colleague, answer = Sitting(people.colleague), reading.round.answer
    typed = {"seen": colleague.seen("publish", answer), "when": when, "minute": "12:00"}
    typed["day"] = f"{timezone.localdate() + datetime.timedelta(days=3)}"
    factories.read(later[0], name="Robin")
    assert colleague.decide("publish", answer, **typed).status_code == 409
    assert not Publication.objects.exists()
    assert not Schedule.objects.exists()
    assert "Read for plain language by Robin" in colleague.told("publish", answer)


@pytest.mark.promise("E21")
def test_page_shows_the_cautions_that_would_stand_above_the_new_words(people):
    live = factories.published(people)
    source, unrelated = factories.source("trial-2019"), factories.source("trial-2020")
    for about, words in ((live.answer, ""), (source, "Ask about this trial."), (unrelated, "Not cited.")):
        put = cautions.caution(about, by=people.author, at=timezone.now(), reason="A letter.", words=words)
        if words:
            cautions.confirm_caution(put, by=people.colleague, at=timezone.now())
    factories.approved(people, live.answer, body="It is so.[^trial-2019]", change="A new trial.")
    page = Sitting(people.colleague).get("publish", live.answer)
    assert page.context["standing"].cautions == (str(CAUTION), "Ask about this trial.")
    assert page.content.decode().count('<p class="caution">') == 2


@pytest.mark.promise("R4")
def test_correction_of_wording_is_shown_with_the_dates_that_stay(people):
    live = factories.published(people)
    factories.reworded(people, live)
    told = Sitting(people.colleague).told("publish", live.answer)
    assert "Wording corrected on" in told
    assert "(wording only)" in told
    Sitting(people.colleague).decide("publish", live.answer)
    assert Publication.objects.live().get().reviewed_on == live.reviewed_on


def test_first_publication_says_that_all_of_it_is_new(people):
    revision = factories.approved(people)
    assert "all of it is new" in Sitting(people.colleague).told("publish", revision.answer)


@pytest.mark.promise("R8")
def test_only_who_may_sign_is_listed_to_be_asked(people):
    revision = factories.in_review(people)
    able, author = factories.reviewer(days=1827), factories.reviewer(people.author, days=1827)
    factories.granted(people.author, Role.REVIEWER)
    lapsed = factories.reviewer(days=1)
    told = Sitting(people.author).told("offer", revision.answer)
    assert f"{able.name}, Hepatology" in told
    assert f"{author.name}, Hepatology" not in told
    assert f"{lapsed.name}, Hepatology" not in told
    assert f"Asked already: {people.reviewer.name}." in told


def test_further_reviewers_are_asked(people):
    revision, able = factories.in_review(people), factories.reviewer(days=1827)
    author = Sitting(people.author)
    assert "Reviewers" in author.decide("offer", revision.answer).content.decode()
    assert author.decide("offer", revision.answer, reviewers=[able.pk]).status_code == 302
    assert Assignment.objects.get(reviewer=able).offered_by == people.author
    assert "Nobody else can sign these words today" in author.told("offer", revision.answer)


def test_review_is_dismissed_with_a_reason_that_reviewers_read(people):
    revision = factories.in_review(people)
    author = Sitting(people.author)
    assert "closed_because" in author.decide("dismiss", revision.answer, closed_because=" ").context["form"].errors
    assert author.decide("dismiss", revision.answer, closed_because="We wait for the new guideline.").status_code == 302
    assert Round.objects.get().closed_because == "We wait for the new guideline."
    assert "No review of this answer is open." in author.told("dismiss", revision.answer)


def test_live_words_are_sent_to_review_again_and_those_who_signed_are_proposed(people):
    live = factories.published(people)
    author = Sitting(people.author)
    assert author.get("reconfirm", live.answer).context["form"]["reviewers"].value() == [people.reviewer.pk]
    asked = {"question": "Does it still hold?", "reviewers": [people.reviewer.pk], "due_on": "2026-04-07"}
    assert author.decide("reconfirm", live.answer, **asked).status_code == 302
    opened = Round.objects.get(closed_at=None)
    assert (opened.question, str(opened.due_on)) == ("Does it still hold?", "2026-04-07")
    assert opened.assignments.get().reviewer == people.reviewer
    assert "in review already" in author.told("reconfirm", live.answer)


def test_nobody_is_asked_where_the_words_cannot_be_sent(people):
    live = factories.published(people)
    page = Sitting(people.author).decide("reconfirm", live.answer, question="", reviewers=[people.reviewer.pk])
    assert "question" in page.context["form"].errors
    assert errors(page)
    assert Round.objects.filter(closed_at=None).count() == 0
