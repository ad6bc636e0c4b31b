"""From a draft to words that never change: rendered once, hashed, with all who wrote them."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from conditions import rendering, words
from conditions.editorial import drafts, rows
from conditions.models import (
    Answer,
    Citation,
    Contribution,
    Draft,
    FactValue,
    FactVersion,
    Publication,
    Quotation,
    Revision,
    Round,
    Source,
    User,
)
from conditions.models.catalogue import Condition
from conditions.models.questions import Question
from conditions.stale import Stale

Part = Contribution.Role


@transaction.atomic
def save_revision(draft: Draft, *, by: User, at: datetime.datetime, seen: int) -> Revision:
    """Makes the draft a revision; a review that is open ends, and its verdicts approve nothing (E5).

    Without a change the newest revision is returned and nothing is written (E6).
    Raises: PermissionDenied; Stale if the draft moved, or is not based on the newest revision; ValidationError,
    keyed by field, for a source or fact that does not exist and a short answer that is too long.
    """
    draft = drafts.own(draft, by=by, at=at, seen=seen)
    answer = Answer.objects.select_for_update().select_related("condition", "question").get(pk=draft.answer_id)
    newest = Revision.objects.filter(answer=answer).order_by("-number").first()
    if draft.based_on_id != (newest and newest.pk):
        raise Stale
    revision, citations, quotations = _composed(draft, answer, newest, by=by, at=at)
    revision.digest = words.digest(revision, citations, quotations)
    if newest and newest.digest == revision.digest:
        draft.delete()
        return newest
    superseded = _end_open_round(answer, by=by, at=at)
    rows.write(revision)
    parts = [rows.write(part) for part in (*citations, *quotations, *_contributions(revision, newest, draft))]
    rows.tell(
        "revision saved",
        revision,
        *parts,
        *superseded,
        stream=drafts.stream(answer),
        by=by,
        at=at,
        revision=revision.pk,
        digest=revision.digest,
    )
    draft.delete()
    return revision


def _composed(
    draft: Draft, answer: Answer, newest: Revision | None, *, by: User, at: datetime.datetime
) -> tuple[Revision, list[Citation], list[Quotation]]:
    """The revision with all that belongs to its digest, rendered in the answer's own language."""
    typed = {name: getattr(draft, name) for name in drafts.FIELDS}
    parts = {"short_answer": draft.short, **{name: typed[name] for name in words.SECTIONS}}
    parts |= {f"country_notes-{code}": text for code, text in sorted(draft.country_notes.items())}
    mentioned = rendering.mentioned(parts)
    versions = _quotable(answer, mentioned.facts)
    with translation.override(answer.language):
        rendered = rendering.render(
            parts,
            sources=set(Source.objects.filter(key__in=mentioned.sources).values_list("key", flat=True)),
            facts={key: quoted for key, (_version, quoted) in versions.items()},
        )
    revision = Revision(
        answer=answer,
        number=1 + (newest.number if newest else 0),
        based_on=newest,
        created_by=by,
        created_at=at,
        question=question_text(answer),
        condition_name=condition_name(answer),
        short_answer=rendered.short_answer,
        short_answer_html=rendered.html["short_answer"],
        country_notes_html={code: rendered.html[f"country_notes-{code}"] for code in draft.country_notes},
        **{f"{name}_html": rendered.html[name] for name in words.SECTIONS},
        **typed,
    )
    citations = list(_citations(revision, rendered.citations))
    quotations = [
        Quotation(revision=revision, version=versions[key][0], key=key, text=versions[key][1].text)
        for key in rendered.facts
    ]
    return revision, citations, quotations


def condition_name(answer: Answer) -> str:
    """The condition's name in the answer's language, as it is today."""
    return str(Condition.objects.named(answer.language).get(pk=answer.condition_id))


def question_text(answer: Answer) -> str:
    """The question as it is worded today, with the condition's name. Raises: ValidationError without a wording."""
    question: Any = Question.objects.worded(answer.language).filter(pk=answer.question_id).first()
    if question is None:
        raise ValidationError(_("This question has no wording yet. Word it first."))
    return str(question.text).replace("{condition}", condition_name(answer))


