"""Why somebody cannot write a story today, in sentences for them."""

import datetime

from django.utils.translation import gettext as _

from community.models import Member, Sanction
from community.moderation.opening import closed_because
from community.moderation.statements import of_sanction


def closed_to(member: Member | None, language: str, *, on: datetime.date) -> list[str]:
    """Each reason as a sentence; none where they can."""
    if member is None:
        return [_("This account is for work on the site. Stories are written with a member’s account.")]
    reasons = [of_sanction(each) for each in Sanction.objects.in_force(on).filter(member=member)]
    return reasons or [reason for reason in (closed_because(language, on=on),) if reason]
