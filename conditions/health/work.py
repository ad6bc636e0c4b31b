"""Whether mail leaves and recurring work is done."""

import datetime
from collections.abc import Iterator

from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions import chores
from conditions.health.finding import Finding, admin_page
from conditions.models import Chore, Mail, Schedule
from conditions.models.outbox import MailQuerySet

SILENCE = datetime.timedelta(minutes=2)
PATIENCE = datetime.timedelta(minutes=15)


def worker_lives(at: datetime.datetime) -> Iterator[Finding]:
    """The worker's own chore is its heartbeat."""
    last = Chore.objects.filter(name=chores.HEARTBEAT, done_at__isnull=False).values_list("done_at", flat=True).first()
    remedy = _(
        "Start manage.py work and keep it running. Until then no mail leaves, and nothing that falls due is done."
    )
    if last is None:
        yield Finding(_("No worker has ever been seen."), remedy)
    elif at - last > SILENCE:
        seen = formats.date_format(timezone.localtime(last), "DATETIME_FORMAT")
        yield Finding(_("No worker has been seen since %(time)s.") % {"time": seen}, remedy)


def plans_come(at: datetime.datetime) -> Iterator[Finding]:
    """Publications that somebody planned, and whose minute has passed."""
    if number := Schedule.objects.due(at - PATIENCE).count():
        problem = ngettext(
            "%(number)d planned publication has waited for more than 15 minutes.",
            "%(number)d planned publications have waited for more than 15 minutes.",
            number,
        )
        remedy = _(
            "Start manage.py work. What waits for more than a day is not published any more, and its editor told."
        )
        yield Finding(problem % {"number": number}, remedy, admin_page(Schedule))


def mail_moves(at: datetime.datetime) -> Iterator[Finding]:
    """Mail that should have left by now, put back or never taken."""
    long_ago = at - PATIENCE
    late = Mail.objects.waiting().filter(Q(due_at__lte=long_ago) | Q(attempts__gt=0, queued_at__lte=long_ago))
    if number := late.count():
        problem = ngettext(
            "%(number)d mail has waited for more than 15 minutes.",
            "%(number)d mails have waited for more than 15 minutes.",
            number,
        )
        remedy = _("Check EMAIL_URL, the mail server and the worker. Mail that was refused is tried again by itself.")
        yield Finding(problem % {"number": number} + _problems(late), remedy, admin_page(Mail, query="?state=waiting"))


def mail_to_decide_on(at: datetime.datetime) -> Iterator[Finding]:
    perhaps, given_up = Mail.objects.perhaps_sent(at), Mail.objects.given_up()
    if number := perhaps.count():
        problem = ngettext(
            "%(number)d mail was perhaps sent: its hand-over was cut in the middle.",
            "%(number)d mails were perhaps sent: their hand-over was cut in the middle.",
            number,
        )
        remedy = _("Look for the Message-ID in the log of the mail server, then send the mail again or close it.")
        yield Finding(problem % {"number": number}, remedy, admin_page(Mail, query="?state=perhaps"))
    if number := given_up.count():
        problem = ngettext(
            "%(number)d mail was given up after its last attempt.",
            "%(number)d mails were given up after their last attempt.",
            number,
        )
        remedy = _("Mend what went wrong, then send the mail again, or close it if it is no longer needed.")
        yield Finding(
            problem % {"number": number} + _problems(given_up), remedy, admin_page(Mail, query="?state=given-up")
        )


def chores_succeed(at: datetime.datetime) -> Iterator[Finding]:
    for chore in chores.failing():
        problem = _("Recurring work fails: %(name)s (%(kind)s).") % {"name": chore.name, "kind": chore.problem}
        remedy = _("Look for “chore failed” in the worker’s log. It is tried again every few minutes.")
        yield Finding(problem, remedy, admin_page(Chore))


def _problems(mails: MailQuerySet) -> str:
    """What went wrong with them: kinds of errors, without the words of the server."""
    kinds = mails.exclude(problem="").order_by("problem").values_list("problem", flat=True).distinct()[:5]
    return f" ({', '.join(kinds)})" if kinds else ""
