"""Brings in a Mondo release that somebody fetched, and the codes that other systems have for its conditions."""

import sys
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from conditions.imports import arrivals, codes, loading, mappings, mondo
from conditions.imports.catalogue import BadFile


class Command(BaseCommand):
    help = (
        "Proposes the new conditions and names of a Mondo release, and the codes in its SSSOM mappings. Readers see "
        "nothing new until an editor accepts it; only what comes with the load by which a site starts is there at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The release as .json or .json.gz.")
        parser.add_argument("--mappings", type=Path, metavar="DIR", help="A folder of .sssom.tsv(.gz) files.")
        parser.add_argument("--release", default="", help="The day of the release, if the file's name does not tell.")

    def handle(self, *, file: Path, mappings: Path | None, release: str, **options: Any) -> None:
        try:
            lines = run(file, mappings, release)
        except BadFile as error:
            raise CommandError(str(error)) from error
        for line in lines:
            self.stdout.write(line)


@transaction.atomic
def run(file: Path, folder: Path | None, day: str) -> list[str]:
    """All of it or nothing. Raises: BadFile."""
    show = partial(tqdm, unit="batch", disable=not sys.stderr.isatty(), leave=False)
    found = mondo.read(file, release=day)
    codes_found = mappings.read(folder) if folder else None
    newest, now, starts = loading.newest_release(), timezone.now(), not arrivals.has_started()
    lines = [found.catalogue.attribution]
    lines += [f"Not understood and left out: “{key}”, in {n:,} terms." for key, n in found.unknown_keys.items()]
    brought: list[str] = []

    def bring_codes() -> None:
        if codes_found is not None:
            brought.extend(codes.load(codes_found, found, at=now, show=show, starts=starts).lines())

    if found.catalogue.release >= newest:
        lines += loading.load(found.catalogue, at=now, show=show, begins=bring_codes).lines()
    elif codes_found is None:
        raise BadFile(f"{file} is older than release {newest}, which is here. Nothing was changed.")
    else:
        lines.append(f"Release {newest} is here already, so only codes were taken from this older one.")
    if not starts:
        bring_codes()
    return lines + brought
