"""What an editor oversees at full size: the week, the coverage and every list, with their queries and times.

    DISEASEMAPS_MODE=test .venv/bin/python bench/editor.py [30000]

Run it after `manage.py migrate`, with DATABASE_URL for PostgreSQL. It writes so many conditions, 50,000 answers and
250,000 revisions, past the moves and the guards, opens each page five times, prints its queries and the median time,
and takes everything back. Of the week it measures each kind too. It exits 1 if a median, or all kinds together, are not
below three seconds.
"""

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diseasemaps.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.full_size import TODAY
from bench.full_size.answers import catalogue, searched_for, written
from bench.full_size.reviews import reviewed
from conditions import guards
from conditions.editorial import week
from conditions.editorial.listings import LISTINGS
from conditions.models import Answer, Condition, Revision, User
from tests import factories

BELOW = 3_000.0  # ms


def weekly(person: User) -> float:
    """Asks for each kind of the week by itself: the page stops as soon as it has ten. All of them together."""
    whole = 0.0
    for kind in week.WORST_FIRST:
        took, found = [], 0
        for _turn in range(5):
            begun = time.perf_counter()
            found = len(list(kind(person, TODAY)))
            took.append((time.perf_counter() - begun) * 1_000)
        whole += statistics.median(took)
        print(f"  this week: {kind.__name__:31} {found:3} rows,    {statistics.median(took):7.0f} ms", flush=True)
    return whole


def measured(person: User) -> float:
    """Opens every page; the slowest median."""
    client, worst = factories.browser(person, second_factor=True), 0.0
    pages = ["/desk/", "/desk/coverage/", "/desk/coverage/?page=20", "/desk/coverage/?q=disease%20123"]
    pages += [f"/desk/coverage/?{kept}" for kept in ("mine=1", "topic=help&risk=bench365")]
    pages += [f"/desk/coverage/?state={each}" for each in ("missing", "draft", "overdue", "being-rechecked", "live")]
    pages += [f"/desk/lists/{each.name}/" for each in LISTINGS]
    for page in pages:
        took, queries = [], 0
        for _turn in range(5):
            with CaptureQueriesContext(connection) as captured:
                begun = time.perf_counter()
                status = client.get(page).status_code
                took.append((time.perf_counter() - begun) * 1_000)
            queries = len(captured)
        assert status == 200, (page, status)
        worst = max(worst, statistics.median(took))
        print(f"  {page:42} {queries:3} queries, {statistics.median(took):7.0f} ms", flush=True)
    return worst


def main(count: int) -> int:
    settings.ALLOWED_HOSTS = ["testserver"]
    with transaction.atomic():
        guards.take_down(connection)
        by = factories.administrator()
        editor = factories.holder(factories.Role.EDITOR)
        about, asked = catalogue(count)
        reviewed(written(about, asked, editor), by)
        searched_for()
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                connection.check_constraints()
            cursor.execute("ANALYZE")
        told = [f"{each.objects.count():,} {each._meta.verbose_name_plural}" for each in (Condition, Answer, Revision)]
        print(f"{connection.vendor}: {', '.join(told)}", flush=True)
        worst = max(weekly(editor), measured(editor))
        transaction.set_rollback(True)
    guards.install(connection)
    return int(worst >= BELOW)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30_000))
