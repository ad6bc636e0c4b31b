"""Writes what search reads anew, from names, codes and answers. The site may stay up meanwhile."""

import sys
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from conditions import search


class Command(BaseCommand):
    help = "Makes every name, code and live answer findable again, for example after a change by hand in the database."

    def handle(self, *args: Any, **options: Any) -> None:
        show = partial(tqdm, unit="batch", disable=not sys.stderr.isatty(), leave=False)
        with transaction.atomic():
            written = search.rebuild(show)
        self.stdout.write(f"Names, codes and answers that can be found: {written:,}.")
