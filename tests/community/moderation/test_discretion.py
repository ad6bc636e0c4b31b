"""Every letter that a story causes, written once: none tells what it is about to whoever looks on (M22)."""

import datetime
import re
from pathlib import Path

import pytest

from community.models import Case, Purpose
from community.moderation import (
    cases,
    danger,
    followings,
    holds,
    letters,
    old_stories,
    reminders,
    reports,
    sanctions,
    threads,
)
from conditions.models import Mail
from tests import factories, stories
from tests.community.moderation.test_old_stories import old
from tests.factories import NOON, TODAY

TOLD = (
    "Xylophone disease",
    "xylophone",
    "A purple title",
    "Quiet fern",
    "Why do",
    "I would rather",
    "It names a street",
)
YEAR = datetime.timedelta(days=365)


def ask_and_decline(people, case):
    """A moderator asks, proposes, declines; the author has broken the rules before."""
    seen = threads.current(case.story).digest
    who = {"by": people.moderator, "at": NOON}
    cases.ask_author(case, "Why do you name it?", seen=seen, **who)
    cases.answer(case, "I would rather not say.", by=case.story.author.user, at=NOON)
    words = {"title": "Another title", "text": f"{stories.WORDS} So it was.", "because": "It names a street."}
    cases.accept_change(cases.propose_change(case, seen=seen, **words, **who), by=case.story.author.user, at=NOON)
    stories.decided(case, people.moderator, "decline")
    warned = sanctions.impose(case.story.author, grade="warning", rule="hate", sentence="It names a street.", **who)
    sanctions.lift(warned, **who)


def report_and_keep(people, live):
    """A reader reports it in danger; it must be kept, and its consent runs out."""
    reports.report(live, reason="self-harm", words="It names a street.", email="reader@example.org", at=NOON)
    case = Case.objects.open().get(story=live)
    danger.rise(case, "danger", at=NOON)
    for person in (people.moderator, people.second):
        stories.decided(case, person, "keep")
    holds.hold(live, basis="A court", until=TODAY + YEAR, is_told=True, by=people.lead, at=NOON)
    last = live.consents.get(purpose=Purpose.DISPLAY).until
    for days in (20, -2):
        reminders.remind(at=NOON + (last - TODAY) - datetime.timedelta(days=days))


@pytest.mark.promise("M22")
@pytest.mark.django_db
def test_no_letter_about_a_story_tells_what_it_is_about():
    people, about = stories.duty(), factories.condition("Xylophone disease", "xylophone-disease")
    author = factories.member("Quiet fern")
    case = stories.sent(author, about, title="A purple title")
    ask_and_decline(people, case)
    followings.follow(author.member, about, language="en", by_mail=True, at=NOON - YEAR)
    live = stories.published(people, author, about, title="A purple title")
    stories.published(people, about=about, title="A purple title")
    followings.tell(at=NOON + followings.SETTLED)
    old(about, title="A purple title", text="I would rather not say.")
    old_stories.ask(at=NOON)
    report_and_keep(people, live)
    written = set(re.findall(r'purpose="([a-z-]+)"', Path(letters.__file__).read_text(encoding="utf-8")))
    assert written - set(Mail.objects.values_list("purpose", flat=True)) == set()
    assert f"/me/stories/at/{live.pk}/" in Mail.objects.filter(purpose="story-held").get().text
    told = [*TOLD, case.story.code, live.code]
    for mail in Mail.objects.all():
        whole = f"{mail.subject} {mail.text} {mail.html} {mail.purpose}".lower()
        assert [word for word in told if word.lower() in whole] == [], mail.purpose
