"""Where an outside expert is reached, and about what. Their link is not kept, so a mail can only name it."""

import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conditions.models import ExpertLink, User

ABOUT = frozenset({"review-due-day", "review-ended", "review-unanswered-reviewer"})


class Reached(NamedTuple):
    """The address, and how they get on from the mail."""

    email: str
    end: str


def reached(person: User, purpose: str, *, at: datetime.datetime) -> Reached | None:
    """As long as their link works; nothing where they are not written to."""
    link = ExpertLink.objects.open(at).of(person).select_related("mailbox", "asked_by").exclude(mailbox=None).first()
    if link is None or purpose not in ABOUT:
        return None
    said = _("Use the link in our mail of %(day)s. If you do not have it any more, ask %(who)s for a new one.")
    told = {"day": date_format(timezone.localdate(link.asked_at)), "who": link.asked_by}
    return Reached(link.mailbox.email, said % told)
