"""Proves, row by row, that the evidence is what was recorded (E11)."""

import contextlib
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from conditions import ledger


class Command(BaseCommand):
    help = "Recomputes every digest and chain, and names the first row of each stream that does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--note", type=Path, metavar="FILE", help="If all holds, write where each stream ends.")
        parser.add_argument("--against", type=Path, metavar="FILE", help="Compare with what --note wrote before.")

    def handle(self, *args: Any, note: Path | None, against: Path | None, **options: Any) -> None:
        found = sum(self._verify(evidence) for evidence in ledger.EVIDENCE.values())
        if against:
            found += self._compare(against)
        if found:
            count = ngettext("%(count)d problem was found.", "%(count)d problems were found.", found)
            advice = _("Change nothing by hand; docs/operating.md says what to do.")
            raise CommandError(f"{count % {'count': found}} {advice}")
        for evidence in ledger.EVIDENCE.values():
            self.stdout.write(evidence.holds())
        if note:
            self._note(note)

    def _verify(self, evidence: ledger.Evidence) -> int:
        with tqdm(total=evidence.size(), disable=None, leave=False) as bar:
            return self._tell(evidence.problems(bar.update), bar)

    def _compare(self, file: Path) -> int:
        try:
            with file.open(encoding="utf-8") as lines:
                return self._tell(ledger.verify_ends(lines))
        except (OSError, ValueError) as error:
            sentence = _("%(file)s cannot be read as what `verify --note` wrote: %(error)s.")
            raise CommandError(sentence % {"file": file, "error": error}) from error

    def _tell(self, problems: Iterator[ledger.Problem], bar: "tqdm[Any] | None" = None) -> int:
        found = 0
        for problem in problems:
            found += 1
            with bar.external_write_mode() if bar else contextlib.nullcontext():
                self.stdout.write(problem.sentence)
        return found

    def _note(self, file: Path) -> None:
        """Written beside the old one first, so that a full disk does not cost the older note."""
        fresh = file.with_name(f"{file.name}.new")
        try:
            with fresh.open("w", encoding="utf-8") as lines:
                lines.writelines(f"{end}\n" for end in ledger.ends())
            fresh.replace(file)
        except OSError as error:
            sentence = _("%(file)s cannot be written: %(error)s.")
            raise CommandError(sentence % {"file": file, "error": error}) from error
        self.stdout.write(
            _("Noted in %(file)s where each stream ends. Keep it away from this machine.") % {"file": file}
        )
