"""Brings codes of other systems to the conditions that are here: adding only, all of them or none."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from conditions import ledger, search
from conditions.imports.arrivals import STREAM
from conditions.imports.loading import Show, insert, known_conditions, quietly
from conditions.imports.mappings import Mapping, Mappings
from conditions.imports.mondo import Release
from conditions.models import Code


@dataclass
class Report:
    """How many codes arrived, by system, and which rows led nowhere."""

    added: Counter[str] = field(default_factory=Counter)
    elsewhere: int = 0  # rows about terms that are no condition here
    followed: int = 0  # codes of a retired term that went to its replacement
    unknown: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        """The report, for whoever ran the import."""
        listed = ", ".join(f"{Code.System(system).label} {count:,}" for system, count in sorted(self.added.items()))
        lines = [f"New codes: {self.added.total():,}{f' ({listed})' if listed else ''}."]
        if self.followed:
            lines.append(f"{self.followed:,} of them belonged to retired terms and went to what replaced these.")
        if self.elsewhere:
            lines.append(f"{self.elsewhere:,} rows are about terms that are no condition here, and were left out.")
        lines += [f"Not understood and left out: {what}, {count:,} times." for what, count in self.unknown.items()]
        return lines


@transaction.atomic
def load(found: Mappings, release: Release, *, at: datetime.datetime, show: Show = quietly) -> Report:
    """Adds the codes that a condition does not have yet.

    A code of a retired term goes to the term that replaced it, but only where that one has no code of the
    system from anywhere else: two terms that became one need not have meant the same.
    """
    report = Report(unknown=found.unknown)
    known = known_conditions()
    held = set(Code.objects.values_list("condition_id", "system", "value"))
    fresh: list[Code] = []
    retired = [row for row in found.rows if row.mondo not in known]
    for row in found.rows:
        if row.mondo in known:
            _add(row, known[row.mondo], held, fresh)
    served = {(pk, system) for pk, system, _value in held}
    for row in retired:
        pk = known.get(release.live(row.mondo) or "")
        report.elsewhere += pk is None
        if pk is not None and (pk, row.system) not in served:
            report.followed += _add(row, pk, held, fresh)
    insert(fresh, show, _("Codes"))
    report.added.update(str(code.system) for code in fresh)
    if fresh:
        data = {"release": release.catalogue.release, "codes": dict(report.added)}
        ledger.record(STREAM, "codes imported", by=None, at=at, data=data)
        search.rebuild(show)
    return report


def _add(row: Mapping, pk: int, held: set[tuple[int, str, str]], fresh: list[Code]) -> bool:
    key = (pk, str(row.system), row.value)
    if key in held:
        return False
    held.add(key)
    fresh.append(Code(condition_id=pk, system=row.system, value=row.value, relation=row.relation))
    return True
