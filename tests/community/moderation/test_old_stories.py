"""Authors of old stories are asked, and what they did not send anew is erased (C1, C8, M22)."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community import export
from community.models import OldStory, Story, StoryDraft
from community.moderation import erasures, journal, leaving, old_stories, sending, writing
from conditions.models import Event, Mail
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories, stories
from tests.community.moderation.test_journal import after_restoring
from tests.factories import NOON
from tests.shared import made_once

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def old(about, reference="a-1", **told):
    """A story that was brought in."""
    words = {"email": "ana@example.org", "language": "en", "title": "A purple day", "text": "It rained plums."}
    row = OldStory(**{"reference": reference, "condition": about, "year": 2015, **words, **told})
    old_stories.bring(row, at=NOON)
    return row


def prepared():
    return factories.condition("Xylophone disease", "xylophone-disease")


about = made_once(prepared)


def link():
    """The secret of the last mail."""
    return re.search(r"/old-stories/link/([\w-]+)/", Mail.objects.latest("pk").text)[1]


@pytest.mark.promise("M22")
def test_each_author_is_asked_once_by_a_mail_that_names_nothing(about):
    first, second = old(about), old(about, "a-2")
    old(about, "b-1", email="ben@example.org")
    assert (old_stories.unasked(at=NOON), old_stories.ask(at=NOON), old_stories.ask(at=NOON + DAY)) == (2, 2, 0)
    mail = Mail.objects.get(recipient="ana@example.org")
    whole = f"{mail.subject} {mail.text} {mail.html} {mail.purpose}".lower()
    assert [
        word
        for word in ("xylophone", "purple", "plums", "story", "stories")
        if word in whole.replace("old-stories", "")
    ] == []
    digested = old_stories.digest(re.search(r"/link/([\w-]+)/", mail.text)[1])
    assert set(old_stories.of_link(digested, on=NOON.date())) == {first, second}
    assert not OldStory.objects.filter(digest__in=mail.text.split()).exists()


def test_who_says_nothing_is_asked_again_by_another_link_and_has_no_longer_for_it(about):
    row = old(about)
    old_stories.ask(at=NOON)
    before, until = link(), OldStory.objects.get().until
    assert old_stories.ask(at=NOON + 29 * DAY) == 0
    assert old_stories.ask(at=NOON + 30 * DAY) == 1
    assert OldStory.objects.get().until == until
    assert not old_stories.of_link(old_stories.digest(before), on=NOON.date()).exists()
    assert old_stories.of_link(old_stories.digest(link()), on=until).get() == row


def test_one_who_cannot_be_asked_keeps_the_mail_from_nobody_else(about):
    unreachable = {
        "language": "en",
        "condition": about,
        "imported_at": NOON,
        "until": NOON.date(),
        "text": "It rained.",
    }
    OldStory.objects.bulk_create([OldStory(reference="z-1", email="aa at home", **unreachable)])
    old(about)
    with pytest.raises(ValidationError):
        old_stories.ask(at=NOON)
    assert Mail.objects.get().recipient == "ana@example.org"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only on PostgreSQL: SQLite has one writer at a time")
def test_whoever_is_asked_has_every_story_of_theirs_held_also_one_that_is_not_due(about):
    old(about)
    old_stories.ask(at=NOON)
    old(about, "a-2")
    with CaptureQueriesContext(connection) as asked:
        old_stories.ask(at=NOON + DAY)
    (held,) = [each["sql"] for each in asked if "FOR NO KEY UPDATE" in each["sql"]]
    assert "asked_at" not in held.split("WHERE")[1].split("ORDER BY")[0]


@pytest.mark.promise("C1")
def test_what_is_taken_over_is_a_draft_and_gone_from_here(about):
    row, author = old(about, relation="parent"), factories.member("Quiet fern")
    draft = old_stories.take_over(row, by=author.member, at=NOON)
    assert (draft.member, draft.condition, draft.title, draft.relation) == (
        author.member,
        about,
        "A purple day",
        "parent",
    )
    assert draft.text == "It rained plums.\n\nI wrote this in 2015."
    assert draft.purposes == []
    row.refresh_from_db()
    assert (row.text, row.title, row.email, row.ending) == ("", "", "", "taken")
    assert not Story.objects.exists()
    with pytest.raises(Stale):
        old_stories.take_over(row, by=author.member, at=NOON)
    assert StoryDraft.objects.count() == 1


@pytest.mark.promise("C8")
def test_what_nobody_took_over_in_time_is_erased_with_its_mail(about):
    old(about)
    old_stories.ask(at=NOON)
    last = NOON + old_stories.LASTS
    assert old_stories.erase_unanswered(at=last) == 0
    assert old_stories.erase_unanswered(at=last + DAY) == 1
    row, mail = OldStory.objects.get(), Mail.objects.get()
    assert (row.text, row.email, row.digest, row.ending) == ("", "", "", "silent")
    assert (mail.recipient, mail.text) == ("", "")
    assert not any("plums" in str(each.data) or "ana@" in str(each.data) for each in Event.objects.all())


@pytest.mark.promise("C8")
def test_number_of_one_that_was_erased_brings_nothing_back(about):
    row = old(about)
    old_stories.refuse(row, at=NOON)
    fresh = OldStory(reference="a-1", email="ana@example.org", language="en", condition=about, text="It rained plums.")
    assert old_stories.bring(fresh, at=NOON) is False
    assert OldStory.objects.get().text == ""


@pytest.mark.promise("O3")
def test_what_was_erased_is_erased_again_after_a_restore(about):
    row, kept = old(about), old(about, "a-2")
    author = factories.member("Quiet fern").member
    lines = after_restoring(
        lambda: old_stories.refuse(row, at=NOON), lambda: old_stories.take_over(kept, by=author, at=NOON)
    )
    assert OldStory.objects.exclude(text="").count() == 2
    journal.check(lines)
    assert journal.replay(lines).done == 1
    assert OldStory.objects.exclude(text="").get() == kept
    assert journal.replay(lines).done == 0


def erased(row, author):
    draft = old_stories.take_over(row, by=author.member, at=NOON)
    draft = writing.save(draft, stories.ALLOWED, by=author, at=NOON, seen=draft.version)
    case = sending.submit(draft, by=author, at=NOON, seen=draft.version)
    erasures.erase(case.story, by=author, at=NOON)


@pytest.mark.promise("C8", "O3")
def test_what_was_taken_over_and_is_gone_since_does_not_come_back_either(about):
    stories.duty()
    author, leaver = factories.member("Quiet fern"), factories.member("Calm heron")
    sent, discarded, closed, kept = (old(about, f"a-{number}") for number in range(4))
    lines = after_restoring(
        lambda: erased(sent, author),
        lambda: writing.discard(old_stories.take_over(discarded, by=author.member, at=NOON), by=author),
        lambda: old_stories.take_over(closed, by=leaver.member, at=NOON),
        lambda: leaving.close_account(leaver.member, "words", by=leaver, at=NOON),
        lambda: old_stories.take_over(kept, by=author.member, at=NOON),
    )
    assert OldStory.objects.exclude(text="").count() == 4
    journal.replay(lines)
    assert OldStory.objects.exclude(text="").get() == kept
    assert journal.replay(list(journal.journal())).done == 0


@pytest.mark.promise("C8", "C17")
def test_member_takes_along_and_closes_what_waits_for_their_address(about):
    author, stranger = factories.member("Quiet fern"), old(about, "b-1")
    row = old(about, email=author.email.lower())
    (told,) = export.held_on(author)["old_stories"]
    assert (told["text"], told["condition"], told["until"]) == (
        "It rained plums.",
        "Xylophone disease",
        row.until.isoformat(),
    )
    leaving.close_account(author.member, "words", by=author, at=NOON)
    assert OldStory.objects.exclude(text="").get() == stranger


@pytest.mark.promise("C8")
def test_whoever_never_joined_and_closes_their_account_leaves_no_old_story_behind(about, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    reader = factories.holder(Role.LAY_READER)
    old(about, email=reader.email.upper())
    old_stories.ask(at=NOON)
    stranger, browser = old(about, "b-1"), factories.browser(reader)
    assert "which still waits for you here, is erased too" in browser.get("/me/close/").content.decode()
    closed = browser.post("/me/close/", {"sure": "on"}).content.decode()
    assert "What you sent us before we had this site is erased too" in closed
    assert OldStory.objects.exclude(text="").get() == stranger
    assert not Mail.objects.exclude(text="").exists()
    browser = factories.browser(factories.holder(Role.LAY_READER))
    assert "before we had this site" not in browser.get("/me/close/").content.decode()
