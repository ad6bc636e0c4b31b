"""What waits for one person: the answers on which they alone, or one of a few, can take the next step."""

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import ngettext

from conditions.editorial import cautions
from conditions.models import (
    Answer,
    Contribution,
    Notice,
    Publication,
    Revision,
    Round,
    Schedule,
    Seal,
    User,
    Verdict,
)
from conditions.models.cautions import CautionQuerySet
from conditions.models.understanding import complete
from conditions.permissions import reach

Decision = Verdict.Decision


def nothing(person: User, on: datetime.date) -> int:
    """A room to go to, in which nothing waits by itself."""
    return 0


class Room(NamedTuple):
    """Work beside that on answers: a page for whoever has the right, and how much of it waits for them."""

    needs: frozenset[str]
    label: Any
    page: str
    waits: Callable[[User, datetime.date], int] = nothing
    said: Callable[[int], str] = str


ROOMS: list[Room] = []  # declared in each app's `waiting.py`, which Django's start finds


class Kind(NamedTuple):
    """`needs` is the right without which nothing of it waits; `found` gives the keys of the answers."""

    name: str
    needs: str
    said: Callable[[int], str]
    found: Callable[[User, datetime.date], QuerySet[Any]]

    def answers(self, user: User, on: datetime.date) -> QuerySet[Answer]:
        return Answer.objects.filter(pk__in=self.found(user, on)).order_by("pk")


def _opened(*, approved: bool) -> QuerySet[Round]:
    """Open reviews that all whom it takes have approved and nobody disputes; or those in which changes are asked."""
    given = Verdict.objects.filter(round=OuterRef("pk"))
    disputed = Exists(given.filter(decision=Decision.CHANGES))
    opened = complete() if approved else Round.objects.all()
    return opened.filter(~disputed if approved else disputed, closed_at=None)


def _had_a_part(user: User) -> Q:
    part = Contribution.objects.filter(user=user).exclude(role=Contribution.Role.SUGGESTED)
    return Q(created_by=user) | Q(contributions__in=part)


def changes_asked(user: User, on: datetime.date) -> QuerySet[Any]:
    """Reviews of words of theirs in which somebody asked for changes first."""
    theirs = Revision.objects.filter(_had_a_part(user), pk=OuterRef("revision"))
    return _opened(approved=False).filter(Exists(theirs)).values("answer")


def to_publish(user: User, on: datetime.date) -> QuerySet[Any]:
    """Approved words in which they had no part since the last version that was not withdrawn (E7).

    What is planned for a minute waits for nobody.
    """
    settled = Publication.objects.exclude(ending=Publication.Ending.WITHDRAWN).filter(
        answer=OuterRef("answer"),
        revision__number__gte=OuterRef("number"),
        revision__number__lt=OuterRef(OuterRef("revision__number")),
    )
    since = Revision.objects.filter(answer=OuterRef("answer"), number__lte=OuterRef("revision__number"))
    theirs = since.filter(_had_a_part(user)).filter(~Exists(settled))
    there = reach(user, "publish", on=on, answer="answer__")
    planned = Schedule.objects.open().filter(round=OuterRef("pk"))
    return _opened(approved=True).filter(there, ~Exists(planned)).exclude(Exists(theirs)).values("answer")


def to_confirm(user: User, on: datetime.date) -> QuerySet[Any]:
    """Withdrawals by somebody else that nobody has confirmed yet (E7)."""
    there = reach(user, "take_away", on=on, answer="publication__answer__")
    return Notice.objects.to_confirm().filter(there).exclude(by=user).values("publication__answer")


def cautions_to_confirm(user: User, on: datetime.date) -> QuerySet[Any]:
    """Cautions over an answer in a colleague's own words (E21)."""
    return _cautions(user, on).filter(answer__isnull=False).values("answer")


def wider_cautions(user: User, on: datetime.date) -> int:
    """How many such cautions lie over a whole condition, or over all that cite a source."""
    return _cautions(user, on).filter(answer=None).count()


def _cautions(user: User, on: datetime.date) -> CautionQuerySet:
    return cautions.theirs(user, on=on).to_confirm(on).exclude(by=user)


def seals_to_confirm(user: User, on: datetime.date) -> QuerySet[Any]:
    """Versions of which somebody else asked that their words go for good (E19)."""
    there = reach(user, "seal", on=on, answer="revision__answer__")
    return Seal.objects.waiting().filter(there).exclude(asked_by=user).values("revision__answer")


def overdue(user: User, on: datetime.date) -> QuerySet[Any]:
    """Live text whose review has run out (R7)."""
    there = reach(user, "offer", on=on, answer="answer__")
    return Publication.objects.overdue(on).filter(there).values("answer")


def to_recheck(user: User, on: datetime.date) -> QuerySet[Any]:
    """Live text of which a credential lapsed, a covered part changed or a source was retracted (E3, E13, E16)."""
    there = reach(user, "offer", on=on, answer="answer__")
    changed = (
        Publication.objects.resting_only_on_lapsed(on).values("pk"),
        Publication.objects.context_changed().values("pk"),
        Publication.objects.citing_retracted().order_by().values("pk"),
    )
    any_of_them = Q()
    for publications in changed:
        any_of_them |= Q(pk__in=publications)
    in_review = Round.objects.filter(answer=OuterRef("answer"), closed_at=None)
    return Publication.objects.live().filter(any_of_them, there).exclude(Exists(in_review)).values("answer")


KINDS = (
    Kind(
        "withdrawals",
        "take_away",
        lambda n: ngettext("%(n)d withdrawal to confirm", "%(n)d withdrawals to confirm", n),
        to_confirm,
    ),
    Kind(
        "seals", "seal", lambda n: ngettext("%(n)d seal to decide on", "%(n)d seals to decide on", n), seals_to_confirm
    ),
    Kind(
        "cautions",
        "take_away",
        lambda n: ngettext("%(n)d caution to confirm", "%(n)d cautions to confirm", n),
        cautions_to_confirm,
    ),
    Kind(
        "changes",
        "write",
        lambda n: ngettext("%(n)d text of yours needs changes", "%(n)d texts of yours need changes", n),
        changes_asked,
    ),
    Kind(
        "publish",
        "publish",
        lambda n: ngettext("%(n)d approved text to publish", "%(n)d approved texts to publish", n),
        to_publish,
    ),
    Kind(
        "overdue",
        "offer",
        lambda n: ngettext("%(n)d text whose review has run out", "%(n)d texts whose review has run out", n),
        overdue,
    ),
    Kind(
        "recheck",
        "offer",
        lambda n: ngettext("%(n)d live text to check again", "%(n)d live texts to check again", n),
        to_recheck,
    ),
)