def _quotable(answer: Answer, keys: Iterable[str]) -> dict[str, tuple[FactVersion, rendering.Quoted]]:
    """The accepted value of each fact of the condition that the text names, in the answer's language."""
    found = FactVersion.objects.quotable().filter(fact__condition=answer.condition_id, fact__key__in=keys)
    newest: dict[str, FactVersion] = {
        version.fact.key: version for version in found.order_by("number").select_related("fact")
    }
    values = FactValue.objects.filter(version__in=newest.values(), language=answer.language)
    lines: dict[int, list[FactValue]] = {}
    for value in values.select_related("source").order_by("position"):
        lines.setdefault(value.version_id, []).append(value)
    _refuse_unspoken(answer, [key for key, version in newest.items() if version.pk not in lines])
    with translation.override(answer.language):
        return {
            key: (
                version,
                rendering.Quoted(_spoken(lines[version.pk]), tuple(value.source.key for value in lines[version.pk])),
            )
            for key, version in newest.items()
        }


def _refuse_unspoken(answer: Answer, keys: list[str]) -> None:
    """Raises: ValidationError for facts whose value nobody gave in the language of the answer."""
    language = dict(settings.LANGUAGES).get(answer.language, answer.language)
    sentence = _("The fact “%(key)s” has no value in the language of this text, %(language)s. Propose one that has.")
    if keys:
        raise ValidationError([sentence % {"key": key, "language": language} for key in keys])


def _spoken(values: list[FactValue]) -> str:
    """Several values are said side by side, each with its date (R29)."""
    said = [f"{value.text} ({value.as_of})" if value.as_of else value.text for value in values]
    return _(" or ").join(said)


def _citations(revision: Revision, keys: tuple[str, ...]) -> Iterator[Citation]:
    sources = {source.key: source for source in Source.objects.filter(key__in=keys)}
    copied = ("key", "title", "publisher", "published", "read_on", "link", "note")
    for position, key in enumerate(keys, start=1):
        source = sources[key]
        yield Citation(
            revision=revision, position=position, source=source, **{name: getattr(source, name) for name in copied}
        )


def _contributions(revision: Revision, newest: Revision | None, draft: Draft) -> list[Contribution]:
    """Whoever saves, all authors and translators before, and all others since the last live version (R8)."""
    parts: dict[tuple[int, str], Contribution] = {}
    for former in _still_counting(revision, newest):
        parts[former.user_id, former.role] = Contribution(
            revision=revision, user_id=former.user_id, role=former.role, name=former.name, comment_id=former.comment_id
        )
    for suggestion in draft.suggestions.select_related("by"):
        if suggestion.by_id != revision.created_by_id:
            key = (suggestion.by_id, Part.SUGGESTED.value)
            parts[key] = Contribution(
                revision=revision, user=suggestion.by, role=Part.SUGGESTED, name=str(suggestion.by), comment=suggestion
            )
    own = {role for user, role in parts if user == revision.created_by_id and role != Part.SUGGESTED}
    if not own:
        role = Part.TRANSLATOR if revision.translates_id else Part.EDITOR if newest else Part.AUTHOR
        saver = revision.created_by
        parts[saver.pk, role.value] = Contribution(revision=revision, user=saver, role=role, name=str(saver))
    return list(parts.values())


def _still_counting(revision: Revision, newest: Revision | None) -> list[Contribution]:
    if newest is None:
        return []
    former = Contribution.objects.filter(revision=newest)
    published = Publication.objects.exclude(ending=Publication.Ending.WITHDRAWN).filter(answer=revision.answer)
    last = published.aggregate(last=Max("revision__number"))["last"] or 0
    return [part for part in former if part.role in (Part.AUTHOR, Part.TRANSLATOR) or newest.number > last]


def _end_open_round(answer: Answer, *, by: User, at: datetime.datetime) -> list[Round]:
    ended = list(Round.objects.filter(answer=answer, closed_at=None))
    for round_ in ended:
        rows.once(round_, closed_at=at, closed_by=by, outcome=Round.Outcome.SUPERSEDED)
    return ended
