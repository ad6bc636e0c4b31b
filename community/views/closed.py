"""Why somebody cannot write a story today, in sentences for them."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.models import Member, Sanction
from community.moderation.opening import closed_because


def closed_to(member: Member | None, language: str, *, on: datetime.date) -> list[str]:
    """Each reason as a sentence; none where they can."""
    if member is None:
        return [_("This account is for work on the site. Stories are written with a member’s account.")]
    reasons = [told(each) for each in Sanction.objects.in_force(on).filter(member=member)]
    return reasons or [reason for reason in (closed_because(language, on=on),) if reason]


def told(sanction: Sanction) -> str:
    """What a member reads of a sanction: until when, by which rule, and why in a person's words (M15)."""
    reason = {"rule": sanction.get_rule_display(), "sentence": sanction.sentence}
    if sanction.grade == Sanction.Grade.WARNING:
        return _("This is a warning; you can go on writing. The rule: {rule}. Why: {sentence}").format(**reason)
    if sanction.until:
        until = date_format(sanction.until)
        return _("You cannot send stories until {until}. The rule: {rule}. Why: {sentence}").format(
            until=until, **reason
        )
    return _("You cannot send stories any more. The rule: {rule}. Why: {sentence}").format(**reason)
