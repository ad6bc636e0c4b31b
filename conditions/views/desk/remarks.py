"""What reviewers said about the words, beside the words: to be answered, or taken over (R8)."""

from typing import Any, NamedTuple

from django.db.models import Prefetch

from conditions.editorial import typed
from conditions.forms.words import NOTE
from conditions.models import Comment, Round
from conditions.rendering.parts import COUNTRY_NOTES
from conditions.views.desk.sheet import Sheet

WHOLE = ""  # a remark about the answer as a whole stands above all parts


class Remark(NamedTuple):
    """One comment with what was answered, and what its reader can do with it."""

    comment: Any
    is_used: bool
    may_be_used: bool
    may_be_answered: bool
    reply: str  # typed, and not sent yet


def by_field(sheet: Sheet) -> dict[str, list[Remark]]:
    """The remarks of the last review, as long as nothing came of it: by the field in which their words are typed."""
    review = Round.objects.filter(answer=sheet.answer).order_by("-opened_at", "-pk").first()
    if review is None or review.outcome not in {Round.Outcome.OPEN, Round.Outcome.SUPERSEDED}:
        return {}
    replies = Prefetch("replies", Comment.objects.select_related("by").order_by("at", "pk"))
    said = Comment.objects.filter(round=review, reply_to=None, is_sealed=False).select_related("by")
    texts, told = typed.parts(sheet.typed()), dict[str, list[Remark]]()
    for comment in said.order_by("at", "pk").prefetch_related(replies):
        remark = _remark(comment, texts, review, sheet.replies.get(comment.pk, ""))
        told.setdefault(_field(comment.place), []).append(remark)
    return told


def _remark(comment: Comment, texts: dict[str, str], review: Round, reply: str) -> Remark:
    text = texts.get(typed.part(comment.place), "")
    is_used = bool(comment.suggestion) and comment.suggestion in text
    return Remark(
        comment,
        is_used=is_used,
        may_be_used=bool(comment.suggestion) and not is_used and text.count(comment.quote) == 1,
        may_be_answered=review.closed_at is None,
        reply=reply,
    )


def _field(place: str) -> str:
    if not place:
        return WHOLE
    part = typed.part(place)
    return part.replace(COUNTRY_NOTES, NOTE) if part.startswith(COUNTRY_NOTES) else typed.field(part)
