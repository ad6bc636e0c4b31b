"""How long an outside expert has: their link and their role end with the day by which the texts are wanted."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conditions.editorial import people, rows
from conditions.models import (
    Assignment,
    Condition,
    ExpertLink,
    Grant,
    Reading,
    Reviewer,
    Round,
    User,
    Verification,
)
from conditions.models.people import Role

LONGEST = 30  # days for which a link works


def ends(due_on: datetime.date, *, at: datetime.datetime) -> datetime.datetime:
    """The link works until the end of the day. Raises: ValidationError."""
    today = timezone.localdate(at)
    if not today < due_on <= today + datetime.timedelta(days=LONGEST):
        raise ValidationError({"due_on": _("Choose a day that is still to come, and at most 30 days away.")})
    return _end(due_on)


def counts(verification: Verification, due_on: datetime.date) -> None:
    """Nothing can be signed after the last day of the registration. Raises: ValidationError."""
    if due_on > verification.valid_until:
        said = _("What was seen of this registration counts until %(day)s. Choose a day until then.")
        raise ValidationError({"due_on": said % {"day": date_format(verification.valid_until)}})


def employ(
    user: User, condition: Condition, language: str, until: datetime.date, *, by: User, at: datetime.datetime
) -> None:
    """The role of a reviewer there until that day, without which no move lets them; longer, if they hold it already."""
    starts = timezone.localdate(at)
    there = {"user": user, "role": Role.REVIEWER, "condition": condition, "language": language}
    held = Grant.objects.filter(**there)
    while last := held.in_force(starts).aggregate(last=Max("ends_on"))["last"]:
        starts = last + datetime.timedelta(days=1)
    if starts <= until:
        people.give(Grant(starts_on=starts, ends_on=until, **there), by=by, at=at)


def theirs_alone(asked: Iterable[Round], expert: Reviewer) -> list[Round]:
    """The reviews in which nobody but the expert still has to decide or read."""
    asked = list(asked)
    others = Assignment.objects.waiting().filter(round__in=asked).exclude(reviewer=expert)
    readers = Reading.objects.waiting().filter(round__in=asked)
    kept = {*others.values_list("round_id", flat=True), *readers.values_list("round_id", flat=True)}
    return [each for each in asked if each.pk not in kept]


def follow(moved: Iterable[Round], *, by: User, at: datetime.datetime) -> None:
    """Part of a move that set another day for these reviews: links that still work end with the last of their texts.

    Raises: ValidationError for a day that a link cannot reach; Stale if one was withdrawn meanwhile.
    """
    bundles = {round_.bundle_id for round_ in moved} - {None}
    found = ExpertLink.objects.open(at).filter(bundle__in=bundles).order_by("pk") if bundles else ()
    for link in found:
        asked = Assignment.objects.waiting().filter(round__bundle=link.bundle_id, reviewer=link.reviewer_id)
        if last := asked.aggregate(last=Max("round__due_on"))["last"]:
            _move(link, last, by=by, at=at)


def _move(link: ExpertLink, due_on: datetime.date, *, by: User, at: datetime.datetime) -> None:
    latest = timezone.localdate(link.asked_at) + datetime.timedelta(days=LONGEST)
    if due_on > latest:
        said = _("The link of %(name)s works until %(day)s at most. Choose a day until then, or send a new link first.")
        raise ValidationError({"due_on": said % {"name": link.reviewer.name, "day": date_format(latest)}})
    counts(link.verification, due_on)
    now = rows.locked(link, rows.version(link))
    stream = f"condition:{link.bundle.condition_id}"
    rows.change(now, {"expires_at": _end(due_on)}, "link follows the day", stream=stream, by=by, at=at)
    employ(link.reviewer.user, link.bundle.condition, link.bundle.language, due_on, by=by, at=at)


def _end(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time()))
