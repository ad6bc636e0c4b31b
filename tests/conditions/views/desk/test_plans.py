"""Publishing at a minute, at the desk: chosen on the page of publishing, shown wherever the answer is, undone (E9)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from conditions import search
from conditions.editorial import cautions, schedules
from conditions.editorial.situations import Situation
from conditions.forms.publishing import Publish
from conditions.models import Publication, Schedule
from tests import factories
from tests.conditions.views.desk.sitting import Sitting, errors
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.promise("E9"), pytest.mark.one_engine]
DAY = datetime.timedelta(days=1)

made = made_once(factories.desk)
people = copied()


@pytest.fixture
def revision(people):
    return factories.approved(people)


@pytest.fixture
def colleague(people):
    return Sitting(people.colleague)


def chosen(days=7, minute="08:30"):
    """What is typed for that minute of a day from today."""
    return {"when": "later", "day": f"{timezone.localdate() + days * DAY}", "minute": minute}


def test_editor_chooses_a_minute_and_it_stands_on_the_page_of_the_answer(revision, colleague):
    page = colleague.get("publish", revision.answer)
    assert "At the latest on 2 March 2027" in page.content.decode()
    colleague.decide("publish", revision.answer, **chosen())
    plan = Schedule.objects.get()
    local = timezone.localtime(plan.due_at)
    assert (local.date(), f"{local:%H:%M}") == (timezone.localdate() + 7 * DAY, "08:30")
    told = colleague.told("answer", revision.answer)
    assert "Will be published on" in told
    assert "A Person planned the publication for" in told
    assert not Publication.objects.exists()


def test_now_is_what_is_chosen_first(revision, colleague):
    page = colleague.get("publish", revision.answer)
    assert page.context["form"]["when"].value() == "now"
    assert "(optional)" not in page.content.decode()
    colleague.decide("publish", revision.answer, when="now")
    assert Publication.objects.live().get().revision == revision


WRONG = {
    "without a day": ({"day": ""}, "Say on which day and at which minute."),
    "without a minute": ({"minute": ""}, "Say on which day and at which minute."),
    "in the past": (chosen(days=-1), "This minute has passed."),
    "too far": (chosen(days=300), "Choose a day up to 2 March 2027."),
    "no day at all": ({"day": "soon"}, "Enter a valid date."),
}


@pytest.mark.parametrize("what", WRONG)
def test_minute_that_cannot_be_is_refused_with_what_was_typed(revision, colleague, what):
    typed, sentence = WRONG[what]
    page = colleague.decide("publish", revision.answer, **chosen() | typed)
    assert sentence in errors(page)
    assert page.context["form"]["minute"].value() == (chosen() | typed)["minute"]
    assert not Schedule.objects.exists()


@pytest.mark.parametrize("night", ["2027-03-28", "2026-10-25"], ids=["skipped", "twice"])
def test_time_at_which_the_clocks_are_changed_is_refused(revision, people, night):
    with timezone.override("Europe/Berlin"):
        form = publish_form(revision, people, day=night, minute="02:30")
        assert not form.is_valid()
        assert "this time comes twice or never" in str(form.errors)


def publish_form(revision, people, **typed):
    """As if somebody had it before them in summer, so that both nights lie ahead."""
    about = Situation(revision.answer, factories.TODAY)
    return Publish(about, {"when": "later", "seen": "", **typed}, by=people.colleague, at=factories.NOON)


def test_minute_is_that_of_the_clocks_of_the_site(revision, people):
    with timezone.override("Pacific/Auckland"):
        form = publish_form(revision, people, day="2026-07-01", minute="08:00")
        assert form.is_valid(), form.errors
        assert form.cleaned_data["due_at"].astimezone(datetime.UTC).isoformat() == "2026-06-30T20:00:00+00:00"
        assert "Pacific/Auckland" in str(form.fields["minute"].help_text)


def test_planned_words_are_published_now_by_hand_or_undone(revision, people, colleague):
    colleague.decide("publish", revision.answer, **chosen())
    page = colleague.get("publish", revision.answer)
    assert "Its publication is planned for" in page.content.decode()
    assert list(page.context["form"].fields) == ["seen"]
    colleague.decide("undo-plan", revision.answer)
    assert Schedule.objects.get().outcome == Schedule.Outcome.UNDONE
    assert "undid the publication planned for" in colleague.told("answer", revision.answer)
    assert "No publication of this answer is planned." in colleague.told("undo-plan", revision.answer)


@pytest.mark.promise("E4")
def test_plan_that_a_colleague_made_meanwhile_is_not_passed_over(revision, people, colleague):
    seen = colleague.seen("publish", revision.answer)
    factories.planned(people, revision, hours=24 * 300)
    assert colleague.decide("publish", revision.answer, seen=seen, when="now").status_code == 409
    assert not Publication.objects.exists()


def test_page_says_what_would_keep_it_from_being_published(revision, people, colleague):
    factories.planned(people, revision, hours=24 * 300)
    assert "As things stand" not in colleague.told("answer", revision.answer)
    cautions.caution(revision.answer.condition, by=people.author, at=timezone.now(), reason="A letter")
    assert "nothing would be published: A caution stands over this text." in colleague.told("answer", revision.answer)


def test_lists_and_coverage_show_the_minute(revision, people, colleague):
    plan = factories.planned(people, revision, hours=24 * 300)
    said = "27 December 2026, 12:00"
    asked = {"language": "en"}
    assert f"Will be published on {said}" in colleague.browser.get(reverse("desk:coverage"), asked).content.decode()
    page = reverse("desk:condition", args=[revision.answer.condition.slug])
    assert f"Will be published on {said}" in colleague.browser.get(page).content.decode()
    listed = colleague.browser.get(reverse("desk:listing", args=["planned"])).content.decode()
    assert all(part in listed for part in ("27 December 2026", "12:00", plan.by.name))


def test_failed_plan_stands_among_what_an_editor_does_first(revision, people, colleague):
    plan = factories.planned(people, revision)
    factories.cautioned(people, revision.answer.condition)
    schedules.publish_due(at=plan.due_at)
    plan.refresh_from_db()
    told = colleague.browser.get(reverse("desk:start")).content.decode()
    assert "Not published at its time" in told
    assert plan.because in told
    colleague.decide("publish", revision.answer, when="now")
    assert "Not published at its time" not in colleague.browser.get(reverse("desk:start")).content.decode()


PUBLIC = ("home", "feed", "corrections", "glossary", "reviewers")


@pytest.mark.promise("E9", "S6")
def test_no_public_page_shows_planned_words_before_their_minute(people, colleague):
    live = factories.published(people)
    better = factories.approved(people, live.answer, short="It is a zebrafinch bird.", change="A bird.")
    first = factories.approved(people, short="It is a zebrafinch bird too.")
    for revision in (better, first):
        factories.planned(people, revision, hours=24 * 300)
    search.rebuild()
    reader = factories.browser()
    assert [page for page in surfaces(live, first) if "ebrafinch bird" in reader.get(page).content.decode()] == []
    assert reader.get(address(first)).status_code == 404
    assert reader.get(reverse("desk:preview", args=[better.pk])).status_code == 302


def surfaces(live, first):
    """Each page that readers, machines and searchers have of an answer that is live, and of one that is not yet."""
    of_both = [each for one in (live.revision, first) for each in (address(one), address(one, "history"), about(one))]
    asked = [f"{reverse('conditions:search')}?q=zebrafinches", "/sitemap.xml"]
    asked.append(reverse("conditions:version", args=[live.code]))
    return [*of_both, *asked, *(reverse(f"conditions:{name}") for name in PUBLIC)]


def address(revision, page=""):
    answer = revision.answer
    name = f"conditions:answer_{page}" if page else "conditions:answer"
    return reverse(name, args=[answer.condition.slug, answer.question.slug])


def about(revision):
    return reverse("conditions:condition", args=[revision.answer.condition.slug])
