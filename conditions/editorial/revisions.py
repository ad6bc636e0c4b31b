"""From a draft to words that never change: rendered once, hashed, with all who wrote them."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conditions import names, rendering, words
from conditions.editorial import checks, closing, drafts, people, rounds, rows, typed
from conditions.models import (
    Answer,
    Citation,
    Comment,
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
from conditions.models.people import spoken as by_name
from conditions.models.questions import Question
from conditions.stale import Stale

Part = Contribution.Role
# Constraints that speak of what was typed, and the field beside which their sentence stands.
OF_FIELDS = {"revision_short_answer_is_short": "short", "revision_within_has_no_body": "within"}


@transaction.atomic
def save_revision(draft: Draft, *, by: User, at: datetime.datetime, seen: int) -> Revision:
    """Makes the draft a revision; a review that is open ends, and its verdicts approve nothing (E5).

    Without a change the newest revision is returned and nothing is written (E6).
    Raises: PermissionDenied; Stale if the draft moved, or is not based on the newest revision; ValidationError,
    keyed by field, for a source or fact that does not exist and a short answer that is too long; and without a name.
    """
    answer = rounds.lock(draft.answer)
    draft = drafts.own(draft, by=by, at=at, seen=seen)
    people.require_name(by)
    newest = Revision.objects.filter(answer=answer).order_by("-number").first()
    if draft.based_on_id != (newest and newest.pk):
        raise Stale
    revision, citations, quotations = _composed(draft, answer, newest, by=by, at=at)
    if newest and _is_same(revision, newest, citations, quotations):
        draft.delete()
        return newest
    _refuse_what_does_not_fit(revision)
    revision.digest = words.digest(revision, citations, quotations)
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


def rehearse(draft: Draft, *, at: datetime.datetime) -> dict[str, list[str]]:
    """What would keep the draft from being saved or reviewed, by field; nothing is written."""
    newest = Revision.objects.filter(answer=draft.answer).order_by("-number").first()
    try:
        revision, citations, _quotations = _composed(draft, draft.answer, newest, by=draft.editor, at=at)
        _refuse_what_does_not_fit(revision)
    except ValidationError as refusal:
        return told(refusal)
    return checks.wanting(revision, citations, on=timezone.localdate(at))


def told(refusal: ValidationError) -> dict[str, list[str]]:
    """The sentences of a refusal by field; what concerns the words as a whole stands under “__all__”."""
    return refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}


def _composed(
    draft: Draft, answer: Answer, newest: Revision | None, *, by: User, at: datetime.datetime
) -> tuple[Revision, list[Citation], list[Quotation]]:
    """The revision with all that belongs to its digest, rendered in the answer's own language."""
    parts = typed.parts(draft)
    mentioned = rendering.mentioned(parts)
    versions = _quotable(answer, mentioned.facts)
    rendered = _rendered(answer, parts, mentioned, {key: quoted for key, (_version, quoted) in versions.items()})
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
        **{name: getattr(draft, name) for name in typed.FIELDS},
    )
    citations = list(_citations(revision, rendered.citations))
    quotations = [
        Quotation(revision=revision, version=versions[key][0], key=key, text=versions[key][1].text)
        for key in rendered.facts
    ]
    return revision, citations, quotations


def _rendered(
    answer: Answer, parts: dict[str, str], mentioned: rendering.Mentioned, facts: dict[str, rendering.Quoted]
) -> rendering.Rendered:
    """What readers get, in their language; what is wrong is told in that of the author."""
    sources = set(Source.objects.filter(key__in=mentioned.sources).values_list("key", flat=True))
    try:
        with translation.override(answer.language):
            return rendering.render(parts, sources=sources, facts=facts)
    except ValidationError as refusal:
        raise ValidationError(typed.by_field(refusal.message_dict)) from refusal


def _is_same(revision: Revision, newest: Revision, citations: list[Citation], quotations: list[Quotation]) -> bool:
    """Whether nothing changed since the newest revision. A reason alone that is left out is no change (E6)."""
    typed_change = revision.change
    revision.change = typed_change or newest.change
    digest = words.digest(revision, citations, quotations)
    revision.change = typed_change
    return not newest.is_sealed and newest.digest == digest


def _refuse_what_does_not_fit(revision: Revision) -> None:
    """Raises: ValidationError, keyed by field, with all that keeps the words from being stored."""
    wrong = checks.misplaced(revision)
    if not rendering.shown(revision.short_answer):
        wrong["short"] = [_("Write the short answer.")]
    for constraint in Revision._meta.constraints:
        if field := OF_FIELDS.get(constraint.name):
            try:
                constraint.validate(Revision, revision)
            except ValidationError as refusal:
                wrong.setdefault(field, []).extend(refusal.messages)
    if wrong:
        raise ValidationError(wrong)


