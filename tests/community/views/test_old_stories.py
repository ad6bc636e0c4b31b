"""What somebody who wrote before this site reads by the link of their mail, and does there."""

import datetime

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from community.models import OldStory, Story, StoryDraft
from community.moderation import old_stories
from conditions import limits
from tests import factories, stories
from tests.community.moderation.test_old_stories import link, old
from tests.community.views.test_writing import sent, walked
from tests.factories import NOON
from tests.shared import made_once

pytestmark = pytest.mark.django_db

HERE = "/old-stories/"


def prepared():
    people = stories.duty()
    people.condition = factories.condition("Gilbert syndrome", "gilbert-syndrome")
    people.author = factories.member("Quiet fern")
    old(people.condition, text=stories.WORDS)
    old(people.condition, "a-2")
    OldStory.objects.update(until=timezone.localdate())
    old_stories.ask(at=timezone.now())
    people.secret = link()
    return people


people = made_once(prepared)


@pytest.fixture
def opened(client, people):
    """The browser of somebody without an account, who opened the link."""
    assert client.get(f"{HERE}link/{people.secret}/")["Location"] == HERE
    return client


def first():
    return OldStory.objects.get(reference="a-1")


def test_author_reads_their_words_and_others_do_not(opened, people):
    page = opened.get(HERE).content.decode()
    assert stories.WORDS in page
    assert "It rained plums." in page
    assert people.secret not in page
    assert "Go on with it" not in page
    stranger = factories.browser(factories.member("Calm heron"))
    assert stranger.get(f"{HERE}link/x{people.secret}/", follow=True).status_code == 404
    assert b"Nothing waits for you here" in stranger.get(HERE).content
    assert stranger.post(f"{HERE}{first().pk}/erase/")["Location"] == HERE
    assert first().text == stories.WORDS


@pytest.mark.promise("S1")
def test_whoever_knew_the_session_of_this_browser_before_has_no_part_in_what_opens(client, people):
    with_them = client.session
    with_them["seen"] = "before"
    with_them.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = with_them.session_key
    client.get(f"{HERE}link/{people.secret}/")
    opened_by = client.session.session_key
    assert opened_by != before
    client.post(f"{HERE}close/")
    assert client.session.session_key != opened_by


@pytest.mark.promise("C8")
def test_author_has_it_erased_without_an_account(opened):
    there = f"{HERE}{first().pk}/erase/"
    assert b"Delete every word?" in opened.get(there).content
    assert first().text
    assert "Every word of it is gone." in opened.post(there, follow=True).content.decode()
    assert (first().text, first().ending) == ("", "refused")
    assert "nothing was done" in opened.post(there, follow=True).content.decode()


@pytest.mark.promise("C1", "C2", "M1")
def test_nothing_of_it_shows_before_its_author_allowed_it_and_a_moderator_decided(people):
    phone = factories.browser(people.author)
    phone.get(f"{HERE}link/{people.secret}/")
    assert "Go on with it" in phone.get(HERE).content.decode()
    assert phone.post(f"{HERE}{first().pk}/take-over/")["Location"] == reverse(
        "community:draft", args=[StoryDraft.objects.get().pk]
    )
    at = f"/me/stories/draft/{StoryDraft.objects.get().pk}/"
    assert "Without your permission" in phone.get(f"{at}check/").content.decode()
    words = StoryDraft.objects.get().text
    walked(phone, at, story={"title": "A wet Tuesday", "text": words}, about={"question": ""})
    assert sent(phone, at).status_code == 302
    story = Story.objects.get()
    assert story.texts.get().text == words
    assert not Story.objects.published(timezone.localdate()).exists()
    stories.decided(story.cases.get(), people.moderator, at=timezone.now())
    assert Story.objects.published(timezone.localdate()).get() == story


@pytest.mark.promise("C8")
def test_browser_that_others_use_is_closed_at_once_or_after_an_hour(opened, people):
    assert "Close this page" in opened.get(HERE).content.decode()
    assert "Closed. Open the link" in opened.post(f"{HERE}close/", follow=True).content.decode()
    assert opened.get(HERE).status_code == 404
    opened.get(f"{HERE}link/{people.secret}/")
    session = opened.session
    (name,) = session.keys()
    session[name] = [session[name][0], (timezone.now() - datetime.timedelta(seconds=1)).isoformat()]
    session.save()
    assert b"Nothing waits for you here" in opened.get(HERE).content
    opened.post(f"{HERE}{first().pk}/erase/")
    assert first().text


def test_account_with_another_address_is_asked_whether_they_wrote_it(people):
    there, others = f"{HERE}{first().pk}/take-over/", factories.browser(people.author)
    own = factories.browser(factories.member("Calm heron", email="Ana@example.org"))
    for browser in (others, own):
        browser.get(f"{HERE}link/{people.secret}/")
    assert f'action="{there}"' in own.get(HERE).content.decode()
    page = others.get(HERE).content.decode()
    assert f'href="{there}"' in page
    assert f'action="{there}"' not in page
    assert "You are signed in as Quiet fern" in others.get(there).content.decode()
    assert first().text


def test_nobody_takes_over_without_the_account_of_a_member(opened):
    assert opened.post(f"{HERE}{first().pk}/take-over/")["Location"] == HERE
    assert not StoryDraft.objects.exists()
    assert f"/account/signup/?next={HERE}" in opened.get(HERE).content.decode()


def test_link_is_not_guessed_by_trying(client, people, monkeypatch):
    monkeypatch.setattr(limits, "OLD_STORIES", limits.OLD_STORIES._replace(most=2))
    assert [client.get(f"{HERE}link/{each}/").status_code for each in "abc"] == [302, 302, 429]


def test_last_day_still_counts(opened):
    assert opened.get(HERE).status_code == 200
    OldStory.objects.update(until=NOON.date())
    assert opened.get(HERE).status_code == 404
