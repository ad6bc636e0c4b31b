"""What must hold of an answer besides: digests, who signed what, and that nobody signed their own words (E3, R8, E19).

Recomputed from the rows, by other ways than the guards', in the order in which the ledger says that it happened.
"""

from collections.abc import Iterator
from typing import TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from conditions import words
from conditions.evidence.families import Family
from conditions.evidence.fingerprints import fingerprint, name
from conditions.evidence.holding import Held
from conditions.models import (
    Answer,
    Citation,
    Contribution,
    ExpertLink,
    Publication,
    Quotation,
    Reading,
    Revision,
    Round,
    Seal,
    SignOff,
    Verdict,
)

Row = TypeVar("Row", bound=models.Model)
Said = Reading.Said
REWORDED = {Publication.Kind.WORDING, Publication.Kind.RESTORED}
ASKED = ("id", "round_id", "revision_id", "digest", "reader_id", "asked_by_id", "asked_at")
WORDS = tuple(
    field.attname
    for field in Revision._meta.concrete_fields
    if isinstance(field, models.TextField | models.JSONField) or field.name == "change"
)


class Answered(Held):
    """One answer. The words of a revision are hashed when it is read, and not kept: they weigh most."""

    def __init__(self, family: Family, stream: str) -> None:
        super().__init__(family, stream)
        self.digests: dict[int, str] = {}

    def take(self, row: models.Model) -> None:
        super().take(row)
        if isinstance(row, Revision):
            self.digests[row.pk] = self._digest(row)
            for column in WORDS:
                setattr(row, column, "")

    def _digest(self, revision: Revision) -> str:
        """What the stored words give; for sealed ones, whether there are none."""
        if revision.is_sealed:
            return "words" if any(getattr(revision, column) for column in WORDS) else ""
        revision.answer = self.of(Answer)[0]
        parts = [[part for part in self.of(kind) if part.revision_id == revision.pk] for kind in (Citation, Quotation)]
        try:
            return words.digest(revision, *parts)
        except (AttributeError, TypeError, ValueError):
            return ""

    def wrong(self) -> Iterator[str]:
        yield from super().wrong()
        for revision in self.of(Revision):
            if sentence := self._misfit(revision):
                yield self.says(sentence, name(revision))
        for verdict in self.of(Verdict):
            if verdict.decision == Verdict.Decision.APPROVE and (sentence := self._signed_wrongly(verdict)):
                yield self.says(sentence, name(verdict))
        for reading in self.of(Reading):
            if sentence := self._asked_wrongly(reading) or self._read_wrongly(reading):
                yield self.says(sentence, name(reading))
        for publication in self.of(Publication):
            if sentence := self._published_wrongly(publication) or self._understood_wrongly(publication):
                yield self.says(sentence, name(publication))

    def _misfit(self, revision: Revision) -> str:
        sealed = [seal for seal in self.of(Seal) if seal.revision_id == revision.pk and seal.sealed_at]
        if self.told.digests.get(revision.pk) != revision.digest:
            return _("%(row)s does not carry the digest that the ledger recorded.")
        if bool(sealed) != revision.is_sealed or any(seal.sealed_by_id == seal.asked_by_id for seal in sealed):
            return _("%(row)s is not sealed by two people, or not as they decided.")
        if revision.is_sealed:
            return _("%(row)s is sealed, but has words.") if self.digests[revision.pk] else ""
        return (
            "" if self.digests[revision.pk] == revision.digest else _("%(row)s has other words than its digest says.")
        )

    def _signed_wrongly(self, verdict: Verdict) -> str:
        revision, round_ = self._one(Revision, verdict.revision_id), self._one(Round, verdict.round_id)
        if verdict.digest != revision.digest or verdict.revision_id != round_.revision_id:
            return _("%(row)s approves other words than those of its revision.")
        if verdict.by_id in self._writers(revision, self.told.first[name(verdict)]):
            return _("%(row)s was given by somebody who had a part in the words.")
        if verdict.voucher_id in self._writers(revision, self.told.first[name(verdict)]):
            return _("%(row)s was vouched for by somebody who had a part in the words.")
        if verdict.voucher_id and not self._linked(verdict, round_):
            return _("%(row)s rests on no link that worked then, or on another voucher than that of the link.")
        return ""

    def _linked(self, verdict: Verdict, round_: Round) -> bool:
        """Whether an outside expert decided by a link to the bundle, for whom whoever looked them up vouches (R9)."""
        links = ExpertLink.objects.filter(bundle=round_.bundle_id, reviewer=verdict.reviewer_id)
        links = links.filter(verification=verdict.verification_id, verification__by=verdict.voucher_id)
        standing = Q(withdrawn_at=None) | Q(withdrawn_at__gte=verdict.at)
        return links.filter(standing, asked_at__lte=verdict.at, expires_at__gt=verdict.at).exists()

    def _asked_wrongly(self, reading: Reading) -> str:
        revision, round_ = self._one(Revision, reading.revision_id), self._one(Round, reading.round_id)
        if reading.digest != revision.digest or reading.revision_id != round_.revision_id or not round_.lay_reader:
            return _("%(row)s is of other words than those of a review that asks for a lay reader.")
        if reading.reader_id in {reading.asked_by_id, *self._writers(revision, self.told.first[name(reading)])}:
            return _("%(row)s was asked of somebody who asked themselves, or had a part in the words.")
        deciders = {verdict.by_id for verdict in self.of(Verdict) if verdict.revision_id == revision.pk}
        if reading.reader_id in deciders and not self._precedes_salt(reading):
            return _("%(row)s was asked of somebody who decided on the same words as a clinician.")
        return ""

    def _precedes_salt(self, reading: Reading) -> bool:
        """Whether they were asked before a reading had a salt: until then they might review the same words elsewhere.

        The ledger knows, also after the salt went with the name: without one, what is kept alone gave the fingerprint.
        """
        asked = Reading(**{column: getattr(reading, column) for column in ASKED})
        return self.told.begun[name(reading)] == fingerprint(asked)

    def _read_wrongly(self, reading: Reading) -> str:
        """Of what was answered: when, of which words, and what the same person said of them later."""
        if reading.is_sealed and (reading.name or reading.standpoint or reading.declined_because or reading.salt):
            return _("%(row)s is taken back, but has words.")
        if not reading.answered_at:
            return ""
        at, digest = self.told.beside.get(name(reading), (0, ""))
        if digest != reading.digest or at <= self.told.first[name(reading)]:
            return _("%(row)s has an answer, but no event tells of it after they were asked about these words.")
        closed_at = self._one(Round, reading.round_id).closed_at
        if reading.answered_at < reading.asked_at or (closed_at and closed_at < reading.answered_at):
            return _("%(row)s was answered before they were asked, or after the review ended.")
        if bool(reading.overtaken_at) != self._took_back(reading, at):
            return _("%(row)s is not what the same person said last of these words.")
        return ""

    def _took_back(self, reading: Reading, at: int) -> bool:
        """Whether somebody who had understood the words said later of the same words that some places are not clear."""
        theirs = (each for each in self.of(Reading) if each.reader_id == reading.reader_id)
        later = (each for each in theirs if each.revision_id == reading.revision_id and each.said == Said.UNCLEAR)
        return reading.said == Said.CLEAR and any(self.told.beside.get(name(each), (0,))[0] > at for each in later)

    def _understood_wrongly(self, publication: Publication) -> str:
        if publication.reading_id is None:
            asked = self._one(Round, publication.round_id).lay_reader
            return _("%(row)s names no lay reader, though its review asked for one.") if asked else ""
        reading = self._one(Reading, publication.reading_id)
        fits = reading.said == Said.CLEAR and reading.revision_id == publication.revision_id
        began = self.told.first[name(publication)]
        if not fits or not 0 < self.told.beside.get(name(reading), (0,))[0] < began:
            return _("%(row)s names a lay reader who had not understood these words when it began.")
        if reading.overtaken_at and reading.overtaken_at < publication.published_at:
            return _("%(row)s names a lay reader who had said since that some places are not clear.")
        return ""

    def _published_wrongly(self, publication: Publication) -> str:
        revision, signed = self._one(Revision, publication.revision_id), self._behind(publication.pk)
        others = [verdict for verdict in signed if verdict.digest != revision.digest]
        if len(others) == len(signed) or any(verdict.decision != Verdict.Decision.APPROVE for verdict in signed):
            return _("%(row)s rests on no approval of its words.")
        if others and (publication.kind not in REWORDED or set(others) - set(self._behind(publication.before_id))):
            return _("%(row)s names an approval of other words.")
        if publication.published_by_id in self._writers(revision, self.told.first[name(publication)]):
            return _("%(row)s was published by somebody who had a part in its words.")
        if any(verdict.voucher_id == publication.published_by_id for verdict in signed):
            return _("%(row)s was published by whoever vouched for an outside expert behind it.")
        if {verdict.voucher_id for verdict in signed} & {verdict.by_id for verdict in signed}:
            return _("%(row)s rests on an approval of whoever vouched for an outside expert behind it.")
        return ""

    def _one(self, model: type[Row], pk: int) -> Row:
        row: Row = next(row for row in self.of(model) if row.pk == pk)
        return row

    def _behind(self, publication: int | None) -> list[Verdict]:
        signed = {sign_off.verdict_id for sign_off in self.of(SignOff) if sign_off.publication_id == publication}
        return [verdict for verdict in self.of(Verdict) if verdict.pk in signed]

    def _writers(self, revision: Revision, event: int) -> set[int]:
        """Who had a part in the words, or in those since the last version that was not withdrawn when it happened."""
        numbers = {each.pk: each.number for each in self.of(Revision)}
        before = [numbers[each.revision_id] for each in self.of(Publication) if self._stood(each, event)]
        last = max((number for number in before if number < revision.number), default=0)
        since = {each.pk: each for each in self.of(Revision) if last < each.number <= revision.number}
        parts = [part for part in self.of(Contribution) if part.role != Contribution.Role.SUGGESTED]
        return {each.created_by_id for each in since.values()} | {
            part.user_id for part in parts if part.revision_id in since
        }

    def _stood(self, publication: Publication, event: int) -> bool:
        """Whether the publication had begun before the event, and was not withdrawn yet."""
        row = name(publication)
        withdrawn = publication.ending == Publication.Ending.WITHDRAWN and self.told.last[row] < event
        return self.told.first[row] < event and not withdrawn
