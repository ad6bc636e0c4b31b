"""Live texts sent to review again, their words untouched: many at once, as one bundle for each condition and language.

Because a source was retracted or replaced (E16), because their review runs out, or because an editor chose them.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from conditions.editorial import availability, bundles, languages, letters, rounds, rows
from conditions.editorial.listings.answers import of_answers
from conditions.models import (
    Bundle,
    Citation,
    Condition,
    Contribution,
    FactVersion,
    Publication,
    Quotation,
    Reviewer,
    ReviewPolicy,
    Revision,
    Round,
    Source,
    User,
    Verdict,
)
from conditions.models.publications import PublicationQuerySet
from conditions.permissions import reach

MOST = 20  # bundles that one person weighs in one go: the riskiest come first, the others after them
LOOKED_AT = 400  # texts from which those are made
TITLE, NOTE = 160, 200  # letters of a source that stand in the question


@dataclass
class Batch:
    """Texts of one condition in one language, and who could sign all of them, the best to ask first."""

    condition: Condition
    language: str
    name: str
    texts: list[Any]
    panel: list[Any] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.condition.pk}-{self.language}"

    @property
    def policies(self) -> set[ReviewPolicy]:
        """Under which their reviews would begin now."""
        return {text.answer.question.policy for text in self.texts} - {None}


@dataclass
class Again:
    """What would go out, and what would not: words that have to change first, what is in review, what comes later."""

    batches: list[Batch]
    anew: list[tuple[Any, str]]
    in_review: list[Any]
    later: int
    source: Source | None = None

    @property
    def going(self) -> list[Batch]:
        return [batch for batch in self.batches if batch.panel]

    @property
    def without_reviewer(self) -> list[Batch]:
        return [batch for batch in self.batches if not batch.panel]

    @property
    def number(self) -> int:
        return sum(len(batch.texts) for batch in self.going)

    @property
    def asked(self) -> str:
        """What reviewers are asked where a source is the reason: what happened to it."""
        source = self.source
        if source is None:
            return ""
        told = {"title": Truncator(source.title).chars(TITLE), "why": Truncator(source.retraction_note).chars(NOTE)}
        if source.retracted_on:
            said = _("“%(title)s” was retracted on %(day)s: %(why)s Does this text hold without it?")
            return said % {**told, "day": date_format(source.retracted_on)}
        if source.replaced_by:
            said = _("“%(title)s” was replaced by “%(newer)s”. Does this text still hold?")
            return said % {**told, "newer": Truncator(source.replaced_by.title).chars(TITLE)}
        return _("Does what this text says with “%(title)s” still hold?") % told


class Sending(NamedTuple):
    batch: Batch
    reviewers: Sequence[Reviewer]


def gathered(live: PublicationQuerySet, *, by: User, at: datetime.datetime, source: Source | None = None) -> Again:
    """Of the live texts those that the person may send out, the riskiest first; any number takes as many queries.

    Each batch adds what it takes to know whom to ask.
    """
    found = _known(live.filter(reach(by, "offer", on=timezone.localdate(at), answer="answer__")))
    in_review, anew, grouped = [], [], defaultdict(list)
    for text in found[:LOOKED_AT]:
        if text.is_in_review:
            in_review.append(text)
        elif why := _why_anew(text):
            anew.append((text, why))
        else:
            grouped[text.answer.condition, text.answer.language].append(text)
    batches = [
        Batch(condition, language, texts[0].name, texts[: bundles.MOST])
        for (condition, language), texts in list(grouped.items())[:MOST]
    ]
    texts = [text for batch in batches for text in batch.texts]
    writers, signers = _writers(texts), _signers(texts)
    for batch in batches:
        able = _panel(batch, set().union(*(writers[text.answer_id] for text in batch.texts)), at=at)
        signed = Counter(chain.from_iterable(signers[text.pk] for text in batch.texts))
        batch.panel = sorted(able, key=lambda each: (each.away_until is not None, -signed[each.pk]))
    shown = len(in_review) + len(anew) + sum(len(batch.texts) for batch in batches)
    return Again(batches, anew, in_review, max(found.count() - shown, 0), source)


@transaction.atomic
def send(
    sendings: Sequence[Sending],
    *,
    by: User,
    at: datetime.datetime,
    question: str,
    due_on: datetime.date | None = None,
    second_clinician: bool = False,
    lay_reader: bool = False,
) -> list[Bundle]:
    """Sends each batch to its reviewers, to be confirmed word for word. All of it or nothing.

    Where the policy of a text leaves it to the editor, `second_clinician` asks that two clinicians sign it, and
    `lay_reader` that somebody reads it for plain language.
    Raises: PermissionDenied; Stale where a text is live no more; ValidationError with each sentence against it.
    """
    if not sendings:
        raise ValidationError(_("Choose at least one reviewer."))
    if not question.strip():
        raise ValidationError({"question": _("Write what the reviewers should look at: they read it first.")})
    rounds.lock_all(text.answer_id for sending in sendings for text in sending.batch.texts)
    wrong: list[str] = []
    what: dict[str, Any] = {"question": question, "due_on": due_on, "second_clinician": second_clinician}
    what["lay_reader"] = lay_reader
    sent = [_sent(sending, wrong, by=by, at=at, **what) for sending in sendings]
    if wrong:
        raise ValidationError(wrong)
    for bundle, sending in zip(sent, sendings, strict=True):
        for reviewer in sending.reviewers:
            letters.offered(bundles.theirs(bundle, reviewer), at=at)
    return sent


def _known(live: PublicationQuerySet) -> QuerySet[Any]:
    """With what decides whether the words can go out as they are."""
    opened = Round.objects.filter(answer=OuterRef("answer"), closed_at=None)
    former = Quotation.objects.filter(revision=OuterRef("revision")).exclude(version__in=FactVersion.objects.in_force())
    standing = Citation.objects.filter(revision=OuterRef("revision"), source__retracted_on=None)
    known = live.annotate(is_in_review=Exists(opened), quotes_former=Exists(former), stands=Exists(standing))
    told = ("revision__translates__answer", "revision__answer", "answer__condition", "answer__question__policy")
    return of_answers(known).select_related(*told).riskiest_first()


def _why_anew(text: Any) -> str:
    if text.quotes_former:
        return _("It quotes a figure that no longer holds.")
    return "" if text.stands else _("Every source that it cites was retracted.")


def _writers(texts: Sequence[Any]) -> dict[int, set[int]]:
    """For each answer who had a part in its live words, as `checks.wrote` says of one person (R8)."""
    live = Publication.objects.live().filter(answer=OuterRef("answer")).values("revision__number")[:1]
    settled = Publication.objects.held_good().filter(
        answer=OuterRef("answer"), revision__number__gte=OuterRef("number"), revision__number__lt=OuterRef("last")
    )
    here = Revision.objects.filter(answer__in=[text.answer_id for text in texts]).annotate(last=Subquery(live))
    since = here.filter(~Exists(settled), number__lte=F("last"))
    parts = Contribution.objects.filter(revision__in=since.values("pk")).exclude(role=Contribution.Role.SUGGESTED)
    found: dict[int, set[int]] = defaultdict(set)
    for answer, person in [*since.values_list("answer", "created_by"), *parts.values_list("revision__answer", "user")]:
        found[answer].add(person)
    return found


def _signers(texts: Sequence[Any]) -> dict[int, set[int]]:
    """For each text who signed it: they know it, and are asked first."""
    found: dict[int, set[int]] = defaultdict(set)
    signed = Verdict.objects.filter(sign_offs__publication__in=texts)
    for text, reviewer in signed.values_list("sign_offs__publication", "reviewer"):
        found[text].add(reviewer)
    return found


def _panel(batch: Batch, writers: Iterable[int], *, at: datetime.datetime) -> list[Any]:
    """Whoever can sign one of the texts and wrote none; for translations, who reads the languages of all of them."""
    sources = {text.revision.translates.answer.language: text for text in batch.texts if text.revision.translates_id}
    first, *others = [*sources.values(), *batch.texts][: max(len(sources), 1)]
    able = availability.panel(first.revision, at=at).exclude(user__in=writers)
    for other in others:
        able = able.filter(languages.reading(other.revision))
    return list(able)


def _sent(sending: Sending, wrong: list[str], *, by: User, at: datetime.datetime, **what: Any) -> Bundle:
    """One bundle; what is against a text joins the others."""
    condition, language = sending.batch.condition, sending.batch.language
    rows.enter(by, "offer", condition, at=at, language=language)
    bundle = rows.write(Bundle(condition=condition, language=language, opened_by=by, opened_at=at))
    answers = sorted(text.answer_id for text in sending.batch.texts)
    rows.tell("bundle sent", bundle, stream=f"condition:{condition.pk}", by=by, at=at, answers=answers)
    for text in sending.batch.texts:
        try:
            opened = rounds.reconfirm(text, by=by, at=at, bundle=bundle, **what)
            rounds.ask(opened, list(sending.reviewers), by=by, at=at)
        except ValidationError as refusal:
            wrong += [f"{text.revision.question}: {sentence}" for sentence in refusal.messages]
    return bundle
