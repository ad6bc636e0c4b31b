"""Moves of the review policies: what a risk class asks of a review; and what a policy costs (R6)."""

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from conditions import rendering
from conditions.editorial import rows
from conditions.models import Answer, Publication, Question, ReviewPolicy, Round, SignOff, User
from conditions.stale import Stale

ACTION = "manage_questions"
RULES = ("name", "days", "second_clinician", "lay_reader", "overdue")
YEAR = 365
NOTHING_LIVE: dict[str, Any] = {"texts": 0, "by_two": 0, "first": None, "last": None}


@transaction.atomic
def add_policy(policy: ReviewPolicy, *, by: User, at: datetime.datetime) -> ReviewPolicy:
    """One more review policy, under which no question stands yet. Raises: PermissionDenied; ValidationError."""
    rows.enter(by, ACTION, at=at)
    policy.number, policy.name, policy.reason = 1, rendering.line(policy.name), rendering.line(policy.reason)
    policy.by, policy.at = by, at
    policy.validate_unique()
    return _told(rows.write(policy), "added", [], by=by, at=at)


@transaction.atomic
def change_policy(
    policy: ReviewPolicy, values: dict[str, Any], *, reason: str, by: User, at: datetime.datetime
) -> ReviewPolicy:
    """The next version of a policy, under which all its questions stand from now on.

    What was published, and what is in review, stays under the version under which it was reviewed.
    Raises: PermissionDenied; Stale where `policy` is not its newest version; ValidationError.
    """
    rows.enter(by, ACTION, at=at)
    now = ReviewPolicy.objects.select_for_update(no_key=True).filter(pk=policy.pk).first()
    if now is None or not ReviewPolicy.objects.newest().filter(pk=now.pk).exists():
        raise Stale
    fresh = ReviewPolicy(slug=now.slug, number=now.number + 1, by=by, at=at, reason=rendering.line(reason))
    for name in RULES:
        setattr(fresh, name, values.get(name, getattr(now, name)))
    fresh.name = rendering.line(fresh.name)
    if all(getattr(fresh, name) == getattr(now, name) for name in RULES):
        raise ValidationError(_("This is what the policy asks already. Change something first."))
    asked = Question.objects.filter(policy=now)
    # Before the new version is written: whoever changes one of them waits for that with the question in hand.
    slugs = sorted(question.slug for question in asked.order_by("pk").select_for_update(no_key=True))
    rows.write(fresh)
    asked.update(policy=fresh)
    return _told(fresh, "changed", slugs, by=by, at=at)


def _told(policy: ReviewPolicy, action: str, asked: list[str], *, by: User, at: datetime.datetime) -> ReviewPolicy:
    ruled = {name: getattr(policy, name) for name in RULES}
    told = ruled | {"number": policy.number, "reason": policy.reason, "questions": asked}
    rows.tell(action, policy, stream=f"policy:{policy.slug}", by=by, at=at, **told)
    return policy


def ruling(answers: Iterable[Answer]) -> list[ReviewPolicy]:
    """The policies under which reviews of these answers would begin now."""
    return list(ReviewPolicy.objects.filter(questions__answers__in=list(answers)).distinct())


class Reach(NamedTuple):
    """What a policy rules: questions, live texts, of these those that two clinicians signed, and open reviews.

    `first` and `last` are the days by which the first and the last of the texts have to be reviewed again.
    """

    questions: int
    texts: int
    by_two: int
    in_review: int
    first: datetime.date | None
    last: datetime.date | None

    def signatures(self, policy: ReviewPolicy) -> int:
        """How many sign-offs it takes to review every text once."""
        second = {policy.SecondClinician.ALWAYS: self.texts, policy.SecondClinician.ASKED: self.by_two}
        return self.texts + second.get(policy.SecondClinician(policy.second_clinician), 0)

    def a_year(self, policy: ReviewPolicy) -> int:
        """How many sign-offs a year it takes to keep them in date: to the nearest whole one, and one at least."""
        return max(1, round(self.signatures(policy) * YEAR / policy.days)) if self.texts else 0


def reaches() -> dict[str, Reach]:
    """What stands under each policy today, by its short name, whichever version it was reviewed under.

    Any number of policies takes as many queries. One under which no question stands is not among them.
    """
    second = SignOff.objects.filter(publication=OuterRef("pk"), verdict__round__second_clinician=True)
    live = Publication.objects.live().alias(is_by_two=Exists(second)).order_by()
    of = "answer__question__policy__slug"
    counted: Any = live.values(of).annotate(
        texts=Count("pk"),
        by_two=Count("pk", filter=Q(is_by_two=True)),
        first=Min("next_due_on"),
        last=Max("next_due_on"),
    )
    texts = {row[of]: {name: row[name] for name in NOTHING_LIVE} for row in counted}
    opened = _numbers(Round.objects.filter(closed_at=None))
    return {
        slug: Reach(questions=number, in_review=opened.get(slug, 0), **texts.get(slug, NOTHING_LIVE))
        for slug, number in _numbers(Question.objects.all()).items()
    }


def _numbers(rows: QuerySet[Any]) -> dict[str, int]:
    """How many rows there are under each policy."""
    return dict(rows.order_by().values_list("policy__slug").annotate(number=Count("pk")))


def reach(policy: ReviewPolicy) -> Reach:
    """What stands under the policy."""
    return reaches().get(policy.slug, Reach(questions=0, in_review=0, **NOTHING_LIVE))
