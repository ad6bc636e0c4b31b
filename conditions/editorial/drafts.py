"""What one person writes before anybody else sees it (E6)."""

import datetime
import unicodedata
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conditions.editorial import rows
from conditions.models import Answer, Condition, Draft, Question, Revision, User
from conditions.models.answers import Words
from conditions.stale import Stale

FIELDS = tuple(field.name for field in Words._meta.get_fields())


@transaction.atomic
def start_answer(
    condition: Condition, question: Question, *, by: User, at: datetime.datetime, language: str = "en"
) -> Answer:
    """The answer to write in; the same one for everybody who starts it.

    Raises: PermissionDenied; ValidationError where the condition is not asked this question.
    """
    rows.enter(by, "write", condition, at=at, language=language)
    Condition.objects.select_for_update().get(pk=condition.pk)
    there = Answer.objects.filter(condition=condition, question=question, language=language).first()
    if there:
        return there
    _refuse_unasked(condition, question)
    answer = rows.write(Answer(condition=condition, question=question, language=language))
    rows.tell("started", answer, stream=stream(answer), by=by, at=at)
    return answer


@transaction.atomic
def save_draft(answer: Answer, values: dict[str, Any], *, by: User, at: datetime.datetime, seen: int) -> Draft:
    """Keeps what somebody types, for them alone; no event, because nothing has happened yet.

    `values` are fields of `Words`; `seen` is the version of the draft on screen, 0 if there was none.
    Raises: PermissionDenied; Stale if another window saved meanwhile; ValidationError.
    """
    rows.enter(by, "write", answer.condition, at=at, language=answer.language)
    draft = Draft.objects.select_for_update().filter(answer=answer, editor=by).first() or _begun(answer, by)
    if seen != (0 if draft._state.adding else draft.version):
        raise Stale
    for name, value in values.items():
        if name not in FIELDS:
            raise ValidationError(_("“%(name)s” is no part of an answer.") % {"name": name})
        setattr(draft, name, unicodedata.normalize("NFC", value) if isinstance(value, str) else value)
    draft.saved_at = at
    draft.clean_fields(exclude=["answer", "editor", "based_on"])
    if draft._state.adding:
        with rows.unless_somebody_was_faster():
            draft.save(force_insert=True)
    else:
        draft.version += 1
        draft.save(force_update=True)
    return draft


@transaction.atomic
def drop_draft(draft: Draft, *, by: User, at: datetime.datetime, seen: int) -> None:
    """Throws away what one typed oneself. Raises: PermissionDenied; Stale."""
    now = own(draft, by=by, at=at, seen=seen)
    now.delete()


def own(draft: Draft, *, by: User, at: datetime.datetime, seen: int) -> Draft:
    """The draft as it is now, locked, if it is theirs and as they saw it. Raises: PermissionDenied; Stale."""
    rows.enter(by, "write", draft.answer.condition, at=at, language=draft.answer.language)
    now = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if now is None or now.version != seen:
        raise Stale
    if now.editor_id != by.pk:
        raise PermissionDenied(_("This draft is somebody else's. Start your own."))
    return now


def stream(answer: Answer) -> str:
    return f"answer:{answer.pk}"


def _begun(answer: Answer, by: User) -> Draft:
    """A fresh draft holds the words of the newest revision."""
    newest = Revision.objects.filter(answer=answer, is_sealed=False).order_by("-number").first()
    copied = {name: getattr(newest, name) for name in FIELDS if name != "change"} if newest else {}
    return Draft(answer=answer, editor=by, based_on=newest, **copied)


def _refuse_unasked(condition: Condition, question: Question) -> None:
    if question.kind == Question.Kind.EXPERIENCE:
        raise ValidationError(_("Only stories answer this question."))
    if condition.is_grouping:
        raise ValidationError(_("This is a family of conditions, which is asked no questions. Choose a member."))
    if not Question.objects.asked().applying_to(condition).filter(pk=question.pk).exists():
        raise ValidationError(_("This question does not apply to the condition. Decide that it does first."))
