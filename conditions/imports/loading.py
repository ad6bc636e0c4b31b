"""Brings a catalogue into the database: all of it or nothing, adding only, and quick to find that nothing is new.

The first load is where a site starts. After it, what readers see stays as editors left it (E22): a new condition waits
as a proposal, new names to search by wait as one for each condition, an address is given once, and what a newer release
no longer has is reported and kept.
"""

import datetime
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from conditions import bulk, ledger, names, search
from conditions.imports import arrivals
from conditions.imports.arrivals import LANGUAGE, STREAM
from conditions.imports.catalogue import BadFile, Catalogue, Term
from conditions.models import Code, Condition, Event, FormerSlug, Name, Proposal

BATCH = 2_000

T = TypeVar("T")
Show = Callable[..., Iterable[Any]]  # called like tqdm: show(batches, desc=..., total=...)


def quietly(batches: Iterable[T], **_options: Any) -> Iterable[T]:
    return batches


@dataclass(frozen=True)
class Report:
    """What an import did, and what it left alone."""

    conditions: int  # new ones that readers see: those of the first load
    waiting: int  # new ones that wait for an editor: those of every later load
    names: int  # new ones that search finds: those of the first load
    waiting_names: int  # conditions of which new names wait for an editor: those of every later load
    links: int  # new ones, from a condition to what it belongs to
    differing: int  # preferred names that differ from ours and came as names to search by
    gone: int  # conditions of ours that the file no longer has
    total: int  # conditions that came from Mondo, now

    @property
    def changed(self) -> bool:
        return bool(self.conditions or self.waiting or self.names or self.waiting_names or self.links)

    def lines(self) -> list[str]:
        """The report, for whoever ran the import."""
        new = f"New: {self.conditions:,} conditions, {self.names:,} names, {self.links:,} links to families."
        notes = [f"{new} From Mondo now: {self.total:,} conditions."]
        if self.waiting:
            notes.append(
                f"{self.waiting:,} new conditions wait in the administration, under Proposals: readers see nothing of "
                "them until an editor accepts them."
            )
        if self.waiting_names:
            notes.append(
                f"New names of {self.waiting_names:,} conditions wait there as well: search does not know them until "
                "an editor accepts them."
            )
        if self.differing:
            notes.append(
                f"{self.differing:,} preferred names differ from ours. They came as names to search by; an editor may "
                "make them preferred."
            )
        if self.gone:
            notes.append(f"{self.gone:,} conditions are not in this release any more. They stay as they are.")
        return notes


def load(
    catalogue: Catalogue, *, at: datetime.datetime, show: Show = quietly, begins: Callable[[], Any] | None = None
) -> Report:
    """Adds the conditions, names and links that are new; `begins` brings what else a site starts with.

    Raises: BadFile if the file lacks most of the conditions that are here, or another import ran meanwhile.
    """
    try:
        with transaction.atomic():
            return _load(catalogue, at, show, begins)
    except IntegrityError as error:
        raise BadFile(_("Something else changed the catalogue at the same time. Run this import again.")) from error


def known_conditions() -> dict[str, int]:
    """Which condition stands for which Mondo id."""
    return dict(Code.objects.filter(system=Code.System.MONDO).values_list("value", "condition_id"))


def newest_release() -> str:
    """The newest release that was ever loaded; empty if none was."""
    told = Event.objects.filter(stream=STREAM, action="imported").values_list("data", flat=True)
    return max((json.loads(data)["release"] for data in told), default="")


def _load(catalogue: Catalogue, at: datetime.datetime, show: Show, begins: Callable[[], Any] | None) -> Report:
    before = known_conditions()
    gone = len(before.keys() - {term.mondo for term in catalogue.terms})
    if gone * 2 > len(before):
        raise BadFile(
            _(
                "This file lacks %(gone)s of the %(all)s conditions that are here. Is it the right file? "
                "Nothing was changed."
            )
            % {"gone": gone, "all": len(before)}
        )
    if arrivals.has_started():
        report = _propose(catalogue, before, gone, at, show)
    else:
        report = _begin(catalogue, before, gone, show)
        if begins:
            begins()
    if report.changed:
        numbers = {name: getattr(report, name) for name in ("conditions", "waiting", "names", "waiting_names", "links")}
        ledger.record(STREAM, "imported", by=None, at=at, data={"release": catalogue.release, **numbers})
    if report.conditions or report.names or report.links:
        search.rebuild(show)
    return report


def _begin(catalogue: Catalogue, before: dict[str, int], gone: int, show: Show) -> Report:
    """The first load: readers see all of it, as whoever runs the site decided by running it."""
    fresh = [term for term in catalogue.terms if term.mondo not in before]
    known = before | _add_conditions(fresh, show)
    arriving, differing = _new_names(catalogue, known, before.keys())
    insert(arriving, show, _("Names"))
    links = _new_links(catalogue, known, before.keys())
    insert(links, show, _("Families"))
    return Report(len(fresh), 0, len(arriving), 0, len(links), differing, gone, len(known))


