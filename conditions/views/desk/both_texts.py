"""A translation before its reviewer, beside the version that it renders, as readers see both (R23)."""

import re
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info

from conditions.editorial import alongside
from conditions.models import Publication, Revision
from conditions.rendering.parts import SHORT_ANSWER
from conditions.rendering.places import blocks, unaddressed
from conditions.views.desk.copies import Copy, Place, rendered

HEADING = re.compile(r"<(/?)h[2-6][^>]*>")  # those of the text itself stand below


class Both(NamedTuple):
    """A block of the source as readers see it, and what stands for it; nothing where there is no such block."""

    source: SafeString | None
    own: SafeString | None
    place: Place | None


class BothTexts(NamedTuple):
    """`parts` are labels with what stands there; none where the words of the source were taken away."""

    version: Publication
    spoken: list[Any]
    parts: list[tuple[alongside.Part, list[Both]]]


def of(mine: Copy) -> BothTexts | None:
    """Nothing for what translates nothing."""
    if mine.revision.translates_id is None:
        return None
    version = Publication.objects.select_related("revision", "answer").get(pk=mine.revision.translates_id)
    spoken = [get_language_info(answer.language) for answer in (version.answer, mine.revision.answer)]
    if version.revision.is_sealed:
        return BothTexts(version, spoken, [])
    theirs, ours = _shown(version.revision), _shown(mine.revision)
    found = alongside.parts(version.revision, mine.revision)
    return BothTexts(
        version, spoken, [(part, [_both(pair, theirs, ours, mine) for pair in part.pairs]) for part in found]
    )


def _both(pair: alongside.Pair, theirs: dict[str, SafeString], ours: dict[str, SafeString], mine: Copy) -> Both:
    source = theirs.get(pair.source.place) if pair.source else None
    own = ours.get(pair.own.place) if pair.own else None
    return Both(source, own, mine.places.get(pair.own.place) if pair.own else None)


def _shown(revision: Revision) -> dict[str, SafeString]:
    """Each block by its place, as it was rendered when it was saved."""
    found = {SHORT_ANSWER: f"<p>{revision.short_answer_html}</p>"}
    for html in rendered(revision).values():
        found |= {block.place: html[block.begins : block.ends] for block in blocks(html)}
    told = {place: HEADING.sub(r"<\1p>", unaddressed(html)) for place, html in found.items()}
    return {place: mark_safe(html) for place, html in told.items()}  # noqa: S308 (as signed)
