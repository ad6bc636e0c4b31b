"""Where the link of an outside expert leads, and where they are reached. It is not kept, so a mail can only name it."""

import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conditions.models import Assignment, ExpertLink, Round, User

ABOUT = frozenset({"review-due-day", "review-ended", "review-unanswered-reviewer"})


class Reached(NamedTuple):
    """The address, and how they get on from the mail."""

    email: str
    end: str


def by_link(assignment: Assignment) -> int | None:
    """The bundle to which an outside expert has a link; none for whoever finds all of theirs at the desk."""
    return assignment.round.bundle_id if assignment.reviewer.user.is_outside else None


def linked(round_: Round, *, by: User, at: datetime.datetime) -> None:
    """Raises: PermissionDenied for an outside expert whom no link leads to the review any more (R9)."""
    if by.is_outside and not ExpertLink.objects.open(at).of(by).filter(bundle=round_.bundle_id).exists():
        raise PermissionDenied(_("This link has ended. Ask whoever sent it for a new one."))


def reached(person: User, bundle: int | None, purpose: str, *, at: datetime.datetime) -> Reached | None:
    """As long as their link to the bundle works; nothing where they are not written to."""
    links = ExpertLink.objects.open(at).of(person).filter(bundle=bundle).exclude(mailbox=None)
    link = links.select_related("mailbox", "asked_by").first()
    if link is None or purpose not in ABOUT:
        return None
    said = _("Use the link in our mail of %(day)s. If you do not have it any more, ask %(who)s for a new one.")
    told = {"day": date_format(timezone.localdate(link.asked_at)), "who": link.asked_by}
    return Reached(link.mailbox.email, said % told)
