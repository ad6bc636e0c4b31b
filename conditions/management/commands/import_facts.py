"""Proposes the shared facts of a file, with where they are from."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conditions.imports import facts
from conditions.imports.catalogue import BadFile


class Command(BaseCommand):
    help = "Proposes the shared facts of a TOML file. Readers see none of them until an editor accepts it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="As docs/facts.md describes it.")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            report = facts.load(file, at=timezone.now())
        except BadFile as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
