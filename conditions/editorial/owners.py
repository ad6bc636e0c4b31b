"""Who looks after which answers."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions.editorial import drafts, rounds, rows
from conditions.models import Answer, Condition, Owner, Question, User
from conditions.permissions import holders, may
from conditions.stages import Cell

ACTION = "offer"


def possible(*, on: datetime.date) -> QuerySet[Any]:
    """Everybody who writes somewhere, for a list to choose from; where exactly, `assign` asks of each answer.

    Adds `has_namesake`: then the name alone does not say who it is.
    """
    found = holders("write", on=on)
    same = found.filter(name=OuterRef("name")).exclude(pk=OuterRef("pk"))
    return found.annotate(has_namesake=Exists(same)).order_by("name", "pk")


@transaction.atomic
def assign(cells: Iterable[Cell], owner: User, *, by: User, at: datetime.datetime) -> list[Owner]:
    """Names who looks after these answers, all of them or none; what nobody has begun yet begins with it.

    Raises: PermissionDenied; ValidationError where the owner may not write, or the question does not apply.
    """
    wanted = sorted(set(cells))  # in one order, so that two who name some of the same never wait for each other
    conditions = Condition.objects.named().in_bulk({cell.condition for cell in wanted})
    questions = Question.objects.in_bulk({cell.question for cell in wanted})
    begun = [
        _begun(conditions[cell.condition], questions[cell.question], cell.language, owner, by=by, at=at)
        for cell in wanted
    ]
    return [_named(answer, owner, by=by, at=at) for answer in rounds.lock_all(answer.pk for answer in begun)]


def _begun(
    condition: Condition, question: Question, language: str, owner: User, *, by: User, at: datetime.datetime
) -> Answer:
    rows.enter(by, ACTION, condition, at=at, language=language)
    if not may(owner, "write", condition, on=timezone.localdate(at), language=language):
        told = {"who": owner, "condition": condition}
        raise ValidationError(_("%(who)s does not write about %(condition)s. Choose somebody else.") % told)
    return drafts.start_answer(condition, question, by=by, at=at, language=language)


def _named(answer: Answer, owner: User, *, by: User, at: datetime.datetime) -> Owner:
    stream, there = drafts.stream(answer), Owner.objects.filter(answer=answer).first()
    if there is None:
        return rows.add(Owner(answer=answer, user=owner), "owner named", stream=stream, by=by, at=at)
    return rows.change(there, {"user": owner}, "owner named", stream=stream, by=by, at=at)
