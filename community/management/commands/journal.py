"""Keeps what people had erased or ended outside the database, and does it again after a backup is put back (O3)."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from community.moderation import journal


class Command(BaseCommand):
    help = "Writes what people had erased or ended to a file, or does it again after a backup was put back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--write", type=Path, metavar="FILE", help="Add to the file what it does not tell of yet.")
        way.add_argument("--replay", type=Path, metavar="FILE", help="Do again what the file tells of.")

    def handle(self, *args: Any, write: Path | None, replay: Path | None, **options: Any) -> None:
        try:
            if write:
                self._write(write)
            elif replay:
                self._replay(replay)
        except (OSError, ValueError) as error:
            sentence = _("Nothing was done with %(file)s: %(error)s")
            raise CommandError(sentence % {"file": write or replay, "error": error}) from error

    def _write(self, file: Path) -> None:
        """What the file tells of stays in it, also what a backup that was put back has forgotten.

        Written beside the old one first, so that a full disk does not cost the older lines, and read by nobody else.
        """
        kept = _lines(file) if file.exists() else []
        known = set(kept)
        added = [line for line in journal.journal() if line not in known]
        fresh = file.with_name(f"{file.name}.new")
        fresh.touch()
        fresh.chmod(0o600)
        with fresh.open("w", encoding="utf-8") as lines:
            lines.writelines(f"{line}\n" for line in [*kept, *added])
            lines.flush()
            os.fsync(lines.fileno())
        fresh.replace(file)
        told = {"file": file, "added": len(added), "all": len(kept) + len(added)}
        sentence = _(
            "%(file)s tells of %(all)d endings and erasures, %(added)d of them new. Keep it away from this machine."
        )
        self.stdout.write(sentence % told)

    def _replay(self, file: Path) -> None:
        found = journal.replay(_lines(file))
        told = {"done": found.done, "idle": found.idle}
        self.stdout.write(_("Done again: %(done)d. Needed nothing: %(idle)d.") % told)
        for number, reason in found.waiting.items():
            self.stdout.write(_("Receipt %(number)s has to wait: %(reason)s") % {"number": number, "reason": reason})
        if found.waiting:
            raise CommandError(_("What has to wait is not erased yet. End what holds it, and replay again."))


def _lines(file: Path) -> list[str]:
    """What the file tells of. Raises: OSError; ValueError that names the line that nobody wrote here."""
    lines = file.read_text(encoding="utf-8").splitlines()
    journal.check(lines)
    return lines
