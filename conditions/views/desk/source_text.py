"""The text that a translation renders, beside what is written: block by block, and what became of it since (R23)."""

from typing import Any, NamedTuple

from django.utils.translation import get_language_info

from conditions import differences
from conditions.editorial import alongside, rewording
from conditions.forms.words import NOTE
from conditions.models import Publication
from conditions.views.desk.sheet import Sheet


class SourceText(NamedTuple):
    """`rendered` is the version that the words translate, `newest` what its readers have now, if they have anything.

    `changes` are those between the version that the last saved words translate, and the newest.
    """

    rendered: Publication
    newest: Publication | None
    changes: differences.Difference | None
    says_the_same: bool
    spoken: Any
    parts: dict[str, alongside.Part]

    @property
    def is_newest(self) -> bool:
        return self.newest is not None and self.newest.pk == self.rendered.pk


def of(opened: Sheet) -> SourceText | None:
    """Nothing for what translates nothing."""
    words = opened.typed()
    if words.translates_id is None:
        return None
    known = Publication.objects.select_related("revision", "answer")
    rendered = known.get(pk=words.translates_id)
    newest = known.filter(answer=rendered.answer_id, ended_at=None).first() if rendered.ended_at else rendered
    was = opened.newest.translates if opened.newest else None
    return SourceText(
        rendered,
        newest,
        _changes(was, newest),
        was is not None and rewording.says_the_same(was, newest),
        get_language_info(rendered.answer.language),
        _beside(rendered, words),
    )


def offered(opened: Sheet) -> list[Any]:
    """What could be translated, where nothing is written yet."""
    if opened.newest or opened.typed().translates_id:
        return []
    answer = opened.answer
    live = Publication.objects.live().filter(answer__condition=answer.condition_id, answer__question=answer.question_id)
    found = live.exclude(answer=answer).select_related("answer").order_by("answer__language")
    return [(each, get_language_info(each.answer.language)) for each in found]


def _changes(was: Publication | None, newest: Publication | None) -> differences.Difference | None:
    if was is None or newest is None or was.revision_id == newest.revision_id:
        return None
    return differences.between(*differences.pair(was.revision_id, newest.revision_id))


def _beside(rendered: Publication, words: Any) -> dict[str, alongside.Part]:
    """By the name of the field; a text that was sealed has no words to show."""
    if rendered.revision.is_sealed:
        return {}
    return {
        f"{NOTE}{part.country}" if part.country else part.field: part
        for part in alongside.parts(rendered.revision, words)
    }
