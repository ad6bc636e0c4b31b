"""The record of an answer: each version that was ever before readers, and what happened to it (R17, R18).

`versions()` brings publications, live or ended, with all that `events` tells of them; `events` is their history, the
newest first. No sealed word is in either: what is told of a sealed version is when, why, and its digest (E19).
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, TextChoices
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions import standing
from conditions.models import Notice, Publication, Seal
from conditions.models.lists import Rows
from conditions.standing import Signer


class Happened(TextChoices):
    """What happened to an answer, in the words that readers are given."""

    FIRST = "first", _("First published")
    CORRECTED = "corrected", _("What it says was corrected")
    AGAIN = "again", _("Published again in the same words, after a new review")
    REWORDED = "reworded", _("The wording was corrected; the medical content did not change")
    RECONFIRMED = "reconfirmed", _("Reviewed again; no word changed")
    RESTORED = "restored", _("Put back")
    WITHDRAWN = "withdrawn", _("Taken down")
    SEALED = "sealed", _("The words of a version were taken away for good")


# What is told to those who follow: neither what only sounds different now nor what only lasts longer.
TOLD = frozenset({Happened.FIRST, Happened.CORRECTED, Happened.AGAIN, Happened.RESTORED, Happened.WITHDRAWN})


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened. `version` is the publication to which it happened, as `versions` brought it."""

    happened: Happened
    at: datetime.datetime
    version: Any
    reason: str
    advice: str = ""

    @property
    def on(self) -> datetime.date:
        return timezone.localdate(self.at)

    @property
    def brought_words(self) -> bool:
        """Whether the version began with it, so that somebody signed for it."""
        return self.happened not in {Happened.WITHDRAWN, Happened.SEALED}

    @property
    def changed_words(self) -> bool:
        """Whether there is a difference to the version before."""
        return self.happened in {Happened.CORRECTED, Happened.REWORDED}

    @property
    def ground(self) -> str:
        """Why words may be taken away at all: the ground of a seal."""
        return str(Seal.Ground(self.version.sealed_for).label) if self.happened == Happened.SEALED else ""

    @property
    def signers(self) -> tuple[Signer, ...]:
        """Who stood behind the version, as they were on the day of their signature."""
        return tuple(standing.signer(row) for row in self.version.signed)


class Sibling(NamedTuple):
    """Another version of the same answer."""

    code: str
    number: int
    published_on: datetime.date
    revision: int


def siblings() -> Rows:
    """All versions of the answer of a version, the newest first."""
    same = Publication.objects.filter(answer=OuterRef("answer")).order_by("-number")
    return Rows(same.values(row=JSONObject(code="code", number="number", on="published_on", revision="revision")))


def others(version: Any) -> list[Sibling]:
    """The versions with which one that has its `siblings` can be compared."""
    found = (
        Sibling(each["code"], each["number"], datetime.date.fromisoformat(each["on"]), each["revision"])
        for each in version.siblings
    )
    return [each for each in found if each.code != version.code]


def versions() -> QuerySet[Any]:
    """Publications with who signed them, what the public was told, and their neighbours; without their words."""
    seal = Seal.objects.filter(revision=OuterRef("revision"), sealed_at__isnull=False)
    told = Notice.objects.filter(publication=OuterRef("pk")).order_by("at", "pk")
    live = Publication.objects.live().filter(answer=OuterRef("answer"))
    found: QuerySet[Any] = Publication.objects.select_related("reading").annotate(
        signed=standing.signed(),
        told=Rows(told.values(row=JSONObject(kind="kind", reason="reason", advice="advice", on="on"))),
        language=F("answer__language"),
        question=F("revision__question"),
        condition_name=F("revision__condition_name"),
        change=F("revision__change"),
        digest=F("revision__digest"),
        is_sealed=F("revision__is_sealed"),
        sealed_at=Subquery(seal.values("sealed_at")[:1]),
        sealed_for=Subquery(seal.values("ground")[:1]),
        sealed_because=Subquery(seal.values("reason")[:1]),
        code_before=F("before__code"),
        published_before=F("before__published_on"),
        code_after=F("after__code"),
        revision_before=F("before__revision"),
        has_live=Exists(live),
    )
    return found


def events(found: Iterable[Any]) -> list[Event]:
    """All that happened to these versions, the newest first. Words that several of them had were sealed once."""
    newest_first = sorted(found, key=lambda version: version.pk, reverse=True)
    sealed: dict[int, Any] = {version.revision_id: version for version in reversed(newest_first) if version.is_sealed}
    happened = [_sealed(version) for version in sealed.values()]
    happened += [event for version in newest_first for event in _of(version)]
    return sorted(happened, key=_age, reverse=True)


def _age(event: Event) -> tuple[datetime.datetime, int, bool]:
    """At one moment, the later version comes later, and a version ends after it began."""
    return event.at, event.version.pk, not event.brought_words


def _sealed(version: Any) -> Event:
    return Event(happened=Happened.SEALED, at=version.sealed_at, version=version, reason=version.sealed_because)


def _of(version: Any) -> Iterator[Event]:
    notices = {row["kind"]: row for row in version.told}
    kind = beginning(version)
    because = {
        Happened.CORRECTED: notices.get(Notice.Kind.CORRECTION, {}).get("reason", ""),
        Happened.RESTORED: notices.get(Notice.Kind.RESTORED, {}).get("reason", ""),
        Happened.REWORDED: version.change,
    }
    yield Event(happened=kind, at=version.published_at, version=version, reason=because.get(kind, ""))
    if gone := notices.get(Notice.Kind.WITHDRAWAL):
        told = {"reason": gone["reason"], "advice": gone["advice"]}
        yield Event(happened=Happened.WITHDRAWN, at=version.ended_at, version=version, **told)


def beginning(version: Any) -> Happened:
    """How the version came before readers."""
    if version.before_id is None:
        return Happened.FIRST
    if version.kind == Publication.Kind.NEW:
        is_same = version.revision_before == version.revision_id
        return Happened.AGAIN if is_same else Happened.CORRECTED
    return {
        Publication.Kind.WORDING: Happened.REWORDED,
        Publication.Kind.RECONFIRMED: Happened.RECONFIRMED,
        Publication.Kind.RESTORED: Happened.RESTORED,
    }[Publication.Kind(version.kind)]
