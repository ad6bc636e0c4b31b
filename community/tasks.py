"""What falls due for members again and again. The worker finds this module by its name."""

import datetime

from community import membership
from community.moderation import exposure, followings, leaving, old_stories, reminders, reports
from conditions.chores import every


@every(datetime.timedelta(hours=1))
def forget_unconfirmed(at: datetime.datetime) -> int:
    return membership.forget_unconfirmed(at=at)


@every(datetime.timedelta(hours=1))
def remind(at: datetime.datetime) -> int:
    return reminders.remind(at=at)


@every(datetime.timedelta(hours=1))
def tell_followers(at: datetime.datetime) -> int:
    return followings.tell(at=at)


@every(datetime.timedelta(hours=1))
def erase_the_rest(at: datetime.datetime) -> int:
    return leaving.erase_the_rest(at=at)


@every(datetime.timedelta(hours=1))
def erase_old_stories_without_an_answer(at: datetime.datetime) -> int:
    return old_stories.erase_unanswered(at=at)


@every(datetime.timedelta(days=1))
def forget_what_was_opened(at: datetime.datetime) -> int:
    return exposure.forget(at=at)


@every(datetime.timedelta(days=1))
def empty_personal_questions_of_stories(at: datetime.datetime) -> int:
    return reports.empty_personal(at=at)