def _propose(catalogue: Catalogue, before: dict[str, int], gone: int, at: datetime.datetime, show: Show) -> Report:
    """Every later load: nothing that readers see."""
    waiting = arrivals.conditions(catalogue, before, taken_addresses(), at)
    for batch in batches(waiting, show, _("Conditions")):
        Proposal.objects.bulk_create(batch)
    arriving, _differing = _new_names(catalogue, before, before.keys())
    to_search = arrivals.names_of(arriving, catalogue.attribution, at)
    for batch in batches(to_search, show, _("Names")):
        Proposal.objects.bulk_create(batch)
    return Report(0, len(waiting), 0, len(to_search), 0, _differing_of(catalogue, to_search, before), gone, len(before))


def _differing_of(catalogue: Catalogue, proposed: list[Proposal], known: dict[str, int]) -> int:
    """How many of the conditions have the name under them that the file prefers."""
    preferred = {str(known[term.mondo]): term.name for term in catalogue.terms if term.mondo in known}
    return sum(preferred.get(each.key) in each.wanted["names"] for each in proposed)


def taken_addresses() -> set[str]:
    return set(names.RESERVED).union(
        Condition.objects.values_list("slug", flat=True), FormerSlug.objects.values_list("slug", flat=True)
    )


def _add_conditions(fresh: Sequence[Term], show: Show) -> dict[str, int]:
    taken, made = taken_addresses(), []
    for term in fresh:
        slug = names.unused(names.slug(term.name), taken, tail=f"mondo-{term.mondo}")
        taken.add(slug)
        made.append(Condition(slug=slug, is_grouping=term.is_grouping))
    for batch in batches(made, show, _("Conditions")):
        Condition.objects.bulk_create(batch)  # which tells their numbers
    added = {term.mondo: condition.pk for term, condition in zip(fresh, made, strict=True)}
    codes = [Code(condition_id=pk, system=Code.System.MONDO, value=mondo) for mondo, pk in added.items()]
    insert(codes, show, _("Codes"))
    return added


def _new_names(catalogue: Catalogue, known: dict[str, int], before: Iterable[str]) -> tuple[list[Name], int]:
    """Names that are not here in any use, and how many of them the file prefers to the one that readers see."""
    texts: set[tuple[int, str]] = set()
    spellings: set[tuple[int, str]] = set()
    for pk, text, folded in Name.objects.filter(language=LANGUAGE).values_list("condition_id", "text", "folded"):
        texts.add((pk, text))
        spellings.add((pk, folded))
    old, arriving, differing = set(before), [], 0
    for term in (term for term in catalogue.terms if term.mondo in known):
        pk = known[term.mondo]
        for place, text in enumerate((term.name, *term.synonyms)):
            if (pk, text) in texts or (pk, folded := names.fold(text)) in spellings:
                continue
            spellings.add((pk, folded))
            use = Name.Use.SEARCH if place or term.mondo in old else Name.Use.PREFERRED
            differing += not place and term.mondo in old
            arriving.append(Name(condition_id=pk, text=text, folded=folded, language=LANGUAGE, use=use))
    return arriving, differing


def _new_links(catalogue: Catalogue, known: dict[str, int], before: Iterable[str]) -> list[Any]:
    """Links that have a new condition at one end; between two that readers know already, editors decide."""
    link, old = Condition.parents.through, set(before)
    new = [
        link(from_condition_id=known[term.mondo], to_condition_id=known[parent])
        for term in catalogue.terms
        for parent in term.parents
        if term.mondo not in old or parent not in old
    ]
    return _from_the_top(new) if new else new


def _from_the_top(new: list[Any]) -> list[Any]:
    """Families before their members: so the guard against rings finds nothing below a new one to climb from.

    Raises: BadFile if with the families that are here a condition would belong to itself.
    """
    above: dict[int, list[int]] = {}
    there = Condition.parents.through.objects.values_list("from_condition_id", "to_condition_id")
    for member, family in (*there, *((each.from_condition_id, each.to_condition_id) for each in new)):
        above.setdefault(member, []).append(family)
    try:
        place = {pk: number for number, pk in enumerate(TopologicalSorter(above).static_order())}
    except CycleError as error:
        ring = Condition.objects.filter(pk__in=error.args[1]).order_by("slug").values_list("slug", flat=True)
        raise BadFile(
            _(
                "With what conditions belong to here, each of these would belong to itself: %(ring)s. Change their "
                "families in the administration, then run this again. Nothing was changed."
            )
            % {"ring": ", ".join(ring)}
        ) from error
    return sorted(new, key=lambda each: place[each.from_condition_id])


def insert(rows: Sequence[Any], show: Show, what: str) -> None:
    """Inserts rows of one model, shown as they go."""
    for batch in batches(rows, show, what):
        bulk.write(batch)


def batches(rows: Sequence[T], show: Show, what: str) -> Iterable[list[T]]:
    """The rows in parts, shown as they go; nothing is shown where there is nothing to do."""
    parts = (list(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH))
    return show(parts, desc=what, total=-(-len(rows) // BATCH)) if rows else ()
