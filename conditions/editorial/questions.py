"""Moves of the canonical questions: their words, their order, under which policy they stand, and where they apply."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions import rendering
from conditions.editorial import rows
from conditions.models import Applicability, Condition, Proposal, Publication, Question, User, Wording

ACTION = "manage_questions"


def stream(question: Question) -> str:
    return f"question:{question.slug}"


def of(proposal: Proposal) -> Question:
    """Which one it is about: by its address, before which that of its words have their language."""
    return Question.objects.get(slug=proposal.key.rpartition(":")[2])


def words(question: Question) -> dict[str, str]:
    """Its words in each language."""
    return dict(question.wordings.order_by("language").values_list("language", "text"))


@transaction.atomic
def add_question(question: Question, *, by: User, at: datetime.datetime) -> Question:
    """One more canonical question, not asked yet: that it is, is proposed (`proposals.propose_question`).

    Raises: PermissionDenied; ValidationError.
    """
    rows.enter(by, ACTION, at=at)
    question.is_asked = question.was_asked = False
    return rows.add(question, "added", stream=stream(question), by=by, at=at)


@transaction.atomic
def change_question(
    question: Question, values: dict[str, Any], *, by: User, at: datetime.datetime, seen: str
) -> Question:
    """Changes how a question is asked, as long as readers see nothing new. Its address stays, since pages hang on it.

    Raises: PermissionDenied; Stale; ValidationError for what takes two, and where the question would cease to apply,
    or to be asked, over live text.
    """
    rows.enter(by, ACTION, at=at)
    now = rows.locked(question, seen)
    if now.would_show_more(values):
        raise ValidationError(_("Readers would see more than now, which takes two people. Propose it."))
    return put(now, values, by=by, at=at)


def put(now: Question, values: dict[str, Any], *, by: User, at: datetime.datetime) -> Question:
    """Writes it for a question that is locked; part of a move that asked who may.

    Raises: ValidationError; Stale if the row moved in spite of the lock.
    """
    asks = values.get("is_asked", now.is_asked)
    if now.is_asked and not asks:
        _refuse_over_live_text(now)
    if values.get("applies", now.applies) != Question.Applies.ALWAYS:
        _refuse_over_undecided_text(now)
    rest = {name: value for name, value in values.items() if name != "slug"} | ({"was_asked": True} if asks else {})
    return rows.change(now, rest, "changed", stream=stream(now), by=by, at=at)


@transaction.atomic
def word_question(
    question: Question, language: str, text: str, *, by: User, at: datetime.datetime, seen: str = ""
) -> Wording:
    """The words of a question that was never asked, so that no reader met them; whoever lets it be asked accepts them.

    Words of one that was, are proposed (`proposals.propose_wording`): they stand where its answers were, also while it
    is not asked. `seen` is the version of the former words, empty if there are none.
    Raises: PermissionDenied; Stale; ValidationError, also for what takes two.
    """
    rows.enter(by, ACTION, at=at)
    if Question.objects.select_for_update(no_key=True).get(pk=question.pk).was_asked:
        raise ValidationError(_("Readers would see other words than now, which takes two people. Propose them."))
    return word(question, language, text, by=by, at=at, seen=seen)


def word(question: Question, language: str, text: str, *, by: User, at: datetime.datetime, seen: str) -> Wording:
    """Writes the words for a question that is locked; part of a move that asked who may.

    Raises: Stale; ValidationError.
    """
    there = Wording.objects.filter(question=question, language=language).first()
    said: dict[str, Any] = {"stream": stream(question), "by": by, "at": at}
    if there is None and not seen:
        return rows.add(Wording(question=question, language=language, text=rendering.line(text)), "worded", **said)
    now = rows.locked(there or Wording(question=question), seen)
    return rows.change(now, {"text": rendering.line(text)}, "reworded", **said)


@transaction.atomic
def decide_applicability(
    condition: Condition,
    question: Question,
    *,
    applies: bool,
    reason: str,
    by: User,
    at: datetime.datetime,
    seen: str = "",
) -> Applicability:
    """Decides whether the question makes sense for the condition, and why; readers never see the reason (R28).

    Raises: PermissionDenied; Stale if somebody else has decided since `seen`; ValidationError without a reason, and
    where an answer is live, which readers would lose without a word.
    """
    rows.enter(by, "manage_catalogue", condition, at=at)
    Condition.objects.select_for_update(no_key=True).get(pk=condition.pk)
    live = Publication.objects.live().filter(answer__condition=condition, answer__question=question)
    if not applies and live.exists():
        raise ValidationError(
            _("An answer to this question is live. Withdraw it before you mark the question as not applying.")
        )
    there = Applicability.objects.filter(condition=condition, question=question).first()
    about = f"condition:{condition.pk}"
    if there is None:
        fresh = Applicability(condition=condition, question=question, applies=applies, reason=rendering.line(reason))
        return rows.add(fresh, "applicability decided", stream=about, by=by, at=at)
    values = {"applies": applies, "reason": rendering.line(reason)}
    return rows.change(rows.locked(there, seen), values, "applicability decided", stream=about, by=by, at=at)


def _refuse_over_live_text(question: Question) -> None:
    """Readers would lose it without a word, and nobody would have withdrawn it (E7)."""
    live = Publication.objects.live().filter(answer__question=question).count()
    if live:
        says = ngettext(
            "%(number)d answer to this question is live. Withdraw it first: then readers are told, and a second person "
            "looks at it.",
            "%(number)d answers to this question are live. Withdraw them first: then readers are told, and a second "
            "person looks at them.",
            live,
        )
        raise ValidationError({"is_asked": says % {"number": live}})


def _refuse_over_undecided_text(question: Question) -> None:
    """Where nobody decided that the question applies, its own rule does; readers would lose what is live (R28)."""
    decided = Applicability.objects.filter(condition=OuterRef("answer__condition"), question=question)
    live = Publication.objects.live().filter(~Exists(decided), answer__question=question)
    first = live.select_related("revision").first()
    if first:
        says = _("An answer to this question is live for %(condition)s. Decide that it applies there, or withdraw it.")
        raise ValidationError({"applies": says % {"condition": first.revision.condition_name}})
