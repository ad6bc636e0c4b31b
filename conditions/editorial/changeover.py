"""The moment in which every live answer that quotes a fact changes to its new value, all of them or none (R27)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from conditions.editorial import facts, publications, rounds, rows
from conditions.models import Answer, Fact, FactVersion, Publication, Quotation, Round, User, Verdict
from conditions.models.understanding import complete
from conditions.stale import Stale


@dataclass(frozen=True)
class Step:
    """One live answer of a change-over: what readers have, and the review of what would take its place."""

    live: Publication
    round: Round | None  # a medical review that is open, of words that quote the new value
    lacks: str  # why it is not ready; empty where it is

    @property
    def title(self) -> str:
        """The question as readers have it, with its language."""
        language = dict(settings.LANGUAGES).get(self.live.answer.language, self.live.answer.language)
        return f"“{self.live.revision.question}” ({language})"


def steps(version: FactVersion) -> list[Step]:
    """Every live answer that would change with the value, in the order in which they would."""
    live = Publication.objects.quoting(version.fact).select_related("answer__condition", "answer__question__policy")
    found = list(live.select_related("revision").order_by("answer_id"))
    verdicts = Verdict.objects.filter(round=OuterRef("pk"))
    rounds = Round.objects.filter(
        Exists(Quotation.objects.filter(revision=OuterRef("revision"), version=version)),
        answer__in=[each.answer_id for each in found],
        closed_at=None,
        kind=Round.Kind.MEDICAL,
    ).annotate(
        is_approved=Exists(complete().filter(pk=OuterRef("pk"))),
        is_disputed=Exists(verdicts.filter(decision=Verdict.Decision.CHANGES)),
    )
    open_ones = {each.answer_id: each for each in rounds.select_related("revision__translates")}
    return _sources_first([_step(each, open_ones.get(each.answer_id)) for each in found])


@transaction.atomic
def put_in_force(
    version: FactVersion, *, by: User, at: datetime.datetime, seen: Mapping[Answer, str]
) -> list[Publication]:
    """The accepted value, and the approved new version of each live answer that quotes the fact, reach readers at once.

    `seen` holds, for each of these answers, the digest that was on screen. Every rule of publishing holds for each.
    Raises: PermissionDenied; Stale; ValidationError, naming each answer that still lacks an approved new version.
    """
    fact = version.fact
    rows.enter(by, facts.ACCEPT, fact.condition, at=at)
    now, planned = _locked(version)
    for step in planned:
        rows.enter(by, "publish", fact.condition, at=at, language=step.live.answer.language)
    lacking = [f"{step.title}: {step.lacks}" for step in planned if step.lacks]
    if lacking:
        raise ValidationError([_("Some answers lack an approved version with the new value:"), *lacking])
    ready = [(step.live, step.round) for step in planned if step.round]
    if {round_.answer_id: round_.revision.digest for _live, round_ in ready} != {a.pk: d for a, d in seen.items()}:
        raise Stale
    for live, _round in ready:
        publications.end(live, Publication.Ending.REPLACED, by=by, at=at)
    changed = facts.replace_former(now, at=at)
    begun = [publications.follow(round_, live, by=by, at=at) for live, round_ in ready]
    codes = [each.code for each in begun]
    rows.tell("value in force", *changed, stream=facts.stream(fact), by=by, at=at, version=now.pk, published=codes)
    return begun


def _locked(version: FactVersion) -> tuple[FactVersion, list[Step]]:
    """The accepted value and the steps to it, its answers and then the fact kept from others. Raises: Stale."""
    live = Publication.objects.quoting(version.fact).order_by()
    rounds.lock_all(live.values_list("answer", flat=True))
    Fact.objects.select_for_update(no_key=True).get(pk=version.fact_id)
    accepted = FactVersion.objects.pending().filter(accepted_at__isnull=False)
    now = accepted.select_related("fact__condition").filter(pk=version.pk).first()
    if now is None:
        raise Stale
    return now, steps(now)


def _step(live: Publication, round_: Round | None) -> Step:
    if round_ is None:
        return Step(live, None, _("no text with the new value is in medical review."))
    round_.answer = live.answer
    if round_.is_disputed:  # type: ignore[attr-defined]
        return Step(live, round_, _("a reviewer asked for changes first."))
    if round_.is_approved:  # type: ignore[attr-defined]
        return Step(live, round_, "")
    if round_.lay_reader and Round.objects.signed_as_asked().filter(pk=round_.pk).exists():
        return Step(live, round_, _("no lay reader has understood all of it yet."))
    told = _("two clinicians have to approve it.") if round_.second_clinician else _("nobody has approved it yet.")
    return Step(live, round_, told)


def _sources_first(left: list[Step]) -> list[Step]:
    """A translation begins after the text that it translates, which would otherwise have ended (E10)."""
    ordered: list[Step] = []
    while left:
        waiting = {step.live.answer_id for step in left}
        free = [step for step in left if _translated(step) not in waiting] or left
        ordered += free
        left = [step for step in left if step not in free]
    return ordered


def _translated(step: Step) -> int | None:
    translates = step.round and step.round.revision.translates
    return translates.answer_id if translates else None
