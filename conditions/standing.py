"""How published words stand on a day, as readers are told: whether they may be called reviewed, by whom, until when.

The one place that says “medically reviewed” (R2): every page, list, feed and markup asks here. What colleagues are at
is in `stages`.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from conditions import freshness
from conditions.freshness import Freshness
from conditions.models import Caution, Citation, Publication, Reading, Round, SignOff, Verdict
from conditions.models.cautions import CAUTION
from conditions.models.lists import Nested, Rows
from conditions.stages import Cause


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Somebody who stands behind the words, as it was on the day of their signature.

    What they checked was frozen in the `language` of the words. So was that there are no interests (`has_none`); those
    that there are stand as they were declared, in whichever language that was.
    """

    name: str
    credential: str
    discipline: str
    register: str
    slug: str
    verified_on: datetime.date
    on: datetime.date
    scopes: tuple[str, ...]
    interests: str
    has_none: bool
    language: str
    is_for_wording: bool
    vouched_by: str  # of an outside expert: who looked them up


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What readers are told of published words on a day. `causes` leave out cautions, which stand for themselves."""

    is_reviewed: bool
    is_overdue: bool
    is_unlisted: bool
    is_unknown: bool
    signers: tuple[Signer, ...]
    reviewed_on: datetime.date
    edited_on: datetime.date
    next_due_on: datetime.date
    searched_on: datetime.date | None
    reworded_on: datetime.date | None
    causes: tuple[Cause, ...]
    cautions: tuple[str, ...]
    freshness: Freshness | None
    understood: Reading | None  # of a lay reader: no part of what is called reviewed

    @property
    def reviewers(self) -> tuple[Signer, ...]:
        """Those who reviewed the medicine; whoever confirmed wording alone is not among them (R1)."""
        return tuple(signer for signer in self.signers if not signer.is_for_wording)

    @property
    def behind(self) -> Freshness | None:
        """How far a translation is from what it translates, where it is (R23)."""
        return None if self.freshness == Freshness.CURRENT else self.freshness


def told(on: datetime.date) -> QuerySet[Any]:
    """Live publications with their words and all that `of` reads, in one query for any number of them."""
    found: QuerySet[Any] = (
        Publication.objects.live()
        .with_context()
        .select_related("answer", "revision", "reading")
        .annotate(
            signed=signed(),
            cautioned=_cautioned(on),
            sources=freshness.sources(),
            is_unlisted=Exists(Publication.objects.unlisted(on).filter(pk=OuterRef("pk"))),
            is_reviewed=Exists(Publication.objects.reviewed(on).filter(pk=OuterRef("pk"))),
            rests_on_lapsed=Exists(Publication.objects.resting_only_on_lapsed(on).filter(pk=OuterRef("pk"))),
            is_in_review_again=Exists(Round.objects.filter(revision=OuterRef("revision"), closed_at=None)),
        )
    )
    return found


def signed() -> Rows:
    """Who signed, in the order of signing."""
    frozen = ("name", "credential", "discipline", "register", "verified_on", "on", "interests", "vouched_by")
    row = JSONObject(
        slug="verdict__reviewer__slug",
        kind="verdict__round__kind",
        scopes=Nested("verdict__scopes"),
        has_none="verdict__declaration__is_none",
        language="publication__answer__language",
        **{name: F(f"verdict__{name}") for name in frozen},
    )
    return Rows(SignOff.objects.filter(publication=OuterRef("pk")).order_by("verdict__at", "pk").values(row=row))


def _cautioned(on: datetime.date) -> Rows:
    """The cautions over the answer, its condition, or a source that the words cite (E21)."""
    cited = Citation.objects.filter(revision=OuterRef(OuterRef("revision"))).values("source")
    about = Q(answer=OuterRef("answer")) | Q(condition=OuterRef("answer__condition")) | Q(source__in=cited)
    return Rows(Caution.objects.shown(on).filter(about).order_by("at", "pk").values(row=JSONObject(words="words")))


def of(publication: Any, on: datetime.date) -> Standing:
    """How a publication that `told(on)` brought stands on that day."""
    revision = publication.revision
    is_overdue = on > publication.next_due_on
    return Standing(
        is_reviewed=publication.is_reviewed,
        is_overdue=is_overdue,
        is_unlisted=bool(publication.is_unlisted),
        is_unknown=revision.is_unknown,
        signers=tuple(signer(row) for row in publication.signed),
        reviewed_on=publication.reviewed_on,
        edited_on=publication.edited_on,
        next_due_on=publication.next_due_on,
        searched_on=revision.searched_on,
        reworded_on=publication.edited_on if publication.kind == Publication.Kind.WORDING else None,
        causes=_causes(publication),
        cautions=_said(row["words"] for row in publication.cautioned),
        freshness=freshness.of(publication.sources),
        understood=publication.reading if publication.reading and publication.reading.stands else None,
    )


def foreseen(fresh: Publication, signed: Iterable[Verdict], live: Any | None, on: datetime.date) -> Standing:
    """How words would stand that are about to take the place of `live`, which `told(on)` brought, if there is any."""
    is_reworded = fresh.kind == Publication.Kind.WORDING
    is_overdue = on > fresh.next_due_on
    return Standing(
        is_reviewed=not is_overdue and (not is_reworded or bool(live and live.is_reviewed)),
        is_overdue=is_overdue,
        is_unlisted=False,
        is_unknown=fresh.revision.is_unknown,
        signers=tuple(_as_signed(verdict) for verdict in signed),
        reviewed_on=fresh.reviewed_on,
        edited_on=fresh.edited_on,
        next_due_on=fresh.next_due_on,
        searched_on=fresh.revision.searched_on,
        reworded_on=fresh.edited_on if is_reworded else None,
        causes=(),
        cautions=_said(_above(fresh, on)),
        freshness=None,
        understood=fresh.reading,
    )


def _above(fresh: Publication, on: datetime.date) -> Iterable[str]:
    standing = Caution.objects.above(fresh.revision, on)
    return standing.order_by("at", "pk").values_list("words", flat=True)


def _said(cautions: Iterable[str]) -> tuple[str, ...]:
    """What stands above the words, each sentence once; a caution without words of its own has the fixed ones."""
    return tuple(dict.fromkeys(words or str(CAUTION) for words in cautions))


def _as_signed(verdict: Verdict) -> Signer:
    copied = ("name", "credential", "discipline", "register", "on", "interests", "vouched_by")
    return Signer(
        **{name: getattr(verdict, name) for name in copied},
        slug=verdict.reviewer.slug,
        verified_on=verdict.verified_on or verdict.on,
        scopes=tuple(verdict.scopes.values()),
        has_none=verdict.declaration is not None and verdict.declaration.is_none,
        language=verdict.round.answer.language,
        is_for_wording=verdict.round.kind == Round.Kind.WORDING,
    )


def signer(row: dict[str, Any]) -> Signer:
    return Signer(
        name=row["name"],
        credential=row["credential"],
        discipline=row["discipline"],
        register=row["register"],
        slug=row["slug"],
        verified_on=datetime.date.fromisoformat(row["verified_on"]),
        on=datetime.date.fromisoformat(row["on"]),
        scopes=tuple(row["scopes"].values()),
        interests=row["interests"],
        has_none=bool(row["has_none"]),
        language=row["language"],
        is_for_wording=row["kind"] == Round.Kind.WORDING,
        vouched_by=row["vouched_by"],
    )


def _causes(publication: Any) -> tuple[Cause, ...]:
    found = {
        Cause.CREDENTIAL: publication.rests_on_lapsed,
        Cause.VALUE: publication.quotes_former_value,
        Cause.WORDING: publication.is_named_otherwise or publication.is_asked_otherwise,
        Cause.REVIEW: publication.is_in_review_again,
    }
    return tuple(cause for cause, holds in found.items() if holds)
