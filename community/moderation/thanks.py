"""“This helped me”: from anybody to the author of a public story, who reads a number and nothing else."""

import datetime

from django.db import transaction
from django.db.models import F

from community.models import Story, Thanks
from community.moderation import threads
from conditions.models import User


@transaction.atomic
def thank(story: Story, *, by: User | None, on: datetime.date) -> bool:
    """Whether it was counted: not for one's own story, nor for one that is not public or whose author has left."""
    story = threads.lock(story)
    is_own = by is not None and story.author.user_id == by.pk
    if is_own or story.author.left_on or not Story.objects.published(on).filter(pk=story.pk).exists():
        return False
    if not Thanks.objects.filter(story=story).update(number=F("number") + 1):
        Thanks.objects.create(story=story, number=1)
    return True
