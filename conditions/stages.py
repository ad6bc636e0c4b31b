"""In which stage an answer is: computed from facts and a day, never stored (E14, R7, docs/decisions/0018-stages.md).

One list of stages for the page, the matrix and the demonstration. `gather` reads the facts of many answers at
once; `stage` says what readers have on a day, and `underway` what colleagues are at beside it.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from conditions.models import (
    Answer,
    Applicability,
    Caution,
    Draft,
    Publication,
    Question,
    Revision,
    Round,
    SignOff,
    Verdict,
)
from conditions.models.understanding import complete

DUE_SOON = datetime.timedelta(days=60)


class Stage(TextChoices):
    MISSING = "missing", _("Missing")
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in-review", _("In review")
    CHANGES_ASKED = "changes-asked", _("Changes asked")
    APPROVED = "approved", _("Approved")
    LIVE = "live", _("Live")
    DUE_SOON = "due-soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    RECHECKED = "being-rechecked", _("Being rechecked")
    UNKNOWN = "unknown", _("Unknown")
    NOT_APPLYING = "does-not-apply", _("Does not apply")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Cause(TextChoices):
    """Why live text is being rechecked, in the sentence that readers are given."""

    CAUTION = "caution", _("We are checking it again because something in it may be wrong.")
    CREDENTIAL = (
        "credential",
        _("We are checking it again because the registration of a person who checked it is no longer confirmed."),
    )
    VALUE = "value", _("We are checking it again because a figure in it has changed.")
    WORDING = "wording", _("We are checking it again because the question is worded differently now.")
    REVIEW = "review", _("We are checking it again because a reviewer was asked to look at it once more.")


class Span(NamedTuple):
    """From the first day to the last, both counted."""

    first: datetime.date
    last: datetime.date

    def covers(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, kw_only=True)
class Live:
    """What is stored about the text that readers have. `credentials`: for each review behind it, when one stands."""

    next_due_on: datetime.date
    credentials: tuple[tuple[Span, ...], ...]
    is_unknown: bool = False
    has_new_value: bool = False
    is_worded_otherwise: bool = False
    is_in_review_again: bool = False
    cautions: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is stored about an answer, or about a question that nobody has begun to answer."""

    applies: bool = True
    live: Live | None = None
    was_withdrawn: bool = False
    has_draft: bool = False
    is_in_review: bool = False
    is_approved: bool = False
    has_changes_asked: bool = False


class Cell(NamedTuple):
    """Where an answer stands or would stand: the keys of its condition and question, and its language."""

    condition: int
    question: int
    language: str

    @classmethod
    def of(cls, answer: Answer) -> "Cell":
        return cls(answer.condition_id, answer.question_id, answer.language)


def stage(facts: Facts, on: datetime.date) -> Stage:
    """What readers have on the day; where that is nothing, how far colleagues are."""
    if not facts.applies:
        return Stage.NOT_APPLYING
    if facts.live:
        return _of_live(facts.live, on)
    return Stage.WITHDRAWN if facts.was_withdrawn else underway(facts) or Stage.MISSING


def _of_live(live: Live, on: datetime.date) -> Stage:
    """The gravest that can be said of it."""
    if on > live.next_due_on:
        return Stage.OVERDUE
    if causes(live, on):
        return Stage.RECHECKED
    if on >= live.next_due_on - DUE_SOON:
        return Stage.DUE_SOON
    return Stage.UNKNOWN if live.is_unknown else Stage.LIVE


def causes(live: Live, on: datetime.date) -> list[Cause]:
    """Why the text is being rechecked on the day, the gravest first."""
    standing = [any(span.covers(on) for span in review) for review in live.credentials]
    found = {
        Cause.CAUTION: any(caution.covers(on) for caution in live.cautions),
        Cause.CREDENTIAL: not (standing and all(standing)),
        Cause.VALUE: live.has_new_value,
        Cause.WORDING: live.is_worded_otherwise,
        Cause.REVIEW: live.is_in_review_again,
    }
    return [cause for cause, holds in found.items() if holds]


def underway(facts: Facts) -> Stage | None:
    """What colleagues are at, also beside live or withdrawn text: for the desk."""
    if facts.has_changes_asked:
        return Stage.CHANGES_ASKED
    if facts.is_approved:
        return Stage.APPROVED
    if facts.is_in_review:
        return Stage.IN_REVIEW
    return Stage.DRAFT if facts.has_draft else None


def gather(cells: Iterable[Cell]) -> dict[Cell, Facts]:
    """The facts of each cell, whether or not anybody began to answer it; the number of queries is the same for any."""
    wanted = list(dict.fromkeys(cells))
    if not wanted:
        return {}
    conditions, questions, languages = map(set, zip(*wanted, strict=True))
    answers = Answer.objects.filter(condition__in=conditions, question__in=questions, language__in=languages)
    applying = _applying(conditions, questions)
    live = dict(_live(answers))
    reviews = _reviews(answers)
    facts = {cell: Facts(applies=(cell.condition, cell.question) in applying) for cell in wanted}
    for answer in _with_their_work(answers):
        cell = Cell.of(answer)
        if cell in facts:
            facts[cell] = Facts(
                applies=facts[cell].applies,
                live=live.get(answer.pk),
                was_withdrawn=answer.last_ending == Publication.Ending.WITHDRAWN,
                has_draft=answer.has_draft,
                **reviews.get(answer.pk, {}),
            )
    return facts


