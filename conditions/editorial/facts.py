"""What several answers say alike: proposed by one, accepted by another, in force for all of them at once (R27, E7)."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from conditions import rendering
from conditions.digest import canonical, sha256
from conditions.editorial import rows
from conditions.models import Fact, FactValue, FactVersion, Publication, Source, User
from conditions.stale import Stale

PROPOSE, ACCEPT = "write", "accept_facts"


@dataclass(frozen=True)
class Value:
    """One value as it is proposed; those of a language stand side by side in the order in which they are given.

    The first of a language other than English may say how the fact is headed there: `label` and `scope`.
    """

    language: str
    text: str
    source: Source
    as_of: str = ""
    label: str = ""
    scope: str = ""


@transaction.atomic
def start_fact(fact: Fact, *, by: User | None, at: datetime.datetime, origin: str = "") -> Fact:
    """Something that answers of the condition may quote, once a value of it is in force.

    Raises: PermissionDenied; ValidationError.
    """
    _enter(by, PROPOSE, fact, at)
    fact.label, fact.scope = rendering.line(fact.label), rendering.line(fact.scope)
    fact.full_clean()
    rows.write(fact)
    rows.tell("fact started", fact, stream=stream(fact), by=by, at=at, origin=origin)
    return fact


@transaction.atomic
def propose_fact(
    fact: Fact,
    values: Iterable[Value],
    *,
    reason: str,
    by: User | None,
    at: datetime.datetime,
    origin: str = "",
) -> FactVersion:
    """New values, which nobody sees or quotes until another person accepts them. An import has no `by` but an origin.

    Raises: PermissionDenied; ValidationError, also while another proposal waits.
    """
    _enter(by, PROPOSE, fact, at)
    _lock(fact)
    wanted = list(_placed(values))
    _refuse_unfit(fact, wanted)
    last = fact.versions.aggregate(last=Max("number"))["last"] or 0
    version = FactVersion(
        fact=fact,
        number=last + 1,
        reason=rendering.line(reason),
        origin=rendering.line(origin),
        proposed_by=by,
        proposed_at=at,
    )
    rows.write(version)
    for value in wanted:
        value.version = version
        rows.write(value)
    rows.tell("value proposed", version, *wanted, stream=stream(fact), by=by, at=at, version=version.pk)
    return version


@transaction.atomic
def accept_fact(version: FactVersion, *, by: User, at: datetime.datetime, seen: str) -> FactVersion:
    """Another person accepts it (E7). Text that is saved from now on quotes it.

    Where no live answer quotes the fact it is in force at once, and the one before ends; otherwise it waits for
    `changeover.put_in_force`. `seen` is what `screen` said of the page.
    Raises: PermissionDenied; Stale; ValidationError for whoever proposed it.
    """
    fact = version.fact
    _enter(by, ACCEPT, fact, at)
    _lock(fact)
    now = FactVersion.objects.pending().select_related("fact").filter(pk=version.pk, accepted_at=None).first()
    if now is None or screen(now) != seen:
        raise Stale
    if now.proposed_by_id == by.pk:
        raise ValidationError(_("Whoever proposed a value does not accept it. Ask another editor."))
    _refuse_unspoken(fact, {value.language for value in now.values.all()})
    changed = [rows.once(now, accepted_at=at, accepted_by=by)]
    if not Publication.objects.quoting(fact).exists():
        changed = replace_former(now, at=at)
    rows.tell("value accepted", *changed, stream=stream(fact), by=by, at=at, version=now.pk)
    return now


@transaction.atomic
def drop_fact(version: FactVersion, because: str, *, by: User, at: datetime.datetime) -> FactVersion:
    """Refuses a value, or takes one's own back; also one that was accepted and is not in force yet.

    Raises: PermissionDenied; Stale if it is in force or was dropped; ValidationError without a reason.
    """
    fact = version.fact
    _enter(by, PROPOSE if version.proposed_by_id == by.pk else ACCEPT, fact, at)
    _lock(fact)
    now = FactVersion.objects.pending().filter(pk=version.pk).first()
    if now is None:
        raise Stale
    rows.once(now, dropped_at=at, dropped_by=by, dropped_because=rendering.line(because))
    rows.tell("value dropped", now, stream=stream(fact), by=by, at=at, version=now.pk)
    return now


def is_known(fact: Fact, values: Iterable[Value]) -> bool:
    """Whether the very values are in force, wait, or were dropped: an import does not propose them again."""
    wanted = _told(_placed(values))
    former = fact.versions.filter(ended_at=None).prefetch_related("values")
    return any(_told(version.values.all()) == wanted for version in former)


def replace_former(version: FactVersion, *, at: datetime.datetime) -> list[FactVersion]:
    """Part of a move: the accepted value is in force, and the former ends, in this order. Returns both."""
    former = list(FactVersion.objects.in_force().filter(fact=version.fact_id))
    return [*(rows.once(each, ended_at=at) for each in former), rows.once(version, in_force_at=at)]


def screen(version: FactVersion) -> str:
    """The version of the page on which somebody decides: another as soon as the proposal or a value of it moves."""
    told = version.values.order_by("language", "position", "pk")
    return sha256(canonical([rows.version(row) for row in (version, *told)]))[:16]


def stream(fact: Fact) -> str:
    return f"fact:{fact.pk}"


def _enter(by: User | None, action: str, fact: Fact, at: datetime.datetime) -> None:
    """An import is nobody: whoever runs the site let it in, and another person accepts what it brings."""
    if by is not None:
        rows.enter(by, action, fact.condition, at=at)


def _lock(fact: Fact) -> None:
    Fact.objects.select_for_update(no_key=True).get(pk=fact.pk)


def _placed(values: Iterable[Value]) -> Iterator[FactValue]:
    """Each value in its place of its language, on one line. Raises: ValidationError for a text that is too long."""
    places: Counter[str] = Counter()
    for value in values:
        places[value.language] += 1
        placed = FactValue(
            language=value.language,
            position=places[value.language],
            text=rendering.line(value.text),
            source=value.source,
            as_of=rendering.line(value.as_of),
            label=rendering.line(value.label),
            scope=rendering.line(value.scope),
        )
        placed.clean_fields(exclude=["version"])
        yield placed


def _refuse_unfit(fact: Fact, wanted: list[FactValue]) -> None:
    languages = {value.language for value in wanted}
    if not wanted:
        raise ValidationError(_("Give at least one value, with its source."))
    if not languages <= dict(settings.LANGUAGES).keys():
        raise ValidationError(_("Choose one of the languages of the site."))
    if len({tuple(_spoken_by(wanted, language)) for language in languages}) > 1:
        raise ValidationError(_("Give the same values in each language: as many, from the same sources, in one order."))
    retracted = next((value.source for value in wanted if value.source.retracted_on), None)
    if retracted:
        raise ValidationError(_("“%(key)s” was retracted. Rest the value on another source.") % {"key": retracted.key})
    if len({(value.language, value.text, value.source_id, value.as_of) for value in wanted}) < len(wanted):
        raise ValidationError(_("The same value stands there twice. Take one away."))
    pending = FactVersion.objects.pending().filter(fact=fact).exists()
    if pending:
        raise ValidationError(_("A new value of this fact is being decided on. Decide on that one first."))
    if _told(wanted) == _told(FactValue.objects.filter(version__in=FactVersion.objects.in_force().filter(fact=fact))):
        raise ValidationError(_("This is what is in force already. Propose something else, or nothing."))
    _refuse_unspoken(fact, languages)


def _refuse_unspoken(fact: Fact, languages: set[str]) -> None:
    """Live text in another language would have nothing to quote, and the value could never be put in force."""
    live = set(Publication.objects.quoting(fact).order_by().values_list("answer__language", flat=True))
    known = dict(settings.LANGUAGES)
    missing = ", ".join(str(known.get(language, language)) for language in sorted(live - languages))
    if missing:
        raise ValidationError(
            _("Live answers quote “%(key)s” in a language without a value: %(languages)s. Give it there too.")
            % {"key": fact.key, "languages": missing}
        )


def _spoken_by(values: list[FactValue], language: str) -> list[int]:
    return [value.source_id for value in values if value.language == language]


def _told(values: Iterable[FactValue]) -> set[tuple[object, ...]]:
    columns = ("language", "position", "text", "source_id", "as_of", "label", "scope")
    return {tuple(getattr(value, column) for column in columns) for value in values}
