"""Loads what the site ships with: the catalogue, the questions and the countries."""

import sys
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from conditions.imports import basics, everyday, loading
from conditions.imports.catalogue import SHIPPED, BadFile, unpack


class Command(BaseCommand):
    help = (
        "Loads conditions, questions, review policies and countries. After the first time, what readers would newly "
        "see waits for an editor."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED, help="A file made by pack_mondo.")

    def handle(self, *, file: Path, **options: Any) -> None:
        show = partial(tqdm, unit="batch", disable=not sys.stderr.isatty(), leave=False)
        try:
            with transaction.atomic():
                now = timezone.now()
                added = basics.load(at=now)
                catalogue = everyday.added_to(unpack(file))
                report = loading.load(catalogue, at=now, show=show)
        except BadFile as error:
            raise CommandError(str(error)) from error
        for line in [catalogue.attribution, *report.lines(), *added.lines()]:
            self.stdout.write(line)
