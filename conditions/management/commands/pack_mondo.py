"""Makes the shipped catalogue from a Mondo release; for those who work on the site, not for those who run it."""

import io
import json
import zipfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conditions.imports import mondo
from conditions.imports.catalogue import SHIPPED, BadFile, pack

try:
    import zstandard
except ImportError:  # it belongs to requirements/dev.txt: a running site has no need of it
    zstandard = None  # type: ignore[assignment]


class Command(BaseCommand):
    help = "Packs a Mondo release (.json, .json.gz, or the cellxgene-ontology-guide wheel) into conditions/data."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="The file of the release, or the wheel that carries it.")
        parser.add_argument("--release", default="", help="Its day, like 2026-05-05; a wheel's newest if left out.")
        parser.add_argument("--to", type=Path, default=SHIPPED, help="Where the packed file goes.")

    def handle(self, *, source: Path, release: str, to: Path, **options: Any) -> None:
        try:
            found = from_wheel(source, release) if source.suffix == ".whl" else mondo.read(source, release=release)
        except BadFile as error:
            raise CommandError(str(error)) from error
        packed = pack(found.catalogue)
        to.write_bytes(packed)
        terms = found.catalogue.terms
        self.stdout.write(
            f"{to}: release {found.catalogue.release}, {len(terms):,} conditions "
            f"({sum(term.is_grouping for term in terms):,} families), "
            f"{sum(len(term.synonyms) for term in terms):,} other names, {len(packed):,} bytes."
        )
        for key, count in found.unknown_keys.items():
            self.stdout.write(f"Not understood and left out: “{key}”, in {count:,} terms.")


def from_wheel(wheel: Path, release: str) -> mondo.Release:
    """The release in the wheel, the newest unless one is named. Raises: BadFile, CommandError."""
    if zstandard is None:
        raise CommandError("Reading a wheel takes the package zstandard: install requirements/dev.txt.")
    try:
        with zipfile.ZipFile(wheel) as archive:
            held = {mondo.released(Path(name)): name for name in archive.namelist() if "MONDO-ontology" in name}
            if release not in {"", *held} or not held:
                raise CommandError(f"{wheel} holds the releases {', '.join(sorted(held)) or 'of other things only'}.")
            name = held[release or max(held)]
            stream = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(archive.read(name)))
            return mondo.parse(json.loads(stream.read()), Path(name))
    except (OSError, zipfile.BadZipFile, zstandard.ZstdError, ValueError) as error:
        raise BadFile(f"{wheel} is not a wheel that can be read: {error}") from error
