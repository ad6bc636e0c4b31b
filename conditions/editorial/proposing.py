"""Proposing what readers would newly see of a question, or at the place of a condition (E7).

Part of `proposals`, where what is proposed is decided on.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conditions import rendering
from conditions.digest import canonical
from conditions.editorial import catalogue, questions, rows
from conditions.models import Condition, Proposal, Question, User, Wording


def begin(made: Proposal, values: dict[str, Any], *, by: User, at: datetime.datetime, reason: str) -> Proposal:
    """Writes the proposal with its event. Raises: ValidationError, also if something is proposed for it already."""
    made.proposed, made.proposed_by, made.proposed_at, made.reason = canonical(values), by, at, rendering.line(reason)
    rows.tell("proposed", rows.write(made), stream=stream(made), by=by, at=at, about=made.about, proposed=values)
    return made


def stream(proposal: Proposal) -> str:
    return f"proposal:{proposal.pk}"


@transaction.atomic
def propose_wording(
    question: Question, language: str, text: str, *, by: User, at: datetime.datetime, seen: str = "", reason: str = ""
) -> Proposal:
    """Other words of a question that was ever asked, or its first in a language; `seen` is the version of the former.

    Locked is the question first, as whoever accepts something of it does.
    Raises: PermissionDenied; Stale; ValidationError also for one that never was asked: `questions.word_question`.
    """
    rows.enter(by, questions.ACTION, at=at)
    now = Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    there = Wording.objects.filter(question=question, language=language).first()
    if there or seen:
        rows.locked(there or Wording(), seen)
    if not now.was_asked:
        raise ValidationError(_("No reader has met this question. Change its words, then propose that it is asked."))
    clean = rendering.line(text)
    if there and there.text == clean:
        raise ValidationError(_("These are its words already. Nothing needs to be done."))
    Wording(question=question, language=language, text=clean).full_clean(validate_unique=False, exclude=["question"])
    made = Proposal(kind=Proposal.Kind.WORDING, about=f"wording:{language}:{question.slug}", seen=seen)
    return begin(made, {"name": called(question), "text": clean}, by=by, at=at, reason=reason)


@transaction.atomic
def propose_question(
    question: Question, values: dict[str, Any], *, by: User, at: datetime.datetime, seen: str, reason: str = ""
) -> Proposal:
    """That the question is asked, with the words that it has; or that readers see more of one that is asked.

    `values` are the columns that change. Raises: PermissionDenied; Stale; ValidationError also for what takes no
    second person.
    """
    rows.enter(by, questions.ACTION, at=at)
    now = rows.locked(question, seen)
    if not now.would_show_more(values):
        raise ValidationError(_("Readers would see nothing new of the question. Change it without a proposal."))
    words = questions.words(now)
    if "en" not in words:
        raise ValidationError(_("The question has no words in English yet. Write them first."))
    wanted = {name: getattr(now, name) for name in Question.SHOWS} | _columns(values)
    named: dict[str, Any] = {"name": called(now)} | ({} if now.is_asked else {"wordings": words})
    for name, value in wanted.items():
        setattr(now, name, value)
    now.was_asked = now.was_asked or now.is_asked
    now.full_clean()
    made = Proposal(kind=Proposal.Kind.QUESTION, about=f"question:{now.slug}", seen=seen)
    return begin(made, named | wanted, by=by, at=at, reason=reason)


@transaction.atomic
def propose_place(
    condition: Condition, values: dict[str, Any], *, by: User, at: datetime.datetime, seen: str, reason: str = ""
) -> Proposal:
    """Another address of a condition, what more it belongs to, or that it is asked questions and is no family.

    `values` are of `slug`, `is_grouping` and `families`, each as it will be: one decision for all of them.
    Raises: PermissionDenied; Stale; ValidationError also for what takes no second person.
    """
    rows.enter(by, catalogue.ACTION, condition, at=at)
    now = rows.locked(condition, seen)
    if not catalogue.shows_more(now, values):
        raise ValidationError(_("Readers would see nothing new there. Change it without a proposal."))
    catalogue.refuse_place(now, values)
    wanted = values | ({"families": _named(values["families"])} if "families" in values else {})
    made = Proposal(kind=Proposal.Kind.PLACE, about=f"place:{now.pk}", seen=seen)
    named = {"name": str(Condition.objects.named().get(pk=now.pk))}
    return begin(made, named | wanted, by=by, at=at, reason=reason)


def called(question: Question) -> str:
    """The question as lists of proposals call it."""
    return questions.words(question).get("en", question.slug).replace("{condition}", "…")


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    """By the columns that keep them: a policy by its number."""
    fields = {field.name: field for field in Question._meta.concrete_fields if field.name in values}
    return {field.attname: getattr(values[name], "pk", values[name]) for name, field in fields.items()}


def _named(families: Iterable[Condition]) -> dict[str, str]:
    """By their numbers, which stay, with the names under which somebody chose them."""
    chosen = Condition.objects.named().filter(pk__in=[family.pk for family in families])
    return {str(family.pk): str(family) for family in chosen}
