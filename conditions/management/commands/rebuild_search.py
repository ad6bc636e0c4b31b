"""Writes what search reads anew, from names and codes. The site may stay up meanwhile."""

import sys
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from conditions import search


class Command(BaseCommand):
    help = "Makes every name and code findable again, for example after rows were changed by hand in the database."

    def handle(self, *args: Any, **options: Any) -> None:
        show = partial(tqdm, unit="batch", disable=not sys.stderr.isatty(), leave=False)
        with transaction.atomic():
            written = search.rebuild(show)
        self.stdout.write(f"Names and codes that can be found: {written:,}.")
