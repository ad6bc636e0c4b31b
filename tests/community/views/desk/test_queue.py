"""The queue of a moderator: by urgency and age, and without a word of any story (M4, M16)."""

import datetime

import pytest
from django.db.models.signals import post_init
from django.urls import reverse
from django.utils import timezone

from community.models import Level, StoryReport
from community.moderation import appeals, cases, exposure, reports
from community.views.desk import queue
from conditions.models import Mail
from conditions.models.people import Role
from tests import factories, stories
from tests.shared import made_once

pytestmark = pytest.mark.django_db
QUEUE = "/desk/stories/"
COST = 21  # queries: who asks, what they may and have opened, the cases and reports, and the names of their conditions


class World:
    """A story in each part of the queue."""

    def __init__(self):
        self.now = timezone.now()
        self.people = stories.duty()
        self.about = factories.condition()
        self.plain = self.sent(at=self.now - datetime.timedelta(days=30))
        self.urgent = cases.raise_level(self.sent(), Level.DANGER, by=self.people.second, at=self.now)
        self.answered = self.sent()
        self.answer(self.ask(self.answered))
        self.asked = self.ask(self.sent())
        refusal = stories.decided(self.sent(), self.people.second, "decline", at=self.now)
        self.appealed = stories.appealed(refusal, at=self.now).case
        public = self.sent()
        stories.decided(public, self.people.second, at=self.now)
        self.report = reports.report(public.story, reason="advert", words="It sells tea.", at=self.now)

    def sent(self, at=None):
        return stories.sent(None, self.about, at=at or self.now)

    def ask(self, case):
        seen = case.story.texts.get().digest
        cases.ask_author(case, "Which year?", by=self.people.second, at=self.now, seen=seen)
        return case

    def answer(self, case):
        cases.answer(case, "1990.", by=case.story.author.user, at=self.now)


world = made_once(World)


def opened(person):
    return factories.browser(person, second_factor=True).get(QUEUE)


def told(page):
    return {key: cases for key, _title, cases in page.context["sections"]}


@pytest.mark.promise("M4")
def test_queue_goes_by_urgency(world):
    page = opened(world.people.moderator)
    assert list(told(page)) == ["urgent", "waiting", "answered", "appeals"]
    assert told(page)["urgent"] == [world.urgent]
    assert told(page)["answered"] == [world.answered]
    assert told(page)["appeals"] == [world.appealed]
    assert told(page)["waiting"][0] == world.plain


def test_queue_says_what_is_late_and_what_waits_for_its_author(world):
    page = opened(world.people.moderator)
    assert page.content.decode().count("Late: it was due on") == 1
    assert not [key for key, cases in told(page).items() if world.asked in cases]
    assert page.context["asked"] == 1
    assert [task.first for task in page.context["reports"]] == [world.report]


def test_report_that_waits_too_long_says_so(world):
    month_ago = world.now - datetime.timedelta(days=30)
    public = world.sent(at=month_ago)
    stories.decided(public, world.people.second, at=month_ago)
    reports.report(public.story, reason="advert", words="It sells soap.", at=month_ago)
    page = opened(world.people.moderator).content.decode().partition('id="reports"')[2]
    assert page.count("Late: it was due on") == 1
    assert page.count("Due by") == 1


@pytest.mark.promise("M16")
def test_queue_holds_no_word_of_a_story(world):
    page = opened(world.people.moderator).content.decode()
    assert "Show the story about Gilbert syndrome" in page
    assert not {word for word in ("Tuesday", "sister", "sells tea", "1990") if word in page}


@pytest.mark.promise("M16")
def test_not_me_passes_a_story_on(world):
    moderator = factories.holder(Role.MODERATOR)
    browser = factories.browser(moderator, second_factor=True)
    answer = browser.post(reverse("desk:stories:not_me", args=[world.plain.pk]))
    assert answer["Location"] == QUEUE
    assert world.plain not in told(browser.get(QUEUE))["waiting"]
    assert world.plain in told(opened(world.people.moderator))["waiting"]


@pytest.mark.promise("M7")
def test_nobody_is_offered_an_appeal_from_their_own_decision(world):
    assert "appeals" not in told(opened(world.people.second))


def test_author_who_moderates_does_not_see_their_own_story(world):
    own = factories.granted(world.plain.story.author.user, Role.MODERATOR)
    assert world.plain not in told(opened(own))["waiting"]


@pytest.mark.promise("M11")
def test_safeguarding_lead_sees_what_is_dangerous_and_nothing_else(world):
    page = opened(world.people.lead)
    assert told(page) == {"urgent": [world.urgent]}
    assert opened(factories.holder(Role.EDITOR)).status_code == 403


