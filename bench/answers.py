"""How long it takes to find answers beside conditions, among many.

    DISEASEMAPS_MODE=test .venv/bin/python bench/answers.py [50000]

Run it after `manage.py migrate` and `manage.py load_catalogue`, with DATABASE_URL for PostgreSQL. It writes so many
live answers, past the moves and the guards, whose words are as common as those of a language, prints p50, p95 and the
slowest of each kind of text in milliseconds, and takes everything back. It exits 1 if a p95 is not below 100 ms.
"""

import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.db import connection, transaction

from bench.context import AT, live  # sets Django up
from conditions import guards, listed, search
from conditions.models import Condition, Fact, FactVersion, Publication, Question, Revision, User
from conditions.search import find

BELOW = 100.0  # ms
CHANCE = random.Random(7)
LETTERS = "bcdfghklmnprstvw", "aeiou"
WORDS = ["people", "liver", "doctor", "pain", "child"] + [
    "".join(CHANCE.choice(LETTERS[at % 2]) for at in range(CHANCE.randrange(4, 11))) for _ in range(8_000)
]
WEIGHTS = [1 / (rank + 3) for rank in range(len(WORDS))]  # as words of a language are shared out


def written(count: int) -> list[Condition]:
    """Live answers to every shipped question of as many conditions as it takes."""
    questions = list(Question.objects.all())
    about = list(Condition.objects.named().filter(is_grouping=False).order_by("pk")[: count // len(questions)])
    by = User.objects.create(email="bench@example.org")
    facts = Fact.objects.bulk_create(Fact(condition=each, key="bench", label="x", scope="x") for each in about)
    told = {"reason": "x", "origin": "bench", "proposed_at": AT, "accepted_at": AT, "accepted_by": by}
    values = FactVersion.objects.bulk_create(FactVersion(fact=each, number=1, in_force_at=AT, **told) for each in facts)
    live([(each, asked, value) for each, value in zip(about, values, strict=True) for asked in questions], by)
    revisions = list(Revision.objects.only("pk"))
    for revision in revisions:
        revision.short_answer = " ".join(CHANCE.choices(WORDS, WEIGHTS, k=40))[:320]
    Revision.objects.bulk_update(revisions, ["short_answer"], batch_size=500)
    return about


def texts(about: list[Condition]) -> dict[str, list[str]]:
    """What may be typed, of each kind some."""
    names = [each.name for each in CHANCE.sample(about, 20)]
    topics = ["treatment", "causes", "life expectancy", "inheritance", "symptoms"]
    return {
        "a condition and a topic": [f"{name} {CHANCE.choice(topics)}" for name in names],
        "a condition": names,
        "a topic": topics,
        "a very common word": WORDS[:5],
        "words of a short answer": [" ".join(CHANCE.choices(WORDS, WEIGHTS, k=3)) for _ in range(20)],
        "a question": [f"can somebody with {name} live without pain" for name in names],
        "misspelt": [f"{name[:4]}{name[5:]} treatment" for name in names],
    }


def timed(typed: str) -> float:
    start = time.perf_counter()
    find(typed, language="en", told=listed.searched(AT.date()))
    return (time.perf_counter() - start) * 1_000


def main(count: int) -> int:
    worst = 0.0
    with transaction.atomic():
        guards.take_down(connection)
        about = written(count)
        connection.check_constraints()  # PostgreSQL alters no table whose keys it has yet to check
        guards.install(connection)
        search.rebuild()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{connection.vendor}: {Publication.objects.live().count():,} live answers")
        timed("warm")
        for kind, typed in texts(about).items():
            took = sorted(timed(each) for each in typed * 3)
            p95 = statistics.quantiles(took, n=20, method="inclusive")[-1]
            worst = max(worst, p95)
            print(f"  {kind:26} p50 {statistics.median(took):6.1f}  p95 {p95:6.1f}  slowest {took[-1]:6.1f}")
        guards.take_down(connection)
        transaction.set_rollback(True)
    guards.install(connection)
    return int(worst >= BELOW)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000))
