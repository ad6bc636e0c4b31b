"""Writes what search reads anew, from names, codes and answers. The site may stay up meanwhile."""

import sys
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from conditions import search, surfaces


class Command(BaseCommand):
    help = "Makes every name, code, live answer and public story findable again, as after a change by hand."

    def handle(self, *args: Any, **options: Any) -> None:
        show = partial(tqdm, unit="batch", disable=not sys.stderr.isatty(), leave=False)
        with transaction.atomic():
            written = search.rebuild(show) + sum(rebuild() for rebuild in surfaces.SEARCH.rebuilds)
        self.stdout.write(f"Names, codes, answers and stories that can be found: {written:,}.")
