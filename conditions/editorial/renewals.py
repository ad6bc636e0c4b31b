"""Credentials that are about to run out, or have: who is told, once for each step (E13, E14)."""

import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from conditions.editorial import registered, rows
from conditions.editorial.reviewers import stream
from conditions.models import Credential, Publication, Renewal, Revocation, SignOff, Verification
from conditions.permissions import holders, may

Step = Renewal.Step
# How long before the last day each step is due; the last of them the day after it.
BEFORE = {Step.EARLY: 60, Step.SOON: 14, Step.LAPSED: -1}
AHEAD = datetime.timedelta(days=BEFORE[Step.EARLY])


def concerned(on: datetime.date) -> QuerySet[Credential]:
    """Credentials of those who review now, or stand behind live text: the others may lapse in peace."""
    behind = SignOff.objects.filter(publication__in=Publication.objects.live())
    signed = behind.filter(verdict__verification__credential=OuterRef("pk"))
    return Credential.objects.filter(Q(reviewer__user__in=holders("review", on=on)) | Exists(signed))


def last_ones() -> QuerySet[Verification]:
    """Of each credential the verification that counts longest."""
    same = Verification.objects.filter(credential=OuterRef("credential"))
    longest = same.order_by("-valid_until", "-pk").values("pk")[:1]
    return Verification.objects.filter(pk=Subquery(longest))


def due(on: datetime.date) -> list[tuple[Verification, Step]]:
    """What is due on or before the day and not yet told. Of several steps that were missed, the last alone."""
    revoked = Revocation.objects.filter(credential=OuterRef("credential"))
    lasting = last_ones().filter(~Exists(revoked), valid_until__lte=on + AHEAD, credential__in=concerned(on))
    found = []
    for verification in lasting.select_related("credential__reviewer__user", "by").order_by("valid_until", "pk"):
        left = (verification.valid_until - on).days
        step = next(each for each in reversed(Step) if left <= BEFORE[each])
        if not Renewal.objects.filter(verification=verification, step=step).exists():
            found.append((verification, step))
    return found


def remind(*, at: datetime.datetime) -> int:
    """Tells the reviewer, and whoever has to do something about it. How many credentials."""
    told = due(timezone.localdate(at))
    for verification, step in told:
        with transaction.atomic():
            Renewal.objects.create(verification=verification, step=step, at=at)
            said = {"verification": verification.pk, "step": step.value}
            rows.tell("recheck wanted", stream=stream(verification.credential.reviewer), by=None, at=at, **said)
            _tell(verification, step, at=at)
    return len(told)


def _tell(verification: Verification, step: Step, *, at: datetime.datetime) -> None:
    credential, on = verification.credential, timezone.localdate(at)
    if step == Step.LAPSED:
        resting = Publication.objects.resting_only_on_lapsed(on)
        registered.ended(credential, registered.behind(resting, credential), verification.valid_until, at=at)
        return
    registered.counts_until(verification, at=at)
    if may(verification.by, "verify_credentials", on=on):
        registered.to_look_up(verification.by, credential, verification.valid_until, at=at)


def queue() -> QuerySet[Credential]:
    """Every credential with `until`, the last day on which it counts (nothing where nobody ever looked it up).

    One that is revoked from a day to come counts until the day before, whatever that says.
    """
    longest = Verification.objects.filter(credential=OuterRef("pk")).order_by("-valid_until", "-pk")
    found = Credential.objects.annotate(until=Subquery(longest.values("valid_until")[:1]))
    return found.select_related("reviewer", "revocation__by").order_by(F("until").asc(nulls_first=True), "pk")


def to_check(on: datetime.date) -> QuerySet[Credential]:
    """Those that somebody has to look up: new, due within two months, or lapsed, and not revoked."""
    of_use = queue().filter(pk__in=concerned(on), revocation=None)
    return of_use.filter(Q(until=None) | Q(until__lte=on + AHEAD))


def settled(on: datetime.date) -> QuerySet[Credential]:
    """All others, those that count longest first."""
    rest = queue().exclude(pk__in=to_check(on).values("pk"))
    return rest.order_by(F("until").desc(nulls_last=True), "pk")


def known_link(credential: Credential) -> str:
    """Where the register can be searched, as whoever looked somebody up in it wrote down last."""
    same = Verification.objects.filter(credential__register__iexact=credential.register).exclude(link="")
    return same.order_by("-at", "-pk").values_list("link", flat=True).first() or ""


def state(credential: Credential, on: datetime.date) -> str:
    """Of one of the `queue`: new, due, valid, lapsed, ending (it is revoked from a day to come) or revoked."""
    revocation: Revocation | None = getattr(credential, "revocation", None)
    until: datetime.date | None = credential.until  # type: ignore[attr-defined]
    if revocation and revocation.on <= on:
        return "revoked"
    if until is None:
        return "new"
    if until < on:
        return "lapsed"
    if revocation:
        return "ending"
    return "due" if until <= on + AHEAD else "valid"
