"""Where else the words of a version stand: what whoever seals it has to look at too (E19)."""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Q, QuerySet

from conditions import sentences
from conditions.editorial import typed
from conditions.models import Comment, Draft, Publication, ReaderReport, Revision

MARKS = re.compile(r"\[\^[^\[\]]*\]|\{[^{}]*\}|[*_#]")


class Sharing(NamedTuple):
    """Another version that says the same: how many of the sentences it repeats, or that it translates them."""

    revision: Revision
    repeated: int
    is_translation: bool
    is_live: bool


class Loss(NamedTuple):
    """What goes with the words of some versions."""

    drafts: list[Draft]
    comments: int
    reports: int


def sharing(revision: Revision) -> list[Sharing]:
    """Every other version that still holds sentences of this one, or translates it; the nearest to today first."""
    mine = _said(revision)
    worded = Revision.objects.filter(is_sealed=False).exclude(pk=revision.pk).select_related("answer")
    live = set(Publication.objects.live().values_list("revision", flat=True))
    same = [(each, len(mine & _said(each)), False) for each in worded.filter(answer=revision.answer_id)]
    translated = worded.filter(translates__revision=revision).exclude(answer=revision.answer_id)
    found = [*((each, number, own) for each, number, own in same if number), *((each, 0, True) for each in translated)]
    return [
        Sharing(each, number, is_translation, each.pk in live)
        for each, number, is_translation in sorted(found, key=lambda one: (one[2], -one[0].number))
    ]


def loss(revisions: Collection[Revision]) -> Loss:
    """What would go for good with the words of these versions."""
    return Loss(
        drafts=list(drafts_on(revisions).select_related("editor").defer("body").order_by("saved_at")),
        comments=Comment.objects.filter(revision__in=revisions, is_sealed=False).count(),
        reports=ReaderReport.objects.filter(publication__revision__in=revisions, emptied_at=None).count(),
    )


def drafts_on(revisions: Iterable[Revision]) -> QuerySet[Draft]:
    """Drafts that began with these words; one that began after an earlier seal may hold those of the version before."""
    chosen = list(revisions)
    after_a_seal = Q(based_on__is_sealed=True, answer__in=[each.answer_id for each in chosen])
    return Draft.objects.filter(Q(based_on__in=chosen) | after_a_seal)


def _said(revision: Revision) -> set[str]:
    """Its sentences, without what does not make them another: marks, capitals, blanks."""
    return {
        folded
        for part, text in typed.parts(revision).items()
        for sentence in sentences.sentences(text, part)
        if (folded := " ".join(MARKS.sub(" ", sentence).casefold().split()))
    }
