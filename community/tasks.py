"""What falls due for members again and again. The worker finds this module by its name."""

import datetime

from community import membership
from community.moderation import reminders
from conditions.chores import every


@every(datetime.timedelta(hours=1))
def forget_unconfirmed(at: datetime.datetime) -> int:
    return membership.forget_unconfirmed(at=at)


@every(datetime.timedelta(hours=1))
def remind(at: datetime.datetime) -> int:
    return reminders.remind(at=at)
