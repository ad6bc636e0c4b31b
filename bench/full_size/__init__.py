"""A site at full size, written past the moves and the guards: what the benches of the desk open their pages on.

Always the same one: chance is drawn from one seed, in the order in which the rows are written.
"""

import datetime
import random
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone

ASKED, ANSWERS, REVISIONS, REVIEWERS, SOURCES = 25, 5, 5, 40, 1_000
CHANCE = random.Random(7)
NOW = timezone.now()
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)


def many(model: type[models.Model], rows: Iterable[Any]) -> list[Any]:
    return list(model._default_manager.bulk_create(rows, batch_size=5_000))
