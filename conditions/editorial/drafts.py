"""What one person writes before anybody else sees it (E6)."""

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conditions.editorial import checks, rows, typed
from conditions.models import Answer, Condition, Draft, Question, Revision, User
from conditions.stale import Stale

COPIED = tuple(name for name in typed.FIELDS if name != "change")  # what changed is said anew each time


@transaction.atomic
def start_answer(
    condition: Condition, question: Question, *, by: User, at: datetime.datetime, language: str = "en"
) -> Answer:
    """The answer to write in; the same one for everybody who starts it.

    Raises: PermissionDenied; ValidationError where the condition is not asked this question, or nothing is written in
    the language.
    """
    if language not in languages(condition):
        raise ValidationError({"language": _("Answers are not written in this language here. Choose one of the list.")})
    rows.enter(by, "write", condition, at=at, language=language)
    Condition.objects.select_for_update(no_key=True).get(pk=condition.pk)
    there = Answer.objects.filter(condition=condition, question=question, language=language).first()
    if there:
        return there
    _refuse_unasked(condition, question)
    answer = rows.write(Answer(condition=condition, question=question, language=language))
    rows.tell("started", answer, stream=stream(answer), by=by, at=at)
    return answer


def languages(condition: Condition) -> list[str]:
    """Those in which it may be written about: those of the site, and those in which there is an answer already."""
    begun = Answer.objects.filter(condition=condition).order_by("language").values_list("language", flat=True)
    return list(dict.fromkeys([*dict(settings.LANGUAGES), *begun.distinct()]))


def opening(answer: Answer, *, by: User) -> Draft:
    """What somebody finds who opens the answer to write: their draft, or one that is not saved yet."""
    return Draft.objects.filter(answer=answer, editor=by).first() or _begin(answer, by)


@transaction.atomic
def save_draft(
    answer: Answer, values: dict[str, Any], *, by: User, at: datetime.datetime, seen: int, onto: int | None = None
) -> Draft:
    """Keeps what somebody types, for them alone; no event, because nothing has happened yet.

    `values` are fields of `Words`; `seen` is the version of the draft on screen, 0 if there was none. In that case
    `onto` is the number of the revision on screen, 0 if there was none of that either; without it, the newest.
    Raises: PermissionDenied; Stale if another window saved meanwhile; ValidationError, keyed by field, with all that
    cannot be kept: what was saved before stays as it was.
    """
    return keep(begun(answer, by=by, at=at, seen=seen, onto=onto), values, at=at)


@transaction.atomic
def look_again(
    draft: Draft, *, onto: Revision, by: User, at: datetime.datetime, seen: int
) -> tuple[Draft, tuple[str, ...]]:
    """Bases the draft on the newest revision, `onto`, which somebody else saved meanwhile (E4).

    Nothing that either of them typed is lost: a field that only one of the two changed holds their words. Where both
    did, the draft keeps what was typed, and the field is named, to be put together by hand.
    Raises: PermissionDenied; Stale if the draft moved, or `onto` is not the newest revision.
    """
    now = own(draft, by=by, at=at, seen=seen)
    newest = _newest(now.answer)
    if newest is None or newest.pk != onto.pk:
        raise Stale
    contested = [] if newest.is_sealed else [name for name in COPIED if _merge(now, newest, name)]
    now.based_on = newest
    return keep(now, {}, at=at), tuple(contested)


@transaction.atomic
def drop_draft(draft: Draft, *, by: User, at: datetime.datetime, seen: int) -> None:
    """Throws away what one typed oneself. Raises: PermissionDenied; Stale."""
    now = own(draft, by=by, at=at, seen=seen)
    now.delete()


def begun(answer: Answer, *, by: User, at: datetime.datetime, seen: int, onto: int | None = None) -> Draft:
    """Part of a move: their draft as they saw it, locked; if there was none, one with the words that they saw.

    Raises: PermissionDenied; Stale.
    """
    rows.enter(by, "write", answer.condition, at=at, language=answer.language)
    draft = Draft.objects.select_for_update().filter(answer=answer, editor=by).first() or _fresh(answer, by, onto)
    if seen != draft.version:
        raise Stale
    return draft


def keep(draft: Draft, values: dict[str, Any], *, at: datetime.datetime) -> Draft:
    """Part of a move: writes the draft with the values. Raises: ValidationError, keyed by field; Stale."""
    typed.take(draft, values)
    if wrong := checks.misplaced(draft):
        raise ValidationError(wrong)
    draft.saved_at, draft.version = at, draft.version + 1
    if draft._state.adding:
        with rows.unless_somebody_was_faster():
            draft.save(force_insert=True)
    else:
        draft.save(force_update=True)
    return draft


def own(draft: Draft, *, by: User, at: datetime.datetime, seen: int) -> Draft:
    """The draft as it is now, locked, if it is theirs and as they saw it. Raises: PermissionDenied; Stale."""
    rows.enter(by, "write", draft.answer.condition, at=at, language=draft.answer.language)
    now = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if now is None or now.version != seen:
        raise Stale
    if now.editor_id != by.pk:
        raise PermissionDenied(_("This draft is somebody else’s. Start your own."))
    return now


def stream(answer: Answer) -> str:
    return f"answer:{answer.pk}"


def _fresh(answer: Answer, by: User, onto: int | None) -> Draft:
    """The answer is locked, so that nobody takes the words away while they are copied."""
    Answer.objects.select_for_update(no_key=True).get(pk=answer.pk)
    return _begin(answer, by, onto)


def _begin(answer: Answer, by: User, onto: int | None = None) -> Draft:
    """Holds the words of the newest revision that has any: a seal may have taken away those of the last (E19)."""
    there = Revision.objects.filter(answer=answer).order_by("-number")
    if onto is not None:
        there = there.filter(number__lte=onto)
    source = there.filter(is_sealed=False).first()
    copied = {name: getattr(source, name) for name in COPIED} if source else {}
    return Draft(answer=answer, editor=by, based_on=there.first(), version=0, **copied)


def _newest(answer: Answer) -> Revision | None:
    return Revision.objects.filter(answer=answer).order_by("-number").first()


def _merge(draft: Draft, newest: Revision, name: str) -> bool:
    """Takes over what they changed and the draft did not; whether both changed it, each in another way."""
    if name == "country_notes":
        return _merge_notes(draft, newest)
    was = getattr(draft.based_on or Draft(), name)
    mine, theirs = getattr(draft, name), getattr(newest, name)
    if mine == was:
        setattr(draft, name, theirs)
    return mine not in (was, theirs) and theirs != was


def _merge_notes(draft: Draft, newest: Revision) -> bool:
    """The same, country by country."""
    was, mine, theirs = (held.country_notes for held in (draft.based_on or Draft(), draft, newest))
    chosen = {code: (theirs if mine.get(code) == was.get(code) else mine).get(code) for code in mine | theirs}
    draft.country_notes = {code: text for code, text in chosen.items() if text}
    return any(
        mine.get(code) not in (was.get(code), theirs.get(code)) and theirs.get(code) != was.get(code)
        for code in mine | theirs
    )


def _refuse_unasked(condition: Condition, question: Question) -> None:
    if question.kind == Question.Kind.EXPERIENCE:
        raise ValidationError(_("Only stories answer this question."))
    if condition.is_grouping:
        raise ValidationError(_("This is a family of conditions, which is asked no questions. Choose a member."))
    if not Question.objects.asked().applying_to(condition).filter(pk=question.pk).exists():
        raise ValidationError(_("This question does not apply to the condition. Decide that it does first."))
