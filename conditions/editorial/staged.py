"""Which answers are in a stage, asked of the database: for filters over more answers than anyone would load.

`stages` says it of the facts of one answer; a test holds the two against each other.
"""

import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from conditions.models import Answer, Caution, Draft, Publication, Revision, Round, Verdict
from conditions.models.publications import PublicationQuerySet
from conditions.models.understanding import complete
from conditions.stages import DUE_SOON, Stage

LIVE = (Stage.OVERDUE, Stage.RECHECKED, Stage.DUE_SOON, Stage.UNKNOWN, Stage.LIVE)


def answers(stage: Stage, on: datetime.date) -> QuerySet[Answer]:
    """Those of which the stage says what readers have, or what colleagues are at beside it."""
    if stage in LIVE:
        return Answer.objects.filter(pk__in=_live(stage, on).values("answer"))
    if stage == Stage.WITHDRAWN:
        return _withdrawn()
    if stage == Stage.DRAFT:
        return _in_draft()
    return Answer.objects.filter(pk__in=_in_review(stage).values("answer"))


def _live(stage: Stage, on: datetime.date) -> PublicationQuerySet:
    if stage == Stage.OVERDUE:
        return Publication.objects.overdue(on)
    again = _again(on)
    in_date = Publication.objects.in_date(on)
    if stage == Stage.RECHECKED:
        return in_date.filter(again)
    if stage == Stage.DUE_SOON:
        return in_date.due_by(on + DUE_SOON).exclude(again)
    settled = in_date.filter(next_due_on__gt=on + DUE_SOON).exclude(again)
    return settled.filter(revision__is_unknown=stage == Stage.UNKNOWN)


def _again(on: datetime.date) -> Q:
    """Of live text: it is being rechecked, for whichever cause."""
    over = Q(answer=OuterRef("answer")) | Q(condition=OuterRef("answer__condition"))
    cited = Q(source__citations__revision=OuterRef("revision"))
    return (
        Q(pk__in=Publication.objects.context_changed().values("pk"))
        | Q(pk__in=Publication.objects.resting_only_on_lapsed(on).values("pk"))
        | Exists(Round.objects.filter(revision=OuterRef("revision"), closed_at=None))
        | Exists(Caution.objects.shown(on).filter(over | cited))
    )


def _withdrawn() -> QuerySet[Answer]:
    last = Publication.objects.filter(answer=OuterRef("pk")).order_by("-number")
    return Answer.objects.alias(ending=last.values("ending")[:1]).filter(ending=Publication.Ending.WITHDRAWN)


def _in_draft() -> QuerySet[Answer]:
    """Words that nobody has sent to review, whether saved or still being typed."""
    newest = Revision.objects.filter(answer=OuterRef("pk"), is_sealed=False).order_by("-number").values("number")
    last = Publication.objects.filter(answer=OuterRef("pk")).order_by("-revision__number").values("revision__number")
    known = Answer.objects.alias(newest=Subquery(newest[:1]), last=Coalesce(Subquery(last[:1]), 0))
    drafted = Exists(Draft.objects.filter(answer=OuterRef("pk")))
    opened = Round.objects.filter(answer=OuterRef("pk"), closed_at=None)
    return known.filter(drafted | Q(newest__gt=F("last")), ~Exists(opened))


def _in_review(stage: Stage) -> QuerySet[Round]:
    given = Verdict.objects.filter(round=OuterRef("pk"))
    disputed = Exists(given.filter(decision=Verdict.Decision.CHANGES))
    approved = Exists(complete().filter(pk=OuterRef("pk")))
    opened = Round.objects.filter(closed_at=None)
    if stage == Stage.CHANGES_ASKED:
        return opened.filter(disputed)
    return opened.filter(~disputed, approved if stage == Stage.APPROVED else ~approved)
