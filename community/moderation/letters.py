"""Mail about stories: one link, and not a word of what it is about, since others may read along (M21, M22).

What comes again and again, unasked each time, has a second one, which ends it.
"""

import datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.models import Case, Consent, Member, Sanction, Story, StoryReport
from conditions.editorial import letters
from conditions.permissions import holders


def danger(case: Case, *, at: datetime.datetime) -> int:
    """To everybody who is told of danger, at once (M11). Returns how many they are."""
    people = holders("safeguard", on=timezone.localdate(at)).order_by("pk")
    for person in people:
        with translation.override(person.language):
            subject = _("%(site)s: please look at this now")
            text = _("Somebody may be in danger. Please look at it now, and do what your plan says:")
            page = reverse("desk:stories:case", args=[case.pk])
            letters.send(person, subject, text, page, purpose="danger", at=at)
    return len(people)


def asked(story: Story, *, at: datetime.datetime) -> None:
    """To the author, of whom a moderator wants to know something."""
    with translation.override(story.author.user.language):
        text = _("A moderator has a question about something that you sent us. Until you answer, it waits for you:")
        _to(story.author, text, purpose="story-question", at=at, story=story)


def change_proposed(story: Story, *, at: datetime.datetime) -> None:
    """To the author, who accepts it or not."""
    with translation.override(story.author.user.language):
        text = _("A moderator suggests a change to something that you sent us. Nobody sees it before you agree:")
        _to(story.author, text, purpose="story-change", at=at, story=story)


def decided(story: Story, *, at: datetime.datetime) -> None:
    """To the author: that there is a decision. What it is, and why, stands behind the link alone."""
    with translation.override(story.author.user.language):
        text = _("A moderator has decided on something that you sent us. Read what, and what you can do now:")
        _to(story.author, text, purpose="story-decided", at=at, story=story)


def sanctioned(sanction: Sanction) -> None:
    """To the member, who reads the rule and the reason behind the link (M15)."""
    with translation.override(sanction.member.user.language):
        text = _("A moderator has written to you about the rules of this site. Please read it:")
        _to(sanction.member, text, purpose="sanction", at=sanction.at)


def lifted(sanction: Sanction, *, at: datetime.datetime) -> None:
    """To the member, who may write again."""
    with translation.override(sanction.member.user.language):
        text = _("A moderator has written to you about the rules of this site. What stood in your way is lifted:")
        _to(sanction.member, text, purpose="sanction-lifted", at=at)


def report_answered(report: StoryReport, address: str, *, at: datetime.datetime) -> None:
    """To whoever reported it and wants to know: by the number of the report, never about what (M8, M22)."""
    with translation.override(report.language):
        subject, text = _("%(site)s: your report"), _("You wrote to us. Your report has the number %(number)s.")
        whole = f"{text % {'number': report.number}}\n\n{report.reply}"
        letters.post(address, report.language, subject, whole, "", purpose="report-answered", at=at)


def runs_out(consent: Consent, *, at: datetime.datetime) -> None:
    """To the author: until when it lasts, and that it can be given anew (C10)."""
    with translation.override(consent.given_by.user.language):
        text = _(
            "You allowed us to show something that you sent us until %(day)s. From the next day on nobody sees it, "
            "unless you allow it again by one press:"
        ) % {"day": date_format(consent.until)}
        _to(consent.given_by, text, purpose="consent-runs-out", at=at, story=consent.story)


def ran_out(consent: Consent, *, at: datetime.datetime) -> None:
    """To the author, whose story sleeps from now on."""
    with translation.override(consent.given_by.user.language):
        text = _(
            "Your permission to show something that you sent us has run out. Nobody sees it any more, and you keep it. "
            "If you wish, you can allow it again by one press:"
        )
        _to(consent.given_by, text, purpose="consent-ran-out", at=at, story=consent.story)


def held(story: Story, *, at: datetime.datetime) -> None:
    """To the author, of whose words some must be kept (C8)."""
    with translation.override(story.author.user.language):
        text = _(
            "For somebody’s safety we must keep something that you sent us, also if you erase the rest. Read what, why "
            "and until when:"
        )
        _to(story.author, text, purpose="story-held", at=at, story=story)


def changed(member: Member, *, key: str, at: datetime.datetime) -> None:
    """To somebody who follows something: that there is news of it, and not of what. By the key they end such mail."""
    to = member.user
    if not to.is_active:
        return
    with translation.override(to.language):
        subject, text = _("News for you at %(site)s"), _("There is news of what you follow. Read it here:")
        end = _("To stop this mail, press the button on this page. You need not sign in:")
        page, stop = reverse("community:followings"), reverse("community:following_mail", args=[key])
        letters.post(to.email, to.language, subject, text, page, end=end, stop=stop, purpose="follow-news", at=at)


def old_stories(email: str, language: str, secret: str, until: datetime.date, *, at: datetime.datetime) -> None:
    """To somebody who wrote before there was this site: they say what becomes of it, and silence is no."""
    with translation.override(language):
        text = _(
            "You sent us something before we had this site. We show nothing of it. If you wish, look at it, change it "
            "and allow us to show it, or have it erased:"
        )
        end = _("If you do nothing, nobody sees it, and it is erased after %(day)s. The link is for you alone.")
        subject, page = _("News for you at %(site)s"), reverse("stories:old_link", args=[secret])
        end %= {"day": date_format(until)}
        letters.post(email, language, subject, text, page, purpose="old-stories", at=at, end=end)


def _to(member: Member, text: str, *, purpose: str, at: datetime.datetime, story: Story | None = None) -> None:
    """With a link to the page of the story, or to all of theirs. Nothing to somebody who has closed their account.

    The link tells not even the code of the story: with that, whoever reads along would find it among the public ones.
    """
    page = reverse("community:story_found", args=[story.pk]) if story else reverse("community:stories")
    if member.user.is_active and member.left_on is None:
        letters.send(member.user, _("News for you at %(site)s"), text, page, purpose=purpose, at=at)
