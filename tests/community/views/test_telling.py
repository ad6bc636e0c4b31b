"""Anybody reports a story, gets a receipt, and is not told of one that is not public."""

import pytest

from community.models import StoryReport
from community.moderation import publications
from conditions import limits
from tests import stories
from tests.community.views.test_reading import at, lived, text, world  # noqa: F401 (a fixture)
from tests.conditions.views.conftest import clock  # noqa: F401 (a fixture)
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def form(story):
    return f"/report/story/{story.code}/"


@pytest.mark.promise("M8", "M9")
def test_anybody_reports_a_story_and_gets_a_receipt(client, world):  # noqa: F811
    story = lived(world, title="A quiet sea")
    assert f'href="{form(story)}"' in text(client, at(story))
    sent = client.post(form(story), {"reason": "identity", "words": "It names my street."})
    report = StoryReport.objects.get()
    assert report.publication == story.publications.get()
    receipt = text(client, sent.url)
    assert f"We have your report {report.number}" in receipt
    assert "street" not in receipt
    assert "quiet sea" not in receipt


@pytest.mark.promise("M10")
def test_reasons_are_offered(client, world):  # noqa: F811
    page = text(client, form(lived(world)))
    reasons = {"self-harm", "child", "medicine", "identity", "advert", "hate", "defamation", "illegal"}
    assert {reason for reason in reasons if f'value="{reason}"' in page} == reasons


def test_report_without_a_reason_says_so_and_keeps_the_words(client, world):  # noqa: F811
    page = client.post(form(lived(world)), {"words": "It names my street."}).content.decode()
    assert "There is a problem" in page
    assert "It names my street." in page
    assert not StoryReport.objects.exists()


@pytest.mark.promise("S6")
def test_story_that_is_not_public_cannot_be_reported(client, world):  # noqa: F811
    story = lived(world)
    publications.take_down(story, by=story.author.user, at=NOON)
    waiting = stories.sent(about=world.about).story
    never = text(client, "/report/story/AAAAAAAA/", 404)
    for each in (story, waiting):
        assert text(client, form(each), 404).replace(each.code, "AAAAAAAA") == never
    assert client.post(form(story), {"reason": "hate"}).status_code == 404


@pytest.mark.promise("S5")
def test_flood_of_reports_is_stopped_and_told_when_to_go_on(client, world):  # noqa: F811
    story = lived(world)
    told = [client.post(form(story), {"reason": "hate", "words": f"{n}"}) for n in range(limits.REPORTS.most + 1)]
    assert {each.status_code for each in told[:-1]} == {302}
    assert told[-1].status_code == 429
    assert "Try again in" in told[-1].content.decode()
    assert StoryReport.objects.count() == limits.REPORTS.most