def test_first_page_of_the_desk_says_how_many_wait(world):
    browser = factories.browser(world.people.moderator, second_factor=True)
    waiting = browser.get("/desk/").content.decode()
    assert "5 stories wait for a moderator" in waiting
    assert "Stories to read" in waiting
    assert (
        "Stories to read"
        not in factories.browser(world.people.administrator, second_factor=True).get("/desk/").content.decode()
    )


@pytest.mark.promise("M4")
def test_story_that_only_needs_a_second_person_leaves_the_queue_of_the_first(world):
    stories.decided(world.urgent, world.people.moderator, at=world.now)
    page, second = opened(world.people.moderator), opened(world.people.second)
    assert "urgent" not in told(page)
    assert "You decided on 1 story that waits for a second moderator." in page.content.decode()
    assert told(second)["urgent"] == [world.urgent]
    assert "waits for a second moderator" not in second.content.decode()


def test_queue_costs_the_same_for_one_story_as_for_three(world, django_assert_num_queries):
    browser = factories.browser(world.people.moderator, second_factor=True)
    browser.get(QUEUE)
    with django_assert_num_queries(COST):
        browser.get(QUEUE)
    for _story in range(2):
        world.sent()
    with django_assert_num_queries(COST):
        assert len(told(browser.get(QUEUE))["waiting"]) == 4


def test_appeal_that_is_decided_waits_no_more(world):
    said = {"outcome": "stands", "sentence": "It is a number.", "at": world.now}
    seen = world.appealed.story.texts.get().digest
    appeals.decide_appeal(world.appealed.appeal, **said, by=world.people.moderator, seen=seen)
    assert "appeals" not in told(opened(world.people.moderator))


def test_queue_says_that_it_does_not_show_all(world, monkeypatch):
    assert "Only the first" not in opened(world.people.moderator).content.decode()
    monkeypatch.setattr(queue, "MOST", 1)
    page = opened(world.people.moderator)
    assert "Only the first 1 of each kind stand here." in page.content.decode()
    assert list(told(page)) == ["urgent"]


@pytest.mark.promise("M16")
def test_hard_stories_that_are_kept_from_somebody_push_no_other_off_the_list(world, monkeypatch, settings):
    settings.DISEASEMAPS = settings.DISEASEMAPS | {"hard_texts": 1}
    monkeypatch.setattr(queue, "MOST", 1)
    other = cases.raise_level(world.sent(), Level.DANGER, by=world.people.second, at=world.now)
    exposure.open_text(other, by=world.people.moderator, at=world.now)
    page = opened(world.people.moderator)
    assert told(page) == {"urgent": [other]}
    assert page.context["spared"] == 1
    stories.decided(other, world.people.moderator, at=world.now)
    assert told(opened(world.people.moderator)) == {"waiting": [world.plain]}


@pytest.mark.promise("M8")
def test_of_many_reports_of_one_story_one_is_loaded(world):
    for reason in ("hate", "self-harm", "hate"):
        reports.report(world.report.publication.story, reason=reason, words=reason, at=world.now)
    loaded = []
    count = lambda instance, **_more: loaded.append(instance)  # noqa: E731
    post_init.connect(count, sender=StoryReport)
    (task,) = opened(world.people.moderator).context["reports"]
    post_init.disconnect(count, sender=StoryReport)
    assert (task.n, task.first.reason, task.first, len(loaded)) == (3, "self-harm", loaded[0], 1)
    assert task.reasons == ["Somebody may harm themselves", "It is an advert or a scam", "It attacks people"]


@pytest.mark.promise("M8")
def test_flood_of_reports_of_one_story_is_one_task_and_every_reporter_is_answered(world, django_assert_num_queries):
    flood = [
        reports.report(
            world.report.publication.story, reason="hate", words=f"Bad {n}.", email=f"r{n}@example.org", at=world.now
        )
        for n in range(50)
    ]
    browser = factories.browser(world.people.moderator, second_factor=True)
    browser.get(QUEUE)
    with django_assert_num_queries(COST):
        page = browser.get(QUEUE)
    (task,) = page.context["reports"]
    assert (task.n, task.answers, len(task.reasons)) == (51, 50, 2)
    assert "51 reports of one story about" in page.content.decode()
    shown = browser.get(reverse("desk:stories:case", args=[world.report.case_id])).content.decode()
    before, folded = shown.split("Show the other reports")
    assert (before.count('class="remark"'), folded.count("Bad 4")) == (5, 11)
    stories.decided(world.report.case, world.people.second, "remove", at=world.now)
    numbers = {each.number for each in flood}
    answered = Mail.objects.filter(purpose="report-answered")
    assert answered.count() == 50
    assert {number for number in numbers if answered.filter(text__contains=number).count() == 1} == numbers