def condition_name(answer: Answer) -> str:
    """The condition's name in the answer's language, as it is today."""
    return str(Condition.objects.named(answer.language).get(pk=answer.condition_id))


def question_text(answer: Answer) -> str:
    """The question as it is worded today, with the condition's name. Raises: ValidationError without a wording."""
    return _worded(answer, condition_name(answer))


def _worded(answer: Answer, name: str) -> str:
    question: Any = Question.objects.worded(answer.language).filter(pk=answer.question_id).first()
    if question is None:
        raise ValidationError(_("This question has no wording yet. Word it first."))
    return str(question.text).replace("{condition}", name)


def asked(answer: Answer) -> str:
    """The same, for colleagues, who may begin before anybody has worded it: then its key."""
    return _asked(answer, condition_name(answer))


def titled(answer: Answer) -> str:
    """The same for a page that stands alone: with the name of the condition, which the question may leave out."""
    name = condition_name(answer)
    return names.of_condition(_asked(answer, name), name)


def _asked(answer: Answer, name: str) -> str:
    try:
        return _worded(answer, name)
    except ValidationError:
        return str(answer.question)


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
                rendering.Quoted(spoken(lines[version.pk]), tuple(value.source.key for value in lines[version.pk])),
            )
            for key, version in newest.items()
        }


def _refuse_unspoken(answer: Answer, keys: list[str]) -> None:
    """Raises: ValidationError for facts whose value nobody gave in the language of the answer."""
    language = dict(settings.LANGUAGES).get(answer.language, answer.language)
    sentence = _("The fact “%(key)s” has no value in the language of this text, %(language)s. Propose one that has.")
    if keys:
        raise ValidationError([sentence % {"key": key, "language": language} for key in keys])


def spoken(values: Iterable[FactValue]) -> str:
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
    saver = revision.created_by
    parts: dict[tuple[int, str], Contribution] = {}
    for former in _still_counting(revision, newest):
        parts[former.user_id, former.role] = Contribution(
            revision=revision,
            user_id=former.user_id,
            role=former.role,
            name=_kept(former),
            comment_id=former.comment_id,
        )
    for comment in draft.suggestions.select_related("by", "by__reviewer"):
        if _is_used(comment, revision):
            parts[comment.by_id, Part.SUGGESTED.value] = Contribution(
                revision=revision, user=comment.by, role=Part.SUGGESTED, name=_called(comment.by), comment=comment
            )
    if not {(saver.pk, Part.AUTHOR), (saver.pk, Part.EDITOR), (saver.pk, Part.TRANSLATOR)} & parts.keys():
        role = Part.TRANSLATOR if revision.translates_id else Part.EDITOR if newest else Part.AUTHOR
        parts[saver.pk, role.value] = Contribution(revision=revision, user=saver, role=role, name=saver.name)
    return list(parts.values())


def _kept(former: Contribution) -> str:
    """The name as it was; where an address stood in its place once, the name of today."""
    return former.name if by_name(former.name) == former.name else _called(former.user)


def _called(person: User) -> str:
    """Somebody who had a part, as readers see them: a reviewer without another name by that of their profile."""
    if not person.is_named and hasattr(person, "reviewer"):
        return by_name(person.reviewer.name)
    return str(person)


def _is_used(comment: Comment, revision: Revision) -> bool:
    """Whether wording that somebody else suggested stands in the text; a seal takes the wording, not the record."""
    if comment.by_id == revision.created_by_id:
        return False
    return comment.is_sealed or comment.suggestion in typed.parts(revision).get(typed.part(comment.place), "")


def _still_counting(revision: Revision, newest: Revision | None) -> list[Contribution]:
    if newest is None:
        return []
    former = Contribution.objects.filter(revision=newest).select_related("comment", "user__reviewer")
    published = Publication.objects.held_good().filter(answer=newest.answer_id, revision__number__gte=newest.number)
    roles = {Part.AUTHOR, Part.TRANSLATOR} if published.exists() else set(Part)
    return [
        part for part in former if part.role in roles and (part.comment is None or _is_used(part.comment, revision))
    ]


def _end_open_round(answer: Answer, *, by: User, at: datetime.datetime) -> list[models.Model]:
    opened = Round.objects.filter(answer=answer, closed_at=None).first()
    return closing.close(opened, Round.Outcome.SUPERSEDED, by=by, at=at) if opened else []
