"""Brings codes of other systems to the conditions that are here: adding only, all of them or none.

With the load by which a site starts they come at once; after it they wait for an editor, as names do (E22).
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from conditions import ledger, search
from conditions.imports import arrivals
from conditions.imports.arrivals import STREAM
from conditions.imports.loading import Show, batches, insert, known_conditions, quietly
from conditions.imports.mappings import Mapping, Mappings
from conditions.imports.mondo import Release
from conditions.models import Code, Proposal

Key = tuple[int, str, str]  # a condition, a system and its code


@dataclass
class Report:
    """How many codes arrived, by system, and which rows led nowhere."""

    added: Counter[str] = field(default_factory=Counter)  # that readers see: with the load by which a site starts
    waiting: Counter[str] = field(default_factory=Counter)  # that wait for an editor
    conditions: int = 0  # of which codes wait, each with one proposal
    elsewhere: int = 0  # rows about terms that are no condition here
    followed: int = 0  # codes of a retired term that went to its replacement
    unknown: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        """The report, for whoever ran the import."""
        new = self.added or self.waiting
        listed = ", ".join(f"{Code.System(system).label} {count:,}" for system, count in sorted(new.items()))
        lines = [f"New codes: {new.total():,}{f' ({listed})' if listed else ''}."]
        if self.conditions:
            lines.append(
                f"They wait in the administration, under Proposals, for {self.conditions:,} conditions: readers see "
                "none of them until an editor accepts it."
            )
        if self.followed:
            lines.append(f"{self.followed:,} of them belonged to retired terms and went to what replaced these.")
        if self.elsewhere:
            lines.append(f"{self.elsewhere:,} rows are about terms that are no condition here, and were left out.")
        lines += [f"Not understood and left out: {what}, {count:,} times." for what, count in self.unknown.items()]
        return lines


@transaction.atomic
def load(
    found: Mappings, release: Release, *, at: datetime.datetime, show: Show = quietly, starts: bool = False
) -> Report:
    """Brings the codes that a condition does not have yet; `starts` where the site begins with this very import."""
    report = Report(unknown=found.unknown)
    arriving, followed = _arriving(found, release, report)
    if starts:
        insert(arriving, show, _("Codes"))
        brought = [_key(code) for code in arriving]
        report.added.update(system for _pk, system, _value in brought)
    else:
        waiting = arrivals.codes_of(arriving, release.catalogue.attribution, at)
        for batch in batches(waiting, show, _("Codes")):
            Proposal.objects.bulk_create(batch)
        brought = list(_proposed(waiting))
        report.waiting.update(system for _pk, system, _value in brought)
        report.conditions = len(waiting)
    report.followed = len(followed.intersection(brought))
    if brought:
        told = {"codes": dict(report.added), "waiting": dict(report.waiting)}
        ledger.record(STREAM, "codes imported", by=None, at=at, data={"release": release.catalogue.release} | told)
    if report.added:
        search.rebuild(show)
    return report


def _arriving(found: Mappings, release: Release, report: Report) -> tuple[list[Code], set[Key]]:
    """What no condition has yet, and of it what was a retired term's.

    A code of a retired term goes to the term that replaced it, but only where that one has no code of the
    system from anywhere else: two terms that became one need not have meant the same.
    """
    known = known_conditions()
    held: set[Key] = set(Code.objects.values_list("condition_id", "system", "value"))
    fresh: list[Code] = []
    retired = [row for row in found.rows if row.mondo not in known]
    for row in found.rows:
        if row.mondo in known:
            _add(row, known[row.mondo], held, fresh)
    served, own = {(pk, system) for pk, system, _value in held}, len(fresh)
    for row in retired:
        pk = known.get(release.live(row.mondo) or "")
        report.elsewhere += pk is None
        if pk is not None and (pk, row.system) not in served:
            _add(row, pk, held, fresh)
    return fresh, {_key(code) for code in fresh[own:]}


def _add(row: Mapping, pk: int, held: set[Key], fresh: list[Code]) -> None:
    key = (pk, str(row.system), row.value)
    if key not in held:
        held.add(key)
        fresh.append(Code(condition_id=pk, system=row.system, value=row.value, relation=row.relation))


def _key(code: Code) -> Key:
    return code.condition_id, str(code.system), code.value


def _proposed(waiting: list[Proposal]) -> Iterator[Key]:
    for proposal in waiting:
        yield from ((int(proposal.key), code["system"], code["value"]) for code in proposal.wanted["codes"])
