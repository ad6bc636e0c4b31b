"""What a moderator is spared: hard texts are opened on purpose, counted by day, and at most so many on one (M16).

Only numbers are told of it. Which of the texts somebody opened stands on no page, and is forgotten after 90 days.
"""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from community import triage
from community.models import Case, Finding, Level, Opening, StoryText
from community.moderation import cases, decisions
from conditions.editorial import rows
from conditions.models import User

KEPT = datetime.timedelta(days=90)
WEEK = datetime.timedelta(days=6)  # with the day itself


class Load(NamedTuple):
    """How many hard texts somebody opened."""

    name: str
    today: int
    week: int


@transaction.atomic
def open_text(case: Case, *, by: User, at: datetime.datetime) -> Opening | None:
    """The moderator asks for the words of a hard text. The same text counts once on a day; none that is not hard.

    Raises: PermissionDenied; ValidationError where they have opened as many as anybody should on one day.
    """
    story, on = case.story, timezone.localdate(at)
    if not cases.is_led_by(case, by, on=on):
        rows.enter(by, "moderate", story.condition, at=at, language=story.language)
    if not is_hard(case, read(case)):
        return None
    list(User.objects.select_for_update(no_key=True).filter(pk=by.pk))  # two windows of theirs, one after the other
    if before := Opening.objects.filter(case=case, by=by, on=on).first():
        return before
    if is_enough(by, case, on=on):
        raise ValidationError(enough(opened_on(by, on)))
    return rows.write(Opening(case=case, by=by, on=on))


def opened_on(by: User, on: datetime.date) -> int:
    """How many hard texts they have opened on the day."""
    return Opening.objects.filter(by=by, on=on).count()


def is_open(case: Case, by: User, *, on: datetime.date) -> bool:
    """Whether they asked for its words on the day."""
    return Opening.objects.filter(case=case, by=by, on=on).exists()


def is_enough(by: User, case: Case, *, on: datetime.date) -> bool:
    """Whether they open no further one on the day. Where somebody may be in danger, the lead is never kept from it."""
    return not cases.is_led_by(case, by, on=on) and opened_on(by, on) >= limit()


def limit() -> int:
    """How many on one day."""
    return int(settings.DISEASEMAPS["hard_texts"])


def enough(opened: int) -> str:
    """What they read then."""
    return _(
        "You have opened %(n)d texts today that are hard to read. That is enough for one day, and thank you. "
        "Others read on, and tomorrow you can too."
    ) % {"n": opened}


def read(case: Case) -> StoryText:
    """The words that stand on its page."""
    return decisions.words_for(case, decisions.Kind.PUBLISH)


def is_hard(case: Case, text: StoryText) -> bool:
    """Whether the words stay covered until somebody asks for them."""
    return case.level == Level.DANGER or text.findings.filter(rule__in=triage.WORRYING).exists()


def hard() -> Q:
    """Of cases: the same, of the last words that the author sent or accepted."""
    newer = StoryText.objects.filter(
        story=OuterRef("text__story"), accepted_at__isnull=False, number__gt=OuterRef("text__number")
    )
    worrying = Finding.objects.filter(
        ~Exists(newer), text__story=OuterRef("story"), text__accepted_at__isnull=False, rule__in=triage.WORRYING
    )
    return Q(level=Level.DANGER) | Q(Exists(worrying))


def must_open(case: Case, by: User, *, on: datetime.date, text: StoryText | None = None) -> bool:
    """Whether nobody has shown them the words today on which they are about to decide; `text`, where it is known."""
    return is_hard(case, text or read(case)) and not is_open(case, by, on=on)


def load(on: datetime.date) -> Iterable[Load]:
    """Of everybody who opened any within a week: how many, and of no story which."""
    week = Opening.objects.filter(on__range=(on - WEEK, on))
    told = week.values("by", "by__name").annotate(week=Count("pk"), today=Count("pk", filter=Q(on=on)))
    return [Load(each["by__name"], each["today"], each["week"]) for each in told.order_by("by__name", "by")]


@transaction.atomic
def forget(*, at: datetime.datetime) -> int:
    """What was opened long ago. Returns how many rows went."""
    return Opening.objects.filter(on__lt=timezone.localdate(at - KEPT)).delete()[0]
