"""Reviews that nobody answers: the reviewer is reminded once, then the editor is told, then the lead (E14).

What is due is picked by “due on or before today and not yet sent”, so a worker that was away, and a clock that jumped,
write each letter once and in this order. Where the day is moved, all of it begins anew on the new one. A reminder
decides nothing: the review stays open.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions.editorial import letters, mailboxes, rounds, rows
from conditions.editorial.drafts import stream
from conditions.models import Assignment, ReviewReminder, User
from conditions.permissions import holders, may

Step = ReviewReminder.Step
WITHOUT_A_DAY = datetime.timedelta(days=14)  # after which somebody who was given no day is reminded
EDITOR_AFTER = datetime.timedelta(days=3)  # after the reviewer was reminded
LEAD_AFTER = datetime.timedelta(days=4)  # after the editor was told


def due(step: str, *, at: datetime.datetime) -> QuerySet[Assignment]:
    """Reviews of which somebody has to be written to by now, and was not."""
    waiting = Assignment.objects.waiting().exclude(_reminded(step))
    match step:
        case Step.REVIEWER:
            long_ago = Q(round__due_on=None, offered_at__lte=at - WITHOUT_A_DAY)
            return waiting.filter(Q(round__due_on__lte=timezone.localdate(at)) | long_ago)
        case Step.EDITOR:
            return waiting.filter(_reminded(Step.REVIEWER, at__lte=at - EDITOR_AFTER))
        case _lead:
            return waiting.filter(_reminded(Step.EDITOR, at__lte=at - LEAD_AFTER))


def _reminded(step: str, **when: datetime.datetime) -> Exists:
    return Exists(ReviewReminder.objects.counting().filter(assignment=OuterRef("pk"), step=step, **when))


@transaction.atomic
def remind(*, at: datetime.datetime) -> int:
    """Writes to whom it is due, each person once however many texts it is about. Returns how many reminders."""
    waiting = {key for step in Step for key in due(step, at=at).values_list("round__answer", flat=True)}
    rounds.lock_all(waiting)  # another worker, or whoever moves the day, is seen by the question below
    found = {step: _noted(step, at=at) for step in Step}
    for step, noted in found.items():
        for (person, asked, bundle), number in _counted(step, noted, at=at).items():
            _write(person, step, number, at=at, asked=asked, bundle=bundle)
    return sum(map(len, found.values()))


def _noted(step: str, *, at: datetime.datetime) -> list[Assignment]:
    told = ("round__answer__condition", "reviewer__user", "offered_by")
    found = list(due(step, at=at).select_related(*told).order_by("round__answer", "pk"))
    for assignment in found:
        reminder = rows.write(ReviewReminder(assignment=assignment, step=step, at=at))
        answer = assignment.round.answer
        rows.tell("review unanswered", reminder, stream=stream(answer), by=None, at=at, round=assignment.round_id)
    return found


def _counted(
    step: str, noted: Iterable[Assignment], *, at: datetime.datetime
) -> dict[tuple[User, bool, int | None], int]:
    """Who is written to, and about how many texts; apart those that they asked for themselves, or have a link to."""
    counted: dict[tuple[User, bool, int | None], int] = defaultdict(int)
    for assignment in noted:
        for person in _people(step, assignment, at=at):
            bundle = mailboxes.by_link(assignment) if step == Step.REVIEWER else None
            counted[person, person.pk == assignment.offered_by_id, bundle] += 1
    return counted


def _people(step: str, assignment: Assignment, *, at: datetime.datetime) -> Iterable[User]:
    """Nobody who can do nothing about it any more: where the editor left, those who oversee reviews hear at once."""
    answer, on = assignment.round.answer, timezone.localdate(at)
    reviewer, editor = assignment.reviewer.user, assignment.offered_by
    if step == Step.REVIEWER:
        able = may(reviewer, "review", answer.condition, on=on, language=answer.language)
        return [reviewer] if able else []
    if step == Step.EDITOR and may(editor, "offer", answer.condition, on=on, language=answer.language):
        return [editor]
    return holders("oversee_reviews", on=on).exclude(pk__in=[editor.pk, reviewer.pk]).order_by("pk")


def _write(person: User, step: str, number: int, *, at: datetime.datetime, asked: bool, bundle: int | None) -> None:
    """To somebody about reviews that had no answer by their day: how many, and whether they asked for them."""
    with translation.override(person.language):
        match step:
            case Step.REVIEWER:
                subject, page = _("%(site)s: a review waits for you"), reverse("desk:reviews")
                text = ngettext(
                    "%(number)d text still waits for you. Please check it, or say that it is not for you:",
                    "%(number)d texts still wait for you. Please check them, or say that they are not for you:",
                    number,
                )
            case Step.EDITOR if not asked:
                subject, page = _("%(site)s: a reviewer has not answered"), reverse("desk:start")
                text = ngettext(
                    "%(number)d review had no answer after a reminder, and whoever asked for it cannot act on it any "
                    "more. Please ask somebody else:",
                    "%(number)d reviews had no answer after a reminder, and whoever asked for them cannot act on them "
                    "any more. Please ask others:",
                    number,
                )
            case Step.EDITOR:
                subject, page = _("%(site)s: a reviewer has not answered"), reverse("desk:start")
                text = ngettext(
                    "%(number)d review that you asked for had no answer after a reminder. Please ask somebody else:",
                    "%(number)d reviews that you asked for had no answer after a reminder. Please ask others:",
                    number,
                )
            case _lead:
                subject, page = _("%(site)s: reviews stand still"), reverse("desk:start")
                text = ngettext(
                    "%(number)d review has stood still for a week. Reviewer and editor know. Please look at it:",
                    "%(number)d reviews have stood still for a week. Reviewers and editors know. Please look at them:",
                    number,
                )
        purpose = f"review-unanswered-{step}"
        letters.send(person, subject, text % {"number": number}, page, purpose=purpose, at=at, bundle=bundle)
