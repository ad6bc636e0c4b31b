"""The rooms in which people are looked after, and what waits there: lines where the desk begins."""

import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conditions.editorial import renewals
from conditions.editorial.waiting import ROOMS, Room
from conditions.models import User


def _to_look_up(person: User, on: datetime.date) -> int:
    """Those of others: nobody looks up their own."""
    return renewals.to_check(on).exclude(reviewer__user=person).count()


ROOMS += [
    Room(needs=frozenset({"review"}), label=_("About you as a reviewer"), page="desk:own"),
    Room(needs=frozenset({"manage_people"}), label=_("People and roles"), page="desk:people"),
    Room(needs=frozenset({"invite_reviewers"}), label=_("Invitations"), page="desk:invitations"),
    Room(needs=frozenset({"verify_credentials"}), label=_("Outside experts"), page="desk:experts"),
    Room(
        needs=frozenset({"verify_credentials"}),
        label=_("Registrations of reviewers"),
        page="desk:credentials",
        waits=_to_look_up,
        said=lambda n: ngettext("%(n)d registration to look up", "%(n)d registrations to look up", n),
    ),
]
