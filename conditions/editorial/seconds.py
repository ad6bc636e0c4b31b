"""Where two clinicians sign: who of those asked has signed or still can, and for which reviews one more is wanted."""

import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from conditions.models import Assignment, Grant, Round, Verdict, Verification
from conditions.models.people import Role


def wanting(opened: QuerySet[Round], on: datetime.date) -> QuerySet[Round]:
    """Of these the open ones that two clinicians sign, where fewer than two who were asked have signed or still can."""
    theirs = able(on).filter(round__second_clinician=True, round__closed_at=None)  # of all others nobody asks here
    asked = Count("assignments", filter=Q(assignments__in=theirs.values("pk")))
    counted = Round.objects.filter(second_clinician=True, closed_at=None).alias(asked=asked)
    return opened.filter(pk__in=counted.filter(asked__lt=2).values("pk"))


def able(on: datetime.date) -> QuerySet[Assignment]:
    """Those whose reviewer has approved, or can on the day: by a registration that counts, and with the role there.

    An outside expert by the one that their link names, while it works.
    """
    answer, valid = "round__answer", Verification.objects.valid(on)
    held = Grant.objects.in_force(on).filter(user=OuterRef("reviewer__user"), role=Role.REVIEWER)
    held = held.filter(Q(condition=None) | Q(condition=OuterRef(f"{answer}__condition")))
    has_role = Exists(held.filter(language__in=["", OuterRef(f"{answer}__language")]))
    others = valid.filter(credential__reviewer=OuterRef("reviewer")).exclude(by=OuterRef("reviewer__user"))
    ours = {"expert_links__bundle": OuterRef("round__bundle"), "expert_links__withdrawn_at": None}
    midnight = timezone.make_aware(datetime.datetime.combine(on, datetime.time()))  # at which each link ends
    linked = others.filter(**ours, expert_links__expires_at__gt=midnight)
    outside = Q(reviewer__user__is_outside=True)
    counts = Q(Exists(others)) & ~outside | Q(Exists(linked)) & outside
    approved = Q(verdict__decision=Verdict.Decision.APPROVE, verdict__verification__in=valid)
    return Assignment.objects.filter(approved | Q(has_role, counts, verdict=None, declined_at=None))
