"""One mail a week instead of many, for those who wish it: what can wait is kept, and gathered on their day.

What is urgent never waits: that somebody is asked for something, danger, withdrawals, what is overdue, what lapses.
"""

import datetime
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conditions import chores, outbox
from conditions.addresses import public
from conditions.models import Mail, User

CAN_WAIT = frozenset(
    {
        "review-approve",
        "review-changes",
        "review-recuse",
        "review-decided",
        "review-declined",
        "review-ended",
        "seal-decided",
        "invitation-accepted",
    }
)
WEEK = datetime.timedelta(days=7)
PURPOSE = "news-of-the-week"


def day(person: User, purpose: str, on: datetime.date) -> datetime.date | None:
    """Until when a mail to them waits; nothing for what goes out at once."""
    if person.news_on is None or purpose not in CAN_WAIT:
        return None
    return on + datetime.timedelta(days=(person.news_on - on.weekday()) % 7 or 7)


@transaction.atomic
def choose(person: User, weekday: int | None, *, at: datetime.datetime) -> User:
    """From now on; what waits already comes on the new day, or at once where they want no such mail any more."""
    now = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    now.news_on = weekday
    now.save(update_fields=["news_on"])
    today = timezone.localdate(at)
    kept = Mail.objects.filter(recipient=now.email, gathered_on__isnull=False, settled_at=None)
    kept.update(gathered_on=day(now, "review-ended", today) or today, version=F("version") + 1)
    return now


def gather(*, at: datetime.datetime) -> int:
    """Makes one mail of what waits for each of those whose day has come. Returns how many were made."""
    today = timezone.localdate(at)
    waiting = Mail.objects.gathered(today).order_by("recipient").values_list("recipient", flat=True)
    recipients = [recipient for recipient, _same in groupby(list(waiting))]
    return chores.each(recipients, lambda recipient: _gathered(recipient, today, at=at))


@transaction.atomic
def _gathered(recipient: str, today: datetime.date, *, at: datetime.datetime) -> bool:
    """Whether there was something, and no such mail for their week yet; a clock may have been wrong, in either way."""
    person = User.objects.select_for_update(no_key=True).filter(email=recipient).first()
    parts = list(Mail.objects.gathered(today).filter(recipient=recipient).order_by("queued_at", "pk"))
    since = _week(person, today) if person else today
    if not parts or (person and person.news_on is not None and _had_one(recipient, since)):
        return False
    reads = person is not None and person.is_active
    if reads:
        _send(recipient, parts, since, at=at)
    keys = [part.pk for part in parts]
    Mail.objects.filter(pk__in=keys).update(version=F("version") + 1, settled_at=at, **outbox.EMPTY)
    return reads


def _week(person: User, today: datetime.date) -> datetime.date:
    """The chosen day that came last: a mail that is late belongs to it, so that the next one comes on its day again."""
    return today if person.news_on is None else today - datetime.timedelta(days=(today.weekday() - person.news_on) % 7)


def _had_one(recipient: str, since: datetime.date) -> bool:
    sent = Mail.objects.filter(recipient=recipient, purpose=PURPOSE).values_list("due_at", flat=True)
    return any(abs(since - timezone.localdate(each)) < WEEK for each in sent)


def _send(recipient: str, parts: list[Mail], since: datetime.date, *, at: datetime.datetime) -> None:
    site, language = settings.DISEASEMAPS, parts[-1].language
    with translation.override(language):
        subject = _("%(site)s: news of the week") % {"site": site["name"]}
        begins = _("You asked for one mail a week. This happened since the last one:")
        ends = _("Change when we write to you: %(page)s") % {"page": public(reverse("desk:news"))}
        text = "\n\n".join([begins, *(part.text for part in parts), ends])
        told = {"site": site, "subject": subject, "text": text, "language": language}
        html = render_to_string("components/mail.html", told)
    due_at = timezone.make_aware(datetime.datetime.combine(since, datetime.time.min))
    outbox.queue(recipient, subject, text, purpose=PURPOSE, at=at, html=html, language=language, due_at=due_at)
