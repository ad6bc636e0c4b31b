"""By which day reviews are wanted: moved for many at once, with a reason that the reviewers read."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions import rendering
from conditions.editorial import expert_days, letters, mailboxes, reading_reminders, rounds, rows
from conditions.editorial.drafts import stream
from conditions.models import Assignment, Comment, Round, User


@transaction.atomic
def set_due(
    opened: Sequence[Round], due_on: datetime.date, because: str, *, by: User, at: datetime.datetime
) -> list[Round]:
    """From now on these open reviews are wanted by the day. The reason stands in each as a note, and can be sealed.

    Whoever has not decided or read yet gets one letter, however many texts it is about; the link of an outside expert
    ends with the new day. All of it or nothing.
    Raises: PermissionDenied; Stale if a review has ended; ValidationError without a reason, or for a day that is over
    or that such a link cannot reach.
    """
    if due_on < timezone.localdate(at):
        raise ValidationError({"due_on": _("This day is over. Choose one that is still to come.")})
    reason = rendering.line(because)
    if not reason:
        raise ValidationError({"reason": _("Say why: the reviewers read it.")})
    rounds.lock_all(each.answer_id for each in opened)
    moved = [_moved(each, due_on, reason, by=by, at=at) for each in opened if each.due_on != due_on]
    expert_days.follow(moved, by=by, at=at)
    _tell(moved, due_on, at=at)
    reading_reminders.tell_of_day(moved, due_on, at=at)
    return moved


def _moved(round_: Round, due_on: datetime.date, reason: str, *, by: User, at: datetime.datetime) -> Round:
    answer = round_.answer
    rows.enter(by, "offer", answer.condition, at=at, language=answer.language)
    now = rounds.opened(round_)
    was, now.due_on = now.due_on, due_on
    Round.objects.filter(pk=now.pk).update(due_on=due_on)
    said = rows.write(Comment(round=now, revision=now.revision, text=reason, by=by, at=at))
    told = {"was": was, "due_on": due_on}
    rows.tell("due day set", now, said, stream=stream(answer), by=by, at=at, **told)
    return now


def _tell(moved: Iterable[Round], due_on: datetime.date, *, at: datetime.datetime) -> None:
    asked = Assignment.objects.waiting().filter(round__in=list(moved)).select_related("reviewer__user", "round")
    counted = Counter((each.reviewer.user, mailboxes.by_link(each)) for each in asked.order_by("pk"))
    for (person, bundle), number in counted.items():
        with translation.override(person.language):
            text = ngettext(
                "%(n)d text that you were asked to check is wanted by another day now: %(day)s. "
                "The reason stands on the page of the review:",
                "%(n)d texts that you were asked to check are wanted by another day now: %(day)s. "
                "The reason stands on the page of each review:",
                number,
            ) % {"n": number, "day": date_format(due_on)}
            subject = _("%(site)s: a review is wanted by another day")
            page, purpose = reverse("desk:reviews"), "review-due-day"
            letters.send(person, subject, text, page, purpose=purpose, at=at, bundle=bundle)
