"""Which lay readings count, and which reviews lack nobody any more: one rule for the moves, the lists, the stages."""

from django.db.models import Exists, OuterRef, Q

from conditions.models.answers import Contribution, Revision
from conditions.models.publications import Publication
from conditions.models.readings import Reading, ReadingQuerySet
from conditions.models.reviews import Round, RoundQuerySet


def understood() -> ReadingQuerySet:
    """Those that say that everything was understood, by nobody with a part in the words (R8), the newest first.

    Somebody may get one later: what was published between their words and these was withdrawn since.
    """
    settled = Publication.objects.held_good().filter(
        answer=OuterRef("answer"),
        revision__number__gte=OuterRef("number"),
        revision__number__lt=OuterRef(OuterRef("revision__number")),
    )
    part = Contribution.objects.filter(revision=OuterRef("pk"), user=OuterRef(OuterRef("reader")))
    since = Revision.objects.filter(answer=OuterRef("revision__answer"), number__lte=OuterRef("revision__number"))
    wrote = Q(created_by=OuterRef("reader")) | Exists(part.exclude(role=Contribution.Role.SUGGESTED))
    return Reading.objects.clear().filter(~Exists(since.filter(wrote).filter(~Exists(settled))))


def complete() -> RoundQuerySet:
    """Reviews signed as asked, and where a lay reader was asked for, understood by one, in any review of the words."""
    clear = understood().filter(revision=OuterRef("revision"))
    return Round.objects.signed_as_asked().filter(Q(lay_reader=False) | Exists(clear))
