"""The rooms in which people are looked after, and what waits there: lines where the desk begins."""

import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conditions.editorial.waiting import ROOMS, Room
from conditions.models import User


def _nothing(person: User, on: datetime.date) -> int:
    """Whoever was invited is to answer, and nobody here."""
    return 0


ROOMS.append(
    Room(
        needs=frozenset({"invite_reviewers"}),
        label=_("Invitations"),
        page="desk:invitations",
        waits=_nothing,
        said=lambda n: ngettext("%(n)d invitation", "%(n)d invitations", n),
    )
)
