"""How things stand with one answer, read once for all that is asked about it at the desk."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.functional import cached_property

from conditions import stages, standing
from conditions.editorial import publications, rounds
from conditions.models import (
    Answer,
    Assignment,
    Caution,
    Citation,
    Condition,
    Draft,
    Notice,
    Publication,
    Reading,
    Revision,
    Round,
    Schedule,
    Seal,
    Verdict,
)


@dataclass
class Situation:
    """What stands in the way of a move, and what comes next, is in `options`."""

    answer: Answer
    on: datetime.date

    @cached_property
    def facts(self) -> stages.Facts:
        cell = stages.Cell.of(self.answer)
        return stages.gather([cell])[cell]

    @property
    def stage(self) -> stages.Stage:
        return stages.stage(self.facts, self.on)

    @property
    def underway(self) -> stages.Stage | None:
        """What colleagues are at, where the stage does not say it already."""
        at = stages.underway(self.facts)
        return None if at == self.stage else at

    @property
    def causes(self) -> list[stages.Cause]:
        return stages.causes(self.facts.live, self.on) if self.facts.live else []

    @property
    def standing(self) -> standing.Standing | None:
        """What readers are told of what they have."""
        return standing.of(self.live, self.on) if self.live else None

    @cached_property
    def live(self) -> Any:
        """What readers have, as `standing.told` brings it; None for nothing."""
        return standing.told(self.on).filter(answer=self.answer).first()

    @cached_property
    def last(self) -> Publication | None:
        """What readers had last, if they have nothing now."""
        ended = Publication.objects.filter(answer=self.answer).select_related("revision", "ended_by")
        return None if self.live else ended.order_by("-number").first()

    @cached_property
    def notice(self) -> Notice | None:
        """What readers find in place of the text."""
        here = Notice.objects.standing().filter(publication__answer=self.answer)
        return here.select_related("by", "confirmation__by", "publication__answer__condition").first()

    @cached_property
    def round(self) -> Round | None:
        """The open review, with who was asked and what each decided."""
        asked = Assignment.objects.select_related("reviewer__user", "verdict").order_by("offered_at", "pk")
        opened = Round.objects.filter(answer=self.answer, closed_at=None)
        about = opened.select_related("revision__translates", "answer__condition", "answer__question__policy")
        return about.prefetch_related(Prefetch("assignments", asked)).first()

    @property
    def is_signed(self) -> bool:
        """Whether every clinician whom the open review takes has approved; a lay reader may be wanted still."""
        signed = {verdict.by_id for verdict in self.verdicts if verdict.decision == Verdict.Decision.APPROVE}
        return self.round is not None and len(signed) > self.round.second_clinician

    @cached_property
    def readings(self) -> list[Reading]:
        """What lay readers were asked in the open review, and said, if it asks for one."""
        if self.round is None or not self.round.lay_reader:
            return []
        return list(self.round.readings.select_related("reader").order_by("asked_at", "pk"))

    @cached_property
    def understood(self) -> Reading | None:
        """What a lay reader said of the very words in review, in this review of them or another."""
        return publications.understood(self.round) if self.round else None

    @cached_property
    def still_wanted(self) -> str:
        """Whom else the open review takes, where two clinicians sign it."""
        found = self.round
        if found is None or not found.second_clinician:
            return ""
        return rounds.still_wanted(Round.objects.filter(pk=found.pk), on=self.on)

    @cached_property
    def planned(self) -> Schedule | None:
        """For when the approved words are planned to reach readers."""
        if self.round is None:
            return None
        found = Schedule.objects.open().filter(round=self.round).select_related("by").first()
        if found:
            found.answer, found.round = self.answer, self.round
        return found

    @cached_property
    def verdicts(self) -> list[Verdict]:
        asked = self.round.assignments.all() if self.round else ()
        return [each.verdict for each in asked if hasattr(each, "verdict")]

    @cached_property
    def revisions(self) -> list[Revision]:
        """Every version of the words, the newest first; of each only who saved it and when."""
        saved = Revision.objects.filter(answer=self.answer).select_related("created_by").order_by("-number")
        told = ("answer", "number", "created_at", "created_by__name", "created_by__email", "digest", "is_sealed")
        return list(saved.only(*told))

    @cached_property
    def published(self) -> set[int]:
        """The keys of the revisions that readers have, or had."""
        return set(Publication.objects.filter(answer=self.answer).values_list("revision", flat=True))

    @cached_property
    def drafts(self) -> list[Draft]:
        """Who is writing, and since when; the words are theirs alone (E6)."""
        begun = Draft.objects.filter(answer=self.answer).select_related("editor").order_by("saved_at")
        return list(begun.only("answer", "saved_at", "editor__name", "editor__email"))

    @cached_property
    def cautions(self) -> list[Caution]:
        """Those that stand on the day over the answer, its condition or a source that its live text cites, and those
        in own words that wait for a second person.
        """
        about = Q(answer=self.answer) | Q(condition=self.answer.condition_id)
        if self.live:
            about |= Q(source__in=Citation.objects.filter(revision=self.live.revision_id).values("source"))
        here = Caution.objects.filter(about, lifted_at=None, ends_on__gte=self.on)
        named = Prefetch("condition", Condition.objects.named(self.answer.language))
        return list(here.select_related("by", "source").prefetch_related(named).order_by("at", "pk"))

    @cached_property
    def seals(self) -> list[list[Seal]]:
        """Those that wait for a second person; what was asked for in one step stands together."""
        asked = Seal.objects.waiting().filter(revision__answer=self.answer).select_related("revision", "asked_by")
        found: dict[tuple[int, datetime.datetime], list[Seal]] = {}
        for seal in asked.order_by("asked_at", "-revision__number"):
            found.setdefault((seal.asked_by_id, seal.asked_at), []).append(seal)
        return list(found.values())
