"""Brings in the stories that the operator had before this site, asleep, and asks their authors what becomes of them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community import imports
from community.moderation import old_stories
from conditions.imports.catalogue import BadFile


class Command(BaseCommand):
    help = "Brings in old stories, which nobody sees until their authors send them anew; or asks those authors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("file", nargs="?", type=Path, help="CSV or JSON, as docs/old-stories.md describes it.")
        way.add_argument("--ask", action="store_true", help="Write to each author who was not asked lately.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, and do nothing.")

    def handle(self, *, file: Path | None, ask: bool, dry_run: bool, **options: Any) -> None:
        if ask:
            self._ask(is_trial=dry_run)
        elif file:
            self._bring(file, is_trial=dry_run)

    def _ask(self, *, is_trial: bool) -> None:
        at = timezone.now()
        number = old_stories.unasked(at=at) if is_trial else old_stories.ask(at=at)
        told = ngettext("%(number)d author is written to.", "%(number)d authors are written to.", number)
        self.stdout.write(told % {"number": number})
        self._trial(is_trial=is_trial)

    def _bring(self, file: Path, *, is_trial: bool) -> None:
        try:
            report = imports.load(file, at=timezone.now(), is_trial=is_trial)
        except BadFile as error:
            raise CommandError(str(error)) from error
        brought = ngettext(
            "%(number)d story comes in. It sleeps until its author sends it again.",
            "%(number)d stories come in. They sleep until their authors send them again.",
            report.brought,
        )
        self.stdout.write(brought % {"number": report.brought})
        self.stdout.write(_("Here already, and left as they are: %(number)d.") % {"number": report.known})
        self._trial(is_trial=is_trial)
        for line in report.wrong:
            self.stderr.write(line)
        if report.wrong:
            told = _("Not taken: %(number)d. Put them right, and bring the same file in again.")
            raise CommandError(told % {"number": len(report.wrong)})

    def _trial(self, *, is_trial: bool) -> None:
        if is_trial:
            self.stdout.write(_("This was a trial: nothing was done."))