def _applying(conditions: set[int], questions: set[int]) -> set[tuple[int, int]]:
    """The pairs in which the question makes sense: as an editor decided, else as its own rule says (R28)."""
    always = Question.objects.filter(pk__in=questions, applies=Question.Applies.ALWAYS).values_list("pk", flat=True)
    applying = {(condition, question) for question in always for condition in conditions}
    decided = Applicability.objects.filter(condition__in=conditions, question__in=questions)
    for condition, question, applies in decided.values_list("condition", "question", "applies"):
        (applying.add if applies else applying.discard)((condition, question))
    return applying


def _with_their_work(answers: QuerySet[Answer]) -> QuerySet[Any]:
    """Adds how the last publication ended, and whether there are words that were never published."""
    publications = Publication.objects.filter(answer=OuterRef("pk")).order_by("-number")
    published = Publication.objects.filter(answer=OuterRef("answer")).values("answer")
    last = Coalesce(Subquery(published.annotate(last=Max("revision__number")).values("last")), 0)
    unpublished = Revision.objects.filter(answer=OuterRef("pk"), is_sealed=False, number__gt=last)
    return answers.annotate(
        last_ending=Subquery(publications.values("ending")[:1]),
        has_draft=Exists(Draft.objects.filter(answer=OuterRef("pk"))) | Exists(unpublished),
    )


def _reviews(answers: QuerySet[Answer]) -> dict[int, dict[str, bool]]:
    """How the open review of each answer stands: approved by all whom it takes, or not. One request for changes
    outweighs every approval.
    """
    given = Verdict.objects.filter(round=OuterRef("pk"))
    rounds = Round.objects.filter(answer__in=answers, closed_at=None).annotate(
        is_approved=Exists(complete().filter(pk=OuterRef("pk"))),
        has_changes_asked=Exists(given.filter(decision=Verdict.Decision.CHANGES)),
    )
    return {
        answer: {"is_in_review": True, "is_approved": approved, "has_changes_asked": changes}
        for answer, approved, changes in rounds.values_list("answer", "is_approved", "has_changes_asked")
    }


def _live(answers: QuerySet[Answer]) -> Iterator[tuple[int, Live]]:
    publications: QuerySet[Any] = Publication.objects.live().filter(answer__in=answers)
    credentials, cautions, contexts = (
        _credentials(publications),
        _cautions(answers, publications),
        _contexts(publications),
    )
    again = Round.objects.filter(revision=OuterRef("revision"), closed_at=None)
    for publication in publications.select_related("answer", "revision").annotate(is_in_review_again=Exists(again)):
        answer = publication.answer
        over = (("answer", answer.pk), ("condition", answer.condition_id), ("revision", publication.revision_id))
        yield (
            answer.pk,
            Live(
                next_due_on=publication.next_due_on,
                is_unknown=publication.revision.is_unknown,
                is_in_review_again=publication.is_in_review_again,
                **contexts.get(publication.pk, {}),
                credentials=tuple(map(tuple, credentials.get(publication.pk, {}).values())),
                cautions=tuple(caution for thing in over for caution in cautions[thing]),
            ),
        )


def _contexts(publications: QuerySet[Any]) -> dict[int, dict[str, bool]]:
    """Of which a covered part changed after they were signed (E3)."""
    changed: QuerySet[Any] = Publication.objects.context_changed().filter(pk__in=publications.values("pk"))
    return {
        pk: {"has_new_value": value, "is_worded_otherwise": name or question}
        for pk, value, name, question in changed.values_list(
            "pk", "quotes_former_value", "is_named_otherwise", "is_asked_otherwise"
        )
    }


def _credentials(publications: QuerySet[Publication]) -> dict[int, dict[int, list[Span]]]:
    """For each publication and each review behind it: when a credential of somebody who signed it stands."""
    credential = "verdict__verification__credential"
    signed = SignOff.objects.filter(publication__in=publications, **{f"{credential}__isnull": False})
    found: dict[int, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for publication, review, first, last, revoked_on in signed.values_list(
        "publication",
        "verdict__round",
        f"{credential}__verifications__verified_on",
        f"{credential}__verifications__valid_until",
        f"{credential}__revocation__on",
    ):
        until = min(last, revoked_on - datetime.timedelta(days=1)) if revoked_on else last
        found[publication][review].append(Span(first, until))
    return found


def _cautions(answers: QuerySet[Answer], publications: QuerySet[Publication]) -> dict[tuple[str, int], list[Span]]:
    """When readers are shown a caution: over the answer, its condition, or a source that the live words cite (E21)."""
    revisions = publications.values("revision")
    over = Caution.objects.heard().filter(
        Q(answer__in=answers)
        | Q(condition__in=answers.values("condition"))
        | Q(source__citations__revision__in=revisions)
    )
    found: dict[tuple[str, int], list[Span]] = defaultdict(list)
    rows = over.values_list("answer", "condition", "source__citations__revision", "starts_on", "ends_on")
    for answer, condition, revision, first, last in rows:
        for name, pk in (("answer", answer), ("condition", condition), ("revision", revision)):
            if pk:
                found[name, pk].append(Span(first, last))
    return found
